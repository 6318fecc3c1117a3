"""From TopoJSON, in which neighbours share the line between them, to the rings of our map.

Lines are simplified before rings are made of them, so that common borders stay common.
"""

from .shapes import area, clip, simplify

TOLERANCE = 0.04  # degrees: half a pixel of the map of the region
# What is smaller is left out, save where it is a whole country (square degrees).
ISLET = 0.02
ISLET_AROUND = 0.3
# What of the neighbours is kept: the region and a margin for other frames (degrees).
REGION = (89.0, -14.0, 144.0, 31.0)


def read_lines(topology: dict) -> list[list]:
    """The lines of a topology in degrees, simplified; they are stored as steps on a grid."""
    (scale_x, scale_y), (left, low) = (
        topology["transform"]["scale"],
        topology["transform"]["translate"],
    )
    lines = []
    for steps in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            line.append((x * scale_x + left, y * scale_y + low))
        lines.append(simplify(line, TOLERANCE))
    return lines


def outlines(country: dict) -> list[list[int]]:
    """The outer rings of a country as numbers of lines; ~number is the line backwards."""
    parts = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
    return [part[0] for part in parts]


def rings_of(country: dict, lines) -> list[list]:
    """The rings of a country without its islets; of the smallest ones the largest ring."""
    rings = [join(numbers, lines) for numbers in outlines(country)]
    return [ring for ring in rings if area(ring) >= ISLET] or [max(rings, key=area)]


def join(numbers, lines) -> list:
    """One ring of several lines."""
    ring = []
    for number in numbers:
        line = lines[number] if number >= 0 else lines[~number][::-1]
        ring += line[1:] if ring else line
    return ring


def merged(countries, lines) -> list[list]:
    """The rings around all `countries` together, within REGION: no line between two of them."""
    numbers = [number for country in countries for ring in outlines(country) for number in ring]
    outer = {number for number in numbers if ~number not in numbers}
    starts = {}
    for number in sorted(outer):
        starts.setdefault(ends(number, lines)[0], []).append(number)
    rings = []
    while outer:
        way = [min(outer)]
        while True:
            outer.discard(way[-1])
            here = ends(way[-1], lines)[1]
            onward = [number for number in starts[here] if number in outer]
            if here == ends(way[0], lines)[0] or not onward:
                break
            way.append(onward[0])
        rings.append(clip(join(way, lines), REGION))
    return [ring for ring in rings if ring and area(ring) >= ISLET_AROUND]


def ends(number: int, lines) -> tuple:
    """Where a line starts and where it ends."""
    line = lines[number] if number >= 0 else lines[~number]
    return (line[0], line[-1]) if number >= 0 else (line[-1], line[0])
