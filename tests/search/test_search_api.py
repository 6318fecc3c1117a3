"""Search for programs: what the page shows, in the same order, and refusals with a reason."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client):
    """A function that asks the API and returns its answer."""
    return lambda **parameters: client.get("/api/v1/search", parameters)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("question", ["da nang", "khung giám sát", "smart", "chair 2020"])
def test_it_gives_what_the_page_shows_in_the_same_order(ask, page, language, question):
    shown = page(question, language).context
    answer = ask(q=question, language=language).json()
    assert [result["url"] for result in answer["results"]] == [row["url"] for row in shown["rows"]]
    assert answer["total"] == shown["answer"].total > 0
    assert answer["page"] == 1


def test_a_result_says_what_was_promised(ask):
    answer = ask(q="Đà Nẵng", language="vi")
    assert answer["Content-Type"].startswith("application/json")
    first = answer.json()["results"][0]
    assert set(first) == {"kind", "slug", "url", "title", "snippet", "page"}
    assert (first["kind"], first["slug"], first["title"]) == ("city", "da-nang", "Đà Nẵng")
    assert first["url"] == "/vi/cities/da-nang/"
    assert first["page"] is None
    assert "<" not in first["snippet"]


def test_the_language_is_vietnamese_where_none_is_named(ask):
    assert ask(q="smart").json() == ask(q="smart", language="vi").json()


def test_an_answer_does_not_vary_with_what_the_browser_asks_for(client):
    one = client.get("/api/v1/search?q=smart", headers={"Accept-Language": "en"})
    other = client.get("/api/v1/search?q=smart", headers={"Accept-Language": "vi"})
    assert one.content == other.content
    assert "Accept-Language" not in one.get("Vary", "")


def test_it_gives_page_after_page(ask):
    first, second = (ask(q="smart", page=number).json() for number in (1, 2))
    assert (first["page"], second["page"]) == (1, 2)
    assert len(first["results"]) == 20
    urls = [{result["url"] for result in answer["results"]} for answer in (first, second)]
    assert not urls[0] & urls[1]


def test_it_says_whether_it_counted_all(ask, monkeypatch):
    assert ask(q="smart").json()["total_is_exact"] is True
    monkeypatch.setattr("ascn_portal.search.results.MOST_BY_TEXT", 5)
    assert ask(q="smart").json()["total_is_exact"] is False


def test_nothing_found_is_an_empty_list(ask):
    answer = ask(q="atlantisville")
    assert answer.status_code == 200
    assert answer.json() == {"results": [], "total": 0, "total_is_exact": True, "page": 1}


@pytest.mark.parametrize(
    ("parameters", "status", "named"),
    [
        ({}, 422, "q"),
        ({"q": ""}, 422, "q"),
        ({"q": "a" * 201}, 422, "q"),
        ({"q": "smart", "language": "fr"}, 422, "language"),
        ({"q": "smart", "page": "x"}, 422, "page"),
        ({"q": "smart", "page": "0"}, 422, "page"),
        ({"q": "smart", "page": "999"}, 404, ""),
        ({"q": "  "}, 400, ""),
        ({"q": "?!"}, 400, ""),
        ({"q": "the of", "language": "en"}, 400, ""),
        ({"q": "-smart"}, 400, ""),
    ],
)
def test_bad_parameters_are_refused_with_a_reason(ask, parameters, status, named):
    answer = ask(**parameters)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    assert [error["parameter"] for error in problem.get("errors", [])] == ([named] if named else [])


def test_a_reason_is_in_the_language_asked_for(ask):
    reasons = {ask(q="?!", language=language).json()["detail"] for language in ("vi", "en")}
    assert "Please write at least one letter or digit." in reasons
    assert len(reasons) == 2


def test_it_describes_itself_for_programs(client):
    described = client.get("/api/v1/openapi.json").json()
    [path] = [path for path in described["paths"] if path.endswith("/search")]
    names = {each["name"] for each in described["paths"][path]["get"]["parameters"]}
    assert names == {"q", "language", "page"}
