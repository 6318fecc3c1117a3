"""What becomes due: revisions with a time, ends of records, hooks that failed, midnight."""

import logging
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from ascn_portal.accounts import audit
from ascn_portal.accounts.models import AuditEntry
from ascn_portal.publishing import snapshot
from ascn_portal.publishing.models import ContentVersion, Publishable, Revision, record_models

from .consequences import retry_hooks, run_hooks
from .ending import end
from .history import lock
from .publication import go_public
from .timetable import take_off

logger = logging.getLogger(__name__)


def apply_due(now=None) -> dict[str, int]:
    """Do what has become due at `now`: publications, withdrawals, failed hooks, content version.

    May run twice at once. Returns how many of each were done.
    """
    now = now or timezone.now()
    done = {"hooks": retry_hooks()}
    due = list(due_at(now).order_by("due_at", "pk").values_list("pk", flat=True))
    done["revisions"] = sum(attempt(publish_due, pk, now) for pk in due)
    over = [row for model in record_models() for row in over_at(now, model)]
    done["withdrawals"] = sum(attempt(end_due, record, now) for record in over)
    if ContentVersion.objects.filter(next_change_at__lte=now).exists():
        run_hooks()
    return done


def attempt(act, *what) -> bool:
    """Whether `act` did its work. Its failure is logged, tried again, and hinders no other."""
    try:
        return act(*what)
    except Exception:
        logger.exception("%s of %s failed; it is tried again", act.__name__, what[0])
        return False


def due_at(now):
    """The scheduled revisions whose time has come."""
    return Revision.objects.filter(state=Revision.State.SCHEDULED, due_at__lte=now)


@transaction.atomic
def publish_due(pk: int, now) -> bool:
    """Publish a scheduled revision unless another process has; False if it could not be."""
    lock()
    revision = due_at(now).filter(pk=pk).first()
    if revision is None:
        return False
    try:
        with transaction.atomic():
            # As at its time, however late it is: what was to end after that has ended.
            record = go_public(revision, at=revision.due_at, now=now)
    except ValidationError as error:
        give_back(pk, "\n".join(snapshot.lines(error)))
        return False
    audit.note(AuditEntry.Action.PUBLISHED, about=record, revision=revision.number)
    return True


def give_back(pk: int, reason: str):
    """Return a draft that cannot be published any more, as an approver does, saying why."""
    revision = Revision.objects.get(pk=pk)
    take_off(revision, Revision.State.RETURNED, reason=reason)
    revision.reason = reason
    revision.save(update_fields=["reason"])


def over_at(now, model):
    """The records of `model` whose planned end has come, but which are not withdrawn yet."""
    return model.objects.filter(state=Publishable.State.PUBLISHED, withdraw_at__lte=now)


@transaction.atomic
def end_due(record, now) -> bool:
    """Withdraw a record whose time is over, unless another process has."""
    lock()
    record = over_at(now, type(record)).filter(pk=record.pk).first()
    if record is None:
        return False
    end(record)
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
    # What is overdue already changes pages when it is published, not each time one is asked for.
    due = Revision.objects.filter(state=Revision.State.SCHEDULED, due_at__gt=now).order_by("due_at")
    moments += due.values_list("due_at", flat=True)[:1]
    return min(moments)
