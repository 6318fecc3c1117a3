"""A shape becomes a revision, and a revision what the tables say."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ascn_portal.publishing import snapshot
from ascn_portal.publishing.models import Publishable, Revision, SlugHistory

from .consequences import keep_card
from .history import add_revision, lock
from .timetable import take_off


@transaction.atomic
def save(model, uid, shape: dict, *, author, action=Revision.Action.EDIT) -> Revision:
    """Keep `shape` as the draft of the record `uid`: a new revision, the open one.

    While the public has not seen the record it is also written to the tables; else what is live
    stays until the revision is published. An open revision gives way and stays in the history; one
    that was planned leaves the timetable, the edit of one that is in review stays there.
    """
    lock()
    kind = ContentType.objects.get_for_model(model)
    history = Revision.objects.filter(content_type=kind, uid=uid)
    newest = history.exclude(state__in=Revision.BESIDE).order_by("-number").first()
    if planned := history.filter(state=Revision.State.SCHEDULED).first():
        # What was approved is not what would be published now.
        take_off(planned, Revision.State.REPLACED, by=author)
    in_review = history.filter(state=Revision.State.IN_REVIEW).first()
    history.filter(state__in=Revision.OPEN).update(state=Revision.State.REPLACED)
    revision = add_revision(kind, uid, shape, author=author, action=action, based_on=newest)
    if in_review and action == Revision.Action.EDIT:
        stay_in_review(revision, in_review)
    if not model.objects.filter(uid=uid).exclude(state=Publishable.State.DRAFT).exists():
        write(revision)
    keep_card(model, uid)
    return revision


def stay_in_review(revision: Revision, before: Revision):
    """Let `revision` wait where `before` did: who sent that to review has not taken it back."""
    revision.state, revision.reviewer = Revision.State.IN_REVIEW, before.reviewer
    revision.submitted_at, revision.goes_along = before.submitted_at, before.goes_along
    revision.save(update_fields=["state", "reviewer", "submitted_at", "goes_along"])


def set_aside(model, uid, shape: dict, *, author, based_on: Revision | None) -> Revision:
    """Keep `shape`, typed from `based_on` while somebody else saved, without any effect."""
    kind = ContentType.objects.get_for_model(model)
    aside = Revision.State.SET_ASIDE
    return add_revision(kind, uid, shape, author=author, state=aside, based_on=based_on)


def settle(aside: Revision):
    """It is decided what becomes of a revision that was set aside; it stays in the history."""
    aside.state = Revision.State.SETTLED
    aside.save(update_fields=["state"])


@transaction.atomic
def apply(revision: Revision) -> Publishable:
    """Write what `revision` says into the tables and return the record; its state stays.

    The only code that does so for good. Raises ValidationError, naming the place, and changes
    nothing where the shape does not fit.
    """
    lock()
    record = stored_as(revision) or write(revision)
    revision.state = Revision.State.APPLIED
    revision.applied_at = timezone.now()
    revision.save(update_fields=["state", "applied_at"])
    return record


def stored_as(revision: Revision) -> Publishable | None:
    """The record if the tables say already what `revision` says, as they do of a draft."""
    model = revision.model
    return model.objects.filter(uid=revision.uid, revision_number=revision.number).first()


def write(revision: Revision) -> Publishable:
    """Give the record what `revision` says; its former address keeps leading to it."""
    try:
        record, former_slug = write_shape(revision, check_rules=False)
    except IntegrityError as error:
        write_shape(revision, check_rules=True)  # says in words which rule is broken, and where
        raise ValidationError(
            _("The database refuses this: %(error)s") % {"error": error}
        ) from error
    if record.first_published_at and former_slug and former_slug != record.slug:
        keep_slug(record, former_slug)
    return record


@transaction.atomic
def write_shape(revision: Revision, *, check_rules: bool) -> tuple[Publishable, str]:
    """Write the shape of `revision` into the tables; the record and the slug it had before."""
    model = revision.model
    record = model.objects.filter(uid=revision.uid).first() or model(uid=revision.uid)
    former_slug = getattr(record, "slug", "")
    record.revision_number = revision.number
    return snapshot.write(record, revision.content, check_rules=check_rules), former_slug


def keep_slug(record, slug: str):
    """Let the address `slug` lead to `record` for ever."""
    SlugHistory.objects.update_or_create(
        content_type=ContentType.objects.get_for_model(record),
        slug=slug,
        defaults={"uid": record.uid},
    )
