"""Someone at the secretariat's screens."""

import itertools

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from ascn_portal.accounts.roles import update_roles
from tests.factories import make_user

numbers = itertools.count(1)


@pytest.fixture
def staff(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def signed_in_as(db):
    """A function that gives the window of a new person of a role, who has signed in."""
    update_roles()

    def sign_in(role) -> Client:
        window = Client()
        window.user = make_user(f"person-{next(numbers)}", is_staff=True)
        window.user.groups.set(Group.objects.filter(name=role))
        window.force_login(window.user)
        return window

    return sign_in
