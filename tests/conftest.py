"""What every test stands on: the shipped record in the database, and the default language."""

import gc

import pytest
from django.core.management import call_command
from django.utils import translation

# Tests make little rubbish and walk a large heap: collected rarely, the suite took 87 s, not 105.
gc.set_threshold(100_000, 50, 50)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database with the whole shipped record, loaded once; each test rolls back."""
    with django_db_blocker.unblock():
        call_command("createcachetable")
        call_command("load_record", verbosity=0)


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
