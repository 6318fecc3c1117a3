"""Changes of accounts that their owners do not make, each with its entry in the audit log."""

import secrets
from typing import NamedTuple

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.utils import encrypt
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import F, Q
from django.utils.text import slugify

from . import audit
from .models import AuditEntry, User
from .roles import ADMINISTRATOR, ROLES

Action = AuditEntry.Action
# Without letters and digits that are taken for each other.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
# What of an account is about the person and no right.
PERSON = ("username", "first_name", "last_name", "email", "language")


def random_password() -> str:
    """Four groups of five characters, easy to read out: 99 bits."""
    groups = ("".join(secrets.choice(ALPHABET) for _letter in range(5)) for _group in range(4))
    return "-".join(groups)


def staff_with_address(addresses: list[str]) -> User | None:
    """The active member of staff with one of these e-mail addresses; None if not exactly one."""
    found = [
        user
        for user in User.objects.filter(is_active=True, is_staff=True).exclude(email="")
        if user.email.casefold() in {address.casefold() for address in addresses}
    ]
    return found[0] if len(found) == 1 else None


@transaction.atomic
def give_temporary_password(user: User, *, by, reason="") -> str:
    """A new password for `user` that opens nothing but the change of it; ends all sessions."""
    password = random_password()
    user.set_password(password)
    user.password_is_temporary = True
    user.save(update_fields=["password", "password_is_temporary"])
    audit.note(Action.PASSWORD_CHANGED, by=by, about=user, reason=reason, how="administrator")
    return password


@transaction.atomic
def remove_second_factor(user: User, *, by, reason: str):
    """Take all devices and recovery codes of `user` away, who is signed out everywhere."""
    devices = Authenticator.objects.filter(user=user)
    kinds = sorted({device.type for device in devices})
    devices.delete()
    end_sessions(user)
    audit.note(Action.DEVICE_REMOVED, by=by, about=user, reason=reason, devices=kinds)


def end_sessions(user: User):
    """Sign `user` out everywhere."""
    User.objects.filter(pk=user.pk).update(sessions_ended=F("sessions_ended") + 1)


def state_of(user: User) -> dict:
    """What of an account the audit log tells about, to be compared later."""
    return {
        **{name: getattr(user, name) for name in ("is_active", *PERSON)},
        "groups": set(user.groups.values_list("name", flat=True)),
    }


def note_new_account(user: User, *, by):
    groups = changed_lists("groups", set(), state_of(user)["groups"])
    audit.note(Action.ACCOUNT_MADE, by=by, about=user, **groups)


@transaction.atomic
def note_changes(user: User, before: dict, *, by):
    """Note what has changed since `before`; who has lost a right is signed out everywhere."""
    now = state_of(user)
    lists = changed_lists("groups", before["groups"], now["groups"])
    active = {} if now["is_active"] == before["is_active"] else {"is_active": now["is_active"]}
    fields = [name for name in PERSON if now[name] != before[name]]
    if lists or active:
        audit.note(Action.RIGHTS_CHANGED, by=by, about=user, **lists, **active)
    if fields:
        audit.note(Action.ACCOUNT_CHANGED, by=by, about=user, fields=fields)
    if "groups_removed" in lists or not now["is_active"]:
        end_sessions(user)


def changed_lists(name: str, before: set[str], now: set[str]) -> dict[str, list[str]]:
    """The details `…_added` and `…_removed`, where there are such."""
    found = {f"{name}_added": sorted(now - before), f"{name}_removed": sorted(before - now)}
    return {key: names for key, names in found.items() if names}


# --- Roles ---


@transaction.atomic
def update_roles():
    """Make the groups of ROLES and give each the rights that stand there, no more and no less."""
    for name, role in ROLES.items():
        group, is_new = Group.objects.get_or_create(name=name)
        before = state_of_role(group)
        group.permissions.set(Permission.objects.filter(role.rights))
        if not is_new:  # nobody can hold a new one yet
            note_role_changes(group, before, by=None)


def state_of_role(group: Group) -> dict:
    """What of a role the audit log tells about, rights by their names in code."""
    rows = group.permissions.values_list("content_type__app_label", "codename")
    return {"name": group.name, "permissions": {f"{app}.{codename}" for app, codename in rows}}


def note_role_changes(group: Group, before: dict, *, by):
    """Note what has changed of a role since `before`: what it is called, and what it may do."""
    now = state_of_role(group)
    said = changed_lists("permissions", before["permissions"], now["permissions"])
    if before["name"] != now["name"]:
        said["former_name"] = before["name"]
    if said:
        audit.note(Action.RIGHTS_CHANGED, by=by, about=group, **said)


# --- Administrators ---


def administrators():
    """Active accounts that may make others."""
    has_rights = Q(is_superuser=True) | Q(groups__name=ADMINISTRATOR)
    return User.objects.filter(has_rights, is_active=True, is_staff=True).distinct()


def lock_administrators():
    """Wait until nobody else is changing an account; SQLite does so by itself (IMMEDIATE)."""
    Group.objects.select_for_update().filter(name=ADMINISTRATOR).first()


# --- Accounts made by commands ---


@transaction.atomic
def make_administrator(user: User, password: str) -> str:
    """Save `user` as an administrator; without a `password` one is made, which is returned."""
    update_roles()
    made = "" if password else random_password()
    user.set_password(password or made)
    user.password_is_temporary = bool(made)
    user.is_staff = True
    user.save()
    user.groups.set([Group.objects.get(name=ADMINISTRATOR)])
    note_new_account(user, by=None)
    return made


class DemoAccount(NamedTuple):
    """An account to try a role with: what signs it in, `address` being what a QR code would say."""

    role: str
    user: User
    password: str
    key: str
    address: str


@transaction.atomic
def make_demo_staff() -> list[DemoAccount]:
    """One account for each role, with new passwords and keys each time."""
    update_roles()
    return [make_demo_account(Group.objects.get(name=name)) for name in ROLES]


def make_demo_account(group: Group) -> DemoAccount:
    name = f"demo-{slugify(group.name)}"
    user, is_new = User.objects.get_or_create(username=name, defaults={"is_staff": True})
    password = random_password()
    user.set_password(password)
    user.save(update_fields=["password"])
    user.groups.set([group])
    Authenticator.objects.filter(user=user).delete()
    key = generate_totp_secret()
    Authenticator.objects.create(user=user, type="totp", data={"secret": encrypt(key)})
    if is_new:
        note_new_account(user, by=None)
    return DemoAccount(group.name, user, password, key, get_adapter().build_totp_url(user, key))
