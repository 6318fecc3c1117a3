"""Plain geometry: a ring or line is a list of (x, y) points; a ring ends where it begins."""

import itertools
from math import hypot


def area(ring) -> float:
    """How much a ring encloses."""
    pairs = itertools.pairwise(ring)
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs)) / 2


def simplify(line, tolerance: float) -> list:
    """`line` without the points that lie nearer than `tolerance` to what is left of it.

    Its ends stay (Douglas and Peucker), so lines that meet go on meeting.
    """
    kept = {0, len(line) - 1}
    waiting = [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        inner = range(first + 1, last)
        farthest = max(inner, key=lambda at: distance(line[at], line[first], line[last]), default=0)
        if farthest and distance(line[farthest], line[first], line[last]) > tolerance:
            kept.add(farthest)
            waiting += [(first, farthest), (farthest, last)]
    return [line[at] for at in sorted(kept)]


def distance(point, start, end) -> float:
    """From a point to the straight line through `start` and `end`; to them where they are one."""
    (x, y), (ax, ay), (bx, by) = point, start, end
    length = hypot(bx - ax, by - ay)
    if not length:
        return hypot(x - ax, y - ay)
    return abs((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / length


def clip(ring, box) -> list:
    """What of a ring lies in `box` (left, low, right, high), closed; nothing gives an empty list.

    Each side cuts in turn (Sutherland and Hodgman): parts hang together along the sides.
    """
    left, low, right, high = box
    points = ring[:-1]
    for axis, limit, sign in ((0, left, 1), (0, right, -1), (1, low, 1), (1, high, -1)):
        points = cut(points, axis, limit, sign)
    return [*points, points[0]] if len(points) > 2 else []


def cut(points, axis: int, limit: float, sign: int) -> list:
    """The part of a ring, here without its last point, on one side of a straight line."""
    left = []
    for start, end in zip(points, points[1:] + points[:1], strict=True):
        is_in = (start[axis] - limit) * sign >= 0
        if is_in:
            left.append(start)
        if is_in != ((end[axis] - limit) * sign >= 0):
            share = (limit - start[axis]) / (end[axis] - start[axis])
            left.append(tuple(a + share * (b - a) for a, b in zip(start, end, strict=True)))
    return left


def bounds(rings) -> tuple[float, float, float, float]:
    """Left, low, right and high of all points."""
    xs, ys = zip(*(point for ring in rings for point in ring), strict=True)
    return min(xs), min(ys), max(xs), max(ys)
