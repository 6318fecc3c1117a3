"""What the audit log learns from the signals of Django and allauth: who came, by what, who left."""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import password_changed
from allauth.mfa import signals as second_factor
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.utils import timezone

from . import audit
from .models import AuditEntry
from .sessions import SIGNED_IN_AT

Action = AuditEntry.Action


@receiver(user_logged_in)
def note_sign_in(request, user, **kwargs):
    request.session[SIGNED_IN_AT] = timezone.now().timestamp()
    records = get_authentication_records(request, user)
    by_what = {"how": [record.get("type", record["method"]) for record in records]}
    note(Action.SIGNED_IN, request, user, **(by_what if records else {}))


@receiver(user_login_failed)
def note_failure(credentials, request=None, **kwargs):
    """The name as it was typed; Django has taken the password out."""
    audit.note_failed_sign_in(request, str(credentials.get("username", "")), "password")


@receiver(user_logged_out)
def note_sign_out(request, user, **kwargs):
    if user is not None:
        note(Action.SIGNED_OUT, request, user)


@receiver(password_changed)
def note_password(request, user, **kwargs):
    note(Action.PASSWORD_CHANGED, request, user, about=user)


@receiver(second_factor.authenticator_added)
@receiver(second_factor.authenticator_reset)
def note_added_device(request, user, authenticator, **kwargs):
    note(Action.DEVICE_ADDED, request, user, about=user, device=authenticator.type)


@receiver(second_factor.authenticator_removed)
def note_removed_device(request, user, authenticator, **kwargs):
    note(Action.DEVICE_REMOVED, request, user, about=user, device=authenticator.type)


@receiver(second_factor.authenticator_used)
def note_used_recovery_code(request, user, authenticator, **kwargs):
    if authenticator.type == authenticator.Type.RECOVERY_CODES:
        note(Action.RECOVERY_USED, request, user)


@receiver(second_factor.authentication_failed)
def note_wrong_code(request, user, authenticator, **kwargs):
    """The password was right: whoever it is knows that."""
    audit.note_failed_sign_in(request, user.get_username(), authenticator.type)


def note(action, request, by, **details):
    audit.note(action, by=by, address=audit.address_of(request), **details)
