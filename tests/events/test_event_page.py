"""The page of an event: what it decided, who chaired, what came before and after."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Event
from tests.factories import (
    make_city,
    make_country,
    make_document,
    make_event,
    make_membership,
    make_partner,
    make_term,
    part,
)

pytestmark = pytest.mark.django_db


def get(client, event, language="en"):
    slug = getattr(event, "slug", event)
    return client.get(f"/{language}/events/{slug}/")


def names(*records) -> list[str]:
    return [str(record.uid) for record in records]


def make_full_event(rows: int, year: int) -> Event:
    """An event with `rows` outcomes, sessions, participants and proposals, all tied to records."""
    outcomes, country = {}, make_country()
    for row in range(rows):
        outcomes |= part(
            order=row,
            kind="adopts",
            text_vi=f"Quyết định {row}",
            text_en=f"Decision {row}",
            documents=names(make_document()),
            memberships=names(make_membership(city=make_city(country=country))),
        )
    sessions, participants = {}, {}
    for row in range(rows):
        sessions |= part(order=row, title_vi="Phiên", title_en="Session")
        participants |= part(order=row, name_vi=f"Bà {row}", name_en=f"Ms {row}")
    event = make_event(
        parts={"outcomes": outcomes, "sessions": sessions, "participants": participants},
        host_country=country,
        chair_term=make_term(country=country, starts_on=f"{year}-01-01", ends_on=f"{year}-12-31"),
        starts_on=f"{year}-05-01",
    )
    for _row in range(rows):
        proposal = part(title_vi="Đề xuất", title_en="Proposal", year=2031, event=str(event.uid))
        make_partner(parts={"proposals": proposal})
    return event


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_event_of_the_record_has_its_page(client, language):
    for event in Event.objects.published():
        response = get(client, event, language)
        assert response.status_code == 200, event.slug
        assert response.text.count("<h1") == 1


def test_outcome_leads_to_the_document_term_and_city_that_it_made(client):
    document, city = make_document(), make_city()
    term = make_term(role="shepherd", starts_on="2033-01-01", ends_on="2034-01-01")
    membership = make_membership(city=city)
    outcome = part(
        kind="adopts",
        text_vi="Thông qua",
        text_en="Adopted it",
        documents=names(document),
        terms=names(term),
        memberships=names(membership),
    )
    response = get(client, make_event(parts={"outcomes": outcome}))
    [row] = response.context["outcomes"]
    assert [text for text, _url in row["links"]] == [str(document), str(term), str(city)]
    for record in (document, city):
        assert record.get_absolute_url().replace("/vi/", "/en/") in response.text


def test_what_an_outcome_names_but_is_not_public_is_left_out(client):
    hidden = make_document(state="draft", title_vi="Bản thảo kín", title_en="Secret paper")
    outcome = part(kind="notes", text_vi="Ghi nhận", text_en="Noted", documents=names(hidden))
    response = get(client, make_event(parts={"outcomes": outcome}))
    assert "Secret paper" not in response.text
    assert response.context["documents"] == []


def test_event_names_the_chair_of_the_time_and_leads_to_the_year(client):
    response = get(client, "ascn-annual-meeting-3-2020")
    assert response.context["chair"] == ("Viet Nam, 2020", "/en/chairs/2020/")
    assert response.context["eyebrow"] == "Annual meeting no. 3"


def test_chair_whose_term_is_not_public_is_not_named(client):
    country = make_country(name_vi="Nước Kín", name_en="Secretland")
    term = make_term(state="draft", country=country)
    assert "Secretland" not in get(client, make_event(chair_term=term)).text


def test_host_without_a_page_is_named_but_not_linked(client):
    country = make_country(name_vi="Nước Xa", name_en="Farland")
    response = get(client, make_event(host_country=country))
    assert response.context["where"] == [("Farland", "")]


def test_host_that_is_a_member_is_linked(client):
    country = make_country(name_vi="Nước Gần", name_en="Nearland")
    make_membership(city=make_city(country=country))
    response = get(client, make_event(host_country=country))
    assert response.context["where"] == [("Nearland", f"/en/countries/{country.slug}/")]


def test_previous_and_next_are_of_the_same_kind(client):
    response = get(client, "ascn-annual-meeting-3-2020")
    assert response.context["previous"][1] == "/en/events/ascn-annual-meeting-2-2019/"
    assert response.context["next"][1] == "/en/events/ascn-annual-meeting-4-2021/"
    assert get(client, "ascn-annual-meeting-1-2018").context["previous"] is None


def test_text_that_is_not_translated_is_shown_in_the_other_language_and_marked(client):
    outcome = part(kind="notes", text_vi="Chỉ có tiếng Việt", text_en="")
    page = get(client, make_event(parts={"outcomes": outcome})).text
    assert 'lang="vi">Chỉ có tiếng Việt' in page
    assert "Not translated yet" in page


def test_event_without_known_outcome_says_so(client):
    assert "No source read so far says what this event decided." in get(client, make_event()).text
    ahead = make_event(starts_on="2099-01-01")
    page = get(client, ahead).text
    assert "This event has not taken place yet." in page
    assert "Not in the record" not in page


def test_address_of_a_draft_is_unknown_and_of_a_withdrawn_event_gone(client):
    assert get(client, make_event(state="draft")).status_code == 404
    gone = get(client, make_event(state="withdrawn"))
    assert gone.status_code == 410
    assert "An error" in gone.text


def test_number_of_queries_is_the_same_for_1_and_20_rows(client, monkeypatch):
    few, many = make_full_event(1, 2031), make_full_event(20, 2032)
    monkeypatch.setattr("ascn_portal.caching.LOOK_EVERY_SECONDS", 0)
    get(client, few)
    counts = []
    for event in (few, many):
        with CaptureQueriesContext(connection) as queries:
            assert get(client, event).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 16
