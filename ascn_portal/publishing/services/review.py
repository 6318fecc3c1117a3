"""A draft goes to another person: sent to review, taken back, returned with a reason, approved."""

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ascn_portal.accounts import audit
from ascn_portal.accounts.models import AuditEntry
from ascn_portal.bilingual.dates import show_moment
from ascn_portal.publishing.models import Publishable, Revision

from .history import last_applied, lock, open_revision, unpublished
from .publication import publish
from .timetable import take_off

APPROVE, APPROVE_OWN = "publishing.approve_revisions", "publishing.approve_own_revisions"
BACKEND = "django.contrib.auth.backends.ModelBackend"  # the one that knows of groups


@transaction.atomic
def submit(revision: Revision, *, by, reviewer=None, goes_along=False) -> Revision:
    """Send a draft to review on the word of `by`; to `reviewer`, or to whoever may approve.

    What goes public with the record goes along with it.
    """
    revision = current(revision)
    if revision.state == Revision.State.IN_REVIEW and revision.reviewer == reviewer:
        return revision  # pressed twice
    if revision.state == Revision.State.SCHEDULED:
        moment = {"moment": show_moment(revision.due_at)}
        raise ValidationError(_("It is approved already: public from %(moment)s.") % moment)
    for beside in companions_of(revision):
        submit(beside, by=by, reviewer=reviewer, goes_along=True)
    revision.state, revision.reviewer = Revision.State.IN_REVIEW, reviewer
    revision.submitted_at, revision.goes_along = timezone.now(), goes_along
    revision.save(update_fields=["state", "reviewer", "submitted_at", "goes_along"])
    note(AuditEntry.Action.SUBMITTED, revision, by)
    return revision


@transaction.atomic
def take_back(revision: Revision, *, by) -> Revision:
    """Make what waits for review, or for its time, a draft again."""
    revision = current(revision)
    if revision.state == Revision.State.SCHEDULED:
        take_off(revision, by=by)
    revision.state = Revision.State.DRAFT
    revision.save(update_fields=["state"])
    return revision


@transaction.atomic
def send_back(revision: Revision, *, by, reason: str) -> Revision:
    """Return a draft to its author, saying why. Raises ValidationError without a reason."""
    revision = current(revision)
    if not reason.strip():
        raise ValidationError(_("Say what is to be mended: a return needs its reason."))
    if revision.state == Revision.State.SCHEDULED:
        take_off(revision, by=by)
    revision.state, revision.approver = Revision.State.RETURNED, by
    revision.reason = reason.strip()
    revision.save(update_fields=["state", "approver", "reason"])
    note(AuditEntry.Action.RETURNED, revision, by, reason=revision.reason)
    return revision


@transaction.atomic
def approve(revision: Revision, *, by, at=None, reason: str = "") -> Publishable | None:
    """Publish a draft on the word of `by`, now or at the moment `at`; as `publish` answers.

    What goes public with the record is published too, or nothing is.
    Raises ValidationError where a second person is needed and `by` is one of its writers. Where
    nobody else could approve, who has that right may do it alone and says why: `reason`.
    """
    revision = current(revision)
    is_alone = needs_second_person(revision) and wrote(by, revision)
    if is_alone:
        refuse_alone(by, reason)
        revision.reason = reason.strip()
        revision.save(update_fields=["reason"])
    beside = companions_of(revision)
    record = publish(revision, approver=by, at=at)
    for companion in beside:
        approve(companion, by=by, at=at)
    said = {"reason": reason.strip() if is_alone else ""} | ({"at": at} if at else {})
    note(AuditEntry.Action.PLANNED if at else AuditEntry.Action.PUBLISHED, revision, by, **said)
    return record


def companions_of(revision: Revision) -> list[Revision]:
    """The drafts that go public with `revision`, see Publishable.companions."""
    record = revision.model.objects.get(uid=revision.uid)
    drafts = (open_revision(companion) for companion in record.companions())
    return [draft for draft in drafts if draft]


def note(action, revision: Revision, by, **said):
    """Add to the audit log that `by` did `action` to `revision`."""
    record = revision.model.objects.get(uid=revision.uid)
    audit.note(action, by=by, about=record, revision=revision.number, **said)


def current(revision: Revision) -> Revision:
    """`revision` as it is stored now. Raises ValidationError where it is no longer open."""
    lock()
    revision = Revision.objects.get(pk=revision.pk)
    if revision.state == Revision.State.APPLIED:
        raise ValidationError(_("This revision has been published already."))
    if revision.state not in Revision.OPEN:
        raise ValidationError(_("Somebody has changed this draft since. Look at the newest one."))
    return revision


def needs_second_person(revision: Revision) -> bool:
    """Whether who approves `revision` must not have written it: as it will be, or as it was."""
    model, before = revision.model, last_applied(revision)
    return model.asks_second_person(revision.content) or (
        before is not None and model.asks_second_person(before.content)
    )


def wrote(person, revision: Revision) -> bool:
    """Whether any of what `revision` would make public is by `person`."""
    drafts = unpublished().filter(content_type=revision.content_type, uid=revision.uid)
    return drafts.filter(author=person).exists()


def refuse_alone(by, reason: str):
    """Raise ValidationError unless nobody but `by` could approve and `by` says why."""
    if not may_approve_alone(by):
        raise ValidationError(
            _("You wrote this text yourself: another person has to approve it."),
            code="second_person",
        )
    if not reason.strip():
        raise ValidationError(
            _("Nobody else can approve this at present. Say why you decide alone."),
            code="own_reason",
        )


def may_approve_alone(user) -> bool:
    """Whether `user` may do alone what takes a second person, saying why: there is no other."""
    return user.has_perm(APPROVE_OWN) and not approvers().exclude(pk=user.pk).exists()


def approvers():
    """The active people who may approve, by name."""
    people = get_user_model().objects.with_perm(APPROVE, backend=BACKEND)
    return people.order_by("username")
