"""The list of partners and the page of each, with its proposals and their own sources."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partners.models import Partner
from tests.factories import (
    cites,
    make_city,
    make_country,
    make_event,
    make_membership,
    make_partner,
    make_project,
    make_source,
    part,
)

pytestmark = pytest.mark.django_db


def get(client, partner=None, query="", language="en"):
    slug = f"{getattr(partner, 'slug', partner)}/" if partner else ""
    return client.get(f"/{language}/partners/{slug}{query}")


def names(response) -> list[str]:
    return [row["name"] for group in response.context["kinds"] for row in group["rows"]]


def proposes(citations=None, **fields) -> dict:
    """The part `proposals` of a partner's shape: one proposal."""
    texts = {"title_vi": "Đề xuất", "title_en": "A proposal", "year": 2020}
    proposal = part(**texts | fields)
    for shape in proposal.values():
        shape["parts"] = {"citations": citations or {}}
    return {"proposals": proposal}


def works_with(**fields) -> dict:
    """The part `partnerships` of a partner's shape: one partnership."""
    texts = {"text_vi": "Cùng làm", "text_en": "They work together"}
    return {"partnerships": part(**texts | fields)}


def test_partners_stand_by_kind_and_name_and_drafts_do_not(client):
    make_partner(state="draft", name_vi="Kín", name_en="Secret partner")
    response = get(client)
    assert response.status_code == 200
    order = [group["code"] for group in response.context["kinds"]]
    assert order == [kind for kind in Partner.Kind.values if kind in order]
    assert "Secret partner" not in response.text


def test_vietnamese_list_sorts_as_vietnamese_does(client):
    for vi, en in [("Đan", "Z"), ("Dân", "Y"), ("Em", "X")]:
        make_partner(kind="private_sector", name_vi=vi, name_en=en)
    listed = [name for name in names(get(client, language="vi")) if name in {"Đan", "Dân", "Em"}]
    assert listed == ["Dân", "Đan", "Em"]


def test_kind_and_country_narrow_the_list(client):
    country = make_country(slug="riverland")
    here = make_partner(country=country, kind="association")
    make_partner(country=country, kind="government")
    assert names(get(client, query="?country=riverland&kind=association")) == [here.name_en]


@pytest.mark.parametrize("query", ["?kind=friend", "?country=atlantis"])
def test_what_cannot_be_understood_is_refused_in_words(client, query):
    response = get(client, query=query)
    assert response.status_code == 400
    assert "accepted" in response.text.lower()


def test_country_that_is_not_public_is_no_choice_and_not_named(client):
    country = make_country(state="draft", slug="hidden", name_vi="Kín", name_en="Hiddenland")
    partner = make_partner(country=country)
    assert get(client, query="?country=hidden").status_code == 400
    assert "Hiddenland" not in get(client).text
    assert "Hiddenland" not in get(client, partner).text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_partner_of_the_record_has_its_page(client, language):
    for partner in Partner.objects.published():
        response = get(client, partner, language=language)
        assert response.status_code == 200, partner.slug
        assert getattr(partner, f"name_{language}") in response.context["partner"].name


def test_country_of_a_partner_is_linked_only_if_it_has_a_page(client):
    far = make_country(name_vi="Xa", name_en="Farland")
    near = make_country(name_vi="Gần", name_en="Nearland")
    make_membership(city=make_city(country=near))
    [fact] = get(client, make_partner(country=far)).context["facts"]
    assert (fact["value"], fact.get("url")) == ("Farland", None)
    [fact] = get(client, make_partner(country=near)).context["facts"]
    assert (fact["value"], fact.get("url")) == ("Nearland", f"/en/countries/{near.slug}/")


def test_proposal_has_its_event_and_its_own_source(client):
    event, source = make_event(), make_source(title="Only of the proposal")
    partner = make_partner(parts=proposes(cites(source), event=str(event.uid)))
    response = get(client, partner)
    [proposal] = response.context["proposals"]
    assert proposal["event"] == (event.title_en, f"/en/events/{event.slug}/")
    assert proposal["source_numbers"] == [2]
    assert response.context["sources"][1]["title"] == "Only of the proposal"
    assert event.title_en in response.text
    page_of_event = client.get(f"/en/events/{event.slug}/").text
    assert f'href="/en/partners/{partner.slug}/"' in page_of_event


def test_event_that_is_not_public_is_not_named_by_the_proposal(client):
    event = make_event(state="draft", title_vi="Kín", title_en="Secret meeting")
    page = get(client, make_partner(parts=proposes(event=str(event.uid)))).text
    assert "A proposal" in page
    assert "Secret meeting" not in page


def test_partnership_leads_to_its_city_and_is_left_out_where_that_is_not_public(client):
    city = make_city()
    shown = get(client, make_partner(parts=works_with(city=str(city.uid), starts_year=2021)))
    [row] = shown.context["partnerships"]
    assert (row["subject"], row["url"]) == (city.name_en, f"/en/cities/{city.slug}/")
    hidden = make_city(state="draft")
    page = get(client, make_partner(parts=works_with(city=str(hidden.uid))))
    assert page.context["partnerships"] == []
    assert "They work together" not in page.text


def test_partner_without_known_proposal_says_so(client):
    assert "No source read so far mentions a proposal" in get(client, make_partner()).text


def test_address_of_a_draft_is_unknown_and_of_a_withdrawn_partner_gone(client):
    assert get(client, make_partner(state="draft")).status_code == 404
    assert get(client, make_partner(state="withdrawn")).status_code == 410


def make_full_partner(rows: int) -> Partner:
    """A partner with `rows` proposals and partnerships of each kind, all with sources."""
    proposals, partnerships, country = {}, {}, make_country()
    for _row in range(rows):
        proposals |= proposes(cites(), event=str(make_event().uid))["proposals"]
        project = make_project(city=make_city(country=country))
        for subject in ({"city": str(project.city.uid)}, {"project": str(project.uid)}):
            partnership = works_with(**subject)["partnerships"]
            for shape in partnership.values():
                shape["parts"] = {"citations": cites()}
            partnerships |= partnership
    return make_partner(
        country=country, parts={"proposals": proposals, "partnerships": partnerships}
    )


def test_number_of_queries_is_the_same_for_1_and_20_rows(client, monkeypatch):
    few, many = make_full_partner(1), make_full_partner(20)
    monkeypatch.setattr("ascn_portal.caching.LOOK_EVERY_SECONDS", 0)
    get(client, few)
    for pages in [(few, many), (None, None)]:
        counts = []
        for partner in pages:
            with CaptureQueriesContext(connection) as queries:
                assert get(client, partner).status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 12
