"""The screen of the admin on which staff see a draft and make links to it."""

from http import HTTPStatus

import pytest
from django.contrib.auth.models import Permission
from django.db import OperationalError
from django.test import Client

from ascn_portal.accounts.models import AuditEntry
from ascn_portal.publishing import preview
from ascn_portal.publishing.preview import preview_token
from cities.models import Correspondent
from tests.factories import (
    both,
    file_part,
    make_city,
    make_partner,
    make_user,
    make_version,
)
from tests.html import Html
from tests.pages import LANGUAGES
from tests.publishing.admin.screens import url
from tests.world import MARK

from .drafts import address, draft_beside

pytestmark = pytest.mark.django_db


def frame(answer) -> str:
    [frame] = Html(answer.text).all("iframe")
    return frame["src"]


def test_the_form_and_the_review_lead_to_the_preview(staff, drafted):
    for page in ("change", "review"):
        assert url(drafted, "preview") in Html(staff.get(url(drafted, page)).text).links()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", ["full", "phone"])
def test_staff_see_the_draft_in_both_languages_and_widths(staff, drafted, language, width):
    answer = staff.get(url(drafted, "preview"), {"language": language, "width": width})
    assert answer.status_code == HTTPStatus.OK
    assert f"preview-frame--{width}" in answer.text
    assert f"/{language}/partners/" in frame(answer)
    assert "Lời mới." in Client().get(frame(answer).replace("/en/", "/vi/")).text


def test_a_link_for_others_is_made_by_pressing_a_button_and_works_without_an_account(
    staff, drafted, settings
):
    page = staff.get(url(drafted, "preview"))
    assert 'id="link"' not in page.text
    answer = staff.post(f"{url(drafted, 'preview')}?language=en")
    [field] = Html(answer.text).all("input", id="link")
    assert field["value"].startswith(f"{settings.PUBLIC_ORIGIN}/en/partners/")
    assert MARK in Client().get(field["value"].removeprefix(settings.PUBLIC_ORIGIN)).text
    [entry] = AuditEntry.objects.filter(action="preview_link_made")
    assert (entry.by.username, entry.about_id) == ("editor", str(drafted.uid))


def test_a_record_without_a_draft_says_that_there_is_nothing_to_preview(staff):
    answer = staff.get(url(make_partner(), "preview"))
    assert answer.status_code == HTTPStatus.OK
    assert not Html(answer.text).all("iframe")
    assert staff.post(url(make_partner(), "preview")).status_code == HTTPStatus.OK


def test_who_may_only_look_makes_no_link(client, drafted):
    reader = make_user("reader", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_partner"))
    client.force_login(reader)
    assert frame(client.get(url(drafted, "preview")))
    assert client.post(url(drafted, "preview")).status_code == HTTPStatus.FORBIDDEN


def test_a_correspondent_previews_their_own_city_only(client, editor):
    own, other = make_city(), make_city()
    for city in (own, other):
        draft_beside(city, editor, **both("summary", "Lời mới.", "New words."))
    person = make_user("correspondent", is_staff=True)
    Correspondent.objects.create(user=person, city=own)
    client.force_login(person)
    assert frame(client.get(url(own, "preview")))
    assert client.post(url(own, "preview")).status_code == HTTPStatus.OK
    for method in (client.get, client.post):
        answer = method(url(other, "preview"))
        assert answer.status_code == HTTPStatus.FORBIDDEN
        assert other.name_vi not in answer.text


def test_staff_are_told_to_try_again_while_others_save(client, drafted, editor, monkeypatch):
    def busy(_token):
        raise OperationalError("database is locked")

    client.force_login(editor)
    monkeypatch.setattr(preview, "find_preview", busy)
    answer = client.get(url(drafted, "preview"))
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert answer["Retry-After"] == "60"
    assert 'id="user-tools"' in answer.text


def test_the_links_given_so_far_can_be_ended(staff, drafted):
    given, stranger = address(drafted), Client()
    other = address(make_partner(state="draft"))
    staff.post(url(drafted, "preview"), {"_end": "x"})
    assert stranger.get(given).status_code == HTTPStatus.GONE
    assert stranger.get(other).status_code == HTTPStatus.OK
    [entry] = AuditEntry.objects.filter(action="preview_links_ended")
    assert (entry.by.username, entry.about_id) == ("editor", str(drafted.uid))
    assert MARK in stranger.get(address(drafted)).text
    assert frame(staff.get(url(drafted, "preview")))


def test_a_link_that_was_ended_opens_no_file_either(staff):
    version = make_version(state="draft", parts={"files": file_part(file_name="paper.pdf")})
    file = version.files.get()
    shown, stranger = f"{file.get_absolute_url()}?preview={preview_token(version)}", Client()
    assert stranger.get(shown).status_code == HTTPStatus.OK
    staff.post(url(version, "preview"), {"_end": "x"})
    assert stranger.get(shown).status_code == HTTPStatus.NOT_FOUND


def test_who_may_only_look_ends_no_link(client, drafted):
    reader = make_user("reader", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_partner"))
    client.force_login(reader)
    assert client.post(url(drafted, "preview"), {"_end": "x"}).status_code == HTTPStatus.FORBIDDEN
    assert Client().get(address(drafted)).status_code == HTTPStatus.OK
