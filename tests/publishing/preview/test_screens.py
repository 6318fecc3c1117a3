"""The screen of the admin on which staff see a draft and make links to it."""

from http import HTTPStatus

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from ascn_portal.accounts.models import AuditEntry
from cities.models import Correspondent
from tests.factories import (
    both,
    make_city,
    make_partner,
    make_user,
)
from tests.html import Html
from tests.pages import LANGUAGES
from tests.publishing.admin.screens import url
from tests.world import MARK

from .drafts import draft_beside

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
