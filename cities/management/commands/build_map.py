"""`manage.py build_map`: make the shipped geometry of the map from the atlas it is taken from."""

import hashlib
import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cities.map import topology
from cities.map.land import SHIPPED

# ISO 3166-1: the number by which the atlas knows a country, and the letters by which we do.
CODES = {
    "096": "BN",
    "104": "MM",
    "116": "KH",
    "360": "ID",
    "418": "LA",
    "458": "MY",
    "608": "PH",
    "626": "TL",
    "702": "SG",
    "704": "VN",
    "764": "TH",
}
SOURCE = {
    "source_en": "Natural Earth 4.1 (public domain), simplified",
    "source_vi": "Natural Earth 4.1 (phạm vi công cộng), đã giản lược",
    "source_url": "https://www.naturalearthdata.com/",
    "made_from": "countries-50m.json of the npm package world-atlas 2.0.2",
    "licence": "Natural Earth: public domain; world-atlas: ISC",
}


class Command(BaseCommand):
    help = (
        "Make cities/data/map.geojson from countries-50m.json of the npm package world-atlas"
        " (npm pack world-atlas@2.0.2). Not from its 10m file: that names disputed islands."
    )

    def add_arguments(self, parser):
        parser.add_argument("atlas", type=Path, help="the unpacked countries-50m.json")

    def handle(self, *, atlas, **options):
        try:
            text = atlas.read_bytes()
            features = make_features(json.loads(text))
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(f"{atlas} is no TopoJSON of countries: {error}") from error
        head = SOURCE | {"made_from_sha256": hashlib.sha256(text).hexdigest()}
        SHIPPED.write_text(as_geojson(head, features))
        points = sum(len(ring) for _code, rings in features for ring in rings)
        self.stdout.write(f"{SHIPPED}: {points} points, {SHIPPED.stat().st_size // 1000} kB")


def make_features(atlas: dict) -> list[tuple[str, list]]:
    """(code, rings) of each country of the network, and under "" all other land as one."""
    lines = topology.read_lines(atlas)
    countries = atlas["objects"]["countries"]["geometries"]
    ours = {CODES[row["id"]]: row for row in countries if row.get("id") in CODES}
    others = [row for row in countries if row.get("id") not in CODES]
    drawn = [(code, topology.rings_of(row, lines)) for code, row in sorted(ours.items())]
    return [("", topology.merged(others, lines)), *drawn]


def as_geojson(head: dict, features) -> str:
    """A feature a line, so that a change of one country is a change of one line."""
    rows = [
        {
            "type": "Feature",
            "properties": {"code": code} if code else {},
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [[[[round(x, 2), round(y, 2)] for x, y in ring]] for ring in rings],
            },
        }
        for code, rings in features
    ]
    opening = json.dumps({"type": "FeatureCollection"} | head, ensure_ascii=False, indent=1)
    lines = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
    return opening.removesuffix("\n}") + f',\n "features": [\n{lines}\n]}}\n'
