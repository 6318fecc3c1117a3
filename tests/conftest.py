"""What every test stands on: the shipped record in the database, and the default language."""

import fcntl
import gc
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import translation

# Tests make little rubbish and walk a large heap: collected rarely, the suite took 87 s, not 105.
gc.set_threshold(100_000, 50, 50)


@pytest.fixture(scope="session")
def record_file(tmp_path_factory, worker_id) -> Path:
    """Where a copy of SQLite's test database lies, as it was before the first test."""
    folder = tmp_path_factory.getbasetemp()
    # A worker's own folder lies in that of the whole run.
    return (folder if worker_id == "master" else folder.parent) / "record.sqlite3"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, record_file):
    """The test database with the whole shipped record, loaded once; each test rolls back."""
    with django_db_blocker.unblock():
        call_command("createcachetable")
        if connection.vendor == "sqlite":
            load_or_copy(record_file)
        else:
            call_command("load_record", verbosity=0)


def load_or_copy(copy: Path):
    """Load the record into the test database and keep a copy; the other workers take that."""
    with copy.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        is_first = not copy.exists()
        if is_first:
            call_command("load_record", verbosity=0)
        with closing(sqlite3.connect(copy)) as kept:
            connection.ensure_connection()
            ours = connection.connection
            source, target = (ours, kept) if is_first else (kept, ours)
            source.backup(target)


@pytest.fixture(autouse=True)
def default_language():
    """The active language belongs to the thread: what one test sets must not reach the next."""
    with translation.override("vi"):
        yield


def pytest_terminal_summary(terminalreporter):
    """Say aloud that the browser tests were skipped: a row of dots and s is easily overlooked."""
    skipped = [
        report.longrepr[2]
        for report in terminalreporter.stats.get("skipped", [])
        if report.nodeid.startswith("tests/browser/")
    ]
    if skipped:
        reason = skipped[0].removeprefix("Skipped: ")
        text = f"{len(skipped)} BROWSER TESTS WERE SKIPPED: {reason}"
        terminalreporter.write_line(text, red=True, bold=True)


@pytest.fixture
def editor(db):
    """A member of staff who may change everything."""
    from tests.factories import make_user

    return make_user("editor", is_staff=True, is_superuser=True)
