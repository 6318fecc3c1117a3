"""Where the names of places stand on a map: none covers another name, a mark or a leader.

A name stands beside its mark if it can, else farther off at the end of a leader. The same places
always get the same answer.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise, product
from math import cos, hypot, pi, sin

from ascn_portal.bilingual.sorting import without_marks

from .shapes import bounds

# Source Sans 3 at weight 600, rounded up: how wide a letter is, in parts of the type size. Its
# stand-in faces are fitted to the same measures.
WIDTHS = {
    0.29: " .,'’ijlI",
    0.38: "-()frt/",
    0.53: "0123456789EFJLYacegksvxyz",
    0.6: "ABCKPRSTVXZbdhnopqu",
    0.69: "DGHNOQU",
    0.85: "MWmw",
}
WIDTH = {letter: width for width, letters in WIDTHS.items() for letter in letters}
WIDEST = 0.85  # of a letter that the table does not know

ASIDE = 2.0  # what a leader costs, more the longer it is
CROSSED = 0.12  # what each stretch of coast or border under a name costs
STRANGER = 1.5  # what it costs to stand close to the mark of another place
CLASH = 1000.0
DIRECTIONS = 16
REACHES = (16, 22, 29, 38, 50, 68, 92)
SWEEPS = 12


@dataclass(frozen=True)
class Sheet:
    """What names are set on: its size, that of the type, the height of a name and of a mark."""

    width: int
    height: int
    size: float
    line: float
    mark: float


@dataclass(frozen=True)
class Label:
    """A name at (x, y), the start, middle or end of its base line, and the box that it fills.

    `leader` runs from the mark to the name: two points, or None. `reach` is the box around both.
    """

    x: float
    y: float
    anchor: str
    box: tuple[float, float, float, float]
    leader: tuple | None
    reach: tuple[float, float, float, float]
    cost: float


def text_width(text: str, size: float) -> float:
    """How wide `text` is at most."""
    return size * sum(WIDTH.get(letter, WIDEST) for letter in without_marks(text))


@lru_cache(maxsize=256)
def place_labels(places: tuple, sheet: Sheet, ground: frozenset = frozenset()) -> tuple:
    """For each (x, y, text) of `places` its Label, or None where no room is left.

    `ground` are the cells through which coasts and borders run, see `cells`.
    """
    names = [Candidates(at, places, sheet, ground) for at in range(len(places))]
    chosen: list[Label | None] = [None] * len(places)
    order = [at for at, name in enumerate(names) if name.near or name.all()]
    order.sort(key=lambda at: (-len(names[at].marks), at))
    for _sweep in range(SWEEPS):
        before = list(chosen)
        for at in order:
            chosen[at] = names[at].best(beside(at, names, chosen))
        for at in order:
            give_way(at, names, chosen)
        if chosen == before:
            break
    for at in order:
        if any(clash(chosen[at], other) for other in beside(at, names, chosen)):
            chosen[at] = None
    return tuple(chosen)


def beside(at: int, names: list, chosen: list[Label | None]) -> list[Label]:
    """What is chosen for the places whose names may meet this one's."""
    return [chosen[other] for other in names[at].others if chosen[other]]


def give_way(at: int, names: list, chosen: list[Label | None]):
    """Let one name take a better position if that of a neighbour then gets worse by less."""
    stuck = any(clash(chosen[at], label) for label in beside(at, names, chosen))
    price = chosen[at].cost + CLASH * stuck
    for wanted in names[at].all() if stuck else names[at].near:
        if wanted.cost >= price:
            return
        blocked = [
            other for other in names[at].others if chosen[other] and clash(wanted, chosen[other])
        ]
        if len(blocked) != 1:
            continue
        [other] = blocked
        gain = price + chosen[other].cost - wanted.cost
        if names[other].least >= gain:
            continue
        rest = [label for label in beside(other, names, chosen) if label is not chosen[at]]
        moved = names[other].best([*rest, wanted])
        if moved.cost < gain - 0.01 and not any(clash(moved, label) for label in [*rest, wanted]):
            chosen[at], chosen[other] = wanted, moved
            return


