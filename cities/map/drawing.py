"""What components/map.html and components/locator.html draw: lines, marks, names and groups."""

from functools import lru_cache
from itertools import groupby
from math import hypot
from typing import NamedTuple

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language

from .labels import Sheet, cells, place_labels, spread
from .land import land
from .shapes import bounds
from .view import View, around, paths, region

# The region stands 760 units wide: on most screens about as many pixels. A line of type is as high
# as browsers make it, 1.44 of its size.
WIDTH, SIZE, LINE, MARK = 760, 14.0, 20.5, 5.0
# A country alone is drawn for a phone; a finger needs room for each name there.
NEAR_WIDTH, NEAR_SIZE, NEAR_LINE, NEAR_MARK = 400, 16.0, 34.0, 6.0
NEAR_SHAPES = (0.75, 1.2)
# The whole country is shown if its cities stand this many times closer together then, or less.
WHOLE = 2.5
# On phones the region is 288 units of the screen wide or more, and a finger needs 24 of them.
GROUP_RADIUS = 32.0
LOCATOR_WIDTH, LOCATOR_SHAPES = 288, (0.5, 0.8)


class Member(NamedTuple):
    """A member city as the map shows it; `areas` are slugs of focus areas."""

    slug: str
    name: str
    longitude: float
    latitude: float
    is_founding: bool
    country: str
    country_slug: str
    code: str
    areas: str


def draw_region(memberships, query: dict, areas: dict | None = None) -> dict:
    """All member cities, each named, and for phones grouped by country: for components/map.html.

    `memberships` stand by country. A group leads to the map of its country, with `query` kept.
    `areas` are slugs of focus areas by the key of their city.
    """
    members = as_members(memberships, areas or {})
    svg = region_sheet(members, tuple(query.items()), get_language())
    return {"svg": svg, "is_near": False, "source": source_line()}


def draw_country(memberships) -> dict:
    """The member cities of one country, as near as they go together: for components/map.html."""
    svg = country_sheet(as_members(memberships, {}), get_language())
    return {"svg": svg, "is_near": True, "source": source_line()}


def as_members(memberships, areas: dict) -> tuple[Member, ...]:
    """What the map shows of memberships: all that a kept drawing depends on."""
    return tuple(
        Member(
            row.city.slug,
            row.city.name,
            float(row.city.longitude),
            float(row.city.latitude),
            row.is_founding,
            row.city.country.name,
            row.city.country.slug,
            row.city.country.code,
            " ".join(areas.get(row.city_id, ())),
        )
        for row in memberships
    )


# A drawing is the same for the same members and language: it is kept, since to find a place for
# each name takes far longer than all the rest of a page.
@lru_cache(maxsize=64)
def region_sheet(members: tuple[Member, ...], query: tuple, language: str) -> str:
    """The SVG of the region in `language`, which is the active one."""
    view = region(WIDTH)
    cities = draw_cities(members, view, Sheet(view.width, view.height, SIZE, LINE, MARK))
    drawing = drawn(view) | {
        "cities": cities,
        "groups": draw_groups(members, view, dict(query)),
        "dots": "".join(f"M{city['x']} {city['y']}h0" for city in cities),
    }
    return render_to_string("components/map_sheet.html", {"map": drawing})


@lru_cache(maxsize=64)
def country_sheet(members: tuple[Member, ...], language: str) -> str:
    """The SVG of one country's members in `language`, which is the active one."""
    country = members[0]
    view = near_view(country.code, members)
    sheet = Sheet(view.width, view.height, NEAR_SIZE, NEAR_LINE, NEAR_MARK)
    drawing = drawn(view, country.code) | {"cities": draw_cities(members, view, sheet)}
    context = {"map": drawing, "country": country.country}
    return render_to_string("components/map_sheet.html", context)


def near_view(code: str, members) -> View:
    """A view of the member cities, of their whole country if that is not much larger."""
    cities = bounds([[(member.longitude, member.latitude) for member in members]])
    view = around(cities, NEAR_WIDTH, NEAR_SHAPES, grid=2)
    if rings := land().countries.get(code):
        whole = around(bounds(rings), NEAR_WIDTH, NEAR_SHAPES, grid=2, room=1.1)
        if whole.scale * WHOLE > view.scale:
            return whole
    return view


