"""What is planned for a record: when it becomes public, what goes along, how it is called off."""

from ascn_portal.accounts import audit
from ascn_portal.accounts.models import AuditEntry
from ascn_portal.publishing.models import Revision
from ascn_portal.publishing.standing import PLANNED, planned_for, standing

from .history import revisions_of


def goes_public_at(record):
    """The moment for which `record` or its new text is planned, or None."""
    scheduled = revisions_of(record).filter(state=Revision.State.SCHEDULED)
    return planned_for(record) or scheduled.values_list("due_at", flat=True).first()


def planned_with(record) -> list:
    """The companions of `record` that are to become public at the same moment as it is."""
    planned = [each for each in record.companions() if standing(each) == PLANNED]
    return [each for each in planned if each.publish_at == record.publish_at]


def take_off(revision: Revision, state=Revision.State.DRAFT, *, by=None, reason: str = ""):
    """Take what was approved for a set time from the timetable, on the word of `by`.

    The one way to do so: it has neither time nor approver then, who planned it is told (unless
    it was they), and the audit log has it. Where `by` is None, the portal did it.
    """
    revision.planner = None if revision.approver == by else revision.approver
    revision.state, revision.approver, revision.due_at = state, None, None
    if revision.action == Revision.Action.PUBLISH:
        revision.action = Revision.Action.EDIT
    revision.save(update_fields=["planner", "state", "approver", "due_at", "action"])
    said = {"reason": reason, "revision": revision.number}
    audit.note(AuditEntry.Action.CALLED_OFF, by=by, about=revision.record, **said)
