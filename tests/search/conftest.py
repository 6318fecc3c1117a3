"""What the tests of search share: asking a question, and reading what came of it."""

import pytest

from ascn_portal.search.query import understand
from ascn_portal.search.results import find


@pytest.fixture
def found(db):
    """A function that gives what a question finds, as "kind slug" in order."""
    from ascn_portal.search.presenting import rows

    def ask(question, language="en", filters=None):
        query = understand(question)
        hits = find(query, language, filters).hits
        return [f"{row['kind']} {row['slug']}".strip() for row in rows(hits, query, language)]

    return ask


@pytest.fixture
def page(client):
    """A function that opens the search page and returns the answer."""

    def visit(question="", language="en", **parameters):
        return client.get(f"/{language}/search/", {"q": question, **parameters})

    return visit


@pytest.fixture
def entries(db):
    """A function that gives all that the index holds of a record, in both languages."""
    from ascn_portal.search.models import SearchEntry

    return lambda record: SearchEntry.objects.filter(uid=record.uid)
