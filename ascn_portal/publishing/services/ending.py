"""A record leaves the public, now or at a set time; what is planned for it is called off."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ascn_portal.accounts import audit
from ascn_portal.accounts.models import AuditEntry
from ascn_portal.publishing.models import Publishable, Revision
from ascn_portal.publishing.standing import PLANNED, PUBLIC, planned_for, standing

from .consequences import bring_along
from .history import lock, note, open_revision, revisions_of
from .saving import write
from .timetable import planned_with, take_off


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

    A text that was to become public after that is a draft again. `approver` agreed to what
    `author` asked for; `own_reason` is why there was no need of one. Raises ValidationError
    without a reason in both languages.
    """
    lock()
    check_withdrawal(record, reason_vi=reason_vi, reason_en=reason_en, at=at)
    record.withdrawal_reason_vi, record.withdrawal_reason_en = reason_vi, reason_en
    record.withdraw_at = at if at and at > timezone.now() else None
    if later := text_planned_after(record, record.withdraw_at):
        take_off(later, by=approver or author)
    said = {"asked_by": author.get_username()} if approver else {}
    said |= {"own_reason": own_reason.strip()} if own_reason else {}
    end(record, by=author, approver=approver, at=record.withdraw_at, **said)


def text_planned_after(record, end) -> Revision | None:
    """The text of `record` that would become public once it has ended: at `end`, or now (None)."""
    scheduled = revisions_of(record).filter(state=Revision.State.SCHEDULED)
    return (scheduled.filter(due_at__gte=end) if end else scheduled).first()


def end(record, *, by=None, approver=None, at=None, **said):
    """Withdraw `record` for the reason that it holds, or note that this is planned for `at`.

    On the word of `by` and, if there is one, `approver`; the portal's, where `by` is None.
    `said` is what the audit log keeps beside.
    """
    action = AuditEntry.Action.WITHDRAWAL_PLANNED if at else AuditEntry.Action.WITHDRAWN
    if at:
        said["at"] = at
    else:
        record.state = Publishable.State.WITHDRAWN
    record.save()
    reason = record.withdrawal_reason_vi
    note(record, by, Revision.Action.WITHDRAW, reason, approver, at)
    audit.note(action, by=approver or by, about=record, reason=reason, **said)
    bring_along(record)


@transaction.atomic
def call_off(record, *, by):
    """Take from the timetable what lies ahead of `record`: its first publication, or its end.

    What was to become public is a draft again, with what was to go along. Raises ValidationError
    where nothing is planned: what has ended already does not become public again so.
    """
    lock()
    record.refresh_from_db()
    stands = standing(record)
    if stands != PLANNED and not (stands == PUBLIC and record.withdraw_at):
        raise ValidationError(_("Nothing is planned that could be called off."))
    along = planned_with(record) if stands == PLANNED else []
    record.withdraw_at = record.withdrawal_reason_vi = record.withdrawal_reason_en = None
    record.save()
    if stands == PLANNED:
        make_draft_again(record, by=by)
    else:
        audit.note(AuditEntry.Action.CALLED_OFF, by=by, about=record)
    note(record, by, Revision.Action.CALL_OFF)
    bring_along(record)
    for companion in along:
        call_off(companion, by=by)


def make_draft_again(record, *, by):
    """Make `record`, which the public has never seen, a draft: a newer text of it, or as it was."""
    record.state = Publishable.State.DRAFT
    record.publish_at = record.first_published_at = record.last_published_at = None
    record.save()
    newer = open_revision(record)
    planned = revisions_of(record).get(number=record.revision_number)
    take_off(planned, Revision.State.REPLACED if newer else Revision.State.DRAFT, by=by)
    # None of its texts was published after all: who wrote them still counts as a writer.
    unseen = revisions_of(record).filter(state=Revision.State.APPLIED)
    unseen.exclude(action__in=Revision.NOTES).update(state=Revision.State.REPLACED)
    if newer:
        write(newer)
        record.refresh_from_db()
