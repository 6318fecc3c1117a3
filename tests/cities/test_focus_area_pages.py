"""Focus areas: what each means, and who works on it."""

import pytest

from tests.factories import (
    cites,
    make_city,
    make_document,
    make_focus_area,
    make_membership,
    make_project,
    make_report,
    part,
)

pytestmark = pytest.mark.django_db


def get(client, area="", language="en"):
    slug = getattr(area, "slug", area)
    return client.get(f"/{language}/focus-areas/{slug}{'/' if slug else ''}")


def member(**fields):
    city = make_city(**fields)
    make_membership(city=city)
    return city


def test_areas_stand_in_the_order_of_the_framework_with_their_counts(client):
    area = make_focus_area(order=0)
    member(focus_areas=[area])
    make_city(focus_areas=[area])  # no member
    make_project(focus_area=area)
    make_project(focus_area=area, state="draft")
    row = get(client).context["areas"][0]
    assert (row["area"], row["cities"], row["projects"]) == (area, "1 member city", "1 project")


def test_area_shows_definition_sub_areas_cities_projects_and_documents(client):
    area = make_focus_area(
        definition_en="All about harbours.",
        sub_areas_vi="Cầu cảng\nKho",
        sub_areas_en="Piers\nStores",
        documents=[make_document(title_en="Harbour guide")],
    )
    member(name_en="Port City", focus_areas=[area])
    report = make_report(year=2025 + 66, as_of="2026-01-01")
    status = part(report=str(report.uid), status="ongoing", focus_area=str(area.uid))
    make_project(
        title_en="New pier", focus_area=area, parts={"citations": cites(), "statuses": status}
    )
    response = get(client, area)
    for words in (
        "All about harbours.",
        "<li>Piers</li>",
        "Port City",
        "New pier",
        "Harbour guide",
    ):
        assert words in response.text
    assert response.context["statuses"]["rows"] == [{"year": 2091, "counts": [0, 1, 0], "total": 1}]


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_nothing_that_is_not_public_is_named(client, state):
    document = make_document(state=state, title_en="Hidden document")
    area = make_focus_area(documents=[document])
    member(state=state, name_en="Hidden city", focus_areas=[area])
    make_project(state=state, title_en="Hidden project", focus_area=area)
    assert "Hidden" not in get(client, area).text
