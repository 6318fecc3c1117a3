"""The map as a browser lays it out: names are clear of each other, fingers hit what they aim at."""

from itertools import combinations, permutations
from typing import NamedTuple

import pytest

from .conftest import DESKTOP, PHONE

TABLET = {"width": 768, "height": 1024}
FINGER = 24  # CSS pixels: what WCAG 2.2 asks of a target
# Boxes of one part of each city's drawing, by the accessible name of the city.
BOXES = """([cities, part]) => document.fonts.ready.then(() =>
  [...document.querySelectorAll(cities)].filter(city => city.checkVisibility()).flatMap(city =>
    [...(part ? city.querySelectorAll(part) : [city])].map(drawn => {
      const {left, top, right, bottom} = drawn.getBoundingClientRect();
      return [city.ariaLabel, left, top, right, bottom];
    })))"""


class Box(NamedTuple):
    """What part of the window something covers, in CSS pixels."""

    name: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def boxes(page, links: str, part: str = "") -> list[Box]:
    """The box of each link of the map, or of a part of each."""
    return [Box(*row) for row in page.evaluate(BOXES, [links, part])]


@pytest.mark.parametrize("viewport", [TABLET, DESKTOP], ids=["768", "1280"])
@pytest.mark.parametrize("path", ["/vi/", "/vi/cities/map/"])
def test_no_name_on_the_map_covers_another_name_or_the_mark_of_another_city(visit, path, viewport):
    page = visit(path, viewport=viewport)
    names = boxes(page, ".map__city", ".map__name")
    marks = boxes(page, ".map__city", ".map__mark")
    assert len(names) == len(marks) == page.locator(".map__city").count() > 0
    met = [(one.name, other.name) for one, other in combinations(names, 2) if one.meets(other)]
    assert met == []
    name_of, mark_of = ({box.name: box for box in found} for found in (names, marks))
    assert [
        (one, other)
        for one, other in permutations(name_of, 2)
        if name_of[one].meets(mark_of[other])
    ] == []


@pytest.mark.parametrize(
    ("path", "links"),
    [
        ("/vi/", ".map__group"),
        ("/vi/cities/map/", ".map__group"),
        ("/vi/cities/map/?country=malaysia", ".map__city"),
    ],
)
def test_each_target_of_the_map_is_large_enough_for_a_finger_on_a_phone(visit, path, links):
    page = visit(path, viewport=PHONE)
    targets = boxes(page, links)
    assert targets
    small = [box for box in targets if min(box.right - box.left, box.bottom - box.top) < FINGER]
    assert small == []
