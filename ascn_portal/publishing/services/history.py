"""The history of a record, and the one lock behind which all that write stand."""

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Exists, Max, OuterRef
from django.utils import timezone

from ascn_portal.publishing import shapes, snapshot
from ascn_portal.publishing.models import ContentVersion, Publishable, Revision


def revisions_of(record):
    """The history of `record`, newest first."""
    kind = ContentType.objects.get_for_model(record)
    return Revision.objects.filter(content_type=kind, uid=record.uid)


def deletions():
    """The last revisions of the records that are deleted at present, the latest first."""
    later = Revision.objects.filter(
        content_type=OuterRef("content_type"), uid=OuterRef("uid"), number__gt=OuterRef("number")
    ).exclude(state__in=Revision.BESIDE)
    return Revision.objects.filter(~Exists(later), action=Revision.Action.DELETE)


def open_revision(record) -> Revision | None:
    """The revision of `record` that is not yet live, if there is one."""
    return revisions_of(record).filter(state__in=Revision.OPEN).first()


def waiting_beside(record) -> Revision | None:
    """The open revision of a record whose live row says something else."""
    return None if record.state == Publishable.State.DRAFT else open_revision(record)


def draft_of(record) -> dict:
    """The shape that staff see of `record`: its open revision, or what is stored."""
    waiting = waiting_beside(record)
    return waiting.content if waiting else snapshot.take(record)


def lock():
    """Wait until no other writer is at work; SQLite does so by itself (IMMEDIATE)."""
    if connection.features.has_select_for_update:
        first = {"next_change_at": timezone.now()}
        ContentVersion.objects.select_for_update().get_or_create(pk=1, defaults=first)


def last_applied(revision: Revision) -> Revision | None:
    """What stood in the tables for good when `revision` was written.

    What notes a withdrawal or deletion only repeats that, and drafts may wait from before it.
    """
    earlier = Revision.objects.filter(content_type=revision.content_type, uid=revision.uid)
    applied = earlier.filter(state=Revision.State.APPLIED, number__lt=revision.number)
    applied = applied.exclude(action__in=Revision.NOTES)
    return applied.order_by("-number").first()


def unpublished():
    """The revisions whose words wait: written since their record was last published.

    That somebody withdrew or deleted it meanwhile publishes nothing.
    """
    same = {name: OuterRef(name) for name in ("content_type", "uid")}
    later = Revision.objects.filter(**same, state=Revision.State.APPLIED)
    later = later.filter(number__gte=OuterRef("number")).exclude(action__in=Revision.NOTES)
    return Revision.objects.filter(~Exists(later)).exclude(state__in=Revision.BESIDE)


def newest_number(record) -> int:
    """The number of the last change of `record`: a form that names an older one is stale."""
    counted = revisions_of(record).exclude(state__in=Revision.BESIDE)
    return counted.aggregate(last=Max("number"))["last"] or 0


def saved_last(record) -> Revision:
    """The last change of `record`."""
    saved = revisions_of(record).exclude(state__in=Revision.BESIDE).select_related("author")
    return saved.latest("number")


def next_number(content_type, uid) -> int:
    """The number that the next revision of a record takes."""
    history = Revision.objects.filter(content_type=content_type, uid=uid)
    return (history.aggregate(last=Max("number"))["last"] or 0) + 1


def add_revision(kind, uid, shape: dict, **fields) -> Revision:
    """Store the next revision of a record."""
    return Revision.objects.create(
        content_type=kind,
        uid=uid,
        number=next_number(kind, uid),
        shape=shape,
        shape_number=shapes.NUMBER,
        **fields,
    )


def note(record, author, action, reason: str = "", approver=None, at=None):
    """Write into the history of `record` that `author` did `action`, or planned it for `at`.

    `approver` is who agreed to it, where that was needed.
    """
    add_revision(
        ContentType.objects.get_for_model(record),
        record.uid,
        snapshot.take(record),
        state=Revision.State.APPLIED,
        action=action,
        author=author,
        approver=approver,
        reason=reason,
        due_at=at,
        based_on=revisions_of(record).filter(number=record.revision_number).first(),
        applied_at=timezone.now(),
    )
