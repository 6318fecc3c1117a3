"""Sessions that end: after hours without a visit, and at the latest some hours after sign-in."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.sessions.backends import db
from django.utils import timezone

SIGNED_IN_AT = "signed_in_at"  # seconds since 1970, put there by noticing.note_sign_in
KEPT_AFTER_THE_END = timedelta(days=1)


def seconds_since(moment: float) -> float:
    """How long ago `moment` was, in seconds; it is given in seconds since 1970."""
    return timezone.now().timestamp() - moment


class SessionStore(db.SessionStore):
    """The row carries the end of the session: its cookie goes with the browser."""

    def get_expiry_date(self, **kwargs):
        idle_ends = timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE)
        began = self.get(SIGNED_IN_AT)
        if began is None:
            return idle_ends
        longest = timedelta(seconds=settings.SESSION_LASTS_AT_MOST)
        return min(idle_ends, datetime.fromtimestamp(began, UTC) + longest)

    @classmethod
    def clear_expired(cls):
        """Delete sessions that ended a day ago: until then it is known whose they were."""
        ended = timezone.now() - KEPT_AFTER_THE_END
        cls.get_model_class().objects.filter(expire_date__lt=ended).delete()
