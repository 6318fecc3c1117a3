"""Every change of a record: saved, published, withdrawn, restored, deleted, and when it is due.

All writers stand behind one lock, so that a rule over several rows (terms of a role never
overlap) holds on every database.
"""

import logging
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from . import shapes, snapshot
from .models import ContentVersion, FailedHook, Publishable, Revision, SlugHistory
from .querysets import published_q

logger = logging.getLogger(__name__)
hooks_are_off = ContextVar("hooks_are_off", default=False)


def record_models() -> list[type[Publishable]]:
    """Every kind of record of the portal."""
    return [model for model in apps.get_models() if issubclass(model, Publishable)]


def revisions_of(record):
    """The history of `record`, newest first."""
    kind = ContentType.objects.get_for_model(record)
    return Revision.objects.filter(content_type=kind, uid=record.uid)


def open_revision(record) -> Revision | None:
    """The revision of `record` that is not yet live, if there is one."""
    return revisions_of(record).filter(state__in=Revision.OPEN).first()


def lock():
    """Wait until no other writer is at work; SQLite does so by itself (IMMEDIATE)."""
    if connection.features.has_select_for_update:
        first = {"next_change_at": timezone.now()}
        ContentVersion.objects.select_for_update().get_or_create(pk=1, defaults=first)


@transaction.atomic
def save(model, uid, shape: dict, *, author, action=Revision.Action.EDIT) -> Revision:
    """Keep `shape` as the next revision of the record `uid`.

    While the public has not seen the record it is also written to the tables; a published one
    keeps its live text until `publish`. An open revision is written over by its successor.
    """
    lock()
    kind = ContentType.objects.get_for_model(model)
    history = Revision.objects.filter(content_type=kind, uid=uid)
    states = dict(history.values_list("number", "state"))
    if any(state in Revision.OPEN for state in states.values()):
        history.filter(state__in=Revision.OPEN).delete()
    last = max((n for n, state in states.items() if state not in Revision.OPEN), default=0)
    revision = Revision.objects.create(
        content_type=kind,
        uid=uid,
        number=last + 1,
        shape=shape,
        shape_number=shapes.NUMBER,
        author=author,
        action=action,
    )
    live = model.objects.filter(uid=uid).exclude(state=Publishable.State.DRAFT)
    if not live.exists():
        apply(revision)
    return revision


@transaction.atomic
def apply(revision: Revision) -> Publishable:
    """Write what `revision` says into the tables and return the record; its state stays.

    The only code that does so. Raises ValidationError, naming the place, and changes nothing
    where the shape does not fit.
    """
    lock()
    try:
        record, former_slug = write(revision, check_rules=False)
    except IntegrityError as error:
        write(revision, check_rules=True)  # says in words which rule is broken, and where
        raise ValidationError(
            _("The database refuses this: %(error)s") % {"error": error}
        ) from error
    if record.first_published_at and former_slug and former_slug != record.slug:
        keep_slug(record, former_slug)
    revision.state = Revision.State.APPLIED
    revision.applied_at = timezone.now()
    revision.save(update_fields=["state", "applied_at"])
    return record


@transaction.atomic
def write(revision: Revision, *, check_rules: bool) -> tuple[Publishable, str]:
    """Write the shape of `revision` into the tables; the record and the slug it had before."""
    model = revision.content_type.model_class()
    shape = shapes.in_todays_form(model._meta.label_lower, revision.shape, revision.shape_number)
    record = model.objects.filter(uid=revision.uid).first() or model(uid=revision.uid)
    former_slug = getattr(record, "slug", "")
    record.revision_number = revision.number
    return snapshot.write(record, shape, check_rules=check_rules), former_slug


def keep_slug(record, slug: str):
    """Let the address `slug` lead to `record` for ever."""
    SlugHistory.objects.update_or_create(
        content_type=ContentType.objects.get_for_model(record),
        slug=slug,
        defaults={"uid": record.uid},
    )


