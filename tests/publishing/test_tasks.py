"""What is due is done soon: in the process without a broker, by a worker with one."""

from datetime import timedelta
from threading import Event, get_ident

import pytest
from celery.contrib.testing.worker import start_worker
from celery.signals import task_postrun
from django.conf import settings
from django.db import connections
from django.utils import timezone

from ascn_portal.celery import app
from ascn_portal.publishing import services, snapshot
from ascn_portal.publishing.models import FailedHook, Revision
from ascn_portal.publishing.tasks import apply_due
from cities.models import City
from tests.factories import make_city

has_broker = bool(settings.REDIS_URL)


def test_the_timetable_names_the_task():
    names = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert apply_due.name in names
    assert apply_due.name in app.tasks


@pytest.mark.skipif(has_broker, reason="a worker runs it")
def test_without_a_broker_the_task_runs_in_the_process(db):
    city = make_city(name_en="Old name")
    shape = snapshot.take(city) | {"name_en": "New name"}
    revision = services.save(City, city.uid, shape, author=None)
    services.publish(revision, at=timezone.now() + timedelta(hours=1))
    Revision.objects.filter(pk=revision.pk).update(due_at=timezone.now())
    assert apply_due.delay().get()["revisions"] == 1
    city.refresh_from_db()
    assert city.name_en == "New name"


@pytest.mark.skipif(not has_broker, reason="no broker: REDIS_URL is not set")
def test_with_a_broker_a_worker_takes_the_task(django_db_setup, django_db_blocker, worker_id):
    """Committed for real, since the worker has a connection of its own, and cleared away."""
    queue = f"test-{worker_id}"
    here = get_ident()
    places = []
    done = Event()

    def leave(**_signal):
        places.append(get_ident())
        connections.close_all()  # in the worker's thread: the test database can be dropped
        done.set()

    task_postrun.connect(leave, weak=False)
    app.conf.task_always_eager = False
    with django_db_blocker.unblock():
        try:
            FailedHook.objects.create(hook="ascn_portal.caching.raise_content_version")
            with start_worker(app, perform_ping_check=False, queues=[queue]):
                apply_due.apply_async(queue=queue)
                assert done.wait(timeout=20)
            assert here not in places
            assert not FailedHook.objects.exists()
        finally:
            app.conf.task_always_eager = True  # as the settings of the suite have it
            task_postrun.disconnect(leave)
            FailedHook.objects.all().delete()