class Candidates:
    """The positions that one name may take, the best first; found as they are asked for."""

    def __init__(self, at: int, places: tuple, sheet: Sheet, ground: frozenset):
        self.x, self.y, text = places[at]
        self.sheet, self.ground = sheet, ground
        self.width = text_width(text, sheet.size)
        reach = self.width + REACHES[-1] + sheet.line
        self.others = [
            other
            for other, (x, y, _text) in enumerate(places)
            if other != at and abs(x - self.x) < 2 * reach and abs(y - self.y) < 2 * REACHES[-1]
        ]
        self.marks = [
            places[other][:2] for other in self.others if abs(places[other][0] - self.x) < reach
        ]
        self.near = self.sorted(self.beside())
        self.far = None
        self.least = self.near[0].cost if self.near else ASIDE

    def all(self) -> list[Label]:
        """Positions beside the mark, then those at the end of a leader."""
        if self.far is None:
            self.far = self.sorted(self.aside())
        return self.near + self.far

    def best(self, others: list[Label]) -> Label | None:
        """The cheapest position, each other name that it clashes with counted in."""
        found = self.cheapest(self.near, others)
        if found is None or found[0] >= CLASH:
            found = self.cheapest(self.all(), others)
        return found and found[1]

    def cheapest(self, labels: list[Label], others: list[Label]) -> tuple[float, Label] | None:
        """(cost, label) of the best of `labels`, which stand by cost."""
        best = None
        for label in labels:
            if best and best[0] <= label.cost:
                break
            cost = label.cost + CLASH * sum(clash(label, other) for other in others)
            if best is None or cost < best[0]:
                best = cost, label
        return best

    def beside(self):
        """Positions that touch the mark: right, left, below, above, and between."""
        gap, size = self.sheet.mark + 2.5, self.sheet.size
        slant, drop, far = gap * 0.7, size * 0.65, gap + size * 0.55
        yield self.label(gap, 0, "start", 0.0)
        yield self.label(-gap, 0, "end", 0.25)
        yield self.label(slant, -drop, "start", 0.35)
        yield self.label(slant, drop, "start", 0.35)
        yield self.label(-slant, -drop, "end", 0.55)
        yield self.label(-slant, drop, "end", 0.55)
        yield self.label(0, far, "middle", 0.7)
        yield self.label(0, -far, "middle", 0.6)

    def aside(self):
        """Positions at the end of a leader."""
        for reach, turn in product(REACHES, range(DIRECTIONS)):
            right, down = cos(2 * pi * turn / DIRECTIONS), sin(2 * pi * turn / DIRECTIONS)
            dx, dy = reach * right, reach * down
            mark = self.sheet.mark
            leader = (self.x + mark * right, self.y + mark * down), (self.x + dx, self.y + dy)
            cost = ASIDE + reach / 9
            if abs(right) > 0.3:
                aside = 2 if right > 0 else -2
                yield self.label(dx + aside, dy, "start" if right > 0 else "end", cost, leader)
            else:
                away = self.sheet.size * (0.65 if down > 0 else -0.65)
                yield self.label(dx, dy + away, "middle", cost + 0.3, leader)

    def label(self, dx: float, dy: float, anchor: str, cost: float, leader=None) -> Label:
        """A name that is (dx, dy) from its mark to the middle of its line."""
        x, middle, half = self.x + dx, self.y + dy, self.sheet.line / 2
        left = x - self.width * {"start": 0, "middle": 0.5, "end": 1}[anchor]
        box = (left, middle - half, left + self.width, middle + half)
        baseline = middle + self.sheet.size * 0.34
        reach = bounds([[box[:2], box[2:], *leader]]) if leader else box
        return Label(x, baseline, anchor, box, leader, reach, cost)

    def sorted(self, labels) -> list[Label]:
        """Those of `labels` that fit, by cost."""
        fitting = (label for label in labels if self.fits(label))
        priced = (replace(label, cost=label.cost + self.price(label)) for label in fitting)
        return sorted(priced, key=lambda label: label.cost)

    def price(self, label: Label) -> float:
        """What it costs that a name hides lines and may be taken for that of another mark."""
        crossed = len(self.ground & cells_in(label.box))
        close = self.sheet.mark + 5
        return CROSSED * crossed + STRANGER * sum(
            is_in(mark, label.box, close) for mark in self.marks
        )

    def fits(self, label: Label) -> bool:
        """Whether a position is within the sheet and clear of all other marks."""
        left, top, right, bottom = label.box
        if left < 2 or top < 2 or right > self.sheet.width - 2 or bottom > self.sheet.height - 2:
            return False
        room = self.sheet.mark + 1
        for mark in self.marks:
            if not is_in(mark, label.reach, room + 1):
                continue
            if is_in(mark, label.box, room):
                return False
            if label.leader and nearness(mark, *label.leader) < room + 1:
                return False
        return True


