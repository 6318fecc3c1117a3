"""Comparisons of cities: their address, what their page and file say."""

import csv
import io

from tests.factories import (
    both,
    cites,
    make_city,
    make_country,
    make_indicator,
    make_source,
    part,
)
from tests.html import Html

PATH = "/en/cities/compare/"
KNOWN = ("cebu-city", "da-nang", "singapore")


def address(*cities, language="en", tail="") -> str:
    """The one address of a comparison."""
    slugs = sorted(getattr(city, "slug", city) for city in cities)
    return f"/{language}/cities/compare/?{'&'.join(f'city={slug}' for slug in slugs)}{tail}"


def get(client, *cities, **more):
    return client.get(address(*cities, **more))


def rows(response) -> dict:
    """{label and note: row} of all groups."""
    return {
        ", ".join(filter(None, [row.label, row.note])): row
        for _title, group in response.context["groups"]
        for row, _cells in group
    }


def texts(row) -> list[list[str]]:
    """What a row says of each city."""
    return [[value.text for value in cell] for cell in row.cells]


def table(response) -> list[dict]:
    """The lines of the file, by the names of its columns."""
    text = response.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def figures(name: str, *said) -> None:
    """An indicator with a figure for each (city, value, day, scope)."""
    observations = {}
    for city, value, day, scope in said:
        observations |= part(
            value=value,
            period_on=day,
            city=str(city.uid),
            source=str(make_source().uid),
            scope_en=scope,
            scope_vi=scope and f"{scope} (vi)",
        )
    make_indicator(
        **both("name", f"{name} (vi)", name),
        parts={"citations": cites(), "observations": observations},
    )


def pair(**fields):
    """Two cities of one country."""
    country = make_country()
    return [make_city(country=country, **fields) for _city in range(2)]


def selected(response) -> list[str]:
    """What the lists of the form stand on."""
    return [option["value"] for option in Html(response.text).all("option") if "selected" in option]
