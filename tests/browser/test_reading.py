"""What readers do: switch the language or the colours, filter, compare, use map and menu."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import PHONE

MAP_TOOLS = 4  # stops of the map itself: it is moved, and its three buttons


def test_language_switch_stays_on_the_page_with_its_filters(visit):
    page = visit("/en/projects/?country=viet-nam&status=ongoing")
    page.get_by_role("link", name="Tiếng Việt").click()
    expect(page).to_have_url(re.compile(r"/vi/projects/\?country=viet-nam&status=ongoing$"))
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dự án")
    expect(page.get_by_label("Quốc gia")).to_have_value("viet-nam")
    expect(page.get_by_label("Trạng thái")).to_have_value("ongoing")


@pytest.mark.parametrize(("system", "chosen"), [("light", "dark"), ("dark", "light")])
def test_chosen_colours_are_remembered_and_there_before_the_first_paint(visit, system, chosen):
    page = visit("/en/", color_scheme=system)
    switch = page.get_by_role("button", name="Dark colours")
    expect(switch).to_have_attribute("aria-pressed", str(system == "dark").lower())
    as_the_system_says = ground_of(page)
    switch.click()
    assert ground_of(page) != as_the_system_says
    # Runs before the page's own scripts; the observer is called before anything is painted.
    page.add_init_script(
        "new MutationObserver((_changes, observer) => {"
        " if (!document.body) return;"
        " window.themeAtFirst = document.documentElement.dataset.theme;"
        " observer.disconnect();"
        "}).observe(document, {childList: true, subtree: true})"
    )
    page.get_by_role("navigation", name="Main sections").get_by_role("link", name="Cities").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Member cities")
    assert page.evaluate("window.themeAtFirst") == chosen
    assert ground_of(page) != as_the_system_says
    page.get_by_role("button", name="Dark colours").click()
    assert ground_of(page) == as_the_system_says


def ground_of(page) -> str:
    """The colour on which a page is painted."""
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_filters_say_what_is_applied_and_are_cleared_one_by_one(visit):
    page = visit("/en/cities/")
    page.get_by_label("Country").select_option("Viet Nam")
    page.get_by_label("Members").select_option("Founding cities")
    page.get_by_role("button", name="Apply filters").click()
    applied = page.get_by_role("list", name="Filters in use")
    expect(applied).to_contain_text("Country: Viet Nam")
    expect(applied).to_contain_text("Members: Founding cities")
    expect(page.locator("main")).not_to_contain_text("Bangkok")
    page.get_by_role("link", name="Clear Country").click()
    expect(page.get_by_label("Country")).to_have_value("")
    expect(page.get_by_label("Members")).to_have_value("founding")
    expect(page.locator("main")).to_contain_text("Bangkok")
    expect(page.locator("main")).not_to_contain_text("Rayong")
    page.get_by_role("link", name="Clear all filters").click()
    expect(page).to_have_url(re.compile(r"/en/cities/$"))
    expect(page.locator("main")).to_contain_text("Rayong")


def test_cities_are_chosen_and_compared_at_an_address_to_share(visit):
    page = visit("/en/cities/compare/?city=singapore")
    page.get_by_label("City 2").select_option("Da Nang")
    page.get_by_role("button", name="Compare").click()
    expect(page).to_have_url(re.compile(r"/en/cities/compare/\?city=da-nang&city=singapore$"))
    columns = page.get_by_role("columnheader")
    expect(columns.filter(has_text="Da Nang")).to_be_visible()
    expect(columns.filter(has_text="Singapore")).to_be_visible()
    page.get_by_role("link", name="Remove Singapore").click()
    expect(page.get_by_label("City 1")).to_have_value("da-nang")


def test_menu_opens_on_a_phone_without_scripts(visit):
    page = visit("/en/", viewport=PHONE, java_script_enabled=False)
    menu = page.get_by_role("navigation", name="Main sections")
    expect(menu).to_be_hidden()
    page.get_by_text("Menu", exact=True).click()
    menu.get_by_role("link", name="Documents").click()
    expect(page).to_have_url(re.compile(r"/en/documents/$"))


def test_keyboard_skips_to_the_content(visit):
    page = visit("/en/cities/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    expect(page.locator(":focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("path", ["/en/", "/en/cities/map/"])
def test_map_is_walked_and_skipped_by_keyboard(visit, path):
    page = visit(path)
    cities = page.locator(".map__city")
    names = [city.get_attribute("aria-label") for city in cities.all()]
    page.locator(".map__skip").focus()
    stops = []
    for _stop in range(len(names) + MAP_TOOLS):
        page.keyboard.press("Tab")
        stops.append(page.locator(":focus").get_attribute("aria-label"))
    assert [stop for stop in stops if stop in names] == names
    page.locator(".map__skip").press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector(location.hash).contains(document.activeElement)")
    cities.last.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(names[-1].partition(",")[0])
