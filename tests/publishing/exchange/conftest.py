"""Someone at the secretariat's screens."""

import pytest


@pytest.fixture
def staff(client, editor):
    client.force_login(editor)
    return client
