"""How staff come in, who does not, and for how long."""

from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation

from ascn_portal.accounts.adapters import TOO_MANY
from ascn_portal.accounts.models import AuditEntry
from ascn_portal.accounts.tasks import clear_sessions
from tests.html import Html

from .sign_in import (
    ADMIN,
    CODE,
    DEVICES,
    LOGIN,
    PASSWORD,
    code_of,
    give_app,
    is_signed_in,
    make_staff,
    sign_in,
    type_password,
)

WRONG = "open sesame"
pytestmark = pytest.mark.django_db
USERS = reverse("admin:accounts_user_changelist")


def test_the_admin_sends_to_the_one_page_for_signing_in(client):
    answer = client.get(USERS, follow=True)
    assert answer.redirect_chain[-1][0] == f"{LOGIN}?next={quote(USERS, safe='')}"
    assert answer.status_code == 200


def test_staff_sign_in_with_password_and_code_and_come_where_they_wanted(client, second_factor):
    user = make_staff(is_superuser=True)
    key = give_app(user)
    answer = client.post(f"{LOGIN}?next={USERS}", {"login": "an", "password": PASSWORD})
    assert answer.url == CODE
    assert not is_signed_in(client)
    answer = client.post(CODE, {"code": code_of(key)})
    assert answer.url == USERS
    assert client.get(USERS).status_code == 200
    signed_in = AuditEntry.objects.get(action="signed_in", by=user)
    assert signed_in.details == {"how": ["password", "totp"]}
    assert signed_in.address == "127.0.0.1"


def test_a_code_works_once_only(client, second_factor):
    user = make_staff()
    key = give_app(user)
    code = code_of(key)
    type_password(client)
    client.post(CODE, {"code": code})
    second = Client()
    type_password(second)
    answer = second.post(CODE, {"code": code})
    assert answer.status_code == 200
    assert not is_signed_in(second)
    assert AuditEntry.objects.first().action == "sign_in_failed"


def test_without_a_second_factor_no_page_of_the_admin_answers(client, second_factor):
    user = make_staff(is_superuser=True)
    type_password(client)
    for page in (ADMIN, USERS, reverse("admin:cities_city_add")):
        assert client.get(page).url == DEVICES
        assert client.post(page, {"username": "evil"}).url == DEVICES
    give_app(user)
    assert client.get(USERS).status_code == 200


