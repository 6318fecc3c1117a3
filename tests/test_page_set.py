"""The page set that browsers and judges walk is whole: each template, in both languages."""

import pytest

from tests.browser.page_set import read_page_set
from tests.pages import LANGUAGES, PAGES

PAGE_SET = read_page_set()
pytestmark = pytest.mark.django_db


def template_of(client, path: str) -> str:
    """The template that a page is made with; it must be there."""
    response = client.get(path)
    assert response.status_code == 200, path
    # A part that is kept ready may have been drawn before the page.
    return next(t.name for t in response.templates if not t.name.startswith("components/"))


def test_each_public_page_has_its_template_in_the_page_set(client):
    made_with = {template_of(client, page.path("vi")) for page in PAGES}
    assert made_with == PAGE_SET.keys()


@pytest.mark.parametrize("template", PAGE_SET)
def test_each_path_of_the_page_set_stands_under_its_template(client, template):
    in_english = [path for path in PAGE_SET[template] if path.startswith("/en/")]
    assert {template_of(client, path) for path in in_english} == {template}


@pytest.mark.parametrize("template", PAGE_SET)
def test_each_template_is_there_in_both_languages_alike(template):
    paths = PAGE_SET[template]
    in_one = [[p[3:] for p in paths if p.startswith(f"/{code}/")] for code in LANGUAGES]
    assert in_one[0] == in_one[1]
