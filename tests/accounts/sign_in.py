"""Signing in as staff do: password, then the code of an authenticator app."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.urls import reverse

from tests.factories import make_user

LOGIN, CODE = reverse("account_login"), reverse("mfa_authenticate")
DEVICES = reverse("mfa_index")
ADMIN = reverse("admin:index")
PASSWORD = "password"  # noqa: S105  that of make_user


def make_staff(username="an", **fields):
    return make_user(username, is_staff=True, **fields)


def give_app(user) -> str:
    """Set up an authenticator app for `user`; the key that it shares with the portal."""
    key = generate_totp_secret()
    TOTP.activate(user, key)
    return key


def code_of(key: str, steps=0) -> str:
    """What the app shows now, or so many half minutes later."""
    return format_hotp_value(hotp_value(key, int(time.time()) // 30 + steps))


def type_password(client, username="an", password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": username, "password": password}, **extra)


def sign_in(client, user, key: str):
    """All steps; where the last leads."""
    type_password(client, user.username)
    return client.post(CODE, {"code": code_of(key)})


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def recovery_codes_of(user) -> list[str]:
    row = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    return row.wrap().get_unused_codes()
