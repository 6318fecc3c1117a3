"""Cities side by side: what can be compared, and how it stands there."""

import pytest

from tests.factories import (
    both,
    cites,
    make_action_plan,
    make_focus_area,
    make_indicator,
    make_membership,
    make_project,
    make_report,
    make_source,
    part,
)
from tests.html import Html
from tests.queries import query_count

from .comparison import KNOWN, PATH, address, figures, get, pair, rows, selected, texts

pytestmark = pytest.mark.django_db


def test_newcomer_finds_a_form_and_ready_choices_and_can_be_found_by_search_engines(client):
    response = client.get(PATH)
    html = Html(response.text)
    assert response.status_code == 200
    assert [select["name"] for select in html.all("select")] == ["city"] * 4
    assert html.all("optgroup", label="Viet Nam")
    assert html.all("option", value="da-nang")
    assert not html.all("meta", name="robots")
    assert address("da-nang", "ha-noi", "ho-chi-minh-city") in html.links()
    assert PATH in Html(client.get("/en/cities/").text).links()
    assert f"{PATH}?city=da-nang" in Html(client.get("/en/cities/da-nang/").text).links()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_city_page_leads_to_a_form_with_the_city_filled_in(client, language):
    response = get(client, "da-nang", language=language)
    assert response.status_code == 200
    assert selected(response) == ["da-nang"]
    wanted = {"vi": "Cần chọn thêm ít nhất một đô thị", "en": "Choose at least one more city"}
    assert wanted[language] in response.text
    assert Html(response.text).all("meta", name="robots", content="noindex")


def test_cities_stand_side_by_side_with_membership_plan_and_place(client):
    response = get(client, *KNOWN)
    assert response.status_code == 200
    assert [city.slug for city, _url in response.context["columns"]] == list(KNOWN)
    said = rows(response)
    assert texts(said["Country"]) == [["Philippines"], ["Viet Nam"], ["Singapore"]]
    assert texts(said["Member since"])[1] == ["28 April 2018"]
    assert said["Member since"].cells[1][0].detail == "founding member"
    assert said["Member since"].cells[1][0].source_numbers
    assert texts(said["Kind of city"])[2] == ["City-state"]
    assert said["Time zone"].cells[1][0].detail == "UTC+7"
    assert texts(said["Website"])[1] == ["danang.gov.vn"]
    [plan] = said["Action plan"].cells[1]
    assert (plan.text, plan.url) == ("2018–2025", "/en/cities/da-nang/#plan-2018")
    html = Html(response.text)
    assert html.all("meta", name="robots", content="noindex")
    assert address("cebu-city", "singapore") in html.links()
    assert "Cebu City, Da Nang and Singapore" in html.text("h1")


def test_date_of_joining_is_no_preciser_than_known_and_doubts_are_said(client):
    first, second = pair()
    make_membership(city=first, confidence="low", note_vi="Chưa chắc.", note_en="Unclear.")
    make_membership(
        city=second,
        starts_on="2025-09-01",
        starts_precision="month",
        starts_not_before="2025-09-01",
        starts_not_after="2025-09-30",
        ends_on="2026-01-31",
    )
    [one], [two] = rows(get(client, first, second))["Member since"].cells
    assert (one.text, two.text) == ("2024", "September 2025 to 31 January 2026")
    assert one.detail == "joined later · day and month not known · doubtful"
    assert two.detail == "joined later · day not known"
    assert [remark.text for remark in one.remarks] == ["Unclear."]


def test_figure_has_its_unit_time_scope_page_and_source(client):
    population = rows(get(client, *KNOWN))["Population, newest figures"]
    [value] = population.cells[1]
    assert (value.text, value.number, value.time) == ("3,065,628 people", "3065628", "2025")
    assert value.scope.text == "city after the merger with Quang Nam province"
    assert value.source_numbers


def test_figures_of_different_years_are_marked_and_those_of_one_year_stand_together(client):
    first, second = pair()
    figures(
        "Trees",
        (first, "10", "2025-01-01", "city"),
        (first, "8", "2018-01-01", "city"),
        (second, "5", "2018-06-01", "City "),
    )
    said = rows(get(client, first, second))
    assert texts(said["Trees, newest figures"]) == [["10 people"], ["5 people"]]
    assert said["Trees, newest figures"].warning == (
        "Not comparable: they are of different years (2025 and 2018)."
    )
    assert texts(said["Trees, 2018"]) == [["8 people"], ["5 people"]]
    assert said["Trees, 2018"].warning == ""


