"""A browser and the served site, for what only a browser can tell.

The site is a process of its own over the suite's database with the shipped record: what is
served is what readers get, and no test has to commit rows.
"""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
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
def site_environment(chromium, db, django_db_blocker, tmp_path_factory) -> dict[str, str]:
    """The variables of a site that serves the shipped record, for its server and its commands."""
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
    with django_db_blocker.unblock():
        environment |= hand_over_database(folder / "db.sqlite3")
    return environment


@pytest.fixture(scope="session")
def site(site_environment):
    """The address of that site, served while the browser tests run."""
    environment, port = site_environment, site_environment["PORT"]
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "-v0"]
    subprocess.run(collect, cwd=settings.BASE_DIR, env=environment, check=True)  # noqa: S603
    serve = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", port]
    with subprocess.Popen(  # noqa: S603
        [*serve, "--log-level", "error", "ascn_portal.wsgi:application"],
        cwd=settings.BASE_DIR,
        env=environment,
    ) as server:
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(address, server)
            yield address
        finally:
            server.terminate()


def hand_over_database(copy: Path) -> dict[str, str]:
    """Variables that give another process the database of this suite; SQLite's is copied."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(copy)) as target:
            connection.connection.backup(target)
        return {"DATABASE_URL": ""}
    name = connection.settings_dict["NAME"]
    return {"DATABASE_URL": urlsplit(os.environ["DATABASE_URL"])._replace(path=name).geturl()}


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
