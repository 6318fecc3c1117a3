"""Someone at the secretariat's screens."""

import itertools

import pytest
from django.test import Client

from tests.factories import make_staff

numbers = itertools.count(1)


@pytest.fixture
def staff(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def signed_in_as(db):
    """A function that gives the window of a new person of a role, who has signed in."""

    def sign_in(role) -> Client:
        window = Client()
        window.user = make_staff(role, f"person-{next(numbers)}")
        window.force_login(window.user)
        return window

    return sign_in