@pytest.mark.parametrize(
    ("scopes", "warning"),
    [
        (("city", "city"), ""),
        (("", ""), ""),
        (("city", "province"), "Not comparable: their scopes differ."),
        (("city", ""), "Not comparable: not all state their scope."),
    ],
)
def test_figures_of_different_scopes_are_marked(client, scopes, warning):
    first, second = pair()
    day = "2025-01-01"
    figures("Trees", (first, "10", day, scopes[0]), (second, "5", day, scopes[1]))
    response = get(client, first, second)
    assert rows(response)["Trees"].warning == warning
    assert ("Not comparable" in response.text) == bool(warning)
    in_vietnamese = get(client, first, second, language="vi").text
    assert ("Không so sánh được" in in_vietnamese) == bool(warning)


def test_figure_of_one_city_alone_is_not_marked_and_the_others_say_that_there_is_none(client):
    first, second = pair()
    figures("Trees", (first, "10", "2025-01-01", "city"))
    response = get(client, first, second)
    assert texts(rows(response)["Trees"]) == [["10 people"], []]
    assert rows(response)["Trees"].warning == ""
    assert "not on record" in response.text


def test_focus_areas_are_those_of_the_city_and_of_its_plan_in_their_order(client):
    first, second = pair()
    water, air = (
        make_focus_area(order=61, name_en="Water"),
        make_focus_area(order=60, name_en="Air"),
    )
    first.focus_areas.add(water)
    areas = part(focus_area=str(air.uid), basis="stated")
    make_action_plan(city=first, parts={"citations": cites(), "plan_focus_areas": areas})
    assert texts(rows(get(client, first, second))["Focus areas"]) == [["Air", "Water"], []]


def test_projects_are_counted_by_status_in_each_report(client):
    first, second = pair()
    area, report = make_focus_area(), make_report(year=2095)
    for status in ("ongoing", "ongoing", "completed"):
        statuses = part(report=str(report.uid), status=status, focus_area=str(area.uid))
        make_project(city=first, parts={"citations": cites(), "statuses": statuses})
    make_project(city=second)
    said = rows(get(client, first, second))
    assert texts(said["All projects, counted from the record"]) == [["3"], ["1"]]
    named = said["Monitoring report 2095"]
    assert [(value.part, value.number) for value in named.cells[0]] == [
        ("Ongoing", 2),
        ("Completed", 1),
    ]
    assert named.cells[1] == []
    assert named.missing == "no project in this report"
    assert (named.time, named.url) == ("as of 30 September 2026", "/en/monitoring/#report-2095")


def test_remark_on_all_cities_is_said_once(client):
    basis = both("focus_areas_basis", "theo kế hoạch", "stated in the plan")
    first, second = pair(focus_areas=[make_focus_area()], **basis)
    response = get(client, first, second)
    assert [remark.text for remark in rows(response)["Focus areas"].remarks] == [
        "stated in the plan"
    ]
    assert response.text.count("stated in the plan") == 1


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_nothing_that_is_not_public_is_compared(client, state):
    area = make_focus_area(state=state, name_en="Hidden area")
    first, second = pair(focus_areas=[area])
    make_action_plan(city=first, state=state, starts_year=1950)
    make_project(city=first, state=state)
    make_membership(city=first, state=state, note_en="Hidden note")
    observation = part(
        value="1", period_on="2025-01-01", city=str(first.uid), source=str(make_source().uid)
    )
    make_indicator(state=state, name_en="Hidden", parts={"observations": observation})
    text = get(client, first, second).text
    assert "Hidden" not in text
    assert "1950" not in text
    assert texts(rows(get(client, first, second))["All projects, counted from the record"])[0] == []


def test_number_of_queries_is_small_and_does_not_grow_with_the_cities():
    few = query_count(address("da-nang", "cebu-city"))
    assert few == query_count(address("da-nang", "cebu-city", "singapore", "phnom-penh"))
    assert few <= 16
