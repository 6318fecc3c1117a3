"""What the public sees of a record: published, withdrawn, restored, deleted."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ascn_portal.accounts import audit
from ascn_portal.accounts.models import AuditEntry
from ascn_portal.bilingual.languages import LANGUAGES, language_within
from ascn_portal.publishing.models import Publishable, Revision
from ascn_portal.publishing.querysets import published_q
from ascn_portal.publishing.standing import PLANNED, PUBLIC, planned_for, standing
from ascn_portal.publishing.trial import as_if_applied

from .consequences import follow_up, keep_card, run_record_hooks
from .history import lock, note, open_revision
from .saving import apply, save, write


@transaction.atomic
def publish(revision: Revision, *, approver=None, at=None) -> Publishable | None:
    """Make the record public as `revision` says: now, or at the moment `at`.

    A record that is public already keeps its live text until then (None is returned and
    `apply_due` does the rest). Raises ValidationError saying all that is missing.
    """
    lock()
    now = timezone.now()
    model = revision.model
    is_public = model.objects.filter(published_q(at=now), uid=revision.uid).exists()
    revision.approver = approver
    if is_public and at and at > now:
        revision.state, revision.due_at = Revision.State.SCHEDULED, at
        revision.save(update_fields=["approver", "state", "due_at"])
        follow_up()
        return None
    record = apply(revision)
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
    keep_card(model, record.uid)
    run_record_hooks(record)
    follow_up()
    return record


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


def check_withdrawal(record, *, reason_vi: str, reason_en: str, at):
    """Raise ValidationError where `record` cannot be withdrawn so."""
    if not (reason_vi.strip() and reason_en.strip()):
        raise ValidationError(_("A withdrawal needs its reason in both languages."))
    record.refresh_from_db()
    if record.state != Publishable.State.PUBLISHED:
        raise ValidationError(_("Only what is published can be withdrawn."))
    if at and (begins := planned_for(record)) and at <= begins:
        raise ValidationError(_("It would end before it is published as planned."))


@transaction.atomic
def withdraw(
    record, *, author, reason_vi: str, reason_en: str, at=None, approver=None, own_reason=""
):
    """Take `record` from the public now, or at `at`; its address answers with the reason.

    `approver` agreed to what `author` asked for; `own_reason` is why there was no need of one.
    Raises ValidationError without a reason in both languages.
    """
    lock()
    check_withdrawal(record, reason_vi=reason_vi, reason_en=reason_en, at=at)
    record.withdrawal_reason_vi, record.withdrawal_reason_en = reason_vi, reason_en
    if at and at > timezone.now():
        record.withdraw_at = at
    else:
        record.state = Publishable.State.WITHDRAWN
    record.save()
    note(record, author, Revision.Action.WITHDRAW, reason_vi, approver)
    said = {"asked_by": author.get_username()} if approver else {}
    said |= {"own_reason": own_reason.strip()} if own_reason else {}
    withdrawn = AuditEntry.Action.WITHDRAWN
    audit.note(withdrawn, by=approver or author, about=record, reason=reason_vi, **said)
    keep_card(type(record), record.uid)
    run_record_hooks(record)
    follow_up()


@transaction.atomic
def call_off(record, *, by):
    """Take from the timetable what lies ahead of `record`: its first publication, or its end.

    What was to become public is a draft again. Raises ValidationError where nothing is planned:
    what has ended already does not become public again so.
    """
    lock()
    record.refresh_from_db()
    stands = standing(record)
    if stands != PLANNED and not (stands == PUBLIC and record.withdraw_at):
        raise ValidationError(_("Nothing is planned that could be called off."))
    if stands == PLANNED:
        record.state = Publishable.State.DRAFT
        record.publish_at = record.first_published_at = None
    record.withdraw_at = record.withdrawal_reason_vi = record.withdrawal_reason_en = None
    record.save()
    audit.note(AuditEntry.Action.CALLED_OFF, by=by, about=record)
    if record.state == Publishable.State.DRAFT and (waiting := open_revision(record)):
        write(waiting)
    keep_card(type(record), record.uid)
    run_record_hooks(record)
    follow_up()


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
    """Delete a record that was never public; its history stays and can bring it back."""
    lock()
    if record.first_published_at:
        raise ValidationError(_("What was once public can be withdrawn, not deleted."))
    note(record, author, Revision.Action.DELETE)
    audit.note(AuditEntry.Action.DELETED, by=author, about=record)
    record.delete()
    keep_card(type(record), record.uid)
    follow_up()
