"""What every public page promises, in both languages."""

import re
from collections import Counter
from contextlib import suppress
from html import unescape
from urllib.parse import parse_qsl, unquote_plus, urlencode, urljoin, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from ascn_portal.publishing import preview
from ascn_portal.publishing.models import record_models
from ascn_portal.publishing.querysets import published_q
from documents.models import Document
from tests.factories import make_page, make_version
from tests.html import Html
from tests.pages import DATA, FILES, LANGUAGES, LISTS_ON_A_DAY, MOST_QUERIES, PAGES, VERSION
from tests.queries import query_count
from tests.thorough import IS_THOROUGH
from tests.world import MARK, make_hidden_records, make_world

pytestmark = pytest.mark.django_db
EVERY_PAGE = [
    pytest.param(page, language, id=f"{page}-{language}")
    for page in PAGES
    for language in LANGUAGES
]

# Each page takes its time to make: of the values that links give a parameter so many are tried,
# and of the pages of one folder enough to see each form of it, or all of them in a thorough run.
TRIED_A_CHOICE = 4
TRIED_A_FOLDER = 10_000 if IS_THOROUGH else 12


def test_every_public_address_is_on_the_list_of_pages():
    def names(patterns, namespace=""):
        for entry in patterns:
            if isinstance(entry, URLPattern):
                yield f"{namespace}:{entry.name}"
            elif entry.namespace not in {"admin", "texts"}:
                yield from names(entry.url_patterns, entry.namespace or namespace)

    public = {name for name in names(get_resolver().url_patterns) if not name.startswith(":")}
    assert {page.name for page in [*PAGES, VERSION]} | DATA.keys() == public - FILES


def keeps_contract(page, language, answer):
    """Assert all that a page promises, whatever it shows."""
    html = Html(answer.text)
    is_whole(html, language)
    names_itself_and_its_twin(html, page, language)
    can_be_kept(answer)
    contact = reverse("pages:about", args=["contact"]).replace("/vi/", f"/{language}/")
    address = settings.PUBLIC_ORIGIN + page.path(language)
    assert f"{contact}?{urlencode({'report': address})}" in html.links()


def is_whole(html, language):
    assert html.faults == []
    assert html.all("html", lang=language)
    assert len(html.all("h1")) == 1
    assert html.text("title")
    [description] = html.all("meta", name="description")
    assert len(description["content"]) > 20


def names_itself_and_its_twin(html, page, language):
    origin = settings.PUBLIC_ORIGIN
    [canonical] = html.all("link", rel="canonical")
    assert canonical["href"] == origin + page.path(language)
    twins = {link["hreflang"]: link["href"] for link in html.all("link", rel="alternate")}
    assert twins == {
        "vi": origin + page.path("vi"),
        "en": origin + page.path("en"),
        "x-default": origin + page.path("vi").removeprefix("/vi"),
    }


def can_be_kept(answer):
    assert not answer.cookies
    assert "public" in answer["Cache-Control"]
    assert answer["ETag"]
    assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.parametrize(("page", "language"), EVERY_PAGE)
def test_page_keeps_its_promises(client, page, language):
    answer = client.get(page.path(language))
    assert answer.status_code == 200
    keeps_contract(page, language, answer)


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_of_a_version_keeps_its_promises(client, language):
    make_version(document=Document.objects.get(slug=VERSION.args[0]))
    keeps_contract(VERSION, language, client.get(VERSION.path(language)))
    assert query_count(VERSION.path(language)) <= MOST_QUERIES[VERSION.kind]


@pytest.mark.parametrize(("page", "language"), EVERY_PAGE)
def test_page_asks_the_database_little(page, language):
    assert query_count(page.path(language)) <= MOST_QUERIES[page.kind]


@pytest.mark.parametrize("page", [page for page in PAGES if page.parameters], ids=str)
def test_language_switch_keeps_the_filters(page):
    query = urlencode(page.parameters)
    answer = Client().get(f"{page.path('vi')}?{query}")
    assert answer.status_code == 200
    [switch] = Html(answer.text).all("a", hreflang="en", lang="en")
    assert switch["href"] == f"{page.path('en')}?{query}"


@pytest.mark.parametrize("page", LISTS_ON_A_DAY, ids=str)
def test_page_of_a_past_day_says_so_and_names_the_present_one(page):
    answer = Client().get(f"{page.path('en')}?as_of=2021-08-30")
    assert "The network as it stood on 30 August 2021" in answer.text
    html = Html(answer.text)
    [canonical] = html.all("link", rel="canonical")
    assert canonical["href"] == settings.PUBLIC_ORIGIN + page.path("en")
    assert page.path("en") in html.links()


def test_unknown_parameters_make_no_copy(client):
    plain, tagged = client.get("/vi/cities/"), client.get("/vi/cities/?utm_source=mail")
    assert plain["ETag"] == tagged["ETag"]
    assert "utm_source" not in Html(tagged.text).all("link", rel="canonical")[0]["href"]


