"""What tests of files share."""

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections


@pytest.fixture
def upload(tmp_path):
    """Writes bytes into a file, as one that comes in, and gives its path."""

    def write(content: bytes):
        path = tmp_path / "upload"
        path.write_bytes(content)
        return path

    return write


@pytest.fixture
def lasting_connection(db):
    """Requests begin and end by closing connections: that of the test outlives them."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
