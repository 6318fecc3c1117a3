"""What the site answers to what it cannot show: a sentence in the reader's language, never 5xx."""

import logging
from io import StringIO

import pytest
from django.db import connection
from django.test import Client

from ascn_portal.errors import NotAccepted
from tests.factories import make_city, make_term
from tests.pages import LANGUAGES, LISTS_ON_A_DAY, PAGES

pytestmark = pytest.mark.django_db
PATHS = [page.path("vi") for page in PAGES]
DAY_PATHS = [page.path(language) for page in LISTS_ON_A_DAY for language in LANGUAGES]


@pytest.mark.parametrize(("language", "word"), [("vi", "Tìm"), ("en", "Search")])
def test_unknown_address_answers_404_in_the_readers_language_with_a_search_box(
    client, language, word
):
    answer = client.get(f"/{language}/no-such-page/")
    assert answer.status_code == 404
    assert f'<html lang="{language}">' in answer.text
    assert 'id="find"' in answer.text
    assert word in answer.text
    assert f'href="/{language}/cities/"' in answer.text
    assert 'content="noindex"' in answer.text


def test_unknown_address_without_prefix_answers_in_the_browsers_language(client):
    answer = client.get("/no-such-page/", headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    assert '<html lang="en">' in answer.text


@pytest.mark.parametrize(
    "path",
    ["cities/atlantis/", "chairs/1999/", "chairs/2099/", "chairs/99999/", "about/nothing/"],
)
def test_unknown_record_answers_404(client, path):
    assert client.get(f"/vi/{path}").status_code == 404


@pytest.mark.parametrize("path", DAY_PATHS)
@pytest.mark.parametrize(
    "day", ["banana", "2018-02-30", "2018-04-27", "9999-12-31", "0", "2021-08-30T00:00", "١٢٣٤"]
)
def test_a_day_that_is_none_or_outside_the_record_answers_400(client, path, day):
    answer = client.get(path, {"as_of": day})
    assert answer.status_code == 400
    assert "2021-08-30" in answer.text or "2018" in answer.text


def test_tomorrow_is_refused_and_today_accepted(client, time_machine):
    time_machine.move_to("2026-11-21 12:00+07:00")
    assert client.get("/vi/?as_of=2026-11-22").status_code == 400
    assert client.get("/vi/?as_of=2026-11-21").status_code == 200


def test_a_refused_day_is_named_with_what_is_accepted_and_the_page_without_it(client):
    answer = client.get("/en/cities/?as_of=banana")
    assert "“banana” is not a date" in answer.text
    assert "2021-08-30" in answer.text
    assert 'href="/en/cities/"' in answer.text


@pytest.mark.parametrize(
    "query",
    [
        "cities/?country=atlantis",
        "cities/?focus_area=banana",
        "cities/?members=none",
        "projects/?status=banana",
        "events/?kind=banana",
        "documents/?kind=x",
        "partners/?kind=x",
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_unknown_choice_answers_400_and_names_what_is_accepted(client, language, query):
    answer = client.get(f"/{language}/{query}")
    assert answer.status_code == 400
    value = query.partition("=")[2]
    assert f"“{value}”" in answer.text


def test_what_was_asked_is_escaped(client):
    for path in ("/vi/cities/?country=<script>", "/vi/search/?q=<script>", "/vi/?as_of=<script>"):
        assert "<script>" not in client.get(path).text


@pytest.mark.parametrize("page", ["9999", "0", "-1", "abc", "1e3", "\u0661", "9" * 5000])
@pytest.mark.parametrize("path", ["events/", "projects/", "documents/", "partners/"])
def test_a_page_that_is_not_there_answers_404(client, path, page):
    assert client.get(f"/vi/{path}?page={page}").status_code == 404


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("as_of=%00", 400),
        ("q=a%00b", 400),
        ("utm=%00", 400),
        ("q=" + "a" * 100_000, 414),
        ("&".join(f"a{number}=1" for number in range(2000)), 414),
    ],
    ids=["nul-day", "nul-word", "nul-unknown", "100-kB", "2000-parameters"],
)
def test_what_no_address_can_mean_is_refused(client, path, query, status):
    assert client.get(f"{path}?{query}").status_code == status


@pytest.mark.parametrize("page", PAGES, ids=str)
@pytest.mark.parametrize("language", LANGUAGES)
def test_lone_surrogates_never_break_a_page(client, page, language):
    path = page.path(language)
    for name in page.parameters:
        for value in ("%ED%A0%80", "%FF%FE"):
            assert client.get(f"{path}?{name}={value}").status_code == 400
    assert client.get(f"{path}%ED%A0%80/").status_code == 404
    answer = client.get(f"{path}%00/")
    assert answer.status_code == 400
    assert "\x00" not in answer.text


@pytest.mark.parametrize(
    "fields",
    [{"text": "x" * 2_700_000}, {f"field-{number}": "1" for number in range(10_001)}],
    ids=["size", "number"],
)
@pytest.mark.parametrize(("language", "said"), [("vi", "10.000"), ("en", "10,000")])
def test_a_form_with_too_much_in_it_is_told_what_it_may_hold(client, language, said, fields):
    answer = client.post("/accounts/login/", fields, headers={"Accept-Language": language})
    assert answer.status_code == 413
    assert said in answer.text
    assert f'<html lang="{language}">' in answer.text


def test_unknown_parameters_may_hold_anything(client):
    for query in ("x=%ED%A0%80", "%FF=%FE", "&&=&==", "as_of", "country="):
        assert client.get(f"/vi/cities/?{query}").status_code == 200


def test_a_name_of_host_that_is_not_ours_is_refused(client):
    for host in ("evil.example", "evil example", "a" * 300, "127.0.0.1:8000:1"):
        answer = client.get("/vi/", headers={"Host": host})
        assert answer.status_code == 400
        assert "evil" not in answer.text


@pytest.mark.parametrize("path", PATHS)
def test_a_page_only_answers_reading(path):
    client = Client(enforce_csrf_checks=True)
    for method in (client.post, client.put, client.delete, client.patch):
        assert method(path).status_code == 405
    head = client.head(path)
    assert head.status_code == 200
    assert head.content == b""
    assert head["ETag"] == client.get(path)["ETag"]


@pytest.mark.parametrize("path", PATHS)
def test_a_page_that_has_not_changed_answers_304(client, path):
    etag = client.get(path)["ETag"]
    answer = client.get(path, headers={"If-None-Match": etag})
    assert answer.status_code == 304
    assert answer.content == b""
    assert answer["ETag"] == etag


def test_a_page_that_is_not_there_is_missing_whatever_copy_is_asked_about(client):
    answer = client.get("/vi/cities/atlantis/", headers={"If-None-Match": "*"})
    assert answer.status_code == 404


@pytest.mark.parametrize(("language", "reason"), [("vi", "Có sai sót"), ("en", "An error")])
def test_a_withdrawn_record_answers_410_with_the_reason(client, language, reason):
    city = make_city(state="withdrawn", name_en="Vanished", name_vi="Đã mất")
    answer = client.get(f"/{language}/cities/{city.slug}/")
    assert answer.status_code == 410
    assert reason in answer.text
    assert "Vanished" not in answer.text


def test_the_year_of_a_withdrawn_term_answers_410(client):
    make_term(state="withdrawn", starts_on="2031-01-01", ends_on="2031-12-31")
    assert client.get("/vi/chairs/2031/").status_code == 410


@pytest.mark.parametrize(("language", "word"), [("vi", "Trang chủ"), ("en", "Home page")])
def test_a_fault_of_ours_answers_500_without_the_database(monkeypatch, language, word):
    def break_down(*args, **kwargs):
        raise RuntimeError("no database")

    client = Client(raise_request_exception=False)
    monkeypatch.setattr(connection, "cursor", break_down)
    answer = client.get(f"/{language}/")
    assert answer.status_code == 500
    assert f'<html lang="{language}">' in answer.text
    assert word in answer.text


def test_a_fault_of_ours_leaves_its_trace_on_standard_error(monkeypatch):
    def break_down(*args, **kwargs):
        raise RuntimeError("what went wrong")

    said = StringIO()
    monkeypatch.setattr("ascn_portal.context_processors.lasting_path", break_down)
    [stderr] = (each for each in logging.getLogger().handlers if each.name == "stderr")
    monkeypatch.setattr(stderr, "stream", said)
    client = Client(raise_request_exception=False)
    client.get("/en/?q=what-a-reader-typed")
    client.get("/en/nothing/")
    assert "Internal Server Error: /en/" in said.getvalue()
    assert "RuntimeError: what went wrong" in said.getvalue()
    assert "Not Found" not in said.getvalue()
    assert "what-a-reader-typed" not in said.getvalue()


def test_a_broken_template_answers_500_without_other_templates(monkeypatch):
    def break_down(*args, **kwargs):
        raise RuntimeError("broken template")

    monkeypatch.setattr("ascn_portal.context_processors.lasting_path", break_down)
    answer = Client(raise_request_exception=False).get("/en/")
    assert answer.status_code == 500
    assert "went wrong on our side" in answer.text


def test_not_accepted_carries_its_sentence():
    assert NotAccepted("Why").sentence == "Why"
