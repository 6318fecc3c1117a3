"""A draft, and staff who look at it."""

import pytest

from tests.factories import both, make_partner
from tests.world import MARK

from .drafts import draft_beside


@pytest.fixture
def drafted(editor):
    """A public partner, and a draft of it with another summary."""
    partner = make_partner()
    draft_beside(partner, editor, **both("summary", "Lời mới.", f"New words, {MARK}."))
    return partner


@pytest.fixture
def staff(client, editor):
    client.force_login(editor)
    return client