@transaction.atomic
def publish(revision: Revision, *, approver=None, at=None) -> Publishable | None:
    """Make the record public as `revision` says: now, or at the moment `at`.

    A record that is public already keeps its live text until then (None is returned and
    `apply_due` does the rest). Raises ValidationError saying all that is missing.
    """
    lock()
    now = timezone.now()
    model = revision.content_type.model_class()
    is_public = model.objects.filter(published_q(at=now), uid=revision.uid).exists()
    revision.approver = approver
    if is_public and at and at > now:
        revision.state, revision.due_at = Revision.State.SCHEDULED, at
        revision.save(update_fields=["approver", "state", "due_at"])
        follow_up()
        return None
    record = applied(revision) or apply(revision)
    if missing := missing_for_publication(record):
        raise ValidationError(missing)
    record.state = Publishable.State.PUBLISHED
    record.publish_at = at if at and at > now else None
    if record.withdraw_at is None or record.withdraw_at <= (record.publish_at or now):
        record.withdraw_at = None
        record.withdrawal_reason_vi = record.withdrawal_reason_en = None
    if record.first_published_at is None or record.first_published_at > now:
        record.first_published_at = record.publish_at or now
    record.last_published_at = now
    record.save()
    if revision.action == Revision.Action.EDIT:
        revision.action = Revision.Action.PUBLISH
    revision.save(update_fields=["approver", "action"])
    run_record_hooks(record)
    follow_up()
    return record


def applied(revision: Revision) -> Publishable | None:
    """The record if it says already what `revision` says, as a new draft does."""
    if revision.state != Revision.State.APPLIED:
        return None
    model = revision.content_type.model_class()
    return model.objects.filter(uid=revision.uid, revision_number=revision.number).first()


def missing_for_publication(record) -> list[str]:
    """What `record` still needs before the public may see it, one sentence each."""
    missing = []
    for field in record.required_in_both:
        name = record._meta.get_field(field).verbose_name
        for language, label in settings.LANGUAGES:
            if not getattr(record, f"{field}_{language}"):
                missing.append(
                    _("“%(field)s” is empty in %(language)s.") % {"field": name, "language": label}
                )
    if record.needs_source and not record.citations.exists():
        missing.append(_("There is no source."))
    return missing + record.obstacles()


@transaction.atomic
def withdraw(record, *, author, reason_vi: str, reason_en: str, at=None):
    """Take `record` from the public now, or at `at`; its address answers with the reason.

    Raises ValidationError without a reason in both languages.
    """
    lock()
    if not (reason_vi.strip() and reason_en.strip()):
        raise ValidationError(_("A withdrawal needs its reason in both languages."))
    record.refresh_from_db()
    if record.state != Publishable.State.PUBLISHED:
        raise ValidationError(_("Only what is published can be withdrawn."))
    record.withdrawal_reason_vi, record.withdrawal_reason_en = reason_vi, reason_en
    if at and at > timezone.now():
        record.withdraw_at = at
    else:
        record.state = Publishable.State.WITHDRAWN
    record.save()
    note(record, author, Revision.Action.WITHDRAW, reason_vi)
    run_record_hooks(record)
    follow_up()


@transaction.atomic
def restore(revision: Revision, *, author) -> Publishable:
    """Give the record what `revision` said, as a new revision; its state does not change.

    A deleted record comes back as a draft.
    """
    model = revision.content_type.model_class()
    shape = shapes.in_todays_form(model._meta.label_lower, revision.shape, revision.shape_number)
    newest = save(model, revision.uid, shape, author=author, action=Revision.Action.RESTORE)
    record = apply(newest)
    if record.state == Publishable.State.PUBLISHED and (missing := missing_for_publication(record)):
        raise ValidationError(missing)
    run_record_hooks(record)
    follow_up()
    return record


@transaction.atomic
def delete(record, *, author):
    """Delete a record that was never public; its history stays and can bring it back."""
    lock()
    if record.first_published_at:
        raise ValidationError(_("What was once public can be withdrawn, not deleted."))
    note(record, author, Revision.Action.DELETE)
    record.delete()
    follow_up()


