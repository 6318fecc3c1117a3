"""Signing in with a device, as only a browser does it, and what axe says of these pages."""

import itertools
import re
import subprocess
import sys
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings

from .conftest import DESKTOP, PHONE
from .test_page_set import RULES

NEW_PASSWORD = "four words without sense"  # noqa: S105
numbers = itertools.count(1)
WITH_CONTRAST = RULES | {"rules": {"color-contrast": {"enabled": True}}}


@pytest.fixture
def administrator(site_environment) -> tuple[str, str]:
    """Name and temporary password of a new administrator of the served site."""
    name = f"administrator-{next(numbers)}"
    command = [sys.executable, "manage.py", "make_administrator", name, "--another"]
    made = subprocess.run(  # noqa: S603
        command,
        cwd=settings.BASE_DIR,
        env=site_environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )
    return name, re.search(r"sign-in: (\S+)", made.stdout)[1]


@pytest.fixture
def faults(visit, site):
    """A function as `visit`, at the name of this machine, and what the console complained of."""
    complaints = []

    def open_page(path, **choices):
        page = visit("about:blank", **choices)
        page.on("console", lambda message: complaints.extend(complaint(message)))
        page.complaints = complaints
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(site.replace("127.0.0.1", "localhost") + path)
        return page

    yield open_page
    assert complaints == []


def complaint(message) -> list[str]:
    """What an error of the console says; the icon that the admin lacks is none."""
    is_icon = message.location["url"].endswith("/favicon.ico")
    return [message.text] if message.type == "error" and not is_icon else []


