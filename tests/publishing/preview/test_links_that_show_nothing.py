"""Links to drafts that have ended, were changed, or lead to what is there no longer."""

from http import HTTPStatus

import pytest
from django.core import signing
from django.db import OperationalError

from ascn_portal.publishing import preview, services
from tests.factories import (
    both,
    make_partner,
)
from tests.world import MARK

from .drafts import address, draft_beside

pytestmark = pytest.mark.django_db


def test_a_link_ends_after_a_week(client, drafted, monkeypatch):
    shown = address(drafted)
    now = preview.time.time()
    monkeypatch.setattr(preview.time, "time", lambda: now + 7 * 24 * 3600 - 10)
    assert client.get(shown).status_code == HTTPStatus.OK
    monkeypatch.setattr(preview.time, "time", lambda: now + 7 * 24 * 3600 + 10)
    answer = client.get(shown)
    assert answer.status_code == HTTPStatus.GONE
    assert "The link has ended" in answer.text
    assert MARK not in answer.text


@pytest.mark.parametrize(
    ("language", "sentence"), [("en", "The link is not whole"), ("vi", "Đường dẫn không đầy đủ")]
)
@pytest.mark.parametrize("change", ["x{}", "{}x", "x", "a:b:c", "{}%FF"])
def test_a_link_that_was_changed_is_refused_in_the_readers_language(
    client, drafted, language, sentence, change
):
    shown = address(drafted, language)
    path, _question, query = shown.partition("?preview=")
    answer = client.get(f"{path}?preview={change.format(query)}")
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert sentence in answer.text
    assert MARK not in answer.text
    assert answer["Cache-Control"] == "no-store"


def test_a_token_of_another_kind_is_refused(client, drafted):
    forged = signing.dumps(["partners.partner", str(drafted.uid), 0, 9e9], salt="other")
    path = f"/en/partners/{drafted.slug}/"
    assert client.get(path, {"preview": forged}).status_code == HTTPStatus.FORBIDDEN


def test_after_publication_the_link_leads_to_the_public_page(client, drafted, editor):
    shown = address(drafted)
    services.publish(services.open_revision(drafted), approver=editor)
    answer = client.get(shown)
    assert answer.status_code == HTTPStatus.FOUND
    assert answer.url == f"/en/partners/{drafted.slug}/"
    assert answer["Cache-Control"] == "no-store"


def test_a_link_does_not_show_what_is_drafted_after_the_publication(client, drafted, editor):
    shown = address(drafted)
    services.publish(services.open_revision(drafted), approver=editor)
    drafted.refresh_from_db()
    draft_beside(drafted, editor, **both("summary", "Kín.", "Confidential."))
    answer = client.get(shown, follow=True)
    assert "Confidential" not in answer.text
    assert "Confidential" in client.get(address(drafted)).text


def test_a_link_to_a_deleted_draft_says_that_it_is_gone(client, editor):
    partner = make_partner(state="draft")
    shown = address(partner)
    services.delete(partner, author=editor)
    assert client.get(shown).status_code == HTTPStatus.GONE


def test_a_busy_database_is_answered_with_a_time_to_try_again(client, drafted, monkeypatch):
    def busy(_token):
        raise OperationalError("database is locked")

    shown = address(drafted)
    monkeypatch.setattr(preview, "find_preview", busy)
    answer = client.get(shown)
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert answer["Retry-After"] == "60"
    assert "Try again in a minute" in answer.text


def test_a_link_is_not_for_programs(client, drafted, monkeypatch):
    monkeypatch.setattr(preview, "MOST_A_MINUTE", 2)
    monkeypatch.setattr(preview.time, "time", lambda: 1_800_000_000.0)
    shown, other = address(drafted), address(make_partner(state="draft"))
    answers = [client.get(shown).status_code for _time in range(3)]
    assert answers == [HTTPStatus.OK, HTTPStatus.OK, HTTPStatus.TOO_MANY_REQUESTS]
    assert client.get(other).status_code == HTTPStatus.OK


def test_a_full_cache_that_lets_go_of_its_keys_hides_no_draft(client, drafted, monkeypatch):
    shown = address(drafted)
    monkeypatch.setattr(preview.cache, "add", lambda *_key: False)
    assert client.get(shown).status_code == HTTPStatus.OK


def test_a_draft_that_fits_no_longer_says_so(client, editor):
    partner, other = make_partner(), make_partner()
    draft_beside(partner, editor, slug="taken")
    draft = services.open_revision(partner)
    shown = address(partner)
    services.publish(draft_beside(other, editor, slug="taken"), approver=editor)
    assert draft.shape["slug"] == "taken"
    answer = client.get(shown)
    assert answer.status_code == HTTPStatus.CONFLICT
