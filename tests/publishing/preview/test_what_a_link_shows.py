"""Drafts as the public pages that they will be, by a link."""

from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from ascn_portal.publishing import services, snapshot
from ascn_portal.publishing.preview import preview_token
from tests.factories import (
    both,
    file_part,
    make_city,
    make_country,
    make_document,
    make_indicator,
    make_membership,
    make_partner,
    make_source,
    make_version,
    part,
)
from tests.html import Html
from tests.pages import LANGUAGES
from tests.publishing.admin.screens import RECORDS, make
from tests.world import MARK

from .drafts import address, draft_beside

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_every_kind_of_record_can_be_seen_before_it_is_public(client, model, language, editor):
    record = make(model, state="draft")
    answer = client.get(address(record, language))
    # Countries have pages while they have members.
    is_seen = model.__name__ != "Country"
    assert answer.status_code == (HTTPStatus.OK if is_seen else HTTPStatus.NOT_FOUND)
    assert f'<html lang="{language}">' in answer.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_draft_is_shown_beside_what_stays_public(client, drafted, language):
    shown = client.get(address(drafted, language))
    assert ("Lời mới." if language == "vi" else MARK) in shown.text
    live = client.get(f"/vi/partners/{drafted.slug}/")
    assert "Lời mới." not in live.text
    assert "Một đối tác." in live.text


def test_the_page_says_that_it_is_a_draft_and_names_no_person(client, drafted):
    answer = client.get(address(drafted))
    assert "Draft, not public" in answer.text
    assert "This is revision 2." in answer.text
    assert "editor" not in Html(answer.text).text("main")
    assert "Draft, not public" not in client.get("/en/partners/").text


def test_the_switch_of_language_leads_to_the_draft_too(client, drafted):
    html = Html(client.get(address(drafted, "en")).text)
    [switch] = html.all("a", hreflang="vi", lang="vi")
    assert "Lời mới." in client.get(switch["href"]).text


def test_an_incomplete_draft_is_shown(client, editor):
    partner = make_partner(state="draft", name_en=None, summary_en=None, parts={"citations": {}})
    answer = client.get(address(partner, "en"))
    assert answer.status_code == HTTPStatus.OK
    assert partner.name_vi in answer.text


def test_parts_that_only_the_draft_has_are_shown(client, editor):
    partner = make_partner()
    shape = snapshot.take(partner)
    offer = part(title_vi="Đề xuất", title_en=f"Offer {MARK}", year=2020)
    shape["parts"]["proposals"] = offer
    services.save(type(partner), partner.uid, shape, author=editor)
    assert MARK in client.get(address(partner)).text
    assert not partner.proposals.exists()


def test_a_new_address_is_tried_out_with_its_draft(client, editor):
    partner = make_partner()
    draft_beside(partner, editor, slug="new-address")
    assert "/partners/new-address/" in address(partner)
    assert client.get(address(partner)).status_code == HTTPStatus.OK
    assert client.get("/en/partners/new-address/").status_code == HTTPStatus.NOT_FOUND


def test_a_link_follows_the_draft_to_its_newest_address(client, editor):
    partner = make_partner(state="draft", slug="first")
    token = preview_token(partner)
    first = address(partner, token=token)
    draft_beside(partner, editor, slug="second")
    assert client.get(first, follow=True).request["PATH_INFO"] == "/en/partners/second/"


def test_what_is_planned_is_shown_until_it_is_public(client, editor):
    partner = make_partner(state="draft")
    token = preview_token(partner)
    later = timezone.now() + timedelta(days=1)
    services.publish(services.open_revision(partner), approver=editor, at=later)
    assert client.get(address(partner, token=token)).status_code == HTTPStatus.OK
    assert client.get(partner.get_absolute_url()).status_code == HTTPStatus.NOT_FOUND


def test_a_timed_edit_is_shown_while_it_waits(client, drafted, editor):
    later = timezone.now() + timedelta(days=1)
    services.publish(services.open_revision(drafted), approver=editor, at=later)
    assert MARK in client.get(address(drafted)).text


def test_a_withdrawn_record_is_shown_as_its_draft_would_bring_it_back(client, editor):
    partner = make_partner(state="withdrawn")
    draft_beside(partner, editor, **both("summary", "Lời mới.", f"New words, {MARK}."))
    assert MARK in client.get(address(partner)).text
    assert client.get(partner.get_absolute_url()).status_code == HTTPStatus.GONE


def test_a_draft_of_what_a_hidden_record_owns_says_what_is_missing(client):
    city = make_city(country=make_country(state="draft"), state="draft")
    answer = client.get(address(city))
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert "together with its country" in answer.text
    assert city.country.name_en not in answer.text


def test_a_membership_is_shown_on_the_page_of_its_city(client):
    city = make_city()
    membership = make_membership(city=city, state="draft")
    shown = address(membership)
    assert f"/en/cities/{city.slug}/" in shown
    assert client.get(shown).status_code == HTTPStatus.OK


def test_an_indicator_is_shown_on_the_page_of_its_first_place(client):
    city = make_city()
    figure = {"city": str(city.uid), "source": str(make_source().uid)}
    figures = part(value="8765", period_on="2025-01-01", **figure)
    indicator = make_indicator(state="draft", parts={"observations": figures})
    assert "8,765" in client.get(address(indicator)).text
    assert "8,765" not in client.get(f"/en/cities/{city.slug}/").text


def test_files_of_a_draft_can_be_opened_from_its_preview(client, editor):
    version = make_version(document=make_document())
    shape = snapshot.take(version)
    shape["parts"]["files"] = file_part(file_name="draft.pdf")
    services.save(type(version), version.uid, shape, author=editor)
    page = Html(client.get(address(version)).text)
    [link] = [link for link in page.links() if "draft.pdf" in link]
    answer = client.get(link)
    assert answer.status_code == HTTPStatus.OK
    assert answer["Cache-Control"] == "no-store"
    assert client.get(urlsplit(link).path).status_code == HTTPStatus.NOT_FOUND
