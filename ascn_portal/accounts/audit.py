"""The audit log: what is noted, and how it reads."""

from urllib.parse import parse_qsl

from django.apps import apps
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ascn_portal.bilingual.languages import LANGUAGES

from . import rights
from .models import AuditEntry, User
from .roles import ROLES

# What `details` are called; a name that is not here is shown as it is.
LABELS = {
    "groups_added": gettext_lazy("roles given"),
    "groups_removed": gettext_lazy("roles taken"),
    "permissions_added": gettext_lazy("rights given"),
    "permissions_removed": gettext_lazy("rights taken"),
    "former_name": gettext_lazy("former name"),
    "fields": gettext_lazy("fields"),
    "is_active": gettext_lazy("active"),
    "device": gettext_lazy("device"),
    "devices": gettext_lazy("devices"),
    "how": gettext_lazy("means"),
    "kind": gettext_lazy("kind"),
    "rows": gettext_lazy("rows"),
    "filters": gettext_lazy("filters"),
    "revision": gettext_lazy("revision"),
    "at": gettext_lazy("time set"),
    "asked_by": gettext_lazy("asked for by"),
    "own_reason": gettext_lazy("why without a second person"),
    "format": gettext_lazy("format"),
    "file": gettext_lazy("file"),
}

# Values of theirs that programs use, fields of accounts, roles.
WORDS = {
    **{field.name: field.verbose_name for field in User._meta.fields},
    **{name: role.label for name, role in ROLES.items()},
    "password": gettext_lazy("password"),
    "totp": gettext_lazy("authenticator app"),
    "webauthn": gettext_lazy("passkey"),
    "recovery_codes": gettext_lazy("recovery codes"),
    "socialaccount": gettext_lazy("single sign-on"),
    "administrator": gettext_lazy("an administrator"),
    "present_password": gettext_lazy("present password, to choose another"),
    "too_many": gettext_lazy("refused unread after too many attempts"),
}

# Parameters of a list in the admin that choose no rows.
PRESENTATION = {"o", "p", "_facets", "e"}


def note(action, *, by=None, about=None, reason="", address="", **details) -> AuditEntry:
    """Add an entry: `by` did `action` to `about`.

    `by` is a user, None where the portal acts by itself, or the name that somebody without an
    account gave. `about` is a row; its names in both languages are kept as they are now.
    `details` are values of JSON, see LABELS. Belongs to the caller's transaction.
    """
    has_account = by is not None and not isinstance(by, str)
    return AuditEntry.objects.create(
        action=action,
        by=by if has_account else None,
        by_name=(by.get_username() if has_account else by or "")[:150],
        reason=reason,
        address=address or None,
        details=details,
        **(subject(about) if about else {}),
    )


def note_failed_sign_in(request, by, how: str):
    """`how` is by what means, or what stood in the way: see WORDS."""
    action, address = AuditEntry.Action.SIGN_IN_FAILED, address_of(request)
    note(action, by=by, address=address, how=how)


def subject(row) -> dict[str, str]:
    """What an entry keeps of the row that it is about."""
    names = {}
    for language in LANGUAGES:
        with translation.override(language):
            names[f"about_name_{language}"] = str(row)[:300]
    return {
        "about_type": row._meta.label_lower,
        "about_id": str(getattr(row, "uid", row.pk)),
        **names,
    }


def in_words(details: dict) -> list[str]:
    """Each of `details` as a line: "Roles given: Editor, Translator"."""
    return [
        f"{capfirst(str(LABELS.get(name, name)))}: {SAYERS.get(name, value_in_words)(value)}"
        for name, value in details.items()
    ]


def rights_in_words(codes: list[str]) -> str:
    return "; ".join(rights.in_words(set(codes)))


def kind_in_words(kind: str) -> str:
    """Of rows, by its model's label; older entries have its name as their writer read it."""
    try:
        return str(apps.get_model(kind)._meta.verbose_name_plural)
    except (LookupError, ValueError):
        return kind


def value_in_words(value) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(map(value_in_words, value))
    return str(WORDS.get(value, value) if isinstance(value, str) else value)


# How a detail is said that is no plain value.
SAYERS = {
    "kind": kind_in_words,
    "permissions_added": rights_in_words,
    "permissions_removed": rights_in_words,
}


def filters_of(request) -> list[str]:
    """The search and filters of a list that goes out, as its address names them."""
    query = parse_qsl(request.META.get("QUERY_STRING", ""))
    return [f"{name}={value}" for name, value in query if name not in PRESENTATION]


def address_of(request) -> str:
    """Where a request comes from; "" where none is known, as on a socket."""
    return request.META.get("REMOTE_ADDR", "") if request else ""
