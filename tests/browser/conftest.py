"""A browser and the served site, for what only a browser can tell.

The site is a process of its own over a copy of the suite's database with the shipped record: what
is served is what readers get, and no test has to commit rows.
"""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import sync_playwright

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
# No sandbox: root has none, as in CI. The others keep it from calling home.
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def chromium() -> str:
    """The Chromium of this machine; without one the tests here are skipped."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    return program or pytest.skip("no Chromium found. On Debian: apt-get install chromium")


# Not for the whole session: Playwright's event loop runs in this thread, and while it does Django
# refuses queries here. The package ends before other tests go on.
@pytest.fixture(scope="package")
def browser(chromium):
    """A browser without windows."""
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium, args=OPTIONS)


@pytest.fixture
def visit(browser, site):
    """A function that opens a path in a window of its own and returns its page.

    Each window is a reader who was never here: nothing is kept, motion is off.
    """
    contexts = []

    def visit(path, *, viewport=DESKTOP, **choices):
        context = browser.new_context(
            base_url=site, viewport=viewport, reduced_motion="reduce", **choices
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield visit
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def db(django_db_setup):
    """The suite's database in place of the fixture of that name: without a transaction a test."""


@pytest.fixture(scope="session")
def site_environment(db, django_db_blocker, tmp_path_factory):
    """Variables of the processes that serve the shipped record."""
    folder = tmp_path_factory.mktemp("site")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "ascn_portal.settings.base",
        "VAR_DIR": str(folder),
        "PORT": port,
        "SHOW_STYLEGUIDE": "yes",
    }
    environment.pop("PUBLIC_ORIGIN", None)
    with django_db_blocker.unblock(), copy_of_database(folder / "db.sqlite3") as address:
        yield environment | {"DATABASE_URL": address}


@pytest.fixture(scope="session")
def site(chromium, site_environment):
    """The address of a site that serves the shipped record."""
    run(site_environment, "manage.py", "collectstatic", "--no-input", "-v0")
    port = site_environment["PORT"]
    serve = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", port]
    with subprocess.Popen(  # noqa: S603
        [*serve, "--log-level", "error", "ascn_portal.wsgi:application"],
        cwd=settings.BASE_DIR,
        env=site_environment,
    ) as server:
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(address, server)
            yield address
        finally:
            server.terminate()


@pytest.fixture(scope="session")
def staff(site_environment) -> dict:
    """What staff.py prints: `sessions` by language, that of a translator, paths of `forms`
    by kind of record and of other `screens`.
    """
    return json.loads(run(site_environment, "-m", "tests.browser.staff"))


@pytest.fixture
def signed_in(visit, staff):
    """A function that opens a page of the admin as an administrator who reads `language`."""

    def signed_in(path, *, language="vi", **choices):
        return visit(path, storage_state=signed(staff["sessions"][language]), **choices)

    return signed_in


def signed(session: str) -> dict:
    """What a browser holds that has signed in."""
    place = {"domain": "127.0.0.1", "path": "/", "expires": -1, "sameSite": "Lax"}
    kept = {"name": "session", "value": session, "httpOnly": True, "secure": False}
    return {"cookies": [place | kept], "origins": []}


def run(environment: dict[str, str], *arguments: str) -> str:
    """What a Python program of the site prints."""
    command = [sys.executable, *arguments]
    ended = subprocess.run(  # noqa: S603
        command, cwd=settings.BASE_DIR, env=environment, check=True, stdout=subprocess.PIPE
    )
    return ended.stdout.decode()


@contextmanager
def copy_of_database(file: Path):
    """DATABASE_URL of a copy of this suite's database: what the site writes, no other test sees."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(file)) as target:
            connection.connection.backup(target)
        yield ""
        return
    name = connection.settings_dict["NAME"]
    connection.close()  # PostgreSQL copies only what nobody is connected to
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}_site"')
        cursor.execute(f'CREATE DATABASE "{name}_site" TEMPLATE "{name}"')
    yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"{name}_site").geturl()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}_site" WITH (FORCE)')


def wait_for(address: str, server: subprocess.Popen):
    """Return once the site answers; it has half a minute."""
    for _attempt in range(300):
        try:
            urlopen(f"{address}/health/").close()  # noqa: S310  an address of this machine
            return
        except OSError:
            assert server.poll() is None, "the site ended as soon as it was started"
            time.sleep(0.1)
    raise AssertionError("the site did not answer")
