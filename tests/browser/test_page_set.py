"""What machines can fault on the pages of the page set: axe's rules, and sideways scrolling.

In a hurry each template is looked at once, without the slow rule on contrast. A thorough run
judges each by all rules in four ways, and narrows every page of the set.
"""

from itertools import cycle

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.thorough import IS_THOROUGH

from .conftest import DESKTOP, PHONE
from .page_set import fullest, read_page_set

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "rules": {"color-contrast": {"enabled": IS_THOROUGH}},
    "resultTypes": ["violations"],
}
# Both languages, sizes and schemes meet each other.
VIEWS = [
    ("vi", PHONE, "light"),
    ("en", DESKTOP, "light"),
    ("vi", DESKTOP, "dark"),
    ("en", PHONE, "dark"),
]
# Error pages are no part of the page set that judges walk on the served site.
ERRORS = [
    "/vi/nothing-is-here/",
    "/en/cities/?as_of=banana",
    "/en/cities/compare/?city=atlantis&city=da-nang",
]
# Shows each part in two languages: too much alike for axe, but as narrow as any.
STYLEGUIDE = "/vi/styleguide/"


def to_judge() -> list[tuple]:
    """(path, size, scheme) of what axe judges."""
    pages = {language: fullest(language) for language in ("vi", "en")}
    if IS_THOROUGH:
        walk = [(path, *view) for language, *view in VIEWS for path in pages[language]]
    else:
        turns = enumerate(cycle(VIEWS))
        walk = [
            (pages[language][place], size, scheme)
            for (place, (language, size, scheme)), _page in zip(turns, pages["vi"], strict=False)
        ]
    return walk + [(path, PHONE, "light") for path in ERRORS]


def to_narrow() -> list[str]:
    """The paths that are looked at in a narrow window."""
    if IS_THOROUGH:
        paths = [path for paths in read_page_set().values() for path in paths]
    else:
        paths = fullest("vi")
    return [*paths, *ERRORS, STYLEGUIDE]


@pytest.fixture(scope="package")
def window(browser, site):
    """A window that goes from page to page: opening one takes longer than judging a page."""
    with browser.new_context(base_url=site, reduced_motion="reduce") as context:
        yield context.new_page()


@pytest.mark.parametrize(("path", "size", "scheme"), to_judge())
def test_axe_finds_no_violation(window, path, size, scheme):
    window.set_viewport_size(size)
    window.emulate_media(color_scheme=scheme)
    window.goto(path)
    found = Axe().run(window, options=RULES)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("path", to_narrow())
def test_nothing_scrolls_sideways_at_320_pixels(window, path):
    window.set_viewport_size({"width": 320, "height": 640})
    window.goto(path)
    assert window.evaluate("document.scrollingElement.scrollWidth") <= 320
