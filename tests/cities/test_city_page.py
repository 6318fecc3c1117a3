"""The page of a city: all that is tied to it, and nothing that is not public."""

import pytest
from django.core.exceptions import ValidationError

from cities.models import City
from tests.factories import (
    cites,
    make_action_plan,
    make_city,
    make_country,
    make_document,
    make_event,
    make_focus_area,
    make_indicator,
    make_membership,
    make_partner,
    make_project,
    make_report,
    make_source,
    part,
)

pytestmark = pytest.mark.django_db


def get(client, city, language="en"):
    return client.get(f"/{language}/cities/{getattr(city, 'slug', city)}/")


def test_city_shows_names_vision_facts_and_membership(client):
    response = get(client, "da-nang")
    text = response.text
    assert 'lang="vi" dir="ltr">Đà Nẵng</span>' in text
    assert "Founding city, member since 28 April 2018" in text
    facts = {fact["label"]: fact for fact in response.context["facts"]}
    population = facts["Population"]
    assert population["value"] == "3,065,628 people"
    assert population["detail"].startswith("2025")
    assert population["source_number"]
    assert facts["Time zone"] == {
        "label": "Time zone",
        "value": "Asia/Ho_Chi_Minh",
        "detail": "UTC+7",
    }


def test_newest_figure_is_a_fact_and_older_ones_are_kept_apart(client):
    city = make_city()
    observations = {}
    for year, value in ((2018, "1000"), (2025, "1234.5")):
        observations |= part(
            value=value,
            period_on=f"{year}-01-01",
            city=str(city.uid),
            source=str(make_source().uid),
            scope_vi="nội thành",
            scope_en="inner city",
        )
    if population := City.objects.get(slug="da-nang").observations.first().indicator:
        population.delete()
    make_indicator(slug="population", parts={"observations": observations})
    context = get(client, city).context
    assert context["facts"][0]["value"] == "1,234.5 people"
    assert context["facts"][0]["remarks"][0].text == "inner city"
    assert [figure["detail"] for figure in context["figures"]] == ["2018"]
    assert get(client, city, "vi").context["facts"][0]["value"] == "1.234,5 người"


def test_projects_stand_by_focus_area_with_their_status_in_each_report(client):
    city = make_city()
    first, second = make_focus_area(order=1), make_focus_area(order=2)
    older, newer = make_report(year=2091), make_report(year=2092)
    statuses = part(report=str(newer.uid), status="completed", focus_area=str(first.uid))
    statuses |= part(report=str(older.uid), candidates="planning", focus_area=str(first.uid))
    make_project(city=city, focus_area=second, title_en="Lights")
    make_project(
        city=city,
        focus_area=first,
        title_en="Water",
        parts={"citations": cites(), "statuses": statuses},
    )
    response = get(client, city)
    titles = [project.title for project in response.context["projects"]]
    assert titles == ["Water", "Lights"]
    text = response.text
    assert text.index("2091") < text.index("Undecided") < text.index("2092")
    assert "In no monitoring report yet" in text


def test_status_of_a_report_that_is_not_public_is_left_out(client):
    city = make_city()
    report = make_report(year=2093, state="draft")
    area = make_focus_area()
    status = part(report=str(report.uid), status="completed", focus_area=str(area.uid))
    make_project(city=city, focus_area=area, parts={"citations": cites(), "statuses": status})
    text = get(client, city).text
    assert "2093" not in text
    assert "In no monitoring report yet" in text


def test_plan_stands_with_targets_document_and_what_it_says_of_each_area(client):
    area = make_focus_area(name_en="Harbours")
    city = make_city(focus_areas=[area])
    plan_areas = part(
        focus_area=str(area.uid),
        labels_printed="Smart Harbour",
        basis="mapped",
        comment_vi="Cảng",
        comment_en="A port without queues.",
    )
    targets = part(text_vi="Mục tiêu", text_en="No queue", year=2025)
    make_action_plan(
        city=city,
        document=make_document(title_en="Collected plans"),
        pages="5–6",
        parts={"citations": cites(), "targets": targets, "plan_focus_areas": plan_areas},
    )
    text = get(client, city).text
    for words in ("No queue", "by 2025", "Collected plans", "A port without queues."):
        assert words in text
    assert '<q lang="en">Smart Harbour</q>' in text


def test_city_names_its_representatives_with_post_day_and_source(client):
    representative = part(
        role="csco",
        post_vi="Phó Chủ tịch",
        post_en="Vice Mayor",
        name_vi="An",
        name_en="An",
        as_of="2026-01-31",
        parts={"citations": cites()},
    )
    city = make_city(parts={"citations": cites(), "representatives": representative})
    text = get(client, city).text
    assert "Vice Mayor" in text
    assert "as of 31 January 2026" in text


def test_meetings_held_there_and_decisions_on_its_membership_are_named(client):
    city = make_city(name_vi="Hải Đô", name_en="Port City")
    membership = make_membership(city=city)
    make_event(host_country=city.country, venue_en="Hall One, Port City", title_en="Held here")
    make_event(host_country=city.country, venue_en="Elsewhere", title_en="Held elsewhere")
    outcome = part(
        kind="agrees",
        text_vi="Kết nạp Hải Đô",
        text_en="Port City joins.",
        memberships=[str(membership.uid)],
    )
    make_event(title_en="Decided it", parts={"citations": cites(), "outcomes": outcome})
    make_event(state="draft", host_country=city.country, venue_en="Port City", title_en="Secret")
    titles = [event["title"] for event in get(client, city).context["events"]]
    assert sorted(titles) == ["Decided it", "Held here"]
    assert "Port City joins." in get(client, city).text
    assert "Kết nạp Hải Đô" in get(client, city, "vi").text


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_nothing_that_is_not_public_is_named_or_linked(client, state):
    area = make_focus_area(state=state, name_en="Hidden area")
    document = make_document(state=state, title_en="Hidden document")
    city = make_city(documents=[document], focus_areas=[area])
    make_action_plan(city=city, document=document)
    make_project(city=city, state=state, title_en="Hidden project")
    make_membership(city=city, state=state, note_en="Hidden note")
    partnership = part(city=str(city.uid))
    make_partner(
        state=state,
        name_en="Hidden partner",
        parts={"citations": cites(), "partnerships": partnership},
    )
    response = get(client, city)
    assert response.status_code == 200
    assert "Hidden" not in response.text


def test_missing_vision_is_shown_in_the_other_language_and_said(client):
    city = make_city(vision_vi="Một tầm nhìn riêng.")
    text = get(client, city).text
    assert '<p class="vision" lang="vi">Một tầm nhìn riêng.</p>' in text
    assert "Not translated yet" in text


def test_city_with_nothing_but_its_name_says_what_is_missing(client):
    text = get(client, make_city()).text
    assert "No project of this city is on record" in text
    assert "No action plan of this city is on record" in text


def test_what_is_doubtful_says_so(client):
    city = make_city(confidence="medium", note_vi="Chưa chắc.", note_en="One source only.")
    text = get(client, city).text
    assert "Not fully certain" in text
    assert "One source only." in text


def test_other_pages_addresses_under_cities_are_refused_as_names_of_cities(client):
    for slug in ("map", "compare"):
        with pytest.raises(ValidationError):
            make_city(slug=slug)


def test_country_that_has_no_page_is_named_but_not_linked(client):
    city = make_city(country=make_country(name_en="Atlantis"))
    text = get(client, city).text
    assert "Atlantis" in text
    assert f"/countries/{city.country.slug}/" not in text
    make_membership(city=city)
    assert f"/countries/{city.country.slug}/" in get(client, city).text
