"""Second factors: how they are set up, what stands in for a lost one, and what is noted."""

import pytest
from django.test import Client
from django.urls import reverse

from ascn_portal.accounts.models import AuditEntry
from tests.html import Html

from .sign_in import (
    ADMIN,
    CODE,
    DEVICES,
    LOGIN,
    code_of,
    give_app,
    is_signed_in,
    make_staff,
    recovery_codes_of,
    sign_in,
    type_password,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("second_factor")]
APP, CODES = reverse("mfa_activate_totp"), reverse("mfa_view_recovery_codes")


def test_setting_up_an_app_shows_recovery_codes_and_opens_the_admin(
    client, django_capture_on_commit_callbacks
):
    user = make_staff()
    type_password(client)
    page = client.get(APP)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(APP, {"code": code_of(page.context["form"].secret)})
    assert answer.url == CODES
    shown = client.get(CODES).text
    assert all(code in shown for code in recovery_codes_of(user))
    assert client.get(ADMIN).status_code == 200
    added = AuditEntry.objects.filter(action="device_added", by=user)
    assert {entry.details["device"] for entry in added} == {"totp", "recovery_codes"}


def test_the_picture_of_the_key_is_part_of_the_page_and_the_key_stands_beside_it(client):
    make_staff()
    type_password(client)
    page = client.get(APP)
    html = Html(page.text)
    assert html.all("svg", role="img")
    assert "data:" not in page.text
    assert page.context["form"].secret in page.text


def test_the_key_stays_while_the_page_is_opened_again(client):
    user = make_staff()
    type_password(client)
    key = client.get(APP).context["form"].secret
    assert client.get(APP).context["form"].secret == key
    client.post(APP, {"code": code_of(key)})
    assert user.has_second_factor
    client.post(reverse("mfa_deactivate_totp"))
    assert client.get(APP).context["form"].secret != key


def test_a_wrong_code_sets_nothing_up_and_keeps_the_key(client):
    user = make_staff()
    type_password(client)
    key = client.get(APP).context["form"].secret
    answer = client.post(APP, {"code": "000000"})
    assert answer.context["form"].secret == key
    assert not user.has_second_factor


def test_the_recovery_codes_are_downloaded_as_a_text(client):
    user = make_staff()
    type_password(client)
    key = client.get(APP).context["form"].secret
    client.post(APP, {"code": code_of(key)})
    answer = client.get(reverse("mfa_download_recovery_codes"))
    assert answer["Content-Type"].startswith("text/plain")
    assert set(recovery_codes_of(user)) <= set(answer.text.split())
    assert "no-store" in answer["Cache-Control"]


def test_a_recovery_code_signs_in_once_and_is_noted(client):
    user = make_staff()
    type_password(client)
    key = client.get(APP).context["form"].secret
    client.post(APP, {"code": code_of(key)})
    code = recovery_codes_of(user)[0]
    for is_first in (True, False):
        other = Client()
        type_password(other)
        other.post(CODE, {"code": code})
        assert is_signed_in(other) == is_first
    assert AuditEntry.objects.filter(action="recovery_used", by=user).count() == 1


def test_recovery_codes_alone_are_no_second_factor(client):
    user = make_staff()
    sign_in(client, user, give_app(user))
    client.post(reverse("mfa_generate_recovery_codes"))
    client.post(reverse("mfa_deactivate_totp"))
    assert client.get(ADMIN).url == DEVICES
    entry = AuditEntry.objects.filter(action="device_removed").last()
    assert entry.details == {"device": "totp"}


def test_new_recovery_codes_end_the_old_ones(client):
    user = make_staff()
    sign_in(client, user, give_app(user))
    client.post(reverse("mfa_generate_recovery_codes"))
    old = recovery_codes_of(user)
    client.post(reverse("mfa_generate_recovery_codes"))
    assert not set(old) & set(recovery_codes_of(user))


def test_the_code_page_is_no_way_in_without_the_password(client):
    give_app(make_staff())
    assert client.get(CODE).url == LOGIN


def test_a_passkey_is_asked_for_only_where_there_is_one(client):
    give_app(make_staff())
    type_password(client)
    assert not Html(client.get(CODE).text).all("input", name="credential")


ANSWERS = ["", "{}", '{"id": "x", "response": {"userHandle": "MQ"}}', "[1]", "1", "nonsense"]


@pytest.mark.parametrize("credential", ANSWERS)
def test_what_no_passkey_answers_is_refused_with_a_sentence(client, credential):
    page = reverse("mfa_login_webauthn")
    client.get(page, headers={"Accept": "application/json"})
    answer = client.post(page, {"credential": credential}, follow=True)
    assert answer.status_code == 200
    assert Html(answer.text).all("li", **{"class": "error"})
    assert not is_signed_in(client)


@pytest.mark.parametrize("credential", ANSWERS)
def test_what_no_device_answers_is_no_second_factor_and_adds_no_passkey(client, credential):
    user = make_staff()
    key = give_app(user)
    type_password(client)
    assert client.post(CODE, {"credential": credential}).status_code == 200
    assert not is_signed_in(client)
    client.post(CODE, {"code": code_of(key)})
    page = reverse("mfa_add_webauthn")
    client.get(page)
    assert client.post(page, {"name": "", "credential": credential}).status_code == 200
    assert user.authenticator_set.count() == 1


def test_every_page_of_an_account_is_whole_in_both_languages(client):
    user = make_staff()
    sign_in(client, user, give_app(user))
    client.post(reverse("mfa_generate_recovery_codes"))
    names = ["mfa_index", "mfa_deactivate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes"]
    names += ["mfa_generate_recovery_codes", "account_change_password", "account_logout"]
    for language in ("vi", "en"):
        client.post(reverse("account_language"), {"language": language})
        for name in names:
            page = client.get(reverse(name))
            html = Html(page.text)
            assert page.status_code == 200, name
            assert html.faults == [], name
            assert html.all("html", lang=language), name
            assert len(html.all("h1")) == 1, name
