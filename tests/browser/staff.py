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
from ascn_portal.publishing import preview, services, snapshot  # noqa: E402
from ascn_portal.publishing.admin.saving import record_url  # noqa: E402
from ascn_portal.publishing.models import Card, Revision, record_models  # noqa: E402
from cities.models import City  # noqa: E402
from tests.factories import file_part, make_document, make_staff, make_user, make_version  # noqa: E402


def administrator(language: str) -> User:
    """Somebody who may do everything and reads `language`."""
    name, password = f"browser-{language}", secrets.token_hex()
    return User.objects.create_superuser(name, password=password, language=language)


def sign_in(user: User) -> str:
    """The key of a session of `user`."""
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


def changed_by_two(record) -> tuple[Revision, Revision]:
    """A change of `record` that waits for review, and what another person typed meanwhile."""
    shape, before = snapshot.take(record), services.saved_last(record)
    one, other = (make_user(name.lower(), first_name=name) for name in ("Lan", "Minh"))
    typed = shape | {"summary_vi": "Một câu.", "summary_en": "A sentence."}
    draft = services.save(type(record), record.uid, typed, author=one)
    typed = shape | {"summary_vi": "Một câu khác.", "aliases": "Another name"}
    aside = services.set_aside(type(record), record.uid, typed, author=other, based_on=before)
    return services.submit(draft, by=one), aside


def screens_beside_forms() -> dict[str, str]:
    """By name: the paths of the screens that need something to show."""
    record = City.objects.order_by("pk").last()
    draft, aside = changed_by_two(record)
    asked = Card.objects.get(open=draft).translations.get(language="en")
    shown = preview.find_preview(preview.preview_token(record, preview.A_LOOK))
    return {
        "history": record_url(record, "history"),
        "compare": f"{record_url(record, 'compare')}?to={draft.number}",
        "review": record_url(record, "review"),
        "preview": record_url(record, "preview"),
        "page of a draft": preview.pages_of(shown)["vi"],
        "withdraw": record_url(record, "withdraw"),
        "merge": record_url(record, "merge", aside.pk),
        "revision": reverse("admin:publishing_revision_change", args=[draft.pk]),
        "translation": reverse("admin:publishing_translation_change", args=[asked.pk]),
    }


# The shipped record has no files.
make_version("draft", {"files": file_part()}, document=make_document("draft"))
sessions = {language: sign_in(administrator(language)) for language in ("vi", "en")}
forms = {model._meta.label_lower: fullest(model) for model in record_models()}
print(
    json.dumps(
        {
            "sessions": sessions,
            "translator": sign_in(make_staff("Translator")),
            "forms": forms,
            "screens": screens_beside_forms(),
        }
    )
)
