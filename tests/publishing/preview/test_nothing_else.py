"""What a link to a draft gives is that draft alone, to one reader: no other, and no copy."""

from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from ascn_portal.publishing import preview, services
from ascn_portal.publishing.preview import preview_token
from tests.factories import (
    both,
    make_partner,
)
from tests.pages import DATA, LANGUAGES, PAGES
from tests.world import MARK

from .drafts import address

pytestmark = pytest.mark.django_db


def test_a_link_shows_no_other_draft(client, editor, drafted):
    other = make_partner(state="draft")
    token = parse_qs(urlsplit(address(drafted)).query)["preview"][0]
    answer = client.get(f"/en/partners/{other.slug}/", {"preview": token}, follow=True)
    assert other.name_en not in answer.text


def test_a_token_does_nothing_on_other_pages(editor, monkeypatch):
    monkeypatch.setattr(preview, "MOST_A_MINUTE", 10_000)
    partner = make_partner(state="draft", **both("name", MARK, MARK), slug=MARK)
    token = preview_token(partner)
    client = Client()
    pages = [page.path(language) for page in PAGES for language in LANGUAGES]
    data = [path for paths in DATA.values() for path in paths]
    for path in [*pages, *data, "/sitemap.xml", "/robots.txt"]:
        answer = client.get(path, {"preview": token, "q": "partner"})
        assert MARK not in answer.text.casefold().replace(token.casefold(), ""), path


def test_nothing_is_sent_or_changed_through_a_link(client, drafted):
    assert client.post(address(drafted)).status_code == HTTPStatus.METHOD_NOT_ALLOWED
    before = services.newest_number(drafted)
    client.get(address(drafted))
    drafted.refresh_from_db()
    assert drafted.summary_vi == "Một đối tác."
    assert services.newest_number(drafted) == before


@pytest.mark.parametrize("method", ["get", "head"])
def test_no_copy_of_a_preview_is_kept(client, drafted, method):
    answer = getattr(client, method)(address(drafted))
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not answer.has_header("ETag")
    assert not answer.cookies


def test_a_copy_of_the_public_page_is_not_taken_for_the_draft(client, drafted):
    live = client.get(f"/en/partners/{drafted.slug}/")
    answer = client.get(address(drafted), headers={"If-None-Match": live["ETag"]})
    assert answer.status_code == HTTPStatus.OK
    assert MARK in answer.text


def test_previews_alone_may_be_framed_and_only_by_this_site(client, drafted):
    shown = client.get(address(drafted))
    assert "frame-ancestors 'self'" in shown["Content-Security-Policy"]
    assert "default-src 'self'" in shown["Content-Security-Policy"]
    assert shown["X-Frame-Options"] == "SAMEORIGIN"
    live = client.get(f"/en/partners/{drafted.slug}/")
    assert "frame-ancestors 'none'" in live["Content-Security-Policy"]
    assert live["X-Frame-Options"] == "DENY"