def test_number_of_queries_does_not_grow_with_the_rows():
    lists = [page.path("vi") for page in PAGES if not page.args]
    one = make_world(rows=1)
    lists_before = {path: query_count(path) for path in lists}
    twenty = make_world(rows=20)
    # Fewer are right: the newest documents may be some that have no files to ask for.
    assert [path for path in lists if query_count(path) > lists_before[path]] == []
    assert {name: query_count(path) for name, path in twenty.items()} == {
        name: query_count(path) for name, path in one.items()
    }


def test_nothing_unpublished_is_on_any_page():
    make_hidden_records()
    client = Client()
    paths = [page.path(language) for page in PAGES for language in LANGUAGES]
    for path in [*paths, "/sitemap.xml", "/robots.txt"]:
        assert MARK not in client.get(path).text.casefold(), path


def test_previews_leave_nothing_unpublished_behind():
    make_hidden_records()
    client = Client()
    paths = [page.path(language) for page in PAGES for language in LANGUAGES]
    shown = list(preview_pages())
    assert len(shown) > 20
    for path in shown:
        assert client.get(path).status_code in {200, 404}
    for path in [*paths, "/sitemap.xml", "/robots.txt"]:
        assert MARK not in client.get(path).text.casefold(), path


def preview_pages():
    """Where the draft of each record that is not public can be seen, in both languages."""
    for model in record_models():
        for record in model.objects.exclude(published_q()):
            with suppress(preview.Over):  # withdrawn, and no draft waits
                found = preview.find_preview(preview.preview_token(record))
                yield from preview.pages_of(found).values()


def test_nothing_unpublished_is_found():
    make_hidden_records()
    client = Client()
    questions = [MARK, MARK[:-1], f"{MARK}x", MARK[::-1], f'"{MARK}"', f"{MARK} scheduled", "smart"]
    paths = [f"/{language}/search/" for language in LANGUAGES]
    for question in questions:
        for path in [*paths, *(path for paths in DATA.values() for path in paths)]:
            answer = client.get(path, {"q": question})
            said = (
                unquote_plus(unquote_plus(unescape(answer.text)))
                .casefold()
                .replace(question.casefold(), "")
            )
            assert MARK not in said, (path, question)
            if path in paths and MARK in question:
                assert answer.context["rows"] == []
    for name in ("city", "country", "focus_area"):
        answer = client.get("/en/search/", {"q": "smart", name: f"{MARK}-scheduled"})
        assert answer.status_code == 400


def test_hidden_records_answer_404_or_410():
    make_hidden_records()
    folders = ("cities", "countries", "focus-areas", "projects", "events", "documents", "partners")
    client = Client()
    for folder in (*folders, "about"):
        for state, status in (("draft", 404), ("scheduled", 404), ("withdrawn", 410)):
            answer = client.get(f"/vi/{folder}/{MARK}-{state}/")
            assert answer.status_code == status, f"{folder} {state}"
            assert MARK not in answer.text.casefold().replace(f"{MARK}-{state}", "")


def test_publication_is_seen_at_once(django_capture_on_commit_callbacks):
    client = Client()
    before = client.get("/en/about/")
    with django_capture_on_commit_callbacks(execute=True):
        make_page(title_en="A page that is new", title_vi="Một trang mới")
    after = client.get("/en/about/", headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert after["ETag"] != before["ETag"]
    assert "A page that is new" in after.text
    assert client.get("/en/about/", headers={"If-None-Match": after["ETag"]}).status_code == 304


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_the_record_are_whole_and_their_links_lead_somewhere(language):
    client, seen, wrong = Client(), set(), []
    tried = Counter()
    waiting = {f"/{language}/", *listed_in_sitemap(client, language)}
    while waiting:
        path = waiting.pop()
        seen.add(path)
        kind = path.partition("=")[0] if "?" in path else path.rsplit("/", 2)[0]
        tried[kind] += 1
        if tried[kind] > (TRIED_A_CHOICE if "?" in path else TRIED_A_FOLDER):
            continue
        answer = client.get(path)
        if answer.status_code not in {200, 301}:
            wrong.append((path, answer.status_code))
        elif answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            html = Html(answer.text)
            wrong += [(path, fault) for fault in html.faults]
            wrong += [(path, "h1")] if len(html.all("h1")) != 1 else []
            links = {simplest(urljoin(path, link)) for link in html.links()}
            waiting |= {link for link in links if link.startswith(f"/{language}/")} - seen
    assert wrong == []
    assert len(seen) > 300


def listed_in_sitemap(client, language: str) -> set[str]:
    """The paths of the sitemap in one language."""
    addresses = re.findall(r"<loc>(.*?)</loc>", client.get("/sitemap.xml").text)
    paths = {address.removeprefix(settings.PUBLIC_ORIGIN) for address in addresses}
    return {path for path in paths if path.startswith(f"/{language}/")}


def simplest(link: str) -> str:
    """A link of ours with at most one parameter, "" for one of another site.

    Every filter is tried alone, for all combinations of filters, days and pages are too many.
    """
    parts = urlsplit(link)
    query = [pair for pair in parse_qsl(parts.query) if pair[0] != "report"]
    if parts.netloc or parts.scheme:
        return ""
    return parts.path + (f"?{urlencode(query[:1])}" if query else "")