@pytest.mark.parametrize(
    "fields",
    [{"is_staff": False}, {"is_active": False}],
    ids=["not of the staff", "inactive"],
)
def test_who_has_no_account_learns_nothing_from_the_answer(client, fields):
    make_staff(**{"username": "an"})
    answers = [type_password(client, "an", "wrong"), type_password(client, "nobody", PASSWORD)]
    user = make_staff("binh")
    for name, value in fields.items():
        setattr(user, name, value)
    user.save()
    answers.append(type_password(client, "binh", PASSWORD))
    pages = [
        Html(answer.text.replace(name, ""))
        for answer, name in zip(answers, ["an", "nobody", "binh"], strict=True)
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len({page.text("li") for page in pages}) == 1
    assert not is_signed_in(client)


def test_five_wrong_passwords_close_the_account_for_minutes_wherever_they_come_from(client):
    make_staff()
    for number in range(5):
        type_password(client, password=WRONG, REMOTE_ADDR=f"203.0.113.{number}")
    answer = type_password(client, REMOTE_ADDR="203.0.113.99")
    assert not is_signed_in(client)
    with translation.override("vi"):
        assert str(TOO_MANY) in answer.text
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        type_password(client, REMOTE_ADDR="203.0.113.99")
        assert is_signed_in(client)


def test_a_name_without_an_account_is_throttled_alike(client):
    for number in range(5):
        type_password(client, "nobody", REMOTE_ADDR=f"203.0.113.{number}")
    unknown = type_password(client, "nobody", REMOTE_ADDR="203.0.113.99")
    make_staff()
    for number in range(5):
        type_password(client, password=WRONG, REMOTE_ADDR=f"203.0.113.{number}")
    known = type_password(client, password=WRONG, REMOTE_ADDR="203.0.113.98")
    assert Html(unknown.text).text("li") == Html(known.text).text("li")


def test_an_address_is_throttled_whatever_names_it_tries(client):
    make_staff()
    for number in range(10):
        type_password(client, f"nobody-{number}", REMOTE_ADDR="203.0.113.7")
    type_password(client, REMOTE_ADDR="203.0.113.7")
    assert not is_signed_in(client)
    type_password(client, REMOTE_ADDR="203.0.113.8")
    assert is_signed_in(client)


def test_what_is_refused_unread_is_noted_once_while_that_lasts(client):
    def noted():
        entries = AuditEntry.objects.filter(action="sign_in_failed", details={"how": "too_many"})
        return [(entry.by_name, entry.address) for entry in entries]

    make_staff()
    for number in range(15):
        type_password(client, f"nobody-{number}", REMOTE_ADDR="203.0.113.7")
    assert noted() == [("nobody-10", "203.0.113.7")]
    cache.delete("too-many:203.0.113.7")  # as time does; Redis does not travel with us
    type_password(client, "nobody-15", REMOTE_ADDR="203.0.113.7")
    assert len(noted()) == 2


def test_a_wrong_present_password_is_noted(client):
    client.force_login(user := make_staff())
    typed = {"oldpassword": WRONG, "password1": "w" * 20, "password2": "w" * 20}
    client.post(reverse("account_change_password"), typed)
    entry = AuditEntry.objects.first()
    assert (entry.action, entry.by, entry.address) == ("sign_in_failed", user, "127.0.0.1")
    assert entry.details == {"how": "present_password"}


def test_a_stranger_cannot_claim_another_address(client):
    for number in range(10):
        headers = {"X-Forwarded-For": f"198.51.100.{number}"}
        type_password(client, f"nobody-{number}", REMOTE_ADDR="203.0.113.7", headers=headers)
    assert {entry.address for entry in AuditEntry.objects.all()[:10]} == {"203.0.113.7"}


def test_behind_our_proxy_the_address_is_the_last_that_is_not_ours(client):
    headers = {"X-Forwarded-For": "198.51.100.66, 203.0.113.7, 127.0.0.1"}
    type_password(client, headers=headers)
    assert AuditEntry.objects.first().address == "203.0.113.7"


def test_wrong_codes_are_throttled(client, second_factor):
    key = give_app(make_staff())
    type_password(client)
    for _attempt in range(5):
        client.post(CODE, {"code": "000000"})
    client.post(CODE, {"code": code_of(key)})
    assert not is_signed_in(client)


def test_a_session_ends_without_visits(client):
    user = make_staff()
    began = timezone.now()
    client.force_login(user)
    client.get(ADMIN)
    for hours, status in ((3, 200), (6, 200), (10.5, 302)):
        with time_machine.travel(began + timedelta(hours=hours)):
            assert client.get(ADMIN).status_code == status


def test_a_session_ends_in_the_evening_however_busy(client):
    began = timezone.now()
    client.force_login(make_staff())
    for hours, status in ((3, 200), (6, 200), (9, 200), (11.9, 200), (12.1, 302)):
        with time_machine.travel(began + timedelta(hours=hours)):
            assert client.get(ADMIN).status_code == status


def test_the_cookie_of_a_session_goes_with_the_browser(client):
    make_staff()
    answer = type_password(client)
    cookie = answer.cookies["session"]
    assert (cookie["max-age"], cookie["expires"]) == ("", "")


def test_an_ended_session_is_known_for_a_day(client):
    client.force_login(make_staff())
    now = timezone.now()
    for days, count in ((0.9, 1), (1.9, 0)):
        with time_machine.travel(now + timedelta(days=days)):
            clear_sessions()
            assert Session.objects.count() == count


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}])
def test_who_leaves_is_signed_out_at_once(client, change):
    user = make_staff()
    client.force_login(user)
    assert client.get(ADMIN).status_code == 200
    for name, value in change.items():
        setattr(user, name, value)
    user.save()
    assert client.get(ADMIN).status_code == 302


