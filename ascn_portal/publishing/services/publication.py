"""A record becomes public, now or at a set time; is restored; is deleted before it was public."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ascn_portal.accounts import audit
from ascn_portal.accounts.models import AuditEntry
from ascn_portal.bilingual.dates import show_moment
from ascn_portal.bilingual.languages import LANGUAGES, language_within
from ascn_portal.publishing.models import Publishable, Revision
from ascn_portal.publishing.trial import as_if_applied

from .consequences import bring_along, follow_up, keep_card
from .history import lock, note, revisions_of
from .saving import apply, save
from .timetable import planned_with


@transaction.atomic
def publish(revision: Revision, *, approver=None, at=None) -> Publishable | None:
    """Make the record public as `revision` says: now, or at the moment `at`.

    What once was public stays as it is until then: live, or withdrawn for its reason (None is
    returned and `apply_due` does the rest). Raises ValidationError saying all that is missing.
    """
    lock()
    now = timezone.now()
    at = at if at and at > now else None
    revision.approver = approver
    record = revision.record
    if at and record.first_published_at and record.first_published_at <= now:
        plan(revision, record, at)
        return None
    return go_public(revision, at=at, now=now)


def plan(revision: Revision, record, at):
    """Put `revision` on the timetable of `record`; what would hinder it then is said now."""
    if record.withdraw_at and timezone.now() < record.withdraw_at <= at:
        moment = {"moment": show_moment(record.withdraw_at)}
        raise ValidationError(_("The record is withdrawn before that, on %(moment)s.") % moment)
    with as_if_applied(revision) as tried:
        missing = missing_for_publication(tried)
    if missing:
        raise ValidationError(missing)
    revision.state, revision.due_at = Revision.State.SCHEDULED, at
    revision.save(update_fields=["approver", "state", "due_at"])
    follow_up()


def go_public(revision: Revision, *, at, now) -> Publishable:
    """Write what `revision` says and let it be public from `at`, or from `now` where that is None.

    What was planned for the same moment as its record goes along.
    """
    record = apply(revision)
    if missing := missing_for_publication(record):
        raise ValidationError(missing)
    if revision.action == Revision.Action.EDIT:
        revision.action = Revision.Action.PUBLISH
    revision.due_at = None
    revision.save(update_fields=["approver", "action", "due_at"])
    for each in [record, *planned_with(record)]:
        begin(each, at, now)
    return record


def begin(record, at, now):
    """Let `record` be public from `at`, or from `now`. An end that lies behind that is over."""
    record.state = Publishable.State.PUBLISHED
    record.publish_at = at if at and at > now else None
    if record.withdraw_at is None or record.withdraw_at <= (at or now):
        record.withdraw_at = None
        record.withdrawal_reason_vi = record.withdrawal_reason_en = None
    if record.first_published_at is None or record.first_published_at > now:
        record.first_published_at = record.publish_at or now
    record.last_published_at = now
    record.save()
    bring_along(record)


def missing_for_publication(record) -> list[str]:
    """What `record` still needs before the public may see it, one sentence each."""
    missing = []
    for field in record.required_in_both:
        name = record._meta.get_field(field).verbose_name
        for language in LANGUAGES:
            if not getattr(record, f"{field}_{language}"):
                where = {"field": name, "language": language_within(language)}
                missing.append(_("“%(field)s” is empty in %(language)s.") % where)
    if record.needs_source and not record.citations.exists():
        missing.append(_("There is no source."))
    return missing + record.obstacles()


@transaction.atomic
def restore(revision: Revision, *, author) -> Revision:
    """Make what `revision` said the draft of its record, as a new revision.

    What is public stays until that is published; a deleted record comes back as a draft. Raises
    ValidationError where it cannot stand beside what the tables say by now.
    """
    model = revision.model
    action = Revision.Action.RESTORE
    draft = save(model, revision.uid, revision.content, author=author, action=action)
    with as_if_applied(draft):
        pass  # else what hinders it would show at its publication only
    record = model.objects.get(uid=revision.uid)
    audit.note(AuditEntry.Action.RESTORED, by=author, about=record, revision=revision.number)
    return draft


@transaction.atomic
def delete(record, *, author):
    """Delete a record that was never public; its history stays and can bring it back.

    Raises ValidationError where it was public, if only since the caller read it.
    """
    lock()
    record.refresh_from_db()
    if record.first_published_at:
        raise ValidationError(_("What was once public can be withdrawn, not deleted."))
    waiting = revisions_of(record).filter(state__in=Revision.OPEN)
    waiting.update(state=Revision.State.REPLACED)
    note(record, author, Revision.Action.DELETE)
    audit.note(AuditEntry.Action.DELETED, by=author, about=record)
    record.delete()
    keep_card(type(record), record.uid)
    follow_up()
