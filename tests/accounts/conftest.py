"""Someone who may do everything, and the rules of the served site."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def no_attempts_yet(db):
    """Attempts are counted in the cache, which outlives a test where it is not the database."""
    cache.clear()


@pytest.fixture
def administrator(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def second_factor(settings):
    """As on the served site: no admin without a second factor."""
    settings.SECOND_FACTOR_REQUIRED = True