def is_in(point, box, room: float = 0) -> bool:
    """Whether a point lies in a box, or not farther than `room` from it."""
    (x, y), (left, top, right, bottom) = point, box
    return left - room < x < right + room and top - room < y < bottom + room


def clash(one: Label, other: Label) -> bool:
    """Whether two names, or their leaders, meet."""
    if not overlap(one.reach, other.reach):
        return False
    if overlap(one.box, other.box):
        return True
    if one.leader and crosses_box(one.leader, other.box):
        return True
    if other.leader and crosses_box(other.leader, one.box):
        return True
    return bool(one.leader and other.leader and cross(one.leader, other.leader))


def overlap(one, other) -> bool:
    """Whether two boxes (left, top, right, bottom) share a place."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def crosses_box(line, box) -> bool:
    """Whether a straight line runs through a box."""
    if any(is_in(point, box) for point in line):
        return True
    left, top, right, bottom = box
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    return cross(line, (corners[0], corners[2])) or cross(line, (corners[1], corners[3]))


def cross(one, other) -> bool:
    """Whether two straight lines cut each other."""
    (a, b), (c, d) = one, other
    return side(a, b, c) != side(a, b, d) and side(c, d, a) != side(c, d, b)


def side(a, b, point) -> bool:
    """On which side of the line through `a` and `b` a point lies."""
    return (b[0] - a[0]) * (point[1] - a[1]) > (b[1] - a[1]) * (point[0] - a[0])


def nearness(point, start, end) -> float:
    """How far a point is from a line that ends at `start` and `end`."""
    (x, y), (ax, ay), (bx, by) = point, start, end
    length = (bx - ax) ** 2 + (by - ay) ** 2
    share = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length if length else 0
    share = min(max(share, 0), 1)
    return hypot(ax + share * (bx - ax) - x, ay + share * (by - ay) - y)


CELL = 8  # units


def cells(rings) -> frozenset:
    """The cells of a grid through which the lines of `rings` run."""
    found = set()
    for ring in rings:
        for (ax, ay), (bx, by) in pairwise(ring):
            steps = int(hypot(bx - ax, by - ay) / CELL) + 1
            for at in range(steps + 1):
                share = at / steps
                place = ax + share * (bx - ax), ay + share * (by - ay)
                found.add((int(place[0] // CELL), int(place[1] // CELL)))
    return frozenset(found)


def cells_in(box) -> set:
    """The cells that a box covers."""
    left, top, right, bottom = (int(side // CELL) for side in box)
    return set(product(range(left, right + 1), range(top, bottom + 1)))


def spread(points: list[tuple], apart: float) -> list[tuple]:
    """`points` moved as little as it takes to have `apart` between each two."""
    points = [list(point) for point in points]
    for _round in range(60):
        moved = False
        for at, one in enumerate(points):
            for other in points[:at]:
                dx, dy = one[0] - other[0], one[1] - other[1]
                gap = hypot(dx, dy)
                if gap >= apart - 0.01:
                    continue
                moved = True
                # Places that are one part to left and right.
                right, down = (dx / gap, dy / gap) if gap else (1.0, 0.0)
                push = (apart - gap) / 2
                one[0], one[1] = one[0] + right * push, one[1] + down * push
                other[0], other[1] = other[0] - right * push, other[1] - down * push
        if not moved:
            break
    return [tuple(point) for point in points]
