"""The handbook of the back office: in both languages, with the names that the screens use."""

import re
from html import unescape

import pytest
from babel.messages import pofile
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse

from ascn_portal.bilingual.languages import LANGUAGES
from ascn_portal.handbook import read
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def window(client):
    client.user = make_user("reader", is_staff=True)
    client.force_login(client.user)
    return client


@pytest.mark.parametrize("language", LANGUAGES)
def test_staff_read_the_handbook_in_their_language(window, language):
    window.user.language = language
    window.user.save()
    page = window.get(reverse("handbook"))
    assert page.status_code == 200
    text = unescape(page.content.decode())
    titles = re.findall(r"^## (.+)$", read(language), re.MULTILINE)
    assert all(text.count(title) >= 2 for title in titles)


def test_nobody_else_does(client):
    assert client.get(reverse("handbook")).status_code == 302


def test_both_languages_have_the_same_chapters_pictures_and_steps():
    def frame(language):
        return re.findall(r"^(##|\d\.|-|\||!\[.*?\]\(([\w-]+)\))", read(language), re.MULTILINE)

    def marks(language):
        return [(name or mark) for mark, name in frame(language)]

    assert marks("vi") == marks("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_of_the_handbook_is_there(language):
    names = re.findall(r"!\[.*?\]\(([\w-]+)\)", read(language))
    missing = [name for name in names if not finders.find(f"handbook/{name}-{language}.webp")]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_handbook_names_buttons_as_the_screens_do(language):
    with (
        settings.BASE_DIR / f"ascn_portal/locale/{language}/LC_MESSAGES/django.po"
    ).open() as file:
        said = {str(message.string) for message in pofile.read_po(file) if message.id}
    said = {text.casefold() for text in said}
    named = re.findall(r"\*\*(.+?)\*\*", read(language))[1:]  # the first says what bold means
    assert [name for name in named if name.casefold() not in said] == []
