"""The geometry that the map is drawn from: the shipped file, or the one that replaces it.

A file is GeoJSON (WGS 84). A feature whose property `code` names a country is drawn as that
country, all others as quiet land around. `source_vi`, `source_en` and `source_url` stand beside
`features`.
"""

import json
import logging
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "map.geojson"
MOST_POINTS = 8_000  # more would make each page that shows the map too heavy

logger = logging.getLogger(__name__)


class MapFault(Exception):
    """Why a file cannot be the geometry of the map: one sentence that names the place."""


class Land(NamedTuple):
    """Rings of (longitude, latitude) by country code, of other land, and where they come from."""

    countries: dict[str, list]
    around: list
    source: dict[str, str]
    source_url: str


@cache
def land() -> Land:
    """The geometry in use, read once a process. A faulty replacement is logged and passed over."""
    if settings.MAP_GEOMETRY.exists():
        try:
            return read_land(settings.MAP_GEOMETRY)
        except MapFault:
            logger.exception("The shipped geometry of the map is used")
    return read_land(SHIPPED)


def read_land(path: Path) -> Land:
    """The geometry in `path`. Raises MapFault."""
    try:
        content = json.loads(path.read_text())
    except (OSError, ValueError) as error:
        raise MapFault(f"{path} cannot be read as JSON: {error}.") from error
    try:
        return Land(**parse(content))
    except MapFault as fault:
        raise MapFault(f"{path}: {fault}") from None


def parse(content) -> dict:
    """The fields of Land. Raises MapFault."""
    if not isinstance(content, dict) or content.get("type") != "FeatureCollection":
        raise MapFault("It is no GeoJSON FeatureCollection.")
    sources = {code: content.get(f"source_{code}") for code, _name in settings.LANGUAGES}
    for code, text in sources.items():
        if not isinstance(text, str) or not text.strip():
            raise MapFault(f"“source_{code}”, the line that names its source, is missing.")
    countries, around = {}, []
    for number, feature in enumerate(content.get("features") or [], start=1):
        code, rings = read_feature(feature, f"Feature {number}")
        (countries.setdefault(code, []) if code else around).extend(rings)
    if not countries:
        raise MapFault("No feature has a property “code”, such as “VN”, that names its country.")
    points = sum(len(ring) for rings in [*countries.values(), around] for ring in rings)
    if points > MOST_POINTS:
        raise MapFault(f"It has {points} points; simplify it to at most {MOST_POINTS}.")
    url = str(content.get("source_url") or "")
    return {"countries": countries, "around": around, "source": sources, "source_url": url}


def read_feature(feature, where: str) -> tuple[str, list]:
    """The code ("" without one) and the outer rings of a feature. Raises MapFault."""
    try:
        geometry, kind = feature["geometry"], feature["geometry"]["type"]
        code = (feature.get("properties") or {}).get("code") or ""
        polygons = {"Polygon": lambda parts: [parts], "MultiPolygon": list}[kind](
            geometry["coordinates"]
        )
        rings = [[(float(x), float(y)) for x, y, *_height in parts[0]] for parts in polygons]
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        raise MapFault(f"{where} is no Polygon or MultiPolygon of GeoJSON.") from None
    for ring in rings:
        if len(ring) < 4 or ring[0] != ring[-1]:
            raise MapFault(f"{where} has a ring that does not end where it begins.")
        for x, y in ring:
            if not (-180 <= x <= 180 and -85 <= y <= 85):
                raise MapFault(
                    f"{where} has the point ({x}, {y}), which is not in degrees of WGS 84,"
                    " longitude first."
                )
    return str(code), rings
