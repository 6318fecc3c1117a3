"""How often a page asks the database."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ascn_portal import caching


def query_count(path: str) -> int:
    """How many queries a visit of `path` starts, the content version included.

    A process looks kinds of records up once: the first visit does.
    """
    Client().get(path)
    caching.seen["at"] = float("-inf")
    with CaptureQueriesContext(connection) as queries:
        assert Client().get(path).status_code == 200
    return len(queries)
