"""The page of a document: status, who adopted it where, what rests on it, its versions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ascn_portal.publishing import services, snapshot
from documents.models import Document
from tests.factories import (
    cites,
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
    make_version,
    part,
)

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
    file = part(
        language="en",
        media_type="application/pdf",
        file_name="paper.pdf",
        sha256="a" * 64,
        size=1_600_000,
        pages=24,
    )
    make_version(document=document, number=1)
    make_version(document=document, number=2, dated_on="2031-05-01", parts={"files": file})
    make_version(document=document, number=3, state="draft")
    page = get(client, document, version="v2/")
    assert page.status_code == 200
    assert "PDF · English · 24 pages" in page.text
    assert [row["name"] for row in page.context["others"]] == ["Version 1"]
    assert [row["name"] for row in get(client, document).context["versions"]] == [
        "Version 2",
        "Version 1",
    ]
    assert get(client, document, version="v3/").status_code == 404
    assert get(client, document, version="v99999999999999999999/").status_code == 404


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
    document = make_document(replaces=make_document())
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
        make_version(document=document, number=number)
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
