"""The geometry of the map: what is shipped, how it is made, and what may replace it."""

import json
import re

import pytest
from django.core.management import call_command

from ascn_portal.as_of import today
from cities.checks import check_map_geometry
from cities.map import drawing, land, view
from cities.map.shapes import simplify
from cities.models import Country
from tests.html import Html

pytestmark = pytest.mark.django_db


@pytest.fixture
def fresh_geometry():
    """What is kept of the geometry belongs to one file: forgotten before and after."""
    kept = [land.land, view.region, view.paths]
    kept += [drawing.ground, drawing.region_sheet, drawing.country_sheet]
    for function in kept:
        function.cache_clear()
    yield
    for function in kept:
        function.cache_clear()


def square(west, south, size=4.0) -> list:
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(ring, **properties) -> dict:
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def geojson(*features, **changes) -> dict:
    head = {"type": "FeatureCollection", "source_vi": "Bản vẽ riêng", "source_en": "Our drawing"}
    return head | {"features": list(features)} | changes


REGION = geojson(feature(square(95, -10, 35), code="VN"), feature(square(131, 20)))


@pytest.mark.usefixtures("fresh_geometry")
def test_the_secretariat_can_replace_the_geometry(client, settings, tmp_path):
    settings.MAP_GEOMETRY = tmp_path / "map.geojson"
    settings.MAP_GEOMETRY.write_text(json.dumps(REGION))
    assert check_map_geometry() == []
    answer = client.get("/en/cities/map/")
    assert "Our drawing" in answer.text
    paths = Html(answer.text).all("path")
    assert [path["data-country"] for path in paths if "data-country" in path] == ["VN"]


FAULTY = {
    "no GeoJSON FeatureCollection": {"type": "Topology"},
    "“source_vi”": geojson(feature(square(95, 5), code="VN"), source_vi=""),
    "No feature has a property “code”": geojson(feature(square(95, 5))),
    "Feature 2 is no Polygon": geojson(feature(square(95, 5), code="VN"), {"type": "Feature"}),
    "does not end where it begins": geojson(feature(square(95, 5)[:-1], code="VN")),
    "longitude first": geojson(feature(square(11_500_000, 200_000), code="VN")),
    "simplify it to at most": geojson(feature(square(95, 5) * 2_000, code="VN")),
}


@pytest.mark.usefixtures("fresh_geometry")
@pytest.mark.parametrize("wrong", FAULTY)
def test_faulty_geometry_is_named_by_the_check_and_passed_over_by_pages(
    client, settings, tmp_path, wrong
):
    settings.MAP_GEOMETRY = tmp_path / "map.geojson"
    settings.MAP_GEOMETRY.write_text(json.dumps(FAULTY[wrong]))
    [fault] = check_map_geometry()
    assert wrong in fault.msg
    assert "map.geojson" in fault.msg
    answer = client.get("/en/cities/map/")
    assert answer.status_code == 200
    assert "Natural Earth" in answer.text


def test_a_file_that_is_no_json_is_named(settings, tmp_path):
    settings.MAP_GEOMETRY = tmp_path / "map.geojson"
    settings.MAP_GEOMETRY.write_bytes(b"PK\x03\x04\xff")
    [fault] = check_map_geometry()
    assert "cannot be read as JSON" in fault.msg


def test_shipped_geometry_has_each_member_country_and_names_no_place():
    shipped = json.loads(land.SHIPPED.read_text())
    codes = {row["properties"].get("code") for row in shipped["features"]}
    assert set(Country.objects.members_by(today()).values_list("code", flat=True)) <= codes
    assert all(set(row["properties"]) <= {"code"} for row in shipped["features"])
    assert re.fullmatch(r"[0-9a-f]{64}", shipped["made_from_sha256"])


def test_shipped_geometry_draws_nothing_in_the_open_sea_between_its_coasts():
    """No islets between 110 and 117° east, 6 and 18° north, that anyone might claim by a map."""
    shipped = land.read_land(land.SHIPPED)
    rings = [ring for rings in [*shipped.countries.values(), shipped.around] for ring in rings]
    points = [point for ring in rings for point in ring]
    assert not [(x, y) for x, y in points if 110 < x < 116.5 and 7.5 < y < 18]


def topology() -> dict:
    """Two countries of the network beside each other, and one that is not, on a grid of degrees."""
    return {
        "type": "Topology",
        "transform": {"scale": [1, 1], "translate": [100, 0]},
        "arcs": [
            [[2, 0], [0, 5], [0, 5]],  # the border
            [[2, 10], [-2, 0], [0, -10], [2, 0]],  # around the western one
            [[2, 0], [8, 0], [0, 10], [-8, 0]],  # around the eastern one
            [[20, 0], [5, 0], [0, 5], [-5, 0], [0, -5]],
        ],
        "objects": {
            "countries": {
                "geometries": [
                    {"id": "704", "type": "Polygon", "arcs": [[0, 1]]},
                    {"id": "418", "type": "Polygon", "arcs": [[2, ~0]]},
                    {"id": "156", "type": "MultiPolygon", "arcs": [[[3]]]},
                ]
            }
        },
    }


def test_the_build_command_makes_a_file_that_the_site_reads(monkeypatch, tmp_path):
    made, atlas = tmp_path / "map.geojson", tmp_path / "atlas.json"
    monkeypatch.setattr("cities.management.commands.build_map.SHIPPED", made)
    atlas.write_text(json.dumps(topology()))
    call_command("build_map", atlas, verbosity=0)
    read = land.read_land(made)
    assert set(read.countries) == {"VN", "LA"}
    border = {(102.0, 0.0), (102.0, 10.0)}
    assert all(border <= set(ring) for rings in read.countries.values() for ring in rings)
    assert len(read.around) == 1


def test_simplifying_keeps_the_ends_of_a_line():
    line = [(0, 0), (1, 0.01), (2, 0), (3, 2), (4, 0)]
    assert simplify(line, 0.1) == [(0, 0), (2, 0), (3, 2), (4, 0)]
