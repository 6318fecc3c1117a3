"""What the audit log learns from Django's own signals: who came, who failed to, who left."""

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from . import audit
from .models import AuditEntry

Action = AuditEntry.Action


@receiver(user_logged_in)
def note_sign_in(request, user, **kwargs):
    audit.note(Action.SIGNED_IN, by=user, address=address_of(request))


@receiver(user_login_failed)
def note_failure(credentials, request=None, **kwargs):
    """The name as it was typed; Django has taken the password out."""
    typed = str(credentials.get("username", ""))
    audit.note(Action.SIGN_IN_FAILED, by=typed, address=address_of(request))


@receiver(user_logged_out)
def note_sign_out(request, user, **kwargs):
    if user is not None:
        audit.note(Action.SIGNED_OUT, by=user, address=address_of(request))


def address_of(request) -> str:
    """Where a request comes from; "" where none is known, as on a socket."""
    return request.META.get("REMOTE_ADDR", "") if request else ""
