"""Names that are suggested while a reader types, by keyboard and by mouse."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .conftest import DESKTOP, PHONE
from .test_page_set import RULES

FIELDS = [("/en/search/", "question"), ("/en/", "find"), ("/en/nothing-is-here/", "find")]


def type_into(page, text, name="question"):
    """The field `name` with `text` typed into it, once the list is shown."""
    field = page.locator(f"#{name}")
    field.press_sequentially(text)
    expect(field).to_have_attribute("aria-expanded", "true")
    return field


@pytest.mark.parametrize(("path", "name"), FIELDS)
def test_an_arrow_and_enter_lead_to_the_city(visit, path, name):
    page = visit(path)
    field = type_into(page, "da nang", name)
    expect(page.get_by_role("option")).not_to_have_count(0)
    field.press("ArrowDown")
    option = page.get_by_role("option", selected=True)
    expect(option).to_contain_text("Da Nang")
    expect(field).to_have_attribute("aria-activedescendant", option.get_attribute("id"))
    expect(field).to_be_focused()
    field.press("Enter")
    expect(page).to_have_url(re.compile(r"/en/cities/da-nang/$"))


def test_enter_alone_searches_for_what_was_typed(visit):
    page = visit("/en/search/")
    type_into(page, "da nang").press("Enter")
    expect(page).to_have_url(re.compile(r"/en/search/\?q=da\+nang$"))
    expect(page.get_by_role("heading", level=3).first).to_have_text("Da Nang")


def test_escape_closes_the_list_first_and_then_empties_the_field(visit):
    page = visit("/en/search/")
    field = type_into(page, "da nang")
    field.press("ArrowDown")
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("da nang")
    assert field.get_attribute("aria-activedescendant") is None
    field.press("Escape")
    expect(field).to_have_value("")


def test_arrows_go_round_through_the_field_and_open_the_list_again(visit):
    page = visit("/en/search/")
    field = type_into(page, "da nang")
    field.press("ArrowUp")
    last = page.get_by_role("option").last
    expect(last).to_have_attribute("aria-selected", "true")
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") is None
    field.press("Escape")
    field.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()


def test_a_click_leads_to_the_city_and_leaving_the_field_closes_the_list(visit):
    page = visit("/en/search/")
    type_into(page, "da nang")
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.locator("#question").fill("")
    type_into(page, "da nang")
    page.get_by_role("option").first.click()
    expect(page).to_have_url(re.compile(r"/en/cities/da-nang/$"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_no_violation_in_the_open_list(visit, size, scheme):
    page = visit("/vi/search/?q=smart", viewport=size, color_scheme=scheme)
    page.locator("#question").fill("")
    field = type_into(page, "da nang")
    field.press("ArrowDown")
    found = Axe().run(page, options=RULES | {"rules": {"color-contrast": {"enabled": True}}})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.scrollingElement.scrollWidth") <= size["width"]


def test_the_field_works_without_scripts(visit):
    page = visit("/en/", java_script_enabled=False)
    page.locator("#find").fill("da nang")
    page.locator("#find").press("Enter")
    expect(page.get_by_role("heading", level=3).first).to_have_text("Da Nang")
