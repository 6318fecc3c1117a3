"""What helps staff to write in two languages: side by side, copied, marked, previewed, pasted."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .conftest import DESKTOP, PHONE
from .test_admin_pages import WCAG

BOX = "field => field.getBoundingClientRect().toJSON()"


@pytest.fixture
def about(signed_in, staff):
    """A function that opens the form of a page of text; gives it and its two long fields."""

    def about(**choices):
        page = signed_in(staff["forms"]["pages.page"], language="en", **choices)
        return page, *(page.locator(f"#id_body_{language}") for language in ("vi", "en"))

    return about


def hint(field):
    """The tools below a field."""
    return field.locator("xpath=ancestor::div[2]").locator(".text-tools")


def test_both_languages_stand_side_by_side_and_grow_together(about):
    _page, *fields = about(viewport=DESKTOP)
    for lines in (2, 30):
        fields[0].fill("\n\n".join(["Một đoạn"] * lines))
        fields[1].fill("A paragraph")
        left, right = (field.evaluate(BOX) for field in fields)
        assert (left["top"], left["height"]) == (right["top"], right["height"])
        assert left["right"] < right["left"]
    assert left["height"] > 400


def test_one_language_stands_under_the_other_on_a_phone(about):
    _page, *fields = about(viewport=PHONE)
    left, right = (field.evaluate(BOX) for field in fields)
    assert left["bottom"] < right["top"]
    assert left["left"] == right["left"]


def test_long_texts_scroll_together(about):
    _page, vi, en = about(viewport=DESKTOP)
    vi.fill("\n\n".join(["Một đoạn"] * 100))
    en.fill("\n\n".join(["A paragraph"] * 80))
    vi.evaluate("field => field.scrollTop = field.scrollHeight")
    share = "field => field.scrollTop / (field.scrollHeight - field.clientHeight)"
    en.page.wait_for_function(
        f"Math.abs(1 - ({share})(document.querySelector('#id_body_en'))) < 0.02"
    )


def test_fields_say_their_language_and_are_checked_for_spelling(about):
    _page, *fields = about()
    for field, language in zip(fields, ("vi", "en"), strict=True):
        expect(field).to_have_attribute("lang", language)
        expect(field).to_have_attribute("spellcheck", "true")


def test_the_other_language_is_copied_and_what_stood_there_comes_back(about):
    page, _vi, _en = about()
    vi, en = (
        page.get_by_role("textbox", name="Title (Vietnamese)"),
        page.get_by_role("textbox", name="Title (English)"),
    )
    old = en.input_value()
    copy = page.get_by_role("button", name="Copy from Vietnamese: Title (English)")
    copy.click()
    expect(en).to_have_value(vi.input_value())
    page.keyboard.press("Control+z")
    expect(en).to_have_value(old)
    copy.click()
    page.get_by_role("button", name="Put the old text back: Title (English)").click()
    expect(en).to_have_value(old)
    en.fill("")
    copy.click()
    expect(en).to_have_value(vi.input_value())
    expect(page.get_by_role("button", name=re.compile("Put the old text back"))).to_be_hidden()


def test_lengths_are_counted_as_the_database_counts_and_compared(about):
    page, _vi, _en = about()
    vi, en = (
        page.get_by_role("textbox", name="Title (Vietnamese)"),
        page.get_by_role("textbox", name="Title (English)"),
    )
    en.fill("A title of thirty characters..")
    vi.fill("Viê\u0323t Nam ")  # one letter is typed as two, a blank will be cut
    expect(hint(vi)).to_contain_text("8 of 200 characters · English: 30")
    expect(hint(vi)).to_contain_text("Less than half as long as the text in English.")
    expect(hint(en)).to_contain_text("More than twice as long as the text in Vietnamese.")
    vi.fill("Một tiêu đề dài ba mươi chữ cái")
    expect(hint(vi)).not_to_contain_text("half")
    vi.fill("a" * 250)
    expect(hint(vi)).to_contain_text("250 of 200 characters: too long")
    expect(vi).to_have_value("a" * 250)
    page.get_by_role("textbox", name="Address").fill("network-new")
    expect(hint(page.get_by_role("textbox", name="Address"))).to_contain_text(
        "11 of 120 characters"
    )


def test_marks_are_set_by_keyboard_and_taken_away_again(about):
    page, _vi, en = about()
    en.fill("one\ntwo")
    bar = page.get_by_role("toolbar", name="Marks: Text (English)")
    bar.get_by_role("button", name="Heading").focus()
    page.keyboard.press("ArrowRight")
    expect(bar.get_by_role("button", name="Bold")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(bar.get_by_role("button", name="Quote")).to_be_focused()
    page.keyboard.press("Tab")
    expect(en).to_be_focused()
    en.evaluate("field => field.setSelectionRange(0, 3)")
    for value in ("**one**\ntwo", "one\ntwo"):
        bar.get_by_role("button", name="Bold").click()
        expect(en).to_have_value(value)
    for value in ("1. one\n2. two", "one\ntwo"):
        en.evaluate("field => field.select()")
        bar.get_by_role("button", name="Numbers").click()
        expect(en).to_have_value(value)


def test_the_preview_shows_paragraph_beside_paragraph_and_what_is_missing(about):
    page, vi, en = about()
    vi.fill("### Đầu đề\n\nĐoạn **một**.\n\nĐoạn hai.")
    en.fill("### Heading\n\nParagraph <b>one</b>.")
    preview = page.get_by_role("region", name="As readers will see it").first
    expect(preview.get_by_role("row")).to_have_count(4)
    row = preview.get_by_role("row").nth(1)
    expect(row.get_by_role("heading")).to_have_text(["Đầu đề", "Heading"])
    expect(row.get_by_role("cell").nth(0)).to_have_attribute("lang", "vi")
    expect(preview).to_contain_text("Not as many paragraphs: Vietnamese: 3, English: 2.")
    expect(preview).to_contain_text("Nothing beside this paragraph")
    expect(preview).to_contain_text("<b>one</b>")
    page.context.clear_cookies()
    en.fill("Typed after the session has ended")
    expect(preview).to_contain_text("What you typed is still here.")
    expect(en).to_have_value("Typed after the session has ended")


def test_hidden_characters_are_taken_out_of_what_is_pasted_and_named(about):
    page, _vi, _en = about(permissions=["clipboard-read", "clipboard-write"])
    field = page.get_by_role("textbox", name="Title (English)")
    field.fill("Before  after")
    pasted = "pas\u00adted\u200b\u00a0text"
    page.evaluate("text => navigator.clipboard.writeText(text)", pasted)
    field.evaluate("field => field.setSelectionRange(7, 7)")
    field.press("Control+v")
    expect(field).to_have_value("Before pasted text after")
    expect(hint(field).get_by_role("status")).to_have_text(
        "Removed from the pasted text: 1 soft hyphen, 1 invisible character,"
        " 1 special blank (now an ordinary one)."
    )


def test_a_new_part_gets_the_same_tools(signed_in, staff):
    page = signed_in(staff["forms"]["partners.partner"], language="en")
    page.get_by_role("button", name="Add another Proposal").click()
    field = page.locator(
        ".inline-related:not(.empty-form) [name^=proposals-][name$=-title_en]"
    ).last
    field.fill("An offer")
    expect(hint(field)).to_contain_text("8 of")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["cities.project", "cities.country"])
def test_axe_finds_no_violation_in_an_open_choice(signed_in, staff, kind, scheme):
    page = signed_in(staff["forms"][kind], color_scheme=scheme)
    page.locator(".select2-selection").first.click()
    expect(page.locator(".select2-results__option--highlighted")).to_be_visible()
    found = Axe().run(page, options={"runOnly": WCAG, "resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
