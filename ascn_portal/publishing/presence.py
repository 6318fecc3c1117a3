"""Who else has a record open: told to whoever opens it too, so that two do not type at once."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from .models import OpenForm

# The page says every half minute that it is looked at; four silences are an absence.
GONE_AFTER = timedelta(minutes=2)


def forms_of(record):
    """The forms of `record` that somebody has had open."""
    kind = ContentType.objects.get_for_model(record)
    return OpenForm.objects.filter(content_type=kind, uid=record.uid)


def note_open(record, user):
    """`user` has the form of `record` open, now; who comes back after an absence opens it anew."""
    now = timezone.now()
    known = forms_of(record).filter(user=user)
    if known.filter(seen_at__gt=now - GONE_AFTER).update(seen_at=now):
        return
    kind = ContentType.objects.get_for_model(record)
    OpenForm.objects.update_or_create(
        content_type=kind, uid=record.uid, user=user, defaults={"opened_at": now, "seen_at": now}
    )


def note_closed(record, user):
    """`user` has left the form of `record`."""
    forms_of(record).filter(user=user).delete()


def others_at(record, user) -> list[OpenForm]:
    """Who beside `user` has `record` open now, the first first."""
    present = forms_of(record).filter(seen_at__gt=timezone.now() - GONE_AFTER).exclude(user=user)
    return list(present.select_related("user").order_by("opened_at", "pk"))
