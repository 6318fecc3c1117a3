"""Whatever is typed, the answer is a page that says what can be searched."""

import pytest

from tests.html import Html

pytestmark = pytest.mark.django_db
LANGUAGES = ("vi", "en")
NOTHING_TO_SEARCH = [
    "?!…",
    "%",
    "--",
    '"',
    '""',
    "*",
    "()",
    "😀😀",
    "\u202e?",
    "\ufffd",
    "-",
    "the of and",
    "và của các",
    "a",
    "-smart",
    '-"smart city"',
]
TOO_LONG = ["a" * 201, "smart " * 21, "đ" * 1_000, '"' + "x" * 5_000, "NEAR " * 1_000]
STRANGE = [
    "NEAR(smart",
    "NEAR(smart city, 5)",
    "smart OR",
    "OR",
    "AND smart",
    "smart NOT",
    "NOT NOT smart",
    "smart*",
    "*smart",
    '"smart',
    'smart" city"',
    '-"',
    "col:smart",
    "folded : smart",
    "{folded accented} : smart",
    "^smart",
    "smart + city",
    "smart & city | !x",
    "smart <-> city",
    "smart:*",
    "smart:ABCD",
    "!!smart",
    "(((smart",
    "'; DROP TABLE search_words; --",
    "' OR '1'='1",
    "\\' smart",
    "smart\\",
    "$$smart$$",
    "%s %(smart)s {0}",
    "<script>alert(1)</script>",
    "smart\x00city",
    "smart\x01city",
    "smart\r\ncity",
    "\u202esmart\u202c",
    "smart\u200dcity",
    "😀 smart",
    "=smart ~smart",
    "M&E",
    "M&",
    "\uff0dsmart",
    "x" * 200,
    "e" + "\u0301" * 100,
    "ⅷ ½ ² ٣",
    "ﷺ smart",
    "𝕤𝕞𝕒𝕣𝕥",
    "İstanbul \u0131 ß",
    "ភ្នំពេញ",
    "smart -",
    "- smart",
    "smart --city",
    "'smart'",
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", [*NOTHING_TO_SEARCH, *TOO_LONG])
def test_what_cannot_be_looked_up_gets_a_sentence(page, language, question):
    answer = page(question, language)
    assert answer.status_code == 400
    assert answer.context["problem"] in answer.text
    assert Html(answer.text).faults == []
    assert Html(answer.text).all("html", lang=language)


@pytest.mark.parametrize("question", ["\u202e\u202d", "\x01\x02\x7f", "\u200b", "\ufeff "])
def test_what_nobody_can_see_is_no_question(page, question):
    answer = page(question)
    assert answer.status_code == 200
    assert answer.context["question"] == ""
    assert "rows" not in answer.context


@pytest.mark.parametrize("question", ["?!…", "the of and", "-smart", "a" * 201, "smart " * 21])
def test_the_sentence_is_in_the_readers_language_and_keeps_what_was_typed(page, question):
    sentences = {}
    for language in LANGUAGES:
        answer = page(question, language)
        assert answer.status_code == 400
        sentences[language] = answer.context["problem"]
        assert answer.context["question"] == " ".join(question.split())[:400]
        assert sentences[language] in answer.text
        assert 'aria-invalid="true"' in answer.text
    assert all(sentences.values())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", STRANGE)
def test_signs_of_query_languages_mean_nothing(client, page, language, question):
    answer = page(question, language)
    assert answer.status_code in {200, 400}
    assert Html(answer.text).faults == []
    for word in ("syntax", "fts5", "tsquery", "Traceback", "psycopg", "sqlite"):
        assert word not in answer.text.replace(question, "")
    for path in ("/api/v1/search", f"/{language}/search/suggestions/"):
        assert client.get(path, {"q": question}).status_code in {200, 400}


@pytest.mark.parametrize(
    "question",
    [
        "smart*",
        '"smart',
        "^smart",
        "!!smart",
        "(((smart",
        "smart:*",
        "😀 smart",
        "\u202esmart\u202c",
    ],
)
def test_the_word_between_the_signs_is_found(found, question):
    assert found(question) == found("smart") != []


@pytest.mark.parametrize("raw", ["%ED%A0%80", "smart%ED%A0%80", "%FF%FE", "%", "%zz", "%C0%80"])
@pytest.mark.parametrize(
    "path", ["/vi/search/", "/en/search/", "/en/search/suggestions/", "/api/v1/search"]
)
def test_broken_encodings_never_break_a_page(client, path, raw):
    assert client.get(f"{path}?q={raw}").status_code in {200, 400}


@pytest.mark.parametrize("path", ["/vi/search/", "/en/search/", "/en/search/suggestions/"])
def test_ten_thousand_characters_are_refused_with_a_sentence(client, path):
    for sign in ("a", " a", "đ", '"', "-"):
        answer = client.get(path, {"q": sign * 10_000})
        assert answer.status_code in {400, 414}
        assert Html(answer.text).all("html", lang=path[1:3])


def test_overrides_of_direction_do_not_reach_the_page(page):
    answer = page("\u202eatlantisville\x07")
    assert answer.status_code == 200
    assert "“atlantisville”" in answer.text
    assert "\u202e" not in Html(answer.text).text("h2") + Html(answer.text).text("title")


def test_a_post_is_told_that_it_may_only_read(client):
    assert client.post("/en/search/", {"q": "smart"}).status_code == 405
    assert client.post("/en/search/suggestions/", {"q": "smart"}).status_code == 405
    assert client.post("/api/v1/search?q=smart").status_code == 405
