"""What a form says of its fields: dates in the language of the page, help where one can type."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from .conftest import signed
from .test_admin_pages import judge

AT = "[name=at]"


@pytest.mark.parametrize(("language", "day"), [("vi", "thứ hai, 30 tháng 11"), ("en", "Monday")])
def test_a_time_is_said_in_the_page_s_language_and_in_our_zone(signed_in, staff, language, day):
    page = signed_in(
        staff["screens"]["withdraw"],
        language=language,
        locale="fr-FR",
        timezone_id="America/New_York",
    )
    words = page.locator("#id_at_words")
    expect(words).to_have_text("")
    page.locator(AT).fill("2026-11-30T14:00")
    assert {"id_at_helptext", "id_at_words"} <= set(
        page.locator(AT).get_attribute("aria-describedby").split()
    )
    said = words.inner_text().lower()
    for part in (day.lower(), "14:00", "utc+7"):
        assert part in said
    page.locator(AT).fill("")
    expect(words).to_have_text("")


def test_without_scripts_the_control_stands_alone(signed_in, staff):
    page = signed_in(staff["screens"]["withdraw"], java_script_enabled=False)
    expect(page.locator(AT)).to_be_visible()
    expect(page.locator("output")).to_have_count(0)


def test_a_time_of_a_new_part_is_said_too(signed_in, staff):
    page = signed_in(staff["forms"]["events.event"], language="en")
    group = page.locator("#sessions-group")
    group.locator(".add-row a, .add-row button").click()
    control = group.locator(".inline-related:not(.empty-form) [name$=-starts_at]").last
    control.fill("2026-11-30T14:00")
    expect(group.get_by_text("30 November 2026 at 14:00")).to_be_visible()


def test_no_field_speaks_of_the_browser_s_clock(signed_in, staff):
    page = signed_in(staff["forms"]["events.event"], timezone_id="America/New_York")
    expect(page.locator(".datetimeshortcuts").first).to_be_visible()
    for warning in page.locator(".timezonewarning").all():
        expect(warning).to_be_hidden()


def test_no_help_says_what_to_type_where_nothing_is_typed(visit, staff):
    page = visit(staff["forms"]["cities.city"], storage_state=signed(staff["translator"]))
    # Who translates types texts only.
    expect(page.locator(".field-slug .readonly").first).to_be_visible()
    expect(page.locator(".field-slug .help").first).to_be_hidden()
    assert page.locator(".field-slug .help").count()
    expect(page.locator(".field-summary_vi .help").first).to_be_visible()


@pytest.mark.parametrize(
    ("language", "sentence"), [("vi", "Nội dung này chưa đầy đủ"), ("en", "This is not whole")]
)
def test_half_a_time_is_not_taken_for_none(signed_in, staff, language, sentence):
    page = signed_in(staff["screens"]["withdraw"], language=language, locale="en-US")
    for name in ("reason_vi", "reason_en"):
        page.locator(f"[name={name}]").fill("x")
    page.locator(AT).focus()
    page.keyboard.type("1225")
    page.locator("form [type=submit].default, [name=_withdraw]").first.click()
    assert sentence in page.locator(AT).evaluate("control => control.validationMessage")
    page.locator(AT).fill("2199-12-25T10:00")
    assert page.locator(AT).evaluate("control => control.validationMessage") == ""


def test_without_scripts_the_browser_stops_half_a_time(signed_in, staff):
    page = signed_in(staff["screens"]["withdraw"], java_script_enabled=False, locale="en-US")
    address = page.url
    page.locator(AT).focus()
    page.keyboard.type("1225")
    page.locator("form [type=submit]").last.click()
    assert page.url == address
    assert page.locator(".errornote").count() == 0


def test_a_press_in_the_list_of_what_is_wrong_leads_to_the_field(signed_in, staff):
    page = signed_in(reverse("admin:cities_project_add"), language="en")
    page.locator("#costs-group .add-row a").click()
    page.locator("[name=costs-0-currency]").fill("x" * 20)
    page.locator("[name=_save]").click()
    page.get_by_role("link", name="Cost 1, Currency").press("Enter")
    field = page.locator("[name=costs-0-currency]")
    expect(field).to_be_focused()
    expect(field).to_have_value("x" * 20)
    judge(page)