def code_of(key: str) -> str:
    return format_hotp_value(hotp_value(key, int(time.time()) // 30))


def type_in(page, **typed):
    """Fill in the fields of that name and press the first button of their form."""
    for name, value in typed.items():
        page.locator(f"[name={name}]").fill(value)
    press(page, f"form:has([name={name}]) button")


def press(page, target: str):
    """Press the first of what `target` names, and wait for the page that it leads to."""
    with page.expect_navigation():
        page.locator(target).first.click()


def begin(page, administrator):
    """From the admin's address through the temporary password to the page of devices."""
    name, password = administrator
    type_in(page, login=name, password=password)
    type_in(page, oldpassword=password, password1=NEW_PASSWORD, password2=NEW_PASSWORD)
    page.wait_for_url("**/accounts/devices/")


def judge(page, size=None):
    """Assert that axe finds nothing and nothing scrolls sideways."""
    if size:
        page.set_viewport_size(size)
    before = len(page.complaints)
    found = Axe().run(page, options=WITH_CONTRAST)
    del page.complaints[before:]  # axe itself tries styles that the rules of the site forbid
    assert found.violations_count == 0, page.url + found.generate_report()
    assert page.evaluate("document.scrollingElement.scrollWidth") <= page.viewport_size["width"]


def add_device(page, **choices) -> str:
    """Let the browser have a device that holds passkeys; its id."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    return session.send("WebAuthn.addVirtualAuthenticator", {"options": options | choices})


def test_an_app_is_set_up_and_signs_in(faults, administrator):
    page = faults("/admin/")
    begin(page, administrator)
    page.goto(page.url.replace("/accounts/devices/", "/admin/cities/city/"))
    assert page.url.endswith("/accounts/devices/")
    press(page, "a[href$='/app/']")
    key = page.locator(".account__secret").inner_text()
    type_in(page, code=code_of(key))
    codes = page.locator(".account__codes li").all_inner_texts()
    assert len(codes) == 10
    press(page, "a[href='/admin/']")
    assert page.locator("#user-tools").is_visible()
    press(page, "#logout-form button")
    page.goto(page.url.partition("/admin/")[0] + "/admin/cities/city/")
    type_in(page, login=administrator[0], password=NEW_PASSWORD)
    type_in(page, code=codes[0])
    page.wait_for_url("**/admin/cities/city/")


def test_a_passkey_is_added_and_signs_in_alone(faults, administrator):
    page = faults("/admin/")
    add_device(page)
    begin(page, administrator)
    press(page, "a[href$='/passkeys/add/']")
    type_in(page, name="Office laptop")
    page.wait_for_url("**/devices/codes/")
    press(page, "a[href='/admin/']")
    press(page, "#logout-form button")
    page.goto(page.url.partition("/admin/")[0] + "/admin/events/event/")
    page.locator("[data-passkey-options] button").click()
    page.wait_for_url("**/admin/events/event/")


def test_a_security_key_is_a_second_factor(faults, administrator):
    page = faults("/admin/")
    add_device(page, transport="usb", hasResidentKey=False, hasUserVerification=False)
    begin(page, administrator)
    press(page, "a[href$='/passkeys/add/']")
    page.locator("[name=passwordless]").uncheck()
    type_in(page, name="Security key")
    page.wait_for_url("**/devices/codes/")
    press(page, "header button")
    page.goto(page.url.partition("/accounts/")[0] + "/admin/")
    type_in(page, login=administrator[0], password=NEW_PASSWORD)
    page.locator("[data-passkey-options] button").click()
    page.wait_for_url("**/admin/")


def test_where_no_device_answers_a_sentence_says_so(faults):
    page = faults("/accounts/login/")
    add_device(page)
    page.locator("[data-passkey-options] button").click()
    page.locator("[data-passkey-failed]").wait_for()
    assert page.url.endswith("/accounts/login/")


def test_without_scripts_signing_in_works_and_no_button_is_dead(faults, administrator):
    page = faults("/admin/", java_script_enabled=False)
    assert not page.locator("[data-passkey-options]").is_visible()
    begin(page, administrator)
    press(page, "a[href$='/app/']")
    type_in(page, code=code_of(page.locator(".account__secret").inner_text()))
    press(page, "a[href='/admin/']")
    assert page.locator("#user-tools").is_visible()


@pytest.mark.parametrize(("language", "size"), [("vi", PHONE), ("en", DESKTOP)])
def test_axe_finds_no_violation_on_any_page_of_an_account(faults, administrator, language, size):
    page = faults(f"/accounts/login/?language={language}", viewport=size)
    judge(page)
    type_in(page, login="nobody", password="wrong")  # noqa: S106
    judge(page)
    name, password = administrator
    type_in(page, login=name, password=password)
    judge(page)
    type_in(page, oldpassword=password, password1="short", password2="shorter")
    judge(page)
    type_in(page, oldpassword=password, password1=NEW_PASSWORD, password2=NEW_PASSWORD)
    judge(page)
    press(page, f"button[name=language][value={language}]")
    press(page, "a[href$='/app/']")
    judge(page)
    key = page.locator(".account__secret").inner_text()
    type_in(page, code=code_of(key))
    judge(page)
    for path in ("devices/", "devices/app/remove/", "devices/passkeys/add/", "devices/codes/new/"):
        page.goto(page.url.partition("/accounts/")[0] + f"/accounts/{path}")
        judge(page)
    press(page, "header button")
    type_in(page, login=name, password=NEW_PASSWORD)
    judge(page)
    type_in(page, code="000000")
    judge(page)


@pytest.mark.parametrize(("language", "size"), [("vi", PHONE), ("en", DESKTOP)])
def test_axe_finds_no_violation_on_the_screens_for_accounts(faults, administrator, language, size):
    page = faults("/admin/", viewport=size)
    begin(page, administrator)
    press(page, f"button[name=language][value={language}]")
    press(page, "a[href$='/app/']")
    type_in(page, code=code_of(page.locator(".account__secret").inner_text()))
    site = page.url.partition("/accounts/")[0]
    page.goto(f"{site}/admin/accounts/user/add/")
    judge(page)
    page.locator("[name=username]").fill(f"{administrator[0]}-new")
    press(page, "[name=_save]")
    judge(page)
    press(page, "#content-main p a")
    judge(page)
    own = page.url
    for path in ("user/", "auditentry/", "auditentry/?q=nobody"):
        page.goto(f"{site}/admin/accounts/{path}")
        judge(page)
    page.goto(own.replace("/change/", "/password/"))
    judge(page)
    press(page, "input[type=submit]")
    judge(page)
    page.goto(f"{site}/admin/accounts/auditentry/")
    press(page, "#result_list tbody a")
    judge(page)