def note(record, author, action, reason: str = ""):
    """Write into the history of `record` that `author` did `action`."""
    last = revisions_of(record).aggregate(last=Max("number"))["last"] or 0
    now = timezone.now()
    Revision.objects.create(
        content_type=ContentType.objects.get_for_model(record),
        uid=record.uid,
        number=last + 1,
        shape=snapshot.take(record),
        shape_number=shapes.NUMBER,
        state=Revision.State.APPLIED,
        action=action,
        author=author,
        reason=reason,
        applied_at=now,
    )


def apply_due(now=None) -> dict[str, int]:
    """Do what has become due at `now`: scheduled revisions, failed hooks, the content version.

    May run twice at once. Returns how many of each were done.
    """
    now = now or timezone.now()
    done = {"revisions": 0, "hooks": retry_hooks()}
    for revision in Revision.objects.filter(state=Revision.State.SCHEDULED, due_at__lte=now):
        done["revisions"] += publish_due(revision.pk, now)
    if ContentVersion.objects.filter(next_change_at__lte=now).exists():
        run_hooks()
    return done


@transaction.atomic
def publish_due(pk: int, now) -> bool:
    """Publish a scheduled revision unless another process has; False if it could not be."""
    lock()
    revision = Revision.objects.filter(pk=pk, state=Revision.State.SCHEDULED).first()
    if revision is None:
        return False
    try:
        publish(revision, approver=revision.approver)
    except ValidationError as error:
        Revision.objects.filter(pk=pk).update(
            state=Revision.State.RETURNED, reason="\n".join(snapshot.lines(error))
        )
        return False
    return True


def next_change_at(now=None):
    """The next moment at which what is public changes by itself.

    At the latest midnight of TIME_ZONE: "who chairs now" changes with the calendar.
    """
    now = now or timezone.now()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    moments = [midnight + timedelta(days=1)]
    for model in record_models():
        times = model.objects.filter(state=Publishable.State.PUBLISHED)
        for field in ("publish_at", "withdraw_at"):
            later = times.filter(**{f"{field}__gt": now}).order_by(field)
            moments += later.values_list(field, flat=True)[:1]
    due = Revision.objects.filter(state=Revision.State.SCHEDULED).order_by("due_at")
    moments += due.values_list("due_at", flat=True)[:1]
    return min(moments)


def run_record_hooks(record: Publishable):
    """Write along with `record` what settings.RECORD_HOOKS name, in this transaction."""
    if not hooks_are_off.get():
        for hook in settings.RECORD_HOOKS:
            import_string(hook)(record)


@contextmanager
def without_record_hooks():
    """While many records are loaded; the caller then brings all into step at once."""
    token = hooks_are_off.set(True)
    try:
        yield
    finally:
        hooks_are_off.reset(token)


def follow_up():
    """Let what follows a publication happen once after this transaction, however many there are."""
    if not any(entry[1] is run_hooks for entry in connection.run_on_commit):
        transaction.on_commit(run_hooks)


def run_hooks():
    """Run what settings.PUBLISHING_HOOKS names; a failure is kept for `apply_due`, not raised."""
    for hook in settings.PUBLISHING_HOOKS:
        run_hook(hook)


def run_hook(hook: str) -> bool:
    """Run one hook; True if it did its work."""
    try:
        import_string(hook)()
    except Exception as error:
        logger.exception("Publishing hook %s failed; it is tried again within a minute", hook)
        failed, is_new = FailedHook.objects.get_or_create(hook=hook, defaults={"error": str(error)})
        if not is_new:
            FailedHook.objects.filter(pk=failed.pk).update(
                error=str(error), tries=F("tries") + 1, failed_at=timezone.now()
            )
        return False
    FailedHook.objects.filter(hook=hook).delete()
    return True


def retry_hooks() -> int:
    """Run again the hooks that failed; how many did their work now."""
    return sum(run_hook(hook) for hook in FailedHook.objects.values_list("hook", flat=True))
