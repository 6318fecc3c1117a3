"""What helps to read, quote and keep a page: contents, citation, colours, compression."""

import gzip
import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.template import Context, Template

from ascn_portal.as_of import today
from tests.html import Html

pytestmark = pytest.mark.django_db
LONG_PAGES = (
    "cities/da-nang",
    "countries/viet-nam",
    "events/ascn-annual-meeting-3-2020",
    "monitoring",
    "about/network",
)


@pytest.mark.parametrize("path", LONG_PAGES)
def test_a_long_page_begins_with_links_to_all_its_sections(client, path):
    text = client.get(f"/en/{path}/").text
    contents = re.search(r'<nav class="contents".*?</nav>', text, re.DOTALL)[0]
    linked = set(re.findall(r'href="#([^"]+)"', contents))
    sections = set(re.findall(r'<h2 class="section__title" id="([^"]+)"', text))
    assert linked <= sections
    assert sections - linked <= {"sources"}


def test_a_short_page_has_no_contents(client):
    assert 'class="contents"' not in client.get("/en/partners/japan/").text


def render_contents(*titles: str) -> str:
    """What the tag makes of sections with these titles, already HTML."""
    sections = "".join(
        f'<h2 class="section__title" id="s{number}">{title}</h2>'
        for number, title in enumerate(titles)
    )
    template = Template("{% load contents %}{% contents %}{{ sections|safe }}{% endcontents %}")
    return template.render(Context({"sections": sections}))


def test_contents_name_a_section_as_its_heading_does():
    html = render_contents('<a href="#s0">Đà Nẵng</a>', "R &amp; D", "C", "D")
    assert '<a href="#s0">Đà Nẵng</a></li>' in html
    assert '<a href="#s1">R &amp; D</a></li>' in html
    assert "contents" not in render_contents("A", "B", "C")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Cite this page", "“<cite>Da Nang</cite>”", "Accessed on")),
        ("vi", ("Trích dẫn trang này", "“<cite>Đà Nẵng</cite>”", "Truy cập ngày")),
    ],
)
def test_a_page_says_how_to_quote_it(client, language, words):
    text = client.get(f"/{language}/cities/da-nang/?utm_source=mail").text
    cited = re.search(r'<section class="cite".*?</section>', text, re.DOTALL)[0]
    address = f"{settings.PUBLIC_ORIGIN}/{language}/cities/da-nang/"
    assert f'<a class="cite__address" href="{address}">{address}</a>' in cited
    assert all(word in cited for word in words)
    assert str(today().year) in cited


@pytest.mark.parametrize("path", ["", "cities/", "chairs/", "projects/"])
def test_a_list_is_quoted_with_the_day_that_it_shows(client, path):
    past = client.get(f"/en/{path}?as_of=2021-08-30").text
    assert "as it stood on 30 August 2021" in past
    assert f'href="{settings.PUBLIC_ORIGIN}/en/{path}?as_of=2021-08-30"' in past
    now = client.get(f"/en/{path}").text
    assert f'href="{settings.PUBLIC_ORIGIN}/en/{path}?as_of={today()}"' in now


def test_a_filtered_list_is_quoted_with_its_filters(client):
    text = client.get("/en/projects/?country=viet-nam&as_of=2022-12-31").text
    address = f"{settings.PUBLIC_ORIGIN}/en/projects/?country=viet-nam&amp;as_of=2022-12-31"
    assert f'<a class="cite__address" href="{address}">' in text


def test_the_colours_are_chosen_before_anything_is_painted(client):
    text = client.get("/vi/").text
    assert text.index("js/theme.js") < text.index("css/site.css")
    [script] = [tag for tag in Html(text).all("script") if "theme" in tag["src"]]
    assert not {"async", "defer", "type"} & set(script)
    [switch] = [button for button in Html(text).all("button") if "aria-pressed" in button]
    assert switch["type"] == "button"
    assert (Path(settings.BASE_DIR) / "static/js/theme.js").stat().st_size <= 1024


def test_the_browser_may_run_our_scripts_only(client):
    policy = client.get("/vi/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize(
    ("accepted", "encoding", "decompress"),
    [
        ("gzip, br", "br", brotli.decompress),
        ("gzip, br;q=0", "gzip", gzip.decompress),
        ("gzip", "gzip", gzip.decompress),
    ],
)
def test_pages_are_sent_compressed_to_browsers_that_take_it(client, accepted, encoding, decompress):
    plain = client.get("/vi/monitoring/")
    sent = client.get("/vi/monitoring/", headers={"Accept-Encoding": accepted})
    assert sent["Content-Encoding"] == encoding
    assert decompress(sent.content) == plain.content
    assert "Accept-Encoding" in plain["Vary"]
    kept = {"Accept-Encoding": accepted, "If-None-Match": sent["ETag"]}
    assert client.get("/vi/monitoring/", headers=kept).status_code == 304


def test_pages_of_the_admin_are_not_compressed(client, editor):
    client.force_login(editor)
    answer = client.get("/admin/", headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer
