"""Lists of very many records: as few queries as of few, and none with a thousand parameters."""

import uuid

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ascn_portal.publishing.models import Card, Translation
from cities.models import City
from documents.management.commands.measure_register import generate
from documents.models import Document
from tests.factories import make_country

from .screens import RECORDS, label, url

pytestmark = pytest.mark.django_db
MANY = 2_000
ASKED = [{}, {"q": "da nang"}, {"lacks": "missing-en"}, {"lacks": "stale-vi"}, {"state": "draft"}]


def queries_of(window, path: str, asked: dict) -> int:
    """How many queries a list starts; a process looks kinds of records up once."""
    window.get(path, asked)
    with CaptureQueriesContext(connection) as queries:
        assert window.get(path, asked).status_code == 200
    assert max(len(query["sql"]) for query in queries) < 20_000
    return len(queries)


def file_cards(model, lacking: str = ""):
    """Cards of all records of `model` that have none, without reading their history."""
    kind = ContentType.objects.get_for_model(model)
    known = Card.objects.filter(content_type=kind).values("object_id")
    rows = model.objects.exclude(pk__in=known)
    cards = Card.objects.bulk_create(
        Card(
            content_type=kind,
            object_id=row.pk,
            uid=row.uid,
            title_vi=str(row),
            title_en=str(row),
            names=f" da nang {row.pk}|danang{row.pk}|",
        )
        for row in rows
    )
    Translation.objects.bulk_create(
        Translation(
            card=card, language=language, state="missing" if language == lacking else "current"
        )
        for card in cards
        for language in ("vi", "en")
    )


@pytest.mark.parametrize("role", ["Editor", "Translator"])
@pytest.mark.parametrize("model", RECORDS, ids=label)
def test_every_list_takes_few_queries(signed_in_as, model, role):
    window = signed_in_as(role)
    for asked in ASKED:
        assert queries_of(window, url(model, "changelist"), asked) <= 12, asked


@pytest.fixture
def many_documents(db):
    generate(range(MANY))
    file_cards(Document, lacking="en")


@pytest.fixture
def many_cities(db):
    country = make_country()
    City.objects.bulk_create(
        City(
            uid=uuid.uuid4(),
            slug=f"generated-{number}",
            country=country,
            name_vi=f"Đà Nẵng {number}",
            name_en=f"Da Nang {number}",
            kind="city",
            latitude="16.0",
            longitude="108.0",
            timezone="Asia/Ho_Chi_Minh",
        )
        for number in range(MANY)
    )
    file_cards(City, lacking="en")


@pytest.mark.parametrize(("model", "rows"), [(Document, "many_documents"), (City, "many_cities")])
def test_a_long_list_takes_few_queries_too(signed_in_as, request, model, rows):
    window, path = signed_in_as("Editor"), url(model, "changelist")
    request.getfixturevalue(rows)
    for asked in ASKED:
        assert queries_of(window, path, asked) <= 12, asked
    found = window.get(path, {"q": "da nang", "lacks": "missing-en"}).context["cl"]
    assert found.result_count >= MANY


def test_choices_among_many_are_found_by_typing(signed_in_as, many_cities):
    window = signed_in_as("Editor")
    asked = {"app_label": "cities", "model_name": "membership", "field_name": "city"}
    path = "/admin/autocomplete/"
    assert queries_of(window, path, asked | {"term": "da nang"}) <= 12
