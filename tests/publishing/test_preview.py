"""Drafts as the public pages that they will be: by a link that ends, for one reader, for a time."""

from datetime import timedelta
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import Permission
from django.core import signing
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from ascn_portal.accounts.models import AuditEntry
from ascn_portal.publishing import preview, services, snapshot
from ascn_portal.publishing.preview import preview_token
from cities.models import Correspondent
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
    make_user,
    make_version,
    part,
)
from tests.html import Html
from tests.pages import DATA, LANGUAGES, PAGES
from tests.world import MARK

from .admin.screens import RECORDS, make, url

pytestmark = pytest.mark.django_db


def draft_beside(record, editor, **changes):
    """A draft of `record`, whose live text stays."""
    shape = snapshot.take(record) | changes
    return services.save(type(record), record.uid, shape, author=editor)


def address(record, language="en", token=None) -> str:
    """Where the draft of `record` is shown."""
    found = preview.find_preview(token or preview_token(record))
    return preview.pages_of(found)[language].partition("#")[0]


@pytest.fixture
def drafted(editor):
    """A public partner, and a draft of it with another summary."""
    partner = make_partner()
    draft_beside(partner, editor, **both("summary", "Lời mới.", f"New words, {MARK}."))
    return partner


# --- What a link shows


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


# --- Only what the link names


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


# --- No copy anywhere


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


# --- Links that show nothing


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


def test_staff_are_told_to_try_again_while_others_save(client, drafted, editor, monkeypatch):
    def busy(_token):
        raise OperationalError("database is locked")

    client.force_login(editor)
    monkeypatch.setattr(preview, "find_preview", busy)
    answer = client.get(url(drafted, "preview"))
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert answer["Retry-After"] == "60"
    assert 'id="user-tools"' in answer.text


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


# --- In the admin


@pytest.fixture
def staff(client, editor):
    client.force_login(editor)
    return client


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
