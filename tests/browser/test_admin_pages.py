"""What machines can fault on the secretariat's screens: axe's rules, the rules on inline styles and
scripts, and sideways scrolling.

In a hurry the form of each kind of record is judged once; a thorough run takes every screen, in
both languages, sizes and schemes.
"""

from itertools import cycle

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from tests.publishing.admin.screens import RECORDS, label, url
from tests.thorough import IS_THOROUGH

from .conftest import signed
from .test_page_set import RULES, VIEWS

KINDS = [label(model) for model in RECORDS]
OTHERS = [
    "admin:index",
    "admin:password_change",
    "admin:accounts_user_add",
    "admin:accounts_user_changelist",
    "admin:accounts_role_add",
    "admin:accounts_role_changelist",
    "admin:accounts_auditentry_changelist",
    "admin:sources_source_add",
    "admin:documents_documentversion_upload",
    "admin:publishing_revision_changelist",
    "admin:publishing_revision_deleted",
    "admin:publishing_slughistory_changelist",
    "admin:publishing_translation_changelist",
    "admin:cities_city_export",
    "admin:cities_city_import",
    "handbook",
]
# Those that staff.py makes something to show for.
MADE = [
    *("history", "compare", "revision", "review", "merge", "withdraw", "translation"),
    *("preview", "page of a draft"),
]
NARROW = {"width": 320, "height": 640}
WIDTH = "document.scrollingElement.scrollWidth"
# Names of fields that the edge of their row cuts.
CUT = """() => [...document.querySelectorAll(".form-row :is(input, select, textarea)")]
  .filter((field) => field.checkVisibility())
  .filter((field) => {
    const [edge, end] = [field, field.closest(".form-row")].map(
      (box) => box.getBoundingClientRect().right);
    return edge > end + 1;
  })
  .map((field) => field.name)"""
# Of WCAG alone: Django's pages have landmarks and headings of their own making.
WCAG = RULES["runOnly"] | {"values": [tag for tag in RULES["runOnly"]["values"] if "wcag" in tag]}


def paths() -> list[str]:
    """Kinds of record, for their fullest form, names of MADE, and the paths of other screens."""
    screens = [*KINDS, *MADE, *map(reverse, OTHERS), url(RECORDS[0], "changelist")]
    if IS_THOROUGH:
        screens += [url(model, page) for model in RECORDS for page in ("add", "changelist")]
    return list(dict.fromkeys(screens))


def to_judge() -> list[tuple]:
    """(screen, language, size, scheme) of what axe judges."""
    if IS_THOROUGH:
        return [(screen, *view) for view in VIEWS for screen in paths()]
    return [(screen, *view) for screen, view in zip(paths(), cycle(VIEWS), strict=False)]


@pytest.fixture(scope="package")
def windows(browser, site, staff):
    """A window of an administrator for each language, and what the browser refused in it."""
    opened = {}
    for language, session in staff["sessions"].items():
        context = browser.new_context(
            base_url=site, storage_state=signed(session), reduced_motion="reduce"
        )
        page, refused = context.new_page(), []
        page.on("console", lambda message, refused=refused: note_refusal(message.text, refused))
        opened[language] = page, refused
    yield opened
    for page, _refused in opened.values():
        page.context.close()


@pytest.fixture(scope="package")
def address(staff):
    """A function that gives the path of what `paths` names."""
    known = staff["forms"] | staff["screens"]
    return lambda screen: known.get(screen, screen)


def note_refusal(message: str, refused: list[str]):
    if "Content Security Policy" in message:
        refused.append(message)


@pytest.mark.parametrize(("screen", "language", "size", "scheme"), to_judge())
def test_axe_finds_no_violation_in_the_admin(windows, address, screen, language, size, scheme):
    window, _refused = windows[language]
    window.set_viewport_size(size)
    window.emulate_media(color_scheme=scheme)
    answer = window.goto(address(screen))
    assert answer.status == 200
    judge(window)


def judge(window):
    found = Axe().run(window, options=RULES | {"runOnly": WCAG})
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("screen", paths())
def test_a_screen_of_the_admin_fits_320_pixels_and_keeps_the_rules_for_scripts_and_styles(
    windows, address, screen
):
    window, refused = windows["vi"]
    refused.clear()
    window.set_viewport_size(NARROW)
    window.goto(address(screen))
    assert window.evaluate(WIDTH) <= 320
    assert window.evaluate(CUT) == []
    assert refused == []


def test_what_a_file_would_change_is_shown_by_the_same_rules(windows, tmp_path):
    window, refused = windows["vi"]
    window.set_viewport_size(NARROW)
    window.goto(reverse("admin:events_event_export"))
    window.locator("[name=format]").select_option("csv")
    with window.expect_download() as download:
        window.locator("form [type=submit].default").click()
    file = tmp_path / "events.csv"
    file.write_bytes(download.value.path().read_bytes().replace(b"workshop", b"forum"))
    window.goto(reverse("admin:events_event_import"))
    window.locator("[name=file]").set_input_files(file)
    refused.clear()
    window.locator("[name=_show]").click()
    window.locator("[name=_do], .errornote").wait_for()
    assert window.evaluate(WIDTH) <= 320
    assert refused == []
    judge(window)
