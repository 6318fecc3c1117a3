"""A form that was left open while its session ended loses nothing that was typed."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.shortcuts import resolve_url
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ascn_portal.publishing import services
from ascn_portal.publishing.models import KeptInput, Revision
from cities.models import Correspondent
from events.models import Event
from tests.factories import make_city, make_partner, make_user
from tests.html import Html

from .form_reader import posted, read_form
from .screens import EVENT, now_says, partner_with_sourced_proposal, url
from .screens import save as save_page

pytestmark = pytest.mark.django_db


def end_sessions():
    """All sessions end; their rows stay, as until they are cleared away."""
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))


def send_late(client, page_url: str, button="_save", **typed):
    """Open the page, type, press the button after the session has ended; where that leads."""
    page = client.get(page_url)
    end_sessions()
    return client.post(page_url, posted(page, **{button: "x"}, **typed))


def sign_in_url(record) -> str:
    """Where one signs in to go on with the form of `record`."""
    return f"{resolve_url(settings.LOGIN_URL)}?next={url(record)}"


def test_what_was_typed_is_shown_unsaved_after_the_next_sign_in(staff, editor):
    partner = make_partner()
    before = now_says(partner)
    sent = send_late(staff, url(partner), summary_en="Typed for an hour.")
    assert sent.status_code == HTTPStatus.FOUND
    assert sent.url == sign_in_url(partner)
    staff.force_login(editor)
    shown = staff.get(url(partner))
    assert shown.status_code == HTTPStatus.OK
    assert "Phiên làm việc của bạn đã hết" in shown.text
    assert read_form(shown).values["summary_en"] == ["Typed for an hour."]
    assert now_says(partner) == before
    assert not Revision.objects.filter(uid=partner.uid, state="draft").exists()


def test_the_text_stays_until_it_is_saved_and_not_longer(staff, editor):
    partner = make_partner()
    send_late(staff, url(partner), summary_en="Typed for an hour.")
    staff.force_login(editor)
    for _time in range(2):
        shown = staff.get(url(partner))
        assert "Typed for an hour." in shown.text
    staff.post(url(partner), posted(shown, _save="x"))
    assert services.open_revision(partner).shape["summary_en"] == "Typed for an hour."
    assert not KeptInput.objects.exists()
    assert "Phiên làm việc của bạn đã hết" not in staff.get(url(partner)).text


def test_it_can_be_dropped(staff, editor):
    partner = make_partner()
    send_late(staff, url(partner), summary_en="Typed for an hour.")
    staff.force_login(editor)
    shown = staff.get(url(partner))
    staff.post(url(partner), posted(shown, _forget="x"))
    assert "Typed for an hour." not in staff.get(url(partner)).text
    assert services.open_revision(partner) is None


def test_a_new_record_is_not_lost_either(staff, editor):
    page = url(Event, "add")
    send_late(staff, page, **EVENT)
    assert not Event.objects.filter(slug="new-workshop").exists()
    staff.force_login(editor)
    shown = staff.get(page)
    assert read_form(shown).values["title_en"] == ["New workshop"]
    staff.post(page, posted(shown, _save="x"))
    assert Event.objects.get(slug="new-workshop").state == "draft"


def test_parts_that_were_added_are_shown_again(staff, editor):
    partner = make_partner()
    added = {
        "proposals-TOTAL_FORMS": "1",
        "proposals-0-order": "0",
        "proposals-0-year": "2020",
        "proposals-0-title_vi": "Đề xuất mới",
        "proposals-0-title_en": "A new offer",
    }
    send_late(staff, url(partner), **added)
    staff.force_login(editor)
    assert read_form(staff.get(url(partner))).values["proposals-0-title_en"] == ["A new offer"]


def test_a_part_on_its_own_page_keeps_its_text(staff, editor):
    proposal = partner_with_sourced_proposal().proposals.get()
    send_late(staff, url(proposal), title_en="A better offer")
    staff.force_login(editor)
    assert read_form(staff.get(url(proposal))).values["title_en"] == ["A better offer"]


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(staff, editor):
    partner = make_partner()
    send_late(staff, url(partner), summary_en="Typed for an hour.")
    other = Client()
    other.force_login(make_user("other", is_staff=True, is_superuser=True))
    save_page(other, url(partner), summary_en="Saved meanwhile.")
    staff.force_login(editor)
    shown = staff.get(url(partner))
    data = posted(shown, _save="x")
    assert data["seen"] == ["1"]


def test_somebody_else_who_signs_in_sees_nothing_of_it(staff, editor):
    partner = make_partner()
    send_late(staff, url(partner), summary_en="Typed for an hour.")
    staff.force_login(make_user("other", is_staff=True, is_superuser=True))
    assert "Typed for an hour." not in staff.get(url(partner)).text
    staff.force_login(editor)
    assert "Typed for an hour." in staff.get(url(partner)).text


def test_a_reason_typed_on_another_screen_is_shown_to_be_copied(staff, editor):
    partner = make_partner()
    page = url(partner, "withdraw")
    send_late(staff, page, reason_en="A long and careful reason", reason_vi="Lý do")
    staff.force_login(editor)
    shown = staff.get(page)
    assert "A long and careful reason" in shown.text
    partner.refresh_from_db()
    assert partner.state == "published"
    staff.post(page, posted(shown, _forget="x"))
    assert "A long and careful reason" not in staff.get(page).text


def test_what_a_page_wrote_into_its_form_is_not_shown_as_typed(staff, editor):
    city = make_city(state="draft")
    page = url(city, "review")
    send_late(staff, page, "_return", reason="A long and careful reason")
    staff.force_login(editor)
    assert [name for name, _text in staff.get(page).context["texts"]] == ["reason"]


def test_a_button_beside_which_nothing_is_typed_keeps_nothing(staff, editor):
    first = services.revisions_of(make_city()).get()
    end_sessions()
    staff.post(reverse("admin:publishing_revision_restore", args=[first.pk]), {"seen": "1"})
    assert not KeptInput.objects.exists()


def test_that_files_were_not_kept_is_said(staff, editor):
    partner = make_partner()
    page = staff.get(url(partner))
    end_sessions()
    upload = SimpleUploadedFile("a.pdf", b"%PDF-1.7")
    sent = posted(page, _save="x", summary_en="Typed.") | {"file": upload}
    answer = staff.post(url(partner), sent)
    # Browsers that are still sending see errors only.
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert sign_in_url(partner) in Html(answer.text).links()
    staff.force_login(editor)
    shown = staff.get(url(partner))
    assert read_form(shown).values["summary_en"] == ["Typed."]
    assert "Tệp không được giữ lại" in shown.text


def test_no_password_token_or_button_is_kept(staff, editor):
    person = make_user("person")
    page = f"/admin/accounts/user/{person.pk}/change/"
    staff.get(page)
    end_sessions()
    sent = {"password1": "secret", "csrfmiddlewaretoken": "t", "_save": "x", "first_name": "Ann"}
    staff.post(page, sent)
    assert KeptInput.objects.get().fields == "first_name=Ann"


def test_a_form_of_accounts_is_never_saved_by_being_shown(staff, editor):
    person = make_user("person")
    page = f"/admin/accounts/user/{person.pk}/change/"
    send_late(staff, page, first_name="Ann")
    staff.force_login(editor)
    assert "Ann" in staff.get(page).text
    person.refresh_from_db()
    assert person.first_name == ""


@pytest.mark.parametrize("how", ["cleared away", "signed out in another window"])
def test_nothing_is_lost_where_the_session_is_gone_altogether(staff, editor, how):
    partner = make_partner()
    page = staff.get(url(partner))
    if how == "cleared away":
        Session.objects.all().delete()
    else:
        staff.post(reverse("account_logout"))
    sent = staff.post(url(partner), posted(page, summary_en="Typed for an hour.", _save="x"))
    assert sent.url == sign_in_url(partner)
    staff.force_login(editor)
    assert read_form(staff.get(url(partner))).values["summary_en"] == ["Typed for an hour."]


def test_nothing_is_kept_for_whom_the_browser_does_not_know(staff, editor):
    partner = make_partner()
    stranger = Client()
    assert stranger.post(url(partner), {"summary_en": "Spam"}).status_code == HTTPStatus.FOUND
    staff.get(url(partner))
    known = staff.cookies["typist"].value
    for guessed in ("", f"{editor.pk}:x", known[:-1], f"{editor.pk + 1}{known}"):
        stranger.cookies["typist"] = guessed
        sent = stranger.post(url(partner), {"summary_en": "Spam"})
        assert sent.status_code == HTTPStatus.FOUND
    assert not KeptInput.objects.exists()


def test_nothing_is_kept_after_the_password_was_changed(staff, editor):
    partner = make_partner()
    page = staff.get(url(partner))
    end_sessions()
    editor.set_password("another")
    editor.save()
    staff.post(url(partner), posted(page, _save="x"))
    assert not KeptInput.objects.exists()


def test_another_site_plants_no_text(staff, editor):
    partner = make_partner()
    checking = Client(enforce_csrf_checks=True)
    checking.cookies = staff.cookies
    for is_over in (False, True):
        if is_over:
            end_sessions()
        for headers in ({"Origin": "https://evil.example"}, {}):
            answer = checking.post(url(partner), {"summary_en": "Planted"}, headers=headers)
            assert answer.status_code == HTTPStatus.FORBIDDEN
    assert not KeptInput.objects.exists()


def test_a_form_that_is_older_than_the_sign_in_is_shown_again(staff, editor):
    """Signed in again in another window, so that the token of this one no longer holds."""
    partner = make_partner()
    page = staff.get(url(partner))
    checking = Client(enforce_csrf_checks=True)
    checking.cookies = staff.cookies
    typed = {"summary_en": "Typed for an hour.", "csrfmiddlewaretoken": "x" * 64}
    data = posted(page, _save="x", **typed)
    answer = checking.post(url(partner), data, headers={"Origin": "http://testserver"})
    assert (answer.status_code, answer.url) == (HTTPStatus.FOUND, url(partner))
    assert services.open_revision(partner) is None
    shown = staff.get(url(partner))
    assert read_form(shown).values["summary_en"] == ["Typed for an hour."]


@pytest.mark.parametrize(("language", "words"), [("vi", "quá cũ"), ("en", "too old")])
def test_a_form_without_a_token_is_refused_in_words(staff, editor, language, words):
    editor.language = language
    editor.save()
    checking = Client(enforce_csrf_checks=True)
    checking.cookies = staff.cookies
    answer = checking.post(url(make_partner()), {"summary_en": "Typed"})
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert words in answer.text


def test_a_day_later_and_beyond_five_pages_it_is_let_go(staff, editor, monkeypatch):
    partners = [make_partner() for _page in range(6)]
    page = staff.get(url(partners[0]))
    end_sessions()
    cookie = staff.cookies["session"].value
    for partner in partners:
        staff.cookies["session"] = cookie
        staff.post(url(partner), posted(page, _save="x", summary_en="Typed."))
    assert KeptInput.objects.count() == 5
    KeptInput.objects.update(kept_at=timezone.now() - timedelta(days=1, minutes=1))
    staff.force_login(editor)
    assert "Typed." not in staff.get(url(partners[5])).text


def test_lists_ask_nothing_about_kept_input(staff):
    page = url(make_city(), "changelist")
    staff.get(page)
    with CaptureQueriesContext(connection) as queries:
        staff.get(page)
    assert not [query for query in queries if "keptinput" in query["sql"]]


# --- What a role does not include


@pytest.mark.parametrize(("language", "words"), [("vi", "không được phép"), ("en", "not allowed")])
def test_a_refusal_is_a_page_of_the_admin_in_its_users_language(client, language, words):
    clerk = make_user("clerk", is_staff=True, language=language)
    clerk.user_permissions.set(Permission.objects.filter(codename="view_city"))
    client.force_login(clerk)
    answer = client.get(url(make_partner()))
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert words in answer.text
    assert f'<html lang="{language}"' in answer.text
    assert 'id="user-tools"' in answer.text


def test_a_refusal_of_the_own_account_speaks_the_users_language(client):
    person = make_user("an", is_staff=True, language="en")
    person.set_unusable_password()
    person.save()
    client.force_login(person)
    answer = client.get(
        reverse("account_change_password"), headers={"Accept-Language": "vi,en;q=0.5"}
    )
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert '<html lang="en"' in answer.text


def test_a_refusal_says_its_sentence(client):
    own, other = make_city(), make_city()
    person = make_user("correspondent", is_staff=True, language="en")
    Correspondent.objects.create(user=person, city=own)
    client.force_login(person)
    answer = client.get(url(other))
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "You may propose changes to your own record only." in answer.text