def test_a_new_password_ends_all_other_sessions(client):
    user = make_staff()
    other = Client()
    client.force_login(user)
    other.force_login(user)
    new = "bốn từ không liên quan"
    page = reverse("account_change_password")
    client.post(page, {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert client.get(ADMIN).status_code == 200
    assert other.get(ADMIN).status_code == 302
    entry = AuditEntry.objects.first()
    assert (entry.action, entry.by, entry.about_name) == ("password_changed", user, "an")


@pytest.mark.parametrize("password", ["short", "password1234", "nguyen.van.an", "123456789012"])
def test_weak_passwords_are_refused(client, password):
    user = make_staff("nguyen.van.an")
    client.force_login(user)
    page = reverse("account_change_password")
    client.post(page, {"oldpassword": PASSWORD, "password1": password, "password2": password})
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_speaks_the_language_of_the_browser(client, language):
    page = client.get(LOGIN, headers={"Accept-Language": language})
    assert Html(page.text).all("html", lang=language)


def test_the_language_is_switched_by_a_link_and_kept(client):
    page = Html(client.get(f"{LOGIN}?next=/admin/").text)
    [switch] = page.all("a", lang="en")
    assert Html(client.get(LOGIN + switch["href"]).text).all("html", lang="en")
    assert "next=" in switch["href"]
    assert Html(client.get(LOGIN).text).all("html", lang="en")


def test_signed_in_the_pages_speak_the_language_of_the_user(client):
    user = make_staff(language="vi")
    client.force_login(user)
    client.post(reverse("account_language"), {"language": "en"})
    assert Html(client.get(DEVICES).text).all("html", lang="en")
    client.post(reverse("account_language"), {"language": "xx"})
    user.refresh_from_db()
    assert user.language == "en"


def test_pages_of_an_account_are_kept_nowhere(client):
    for page in (LOGIN, DEVICES):
        assert "no-store" in client.get(page)["Cache-Control"]
    client.force_login(make_staff())
    assert "no-store" in client.get(DEVICES)["Cache-Control"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/admin/", 302),
        ("/admin/accounts/user/", 403),
        ("/admin/nowhere/", 404),
        ("/admin/password_change/done/", 200),
        ("/accounts/nowhere/", 404),
    ],
)
def test_no_answer_to_staff_is_kept(client, settings, path, status):
    settings.SECOND_FACTOR_REQUIRED = status == 302
    client.force_login(make_staff())
    answer = client.get(path)
    assert answer.status_code == status
    assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))


@pytest.mark.parametrize("path", ["signup/", "email/", "password/reset/", "2fa/", "", "inactive/"])
def test_nothing_else_of_the_library_answers(client, path):
    client.force_login(make_staff())
    assert client.get(f"/accounts/{path}").status_code == 404


def test_nobody_signs_up():
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


def test_signing_out_needs_a_press_of_a_button(client):
    client.force_login(make_staff())
    client.get(reverse("account_logout"))
    assert is_signed_in(client)
    assert client.post(reverse("account_logout")).url == LOGIN
    assert not is_signed_in(client)


def test_the_admin_leads_nowhere_else_after_signing_in(client):
    make_staff()
    answer = client.post(
        f"{LOGIN}?next=https://evil.example/", {"login": "an", "password": PASSWORD}
    )
    assert answer.url == ADMIN


def test_changing_devices_after_a_while_asks_for_the_password_again(client, second_factor):
    user = make_staff()
    sign_in(client, user, give_app(user))
    page = reverse("mfa_deactivate_totp")
    assert client.get(page).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=20)):
        again = client.post(page)
        assert again.url.startswith(reverse("account_reauthenticate"))
        client.post(again.url, {"password": PASSWORD})
        assert not user.has_second_factor


def test_staff_without_rights_see_an_empty_admin(client):
    user = make_staff()
    user.user_permissions.set(Permission.objects.none())
    client.force_login(user)
    assert client.get(USERS).status_code == 403


@pytest.mark.parametrize(
    "page", ["/admin/handbook/", "/admin/texts/reading/", "/admin/texts/cleaning/"]
)
def test_nothing_under_the_address_of_the_admin_answers_without_a_second_factor(
    client, second_factor, page
):
    make_staff(is_superuser=True)
    type_password(client)
    assert client.get(page).url == DEVICES
    assert client.post(page, {"text": "a"}).url == DEVICES
