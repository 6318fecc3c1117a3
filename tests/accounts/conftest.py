"""Someone who may do everything, and the rules of the served site."""

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache

from ascn_portal.accounts.models import Role

from .sign_in import make_staff


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


@pytest.fixture
def clerk(client):
    """Someone who keeps accounts without having all rights."""
    clerk = make_staff("clerk")
    rights = ["add_user", "change_user", "view_user"]
    clerk.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(clerk)
    return client


@pytest.fixture
def editors():
    return Role.objects.get_or_create(name="Editor")[0]
