"""A part of the world as it lies on a drawing: Mercator's projection, cut to a frame."""

import itertools
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import atan, degrees, exp, log, pi, radians, tan

from .land import land
from .shapes import area, bounds, clip

# Rings that are smaller are not drawn (square steps); of land around, bits look like dust.
SPECK = 4
SPECK_AROUND = 400
NARROWEST = 5.0  # degrees that a view is wide at least: nearer, the coasts would be too coarse
# Beyond the frame, so that the edges of what is cut off are not seen (units).
BLEED = 6


def northing(latitude: float) -> float:
    """Mercator's height of a parallel, in degrees of longitude."""
    return degrees(log(tan(pi / 4 + radians(latitude) / 2)))


def latitude_of(height: float) -> float:
    """The parallel at one of Mercator's heights."""
    return degrees(2 * atan(exp(radians(height))) - pi / 2)


@dataclass(frozen=True)
class View:
    """From `west` to `east` over `width` units, from `north` down to `south`; all in degrees.

    Paths go by `grid` whole steps in a unit.
    """

    west: float
    south: float
    east: float
    north: float
    width: int
    grid: int = 2

    @cached_property
    def scale(self) -> float:
        """Units in a degree of longitude."""
        return self.width / (self.east - self.west)

    @cached_property
    def height(self) -> int:
        return round((northing(self.north) - northing(self.south)) * self.scale)

    def point(self, longitude, latitude) -> tuple[float, float]:
        """Where a place lies, from the upper left corner."""
        rise = northing(self.north) - northing(float(latitude))
        return (float(longitude) - self.west) * self.scale, rise * self.scale

    def rings(self, outlines, speck: float = SPECK) -> list[list]:
        """What of `outlines` is seen, in units, without rings of less than `speck` square steps."""
        frame = (-BLEED, -BLEED, self.width + BLEED, self.height + BLEED)
        laid = ([self.point(*corner) for corner in ring] for ring in outlines)
        shown = (clip(ring, frame) for ring in laid if touches(ring, frame))
        return [ring for ring in shown if ring and area(ring) * self.grid**2 > speck]


def touches(ring, frame) -> bool:
    """Whether the box around a ring meets the frame."""
    left, low, right, high = bounds([ring])
    return left < frame[2] and right > frame[0] and low < frame[3] and high > frame[1]


@lru_cache(maxsize=64)
def region(width: int, margin: float = 1.0) -> View:
    """All countries of the geometry, with a margin (degrees), smaller above and smallest below."""
    rings = [ring for rings in land().countries.values() for ring in rings]
    west, south, east, north = bounds(rings)
    return View(west - margin, south - margin / 6, east + margin, north + margin / 2, width)


def around(box, width: int, shapes: tuple[float, float], grid: int, room: float = 1.3) -> View:
    """A view of `box` (west, south, east, north) with `room` times its size.

    `shapes` are the least and the greatest ratio of height to width.
    """
    west, south, east, north = box
    low, high = northing(south), northing(north)
    wide, tall = max(room * (east - west), NARROWEST), room * (high - low)
    ratio = min(max(tall / wide, shapes[0]), shapes[1])
    wide = max(wide, tall / ratio)
    x, y = (west + east) / 2, (low + high) / 2
    tall = wide * ratio
    south, north = latitude_of(y - tall / 2), latitude_of(y + tall / 2)
    return View(x - wide / 2, south, x + wide / 2, north, width, grid)


@lru_cache(maxsize=128)
def paths(view: View) -> tuple[str, dict[str, str]]:
    """The land around, and each country that is seen, by code, as data of SVG paths on the grid."""
    seen = {code: view.rings(rings) for code, rings in land().countries.items()}
    countries = {code: path(rings, view.grid) for code, rings in seen.items() if rings}
    return path(view.rings(land().around, SPECK_AROUND), view.grid), countries


def path(rings, grid: int) -> str:
    """Rings as the data of one SVG path: whole steps of the grid, each from the last."""
    drawn, here = [], (0, 0)
    for ring in rings:
        corners = on_grid(ring, grid)
        if len(corners) > 2:
            # The first from the corner of the drawing, so that paths may follow one another.
            drawn.append(step("m" if drawn else "M", here, corners[0]))
            steps = (step("", *pair) for pair in itertools.pairwise(corners))
            drawn.append("l" + " ".join(steps).replace(" -", "-") + "z")
            here = corners[0]
    return "".join(drawn)


def on_grid(ring, grid: int) -> list[tuple[int, int]]:
    """The corners of a ring in whole steps, without the one that closes it."""
    corners = []
    for x, y in ring[:-1]:
        corner = round(x * grid), round(y * grid)
        if not corners or corner != corners[-1]:
            corners.append(corner)
    return corners


def step(letter: str, start, end) -> str:
    """The way from one corner to the next."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    return f"{letter}{dx} {dy}" if dy >= 0 else f"{letter}{dx}{dy}"
