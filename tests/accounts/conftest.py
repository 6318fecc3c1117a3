"""Someone who may do everything, at the screens for accounts."""

import pytest


@pytest.fixture
def administrator(client, editor):
    client.force_login(editor)
    return client
