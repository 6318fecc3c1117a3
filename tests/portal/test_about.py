import pytest

from ascn_portal.bilingual.text import Translated
from ascn_portal.pages.views.about import split_sections
from tests.factories import both, make_page
from tests.html import Html

pytestmark = pytest.mark.django_db


def test_every_page_of_text_is_on_the_index(client):
    links = Html(client.get("/vi/about/").text).links()
    slugs = ["network", "governance", "monitoring", "record", "contact", "privacy"]
    assert {f"/vi/about/{slug}/" for slug in [*slugs, "accessibility", "re-use"]} <= links


def test_headings_become_sections_with_anchors_in_the_readers_language():
    body = Translated(
        "Lời mở.\n\n### Đô thị nào?\n\nVăn bản.\n\n#### Nhỏ hơn\n\nThêm.", "vi", False
    )
    introduction, [section] = split_sections(body)
    assert introduction.text.strip() == "Lời mở."
    assert section["anchor"] == "do-thi-nao"
    assert section["title"] == "Đô thị nào?"
    assert "\n### Nhỏ hơn" in section["text"].text


def test_two_headings_of_one_name_keep_their_own_anchors():
    _introduction, sections = split_sections(Translated("### A\n\nx\n\n### A\n\ny", "en", False))
    assert len({section["anchor"] for section in sections}) == 2


def test_a_long_page_lists_its_headings(client):
    html = Html(client.get("/en/about/network/").text)
    assert "#why-it-was-founded" in html.links()
    make_page(slug="short", body_en="### One\n\nText.", body_vi="### Một\n\nVăn bản.")
    assert 'id="contents"' not in client.get("/en/about/short/").text


def test_links_in_a_text_stay_in_the_language_of_the_page(client):
    for language in ("vi", "en"):
        text = client.get(f"/{language}/about/network/").text
        assert f'href="/{language}/about/governance/"' in text


def test_an_error_report_names_the_page_that_it_is_about(client, settings):
    address = f"{settings.PUBLIC_ORIGIN}/en/cities/da-nang/"
    answer = client.get("/en/about/contact/", {"report": address})
    assert f'href="{address}"' in answer.text
    canonical = Html(answer.text).all("link", rel="canonical")
    assert canonical[0]["href"] == f"{settings.PUBLIC_ORIGIN}/en/about/contact/"


def test_an_error_report_about_another_site_is_refused(client):
    answer = client.get("/en/about/contact/", {"report": "https://evil.example/"})
    assert answer.status_code == 400
    assert "evil" not in answer.text.partition("<main")[2].partition("</main>")[0]


def test_a_renamed_page_leads_on(client, editor):
    from ascn_portal.publishing import services, snapshot

    page = make_page(slug="old-name", **both("title", "Trang", "Page"))
    shape = snapshot.take(page) | {"slug": "new-name"}
    services.publish(services.save(type(page), page.uid, shape, author=editor))
    answer = client.get("/en/about/old-name/")
    assert answer.status_code == 301
    assert answer["Location"] == "/en/about/new-name/"
