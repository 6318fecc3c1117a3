"""A program that lets staff into the served site: prints their sessions and records to look at.

It runs in that site's own copy of the database, so the suite knows nothing of what it makes.
"""

import json
import secrets

import django

django.setup()

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.urls import reverse  # noqa: E402

from ascn_portal.accounts.models import User  # noqa: E402
from ascn_portal.accounts.sessions import SessionStore  # noqa: E402
from ascn_portal.publishing import snapshot  # noqa: E402
from ascn_portal.publishing.models import record_models  # noqa: E402
from tests.factories import file_part, make_document, make_version  # noqa: E402


def sign_in(language: str) -> str:
    """The key of a session of an administrator who reads `language`."""
    user = User.objects.create_superuser(
        f"browser-{language}", password=secrets.token_hex(), language=language
    )
    TOTP.activate(user, generate_totp_secret())
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


def fullest(model) -> str:
    """The form of the record that has most kinds of parts, and few of each."""

    def variety(record):
        shape = snapshot.take(record)
        return sum(map(bool, shape["parts"].values())), -len(json.dumps(shape))

    record = max(model.objects.all()[:30], key=variety)
    return reverse(
        f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[record.pk]
    )


# The shipped record has no files.
make_version("draft", {"files": file_part()}, document=make_document("draft"))
sessions = {language: sign_in(language) for language in ("vi", "en")}
forms = {model._meta.label_lower: fullest(model) for model in record_models()}
print(json.dumps({"sessions": sessions, "forms": forms}))
