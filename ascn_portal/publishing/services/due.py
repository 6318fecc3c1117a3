"""What becomes due: revisions with a time, hooks that failed, midnight."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from ascn_portal.accounts import audit
from ascn_portal.accounts.models import AuditEntry
from ascn_portal.publishing import snapshot
from ascn_portal.publishing.models import ContentVersion, Publishable, Revision, record_models

from .consequences import retry_hooks, run_hooks
from .history import lock
from .publication import publish


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
        record = publish(revision, approver=revision.approver)
    except ValidationError as error:
        Revision.objects.filter(pk=pk).update(
            state=Revision.State.RETURNED, reason="\n".join(snapshot.lines(error))
        )
        return False
    audit.note(AuditEntry.Action.PUBLISHED, about=record, revision=revision.number)
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
