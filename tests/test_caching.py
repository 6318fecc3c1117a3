"""How old a page is: the content version and the moments that change it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from ascn_portal import caching
from ascn_portal.publishing import services
from ascn_portal.publishing.models import ContentVersion, FailedHook
from tests.factories import make_document


@pytest.fixture(autouse=True)
def fresh_process(db):
    """As if this process had not looked at the version yet."""
    caching.seen.update(at=float("-inf"), number=0, next_change_at=None)


def test_a_publication_raises_the_version(django_capture_on_commit_callbacks):
    before = caching.content_version()
    with django_capture_on_commit_callbacks(execute=True):
        make_document()
    assert caching.content_version() == before + 1


def test_many_publications_of_one_transaction_raise_it_once(django_capture_on_commit_callbacks):
    before = caching.content_version()
    with django_capture_on_commit_callbacks(execute=True):
        make_document()
        make_document()
    assert caching.content_version() == before + 1


def test_a_draft_does_not_raise_it(django_capture_on_commit_callbacks):
    before = caching.content_version()
    with django_capture_on_commit_callbacks(execute=True):
        make_document(state="draft")
    assert caching.content_version() == before


@time_machine.travel(datetime(2026, 12, 31, 16, 59, 30, tzinfo=UTC), tick=False)
def test_the_next_change_is_midnight_in_viet_nam_at_the_latest():
    assert services.next_change_at() == datetime(2026, 12, 31, 17, tzinfo=UTC)


@time_machine.travel(datetime(2026, 11, 21, 2, 0, tzinfo=UTC), tick=False)
def test_the_next_change_is_the_next_timed_publication():
    document = make_document(state="draft")
    revision = services.revisions_of(document).first()
    at = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
    services.publish(revision, at=at)
    assert services.next_change_at() == at


def test_the_first_reader_after_the_next_change_raises_the_version():
    with time_machine.travel(datetime(2026, 12, 31, 16, 59, tzinfo=UTC), tick=False):
        before = caching.content_version()
    with time_machine.travel(datetime(2026, 12, 31, 17, 0, 1, tzinfo=UTC), tick=False):
        assert caching.content_version() == before + 1
        assert caching.content_version() == before + 1


def test_a_hook_that_fails_never_fails_the_editor_and_is_tried_again(
    settings, django_capture_on_commit_callbacks
):
    settings.PUBLISHING_HOOKS = ["ascn_portal.no_such_module.hook"]
    with django_capture_on_commit_callbacks(execute=True):
        make_document()
    assert FailedHook.objects.get().tries == 1
    services.apply_due()
    assert FailedHook.objects.get().tries == 2
    FailedHook.objects.update(hook="ascn_portal.caching.raise_content_version")
    before = ContentVersion.objects.get(pk=1).number
    assert services.apply_due()["hooks"] == 1
    assert ContentVersion.objects.get(pk=1).number > before
    assert not FailedHook.objects.exists()


def test_a_process_looks_at_the_version_at_most_every_50_ms(django_assert_num_queries):
    caching.content_version()
    caching.seen["at"] = caching.time.monotonic() + timedelta(minutes=1).total_seconds()
    with django_assert_num_queries(0):
        caching.content_version()