def drawn(view: View, chosen: str = "") -> dict:
    """The land of a view; the country with the code `chosen` is marked."""
    land_around, countries = paths(view)
    return {
        "width": view.width,
        "height": view.height,
        "scale": short(1 / view.grid),
        "around": land_around,
        "countries": [
            {"code": code, "path": path, "is_chosen": code == chosen}
            for code, path in countries.items()
        ],
    }


def draw_cities(members, view: View, sheet: Sheet) -> list[dict]:
    """Each city: its mark, moved off others that it would cover, its name and a leader to it."""
    points = [view.point(member.longitude, member.latitude) for member in members]
    points = spread(points, 2 * sheet.mark + 0.5)
    places = tuple(
        (round(x, 1), round(y, 1), member.name)
        for (x, y), member in zip(points, members, strict=True)
    )
    labels = place_labels(places, sheet, ground(view))
    return [
        draw_city(member, place[:2], label)
        for member, place, label in zip(members, places, labels, strict=True)
    ]


def draw_city(member: Member, place: tuple, label) -> dict:
    """A city at its place; name, box and leader are told from there."""
    x, y = place
    shown = {"x": short(x), "y": short(y), "member": member, "label": None}
    if label:
        left, top, right, bottom = label.box
        shown["label"] = {
            "x": short(label.x - x),
            "y": short(label.y - y),
            "anchor": label.anchor,
            "left": short(left - x),
            "top": short(top - y),
            "width": short(right - left),
            "height": short(bottom - top),
            "leader": line_between(label.leader, place) if label.leader else "",
        }
    return shown


def line_between(points, origin=(0, 0)) -> str:
    """A straight line as the data of a path."""
    (ax, ay), (bx, by) = ((x - origin[0], y - origin[1]) for x, y in points)
    return f"M{short(ax)} {short(ay)}L{short(bx)} {short(by)}"


def draw_groups(members, view: View, query: dict) -> list[dict]:
    """The cities of each country together, near the one that is closest to all others."""
    groups = [list(rows) for _code, rows in groupby(members, lambda member: member.code)]
    middles = [middle(rows, view) for rows in groups]
    spots = spread(middles, 2 * GROUP_RADIUS)
    return [
        {
            "x": short(x),
            "y": short(y),
            "leader": line_between([place, (x, y)]),
            "code": rows[0].code,
            "country": rows[0].country,
            "count": len(rows),
            "url": reverse("pages:city_map", query={"country": rows[0].country_slug} | query),
        }
        for rows, place, (x, y) in zip(groups, middles, spots, strict=True)
    ]


def middle(members, view: View) -> tuple[float, float]:
    """The place of the city from which the way to all others is shortest."""
    points = [view.point(member.longitude, member.latitude) for member in members]
    return min(points, key=lambda one: sum(hypot(one[0] - x, one[1] - y) for x, y in points))


def short(number: float) -> str:
    """A number of the drawing, as short as can be and with a point in every language."""
    return f"{number:.1f}".removesuffix(".0").replace("-0.", "-.").removeprefix("0") or "0"


@lru_cache(maxsize=64)
def ground(view: View) -> frozenset:
    """Where coasts and borders run."""
    return cells(ring for rings in land().countries.values() for ring in view.rings(rings))


def draw_locator(code: str, cities) -> dict | None:
    """A country on a small map with `cities`, (city, whether it founded the network) pairs.

    None where neither the country nor a city can be drawn.
    """
    rings = land().countries.get(code, [])
    points = [(float(city.longitude), float(city.latitude)) for city, _founding in cities]
    if not rings and not points:
        return None
    view = around(bounds(rings or [points]), LOCATOR_WIDTH, LOCATOR_SHAPES, grid=1)
    land_around, countries = paths(view)
    spots = spread([view.point(*point) for point in points], 2 * MARK + 0.5)
    marks = [
        {"x": short(x), "y": short(y), "is_founding": is_founding}
        for (x, y), (_city, is_founding) in zip(spots, cities, strict=True)
    ]
    return {
        "width": view.width,
        "height": view.height,
        "scale": short(1 / view.grid),
        "around": land_around,
        "others": "".join(path for other, path in countries.items() if other != code),
        "own": countries.get(code, ""),
        "marks": marks,
    }


def source_line() -> dict:
    """Where the geometry comes from, in the reader's language, and its address ("" for none)."""
    return {"text": land().source[get_language()], "url": land().source_url}
