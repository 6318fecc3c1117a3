"""Monitoring results: what each report prints beside what its list adds up to."""

import pytest

from cities.models import MonitoringReport
from tests.factories import (
    cites,
    make_document,
    make_focus_area,
    make_indicator,
    make_project,
    make_report,
    make_source,
    part,
)

pytestmark = pytest.mark.django_db


def get(client, language="en"):
    return client.get(f"/{language}/monitoring/")


def block(response, year) -> dict:
    return next(block for block in response.context["reports"] if block["year"] == year)


def row(block, table, label) -> dict:
    return next(row for row in block["tables"][table]["rows"] if row["label"] == label)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_report_has_its_place_newest_first(client, language):
    response = get(client, language)
    years = [block["year"] for block in response.context["reports"]]
    assert years == sorted(years, reverse=True)
    for report in MonitoringReport.objects.published():
        assert f'id="report-{report.year}"' in response.text
        assert report.document.get_absolute_url().replace("/vi/", f"/{language}/") in response.text


def test_printed_figures_stand_with_their_page_beside_counted_ones(client):
    report = block(get(client), 2022)
    total = row(report, 0, "All projects")
    assert total["counted"] == 77
    assert total["printed"][0]["value"] == "77 projects"
    assert total["printed"][0]["page"] == "p. 5"
    completed = row(report, 0, "Completed")
    assert (completed["counted"], completed["share"]) == (2, "2.6%")
    assert "2.94%" in [figure["value"] for figure in completed["printed"]]
    assert row(report, 1, "Civic and Social")["counted"] == 22


def test_figure_about_another_time_than_the_report_says_so(client):
    totals = row(block(get(client), 2022), 0, "All projects")["printed"]
    assert [figure["time"] for figure in totals if figure["value"] == "65 projects"] == ["2021"]


def test_contradictions_of_a_report_are_shown(client):
    assert "The text says 2.94% completed" in get(client).text


def test_statuses_are_counted_from_public_rows_alone(client):
    report, area = make_report(year=2091), make_focus_area(name_en="Harbours")
    for state in ("published", "draft", "withdrawn"):
        rows = part(report=str(report.uid), status="ongoing", focus_area=str(area.uid))
        make_project(state=state, focus_area=area, parts={"citations": cites(), "statuses": rows})
    found = block(get(client), 2091)
    assert row(found, 0, "Ongoing")["counted"] == 1
    assert row(found, 1, "Harbours")["counted"] == 1


def test_figure_of_another_indicator_is_listed_by_itself(client):
    report = make_report(year=2091)
    printed = part(
        value="144", period_on="2026-09-30", report=str(report.uid), source=str(make_source().uid)
    )
    make_indicator(name_en="People trained", parts={"observations": printed})
    other = block(get(client), 2091)["others"][0]
    assert (other["name"], other["value"]) == ("People trained", "144 people")


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_report_that_is_not_public_is_absent(client, state):
    make_report(year=2091, state=state)
    make_report(year=2092, document=make_document(state=state))
    years = [block["year"] for block in get(client).context["reports"]]
    assert not {2091, 2092} & set(years)
