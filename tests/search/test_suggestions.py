"""Names that are suggested while a reader types."""

import pytest

from tests.factories import both, make_city, make_page
from tests.html import Html

pytestmark = pytest.mark.django_db


@pytest.fixture
def suggest(client):
    """A function that gives what is suggested for a beginning."""

    def ask(begun, language="en"):
        answer = client.get(f"/{language}/search/suggestions/", {"q": begun})
        assert answer.status_code == 200
        return answer.json()["suggestions"]

    return ask


@pytest.mark.parametrize("begun", ["da n", "Đà N", "danan", "da nang", "DA NA"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_beginning_of_a_name_suggests_it(suggest, begun, language):
    first = suggest(begun, language)[0]
    assert first["url"] == f"/{language}/cities/da-nang/"
    assert first["title"] == {"vi": "Đà Nẵng", "en": "Da Nang"}[language]
    assert first["language"] == language
    assert first["kind"]


def test_only_names_are_suggested_not_texts(suggest):
    make_page(slug="x", **both("title", "Trang", "Page"), body_en="Zqxlagoon.")
    assert suggest("zqxlag") == []


def test_no_more_than_eight_are_suggested(suggest):
    assert len(suggest("smart")) == 8


@pytest.mark.parametrize("begun", ["", " ", "?", "the", "a" * 300, "zqzqzq", '"'])
def test_where_nothing_can_be_suggested_the_list_is_empty(suggest, begun):
    assert suggest(begun) == []


def test_drafts_are_not_suggested(suggest):
    make_city(state="draft", **both("name", "Zqxlagoon", "Zqxlagoon"))
    make_city(state="withdrawn", **both("name", "Zqxlagoon", "Zqxlagoon"))
    assert suggest("zqxla") == []


def test_suggestions_may_be_kept_and_asked_about(client):
    answer = client.get("/en/search/suggestions/?q=da")
    assert "public" in answer["Cache-Control"]
    again = client.get("/en/search/suggestions/?q=da", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["/vi/", "/en/", "/en/search/", "/vi/nothing-is-here/"])
def test_every_search_field_asks_for_suggestions_and_works_without(client, path):
    html = Html(client.get(path).text)
    language = path[1:3]
    [field] = [each for each in html.all("input", type="search") if each["id"] != "site-search"]
    assert field["data-suggestions"] == f"/{language}/search/suggestions/"
    assert html.all("label", **{"for": field["id"]})
    assert [script for script in html.all("script") if "js/search" in script["src"]]
    assert html.all("form", action=f"/{language}/search/", method="get")
