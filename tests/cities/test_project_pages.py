"""Projects: the list with its filters and past days, and the page of one."""

import pytest

from ascn_portal.listing import ROWS_A_PAGE
from cities.models import Project
from tests.factories import (
    cites,
    make_action_plan,
    make_city,
    make_document,
    make_focus_area,
    make_membership,
    make_partner,
    make_project,
    make_report,
    part,
)

pytestmark = pytest.mark.django_db


def get(client, project="", language="en", query=""):
    slug = getattr(project, "slug", project)
    return client.get(f"/{language}/projects/{slug}{'/' if slug else ''}{query}")


def projects(response) -> list[Project]:
    return [project for _city, rows in response.context["cities"] for project in rows]


def titles(response) -> list[str]:
    return [project.title for project in projects(response)]


def reported(statuses, **fields) -> Project:
    """A project with a status, or candidates, in each of the reports given."""
    area = fields.setdefault("focus_area", make_focus_area())
    rows = {}
    for report, status in statuses.items():
        named = {"status": status} if " " not in status else {"candidates": status}
        rows |= part(report=str(report.uid), focus_area=str(area.uid), **named)
    return make_project(parts={"citations": cites(), "statuses": rows}, **fields)


@pytest.fixture
def city(db):
    """A member city."""
    return make_membership(city=make_city()).city


def test_long_list_is_paged_and_a_page_that_does_not_exist_is_not_found(client):
    response = get(client)
    assert len(titles(response)) == ROWS_A_PAGE
    assert "Page 1 of" in response.text
    assert get(client, query="?page=9999").status_code == 404
    assert get(client, query="?page=two").status_code == 404


def test_status_is_that_of_the_newest_report_that_names_the_project(client, city):
    older = make_report(year=2001, as_of="2022-01-01")
    newer = make_report(year=2002, as_of="2023-01-01")
    reported({older: "planning", newer: "completed"}, city=city, title_en="Bridge")
    project = projects(get(client, query=f"?city={city.slug}"))[0]
    assert (project.status_then, project.report_year) == ("completed", 2002)


def test_past_day_shows_what_was_reported_or_planned_by_then(client, city):
    older = make_report(year=2001, as_of="2022-01-01")
    newer = make_report(year=2002, as_of="2023-01-01")
    plan = make_action_plan(city=city, as_of="2018-07-08")
    reported({older: "planning", newer: "completed"}, city=city, title_en="Bridge")
    reported({newer: "ongoing"}, city=city, title_en="Tunnel")
    make_project(city=city, action_plan=plan, title_en="Planned")
    then = f"?city={city.slug}&as_of="
    assert titles(get(client, query=f"{then}2018-07-07")) == []
    assert titles(get(client, query=f"{then}2018-07-08")) == ["Planned"]
    response = get(client, query=f"{then}2022-06-01")
    assert titles(response) == ["Bridge", "Planned"]
    assert projects(response)[0].status_then == "planning"


def test_filters_narrow_the_list(client, city):
    report = make_report(year=2001, as_of="2022-01-01")
    area = make_focus_area()
    reported({report: "ongoing"}, city=city, focus_area=area, title_en="Going on")
    reported({report: "planning ongoing"}, city=city, title_en="Not decided")
    support = part(kind="funding", text_vi="Vốn", text_en="Money", as_of="2018-07-08")
    make_project(
        city=city, title_en="Seeks", parts={"citations": cites(), "support_sought": support}
    )

    def found(query):
        return titles(get(client, query=f"?country={city.country.slug}&{query}"))

    assert found("status=ongoing") == ["Going on"]
    assert found("status=undecided") == ["Not decided"]
    assert found("status=unreported") == ["Seeks"]
    assert found(f"focus_area={area.slug}") == ["Going on"]
    assert found("support=funding") == ["Seeks"]
    assert found(f"city={city.slug}") == ["Going on", "Not decided", "Seeks"]


def test_report_that_is_not_public_decides_no_status(client, city):
    public = make_report(year=2001, as_of="2022-01-01")
    draft = make_report(year=2002, as_of="2023-01-01", state="draft")
    document = make_document(state="withdrawn")
    withdrawn = make_report(year=2003, as_of="2023-02-01", document=document)
    reported({public: "planning", draft: "completed", withdrawn: "completed"}, city=city)
    project = projects(get(client, query=f"?city={city.slug}"))[0]
    assert project.status_then == "planning"


@pytest.mark.parametrize("query", ["?status=lost", "?support=love", "?city=atlantis", "?country=x"])
def test_what_cannot_be_understood_is_refused_in_words(client, query):
    response = get(client, query=query)
    assert response.status_code == 400
    assert "accepted" in response.text.lower()


def test_choice_without_projects_says_so(client):
    assert "No project matches these filters" in get(client, query="?as_of=2018-05-01").text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_project_of_the_record_shows_its_status_in_each_report(client, language):
    response = get(client, "bandar-seri-begawan-kampong-ayer", language)
    rows = response.context["statuses"]
    assert [row["year"] for row in rows] == [2022, 2023, 2024, 2025]
    assert [row["status"] for row in rows] == ["planning", "", "", "ongoing"]
    assert rows[1]["candidates"] == {"vi": "chuẩn bị hoặc đang triển khai"}.get(
        language, "planning or ongoing"
    )
    assert '<span lang="en">Revitalisation of Kampong Ayer (Water Village)</span>' in response.text


def test_project_shows_what_it_seeks_costs_and_where_it_comes_from(client, city):
    area = make_focus_area()
    plan = make_action_plan(city=city, document=make_document(title_en="Collected plans"))
    parts = {
        "citations": cites(),
        "support_sought": part(
            kind="funding", text_vi="Vốn", text_en="Money for pipes", as_of="2018-07-08"
        ),
        "costs": part(
            amount="29000000000", currency="PHP", year=2024, parts={"citations": cites()}
        ),
    }
    project = make_project(
        city=city,
        focus_area=area,
        action_plan=plan,
        plan_page=7,
        former_names="Old pipes",
        partners_printed_vi="Sở Nước",
        partners_printed_en="Water Office\nPipe Makers",
        objective_vi="- Nước",
        objective_en="- Water for all",
        starts_year=2019,
        parts=parts,
    )
    partnership = part(project=str(project.uid))
    make_partner(name_en="Water Fund", parts={"citations": cites(), "partnerships": partnership})
    text = get(client, project).text
    for words in (
        "Money for pipes",
        "as of 8 July 2018",
        "29,000,000,000 PHP",
        f"/en/cities/{city.slug}/#plan-2018",
        "Collected plans",
        "<li>Old pipes</li>",
        "<li>Pipe Makers</li>",
        "<li>Water for all</li>",
        "Water Fund",
        "2019",
    ):
        assert words in text


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_nothing_that_is_not_public_is_named(client, state, city):
    document = make_document(state=state, title_en="Hidden document")
    plan = make_action_plan(city=city, state=state, starts_year=2019, document=document)
    project = make_project(city=city, action_plan=plan, documents=[document])
    partnership = part(project=str(project.uid))
    make_partner(
        state=state,
        name_en="Hidden partner",
        parts={"citations": cites(), "partnerships": partnership},
    )
    text = get(client, project).text
    assert "Hidden" not in text
    assert "#plan-2019" not in text
