"""Member countries: the list on a day, and the page of one."""

import pytest

from cities.models import Country
from tests.factories import (
    cites,
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
    make_term,
    part,
)

pytestmark = pytest.mark.django_db


def get(client, country="", language="en", query=""):
    slug = getattr(country, "slug", country)
    return client.get(f"/{language}/countries/{slug}{'/' if slug else ''}{query}")


def names(response, group_id) -> list[str]:
    groups = [group for group in response.context["groups"] if group["id"] == group_id]
    return [row["country"].name for group in groups for row in group["rows"]]


def member(**fields):
    """A country with a member city."""
    country = make_country(**fields)
    make_membership(city=make_city(country=country))
    return country


def test_countries_of_the_founding_cities_stand_first_with_their_cities(client):
    response = get(client)
    assert "Viet Nam" in names(response, "founding")
    assert names(response, "later") == ["Timor-Leste"]
    assert "Da Nang" in response.text


def test_past_day_shows_the_countries_and_counts_of_that_day(client):
    response = get(client, query="?as_of=2021-08-30")
    assert response.context["result"] == "26 member cities in 10 countries"
    assert "Timor-Leste" not in names(response, "later")
    thailand = next(
        row for row in response.context["groups"][0]["rows"] if row["country"].slug == "thailand"
    )
    assert thailand["count"] == "3 member cities"


def test_country_whose_first_city_joined_on_an_unknown_day_stands_apart(client):
    response = get(client, query="?as_of=2026-01-15")
    assert names(response, "uncertain") == ["Timor-Leste"]
    assert names(response, "later") == []


def test_country_without_a_member_city_has_no_page(client):
    japan = Country.objects.get(code="JP")
    assert get(client, japan).status_code == 404
    assert japan.name_en not in names(get(client), "founding") + names(get(client), "later")


def test_country_shows_what_it_is_and_who_represents_it(client):
    facts = {fact["label"]: fact for fact in get(client, "viet-nam").context["facts"]}
    assert facts["Capital"]["value"] == "Ha Noi"
    assert facts["Joined ASEAN"]["value"] == "28 July 1995"
    agency = facts["Agency of the National Representative"]
    assert agency["value"] == "Ministry of Construction"
    assert agency["detail"] == "as of 31 January 2026"


def test_native_names_carry_their_language_and_direction(client):
    country = member(
        parts={"citations": cites(), "native_names": part(text="بروني", language="ms-Arab")}
    )
    assert 'lang="ms-Arab" dir="rtl">بروني</span>' in get(client, country).text


def test_country_lists_its_terms_events_partners_and_documents(client):
    country = member(documents=[make_document(title_en="National scheme")])
    make_term(country=country, starts_on="2035-01-01", ends_on="2035-12-31", theme_en="Rivers")
    make_event(host_country=country, title_en="River forum")
    make_partner(country=country, name_en="River company")
    text = get(client, country).text
    for words in ("National scheme", "Rivers", "/en/chairs/2035/", "River forum", "River company"):
        assert words in text


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_nothing_that_is_not_public_is_named(client, state):
    country = member(documents=[make_document(state=state, title_en="Hidden document")])
    make_city(country=country, state=state, name_en="Hidden city")
    make_event(host_country=country, state=state, title_en="Hidden event")
    make_partner(country=country, state=state, name_en="Hidden partner")
    make_term(country=country, state=state, theme_en="Hidden theme")
    assert "Hidden" not in get(client, country).text


def test_projects_are_counted_by_report_and_status(client):
    country = member()
    city, area = make_city(country=country), make_focus_area()
    report, secret = make_report(year=2091), make_report(year=2092, state="draft")
    for status in ("ongoing", "ongoing", ""):
        rows = part(report=str(report.uid), status=status, focus_area=str(area.uid))
        rows |= part(report=str(secret.uid), status="completed", focus_area=str(area.uid))
        make_project(city=city, focus_area=area, parts={"citations": cites(), "statuses": rows})
    table = get(client, country).context["statuses"]
    assert table["columns"] == ["Planning", "Ongoing", "Completed", "Undecided"]
    assert table["rows"] == [{"year": 2091, "counts": [0, 2, 0, 1], "total": 3}]


def test_figures_of_reports_stand_by_year_and_others_with_time_and_source(client):
    country = member()
    report = make_report(year=2091, as_of="2026-01-01")
    place = {"country": str(country.uid), "source": str(make_source().uid)}
    printed = part(
        value="7", period_on="2026-01-01", period_precision="day", report=str(report.uid), **place
    )
    make_indicator(name_en="Printed", parts={"observations": printed})
    make_indicator(
        name_en="Other", parts={"observations": part(value="5", period_on="2024-01-01", **place)}
    )
    context = get(client, country).context
    row = context["printed"]["rows"][0]
    assert (row["name"], row["cells"][0][0]["value"]) == ("Printed", "7")
    figure = context["figures"][0]
    assert (figure["label"], figure["value"], figure["detail"]) == ("Other", "5 people", "2024")
    assert figure["source_number"]


def test_pages_of_one_source_are_named_once_and_in_order(client):
    plans = next(row for row in get(client).context["sources"] if "Action Plans" in row["title"])
    assert plans["pages"].startswith("5, 7, 9, 11, 13, 15")


def test_printed_figures_do_not_repeat_a_unit_that_their_name_tells(client):
    units = {row["name"]: row["unit"] for row in get(client, "viet-nam").context["printed"]["rows"]}
    assert units["Projects ongoing"] == ""
