"""What Celery's beat does on the served site, `make run` does by itself."""

import logging

import pytest
from django.conf import settings

from ascn_portal.management.commands import run_site


@pytest.fixture
def beside(monkeypatch) -> list:
    """What would run in threads, each ended after its first round."""
    functions = []
    monkeypatch.setattr(run_site, "run_beside", functions.append)
    return functions


@pytest.mark.django_db
def test_every_entry_of_the_timetable_runs_without_celery(beside, monkeypatch):
    class Over(Exception):
        """Ends the second wait."""

    run_site.keep_timetable()
    assert len(beside) == len(settings.CELERY_BEAT_SCHEDULE)
    ran = []
    monkeypatch.setattr(run_site, "run_once", lambda task: ran.append(task.name))
    for function in beside:
        waits = []

        def sleep(seconds, waits=waits):
            waits.append(seconds)
            if len(waits) > 1:
                raise Over

        monkeypatch.setattr(run_site.time, "sleep", sleep)
        with pytest.raises(Over):
            function()
        ran[-1] = (ran[-1], waits[0])
    entries = settings.CELERY_BEAT_SCHEDULE.values()
    assert ran == [(entry["task"], entry["schedule"]) for entry in entries]


def test_a_task_that_fails_is_logged_and_does_not_end_the_timetable(monkeypatch, caplog):
    closed = []
    monkeypatch.setattr(run_site.connections, "close_all", lambda: closed.append(True))

    def task():
        raise RuntimeError("away")

    task.name = "documents.tasks.read_waiting"
    with caplog.at_level(logging.ERROR):
        run_site.run_once(task)
    assert "documents.tasks.read_waiting failed" in caplog.text
    assert closed == [True]
