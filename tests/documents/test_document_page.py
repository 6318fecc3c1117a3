"""The page of a document: status, who adopted it where, what rests on it, its versions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ascn_portal.publishing import services, snapshot
from documents.models import Document
from tests.factories import (
    cites,
    file_part,
    make_action_plan,
    make_city,
    make_country,
    make_document,
    make_event,
    make_focus_area,
    make_membership,
    make_partner,
    make_project,
    make_report,
    make_source,
    make_stored_file,
    make_version,
    part,
)
from tests.html import Html

pytestmark = pytest.mark.django_db


def get(client, document, language="en", version=""):
    slug = getattr(document, "slug", document)
    return client.get(f"/{language}/documents/{slug}/{version}")


def links_by_kind(response) -> dict[str, list[str]]:
    """Titles of what rests on the document, by the name of the kind."""
    return {
        use["name"]: [title for title, _url, _city in use["shown"] + use["folded"]]
        for use in response.context["uses"]
    }


def facts(response) -> dict:
    return {fact["label"]: fact for fact in response.context["facts"]}


def decides(event_fields=None, **fields):
    """An event with one outcome."""
    texts = {"text_vi": "Đã quyết định", "text_en": "It was decided"}
    outcome = part(**{"kind": "adopts"} | texts | fields)
    return make_event(parts={"outcomes": outcome}, **event_fields or {})


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_document_of_the_record_has_its_page(client, language):
    for document in Document.objects.published():
        response = get(client, document, language)
        assert response.status_code == 200, document.slug
        assert response.text.count("<h1") == 1


def test_document_leads_to_the_meeting_that_adopted_it_and_says_in_which_words(client):
    document = make_document()
    later = decides({"starts_on": "2021-01-01"}, kind="notes", documents=[str(document.uid)])
    event = decides(documents=[str(document.uid)])
    response = get(client, document)
    assert facts(response)["Adopted at"]["links"] == [(str(event), f"/en/events/{event.slug}/")]
    assert [row["event"][0] for row in response.context["outcomes"]] == [str(event), str(later)]
    assert "It was decided" in response.text


def test_decision_of_an_event_that_is_not_public_is_not_told(client):
    document = make_document()
    outcome = part(kind="adopts", text_vi="Kín", text_en="In secret", documents=[str(document.uid)])
    make_event(state="draft", parts={"outcomes": outcome})
    assert "In secret" not in get(client, document).text


def test_superseded_document_says_so_and_leads_on(client):
    old = make_document(status="superseded")
    new = make_document(replaces=old)
    page = get(client, old)
    assert "a later one has replaced it" in page.text
    assert page.context["notice"]["link_url"] == f"/en/documents/{new.slug}/"
    assert facts(get(client, new))["Replaces"]["links"] == [
        (str(old), f"/en/documents/{old.slug}/")
    ]


def test_successor_that_is_not_public_is_not_named(client):
    old = make_document(status="withdrawn")
    make_document(state="draft", replaces=old, title_vi="Bản kín", title_en="Secret successor")
    page = get(client, old)
    assert "it has been withdrawn" in page.text
    assert "Secret successor" not in page.text


def test_replaced_document_leads_past_those_between_to_the_newest_and_says_who_adopted_it(client):
    first = make_document(status="superseded")
    between = make_document(status="superseded", replaces=first)
    newest = make_document(replaces=between, title_vi="Bản mới", title_en="The newest text")
    decides(
        {"starts_on": "2031-05-06", "title_vi": "Họp", "title_en": "Great Meeting"},
        documents=[str(newest.uid)],
    )
    notice = get(client, first).context["notice"]
    assert notice["link_url"] == f"/en/documents/{newest.slug}/"
    assert "adopted at the Great Meeting (6 May 2031)" in notice["text"]
    assert facts(get(client, first))["Replaced by"]["links"] == [
        (str(between), f"/en/documents/{between.slug}/")
    ]


def test_successor_that_no_meeting_adopted_is_told_with_its_date(client):
    old = make_document(status="withdrawn")
    make_document(replaces=old, status="published", status_on="2031-05-06")
    assert "(6 May 2031)" in get(client, old).context["notice"]["text"]


def test_documents_that_replace_each_other_in_a_circle_lead_nowhere(client):
    one = make_document(status="superseded")
    other = make_document(status="superseded", replaces=one)
    Document.objects.filter(pk=one.pk).update(replaces=other)
    assert get(client, one).context["notice"]["link_url"] == ""


def test_files_of_the_latest_version_are_offered_first_in_the_language_of_the_reader(client):
    document = make_document()
    english = file_part(make_stored_file(size=1_600_000), is_authentic=True)
    make_version(document=document, parts={"files": file_part(file_name="old.pdf")})
    files = english | file_part(file_name="ban-dich.pdf", language="vi")
    make_version(document=document, number=2, dated_on="2031-05-01", parts={"files": files})
    english_page, vietnamese_page = get(client, document), get(client, document, "vi")
    first, second = english_page.context["files"]
    assert (first["language"], second["language"]) == ("en", "vi")
    assert vietnamese_page.context["files"][0]["language"] == "vi"
    assert english_page.context["latest"]["label"] == "Version 2, 1 May 2031"
    html = Html(english_page.text)
    assert f"/documents/{document.slug}/v2/en/text.pdf" in html.links()
    assert first["stable_url"].endswith(f"/documents/{document.slug}/en/")
    assert "Download PDF · English" in english_page.text
    assert "24 pages · 1.5\xa0MB" in english_page.text
    assert "Authentic text" in english_page.text
    assert first["sha256"] in english_page.text


def test_language_that_the_latest_version_lacks_is_offered_from_an_older_one(client):
    document = make_document()
    make_version(document=document, parts={"files": file_part(language="vi")})
    make_version(document=document, number=2, parts={"files": file_part(language="en")})
    make_version(document=document, number=3)
    page = get(client, document, "vi")
    assert [(file["language"], file["version"] != "") for file in page.context["files"]] == [
        ("en", False),
        ("vi", True),
    ]
    assert "Version 1: the latest has no file in this language." in get(client, document).text


def test_scanned_and_untagged_files_are_told_to_readers(client):
    def page_with(**found):
        document = make_document()
        file = file_part(make_stored_file(**found))
        make_version(document=document, parts={"files": file})
        return get(client, document).text

    assert "neither searched nor read aloud" in page_with(is_searchable=False, is_tagged=False)
    assert "Not tagged" in page_with(is_searchable=True, is_tagged=False)
    assert "Not tagged" not in page_with()


def test_cover_is_a_picture_without_words_that_waits_until_it_is_seen(client):
    document = make_document()
    file = file_part(make_stored_file(has_cover=True))
    make_version(document=document, parts={"files": file})
    [cover] = Html(get(client, document).text).all("img")
    assert cover["src"] == f"/documents/{document.slug}/v1/en/text.pdf/cover.webp"
    assert (cover["alt"], cover["loading"]) == ("", "lazy")
    assert cover["width"]
    assert cover["height"]


@pytest.mark.parametrize("virus_check", ["waiting", "infected"])
def test_file_that_a_virus_check_has_not_passed_is_not_offered(client, virus_check):
    document = make_document()
    version = make_version(document=document, parts={"files": file_part()})
    stored = version.files.get().stored
    stored.virus_check = virus_check
    stored.save()
    assert get(client, document).context["files"] == []
    assert get(client, document, version="v1/").context["row"]["files"] == []


@pytest.mark.parametrize("has_file", [True, False])
def test_every_document_has_a_record_sheet_in_both_languages_and_can_be_cited(client, has_file):
    document = make_document()
    if has_file:
        make_version(document=document, parts={"files": file_part()})
    links = Html(get(client, document).text).links()
    for language in ("vi", "en"):
        assert f"/{language}/documents/{document.slug}/record.pdf" in links
    for form in ("txt", "bib", "ris", "json"):
        assert f"/en/documents/{document.slug}/cite.{form}" in links


def test_version_page_tells_which_files_were_withdrawn_and_why(client):
    reasons = {"withdrawal_reason_vi": "Thiếu trang", "withdrawal_reason_en": "A page lacks"}
    gone = file_part(file_name="gone.pdf", **reasons)
    document = make_document()
    kept = file_part(file_name="kept.pdf", is_primary=False)
    make_version(document=document, parts={"files": gone | kept})
    page = get(client, document, version="v1/")
    assert "Withdrawn: PDF · English" in page.text
    assert "A page lacks" in page.text
    links = Html(page.text).links()
    assert f"/documents/{document.slug}/v1/en/kept.pdf" in links
    assert f"/documents/{document.slug}/v1/en/gone.pdf" not in links
    assert [file["name"] for file in get(client, document).context["files"]] == ["kept.pdf"]


def test_older_version_leads_to_the_latest(client):
    document = make_document()
    make_version(document=document)
    make_version(document=document, number=2)
    make_version(document=document, number=3, state="draft")
    page = get(client, document, version="v1/")
    assert "This is not the latest version." in page.text
    assert page.context["latest"]["url"] == f"/en/documents/{document.slug}/v2/"
    assert "not the latest" not in get(client, document, version="v2/").text


def test_record_that_names_or_cites_the_document_rests_on_it(client):
    source = make_source()
    document = make_document(source=None)
    Document.objects.filter(pk=document.pk).update(source=source)
    named = make_city(documents=[str(document.uid)], name_vi="Nêu tên", name_en="Naming")
    citing = make_city(parts={"citations": cites(source)}, name_vi="Trích dẫn", name_en="Citing")
    proposal = part(title_vi="Đề xuất", title_en="Proposal", year=2031)
    [uid] = proposal
    proposal[uid]["parts"] = {"citations": cites(source)}
    partner = make_partner(parts={"proposals": proposal})
    make_city(
        state="draft", parts={"citations": cites(source)}, name_vi="Kín", name_en="Secret city"
    )
    response = get(client, document)
    assert links_by_kind(response) == {
        "Cities": [citing.name_en, named.name_en],
        "Partners": [partner.name_en],
    }
    assert "Secret city" not in response.text


def test_country_rests_on_it_only_if_it_has_a_page(client):
    document = make_document()
    make_country(documents=[str(document.uid)], name_vi="Xa", name_en="Farland")
    near = make_country(documents=[str(document.uid)], name_vi="Gần", name_en="Nearland")
    make_membership(city=make_city(country=near))
    assert links_by_kind(get(client, document)) == {"Countries": ["Nearland"]}


def test_long_list_of_what_rests_on_it_is_folded_in(client):
    document = make_document()
    city = make_city()
    for _number in range(15):
        make_project(city=city, documents=[str(document.uid)])
    response = get(client, document)
    [use] = response.context["uses"]
    assert (use["count"], len(use["shown"]), len(use["folded"])) == ("15", 12, 3)
    assert "Show 3 more" in response.text


def test_document_without_file_leads_to_its_official_address(client):
    page = get(client, make_document(official_url="https://asean.example/paper.pdf")).text
    assert 'href="https://asean.example/paper.pdf"' in page
    assert "holds no file" in page
    assert "No public copy of this text is known." in get(client, make_document()).text


def test_languages_are_named_in_the_language_of_the_reader(client):
    document = make_document(languages="en vi")
    assert facts(get(client, document))["Languages of the text"]["value"] == "English, Vietnamese"
    vietnamese = [fact["value"] for fact in get(client, document, "vi").context["facts"][-1:]]
    assert vietnamese == ["Tiếng Anh, Tiếng Việt"]


def test_version_has_a_page_of_its_own_once_it_is_public(client):
    document = make_document()
    file = file_part(file_name="paper.pdf")
    make_version(document=document, number=1)
    make_version(document=document, number=2, dated_on="2031-05-01", parts={"files": file})
    make_version(document=document, number=3, state="draft")
    page = get(client, document, version="v2/")
    assert page.status_code == 200
    assert page.context["row"]["files"][0]["label"] == "PDF · English"
    assert [row["name"] for row in page.context["others"]] == ["Version 1"]
    assert [row["name"] for row in get(client, document).context["versions"]] == [
        "Version 2",
        "Version 1",
    ]
    assert get(client, document, version="v3/").status_code == 404
    assert get(client, document, version="v99999999999999999999/").status_code == 404


def test_search_engines_are_told_of_public_versions(client):
    version = make_version()
    draft = make_version(state="draft")
    addresses = client.get("/sitemap.xml").text
    assert f"/en/documents/{version.document.slug}/v1/" in addresses
    assert f"/en/documents/{draft.document.slug}/v1/" not in addresses


def test_withdrawn_version_is_gone(client, editor):
    version = make_version()
    services.withdraw(version, author=editor, reason_vi="Có sai sót", reason_en="An error")
    assert get(client, version.document, version="v1/").status_code == 410


def test_former_address_leads_to_the_present_one_in_the_same_language(client, editor):
    document = make_document(slug="old-name")
    shape = snapshot.take(document) | {"slug": "new-name"}
    revision = services.save(Document, document.uid, shape, author=editor)
    services.publish(revision, approver=editor)
    response = get(client, "old-name")
    assert response.status_code == 301
    assert response.url == "/en/documents/new-name/"


def test_address_of_a_draft_is_unknown_and_of_a_withdrawn_document_gone(client):
    assert get(client, make_document(state="draft")).status_code == 404
    assert get(client, make_document(state="withdrawn")).status_code == 410


def make_full_document(rows: int) -> Document:
    """A document on which `rows` of everything rest, with outcomes, versions and a report."""
    source = make_source()
    document = make_document(replaces=make_document(), status="superseded")
    Document.objects.filter(pk=document.pk).update(source=source)
    uid = str(document.uid)
    make_report(document=document)
    country = make_country(documents=[uid], parts={"citations": cites(source)})
    for number in range(1, rows + 1):
        citing = {"citations": cites(source)}
        decides(documents=[uid])
        city = make_city(country=country, documents=[uid], parts=citing)
        make_membership(city=city)
        make_project(city=city, documents=[uid], parts={"citations": cites(source)})
        make_focus_area(documents=[uid])
        make_action_plan(city=city, document=document)
        file = file_part(file_name=f"{number}.pdf")
        make_version(document=document, number=number, parts={"files": file})
        make_document(replaces=document, parts={"citations": cites(source)})
        make_partner(parts={"citations": cites(source)})
        make_event(parts={"citations": cites(source)})
    return document


def test_number_of_queries_is_the_same_for_1_and_20_rows(client, monkeypatch):
    few, many = make_full_document(1), make_full_document(20)
    monkeypatch.setattr("ascn_portal.caching.LOOK_EVERY_SECONDS", 0)
    get(client, few)
    counts = []
    for document in (few, many):
        with CaptureQueriesContext(connection) as queries:
            assert get(client, document).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 16
