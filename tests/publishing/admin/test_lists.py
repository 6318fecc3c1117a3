"""Lists, search, sources and people."""

import re
import unicodedata

import pytest
from django.urls import reverse
from django.utils import translation

from ascn_portal.accounts.models import User
from ascn_portal.bilingual.languages import LANGUAGES
from ascn_portal.publishing import services
from ascn_portal.publishing.services.consequences import run_hooks
from ascn_portal.sources.models import Source
from cities.models import City
from events.models import Event
from partners.models import Partner
from tests.factories import (
    make_city,
    make_source,
)

from .screens import errors, partner_with_sourced_proposal, save, url

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "term",
    [
        *("Đồng Hới", "ĐỒNG HỚI", "đồng hới", "dong hoi", "Donghoi City"),
        unicodedata.normalize("NFD", "Đồng Hới"),
    ],
)
def test_search_finds_both_languages_however_they_are_typed(staff, term):
    city = make_city(name_vi="Đồng Hới", name_en="Donghoi City", slug="dong-hoi")
    make_city()
    found = staff.get(url(City, "changelist"), {"q": term}).context["cl"].result_list
    assert list(found) == [city]
    field = {"app_label": "cities", "model_name": "membership", "field_name": "city"}
    answer = staff.get(reverse("admin:autocomplete"), field | {"term": term}).json()
    assert [result["id"] for result in answer["results"]] == [str(city.pk)]


@pytest.mark.parametrize("page", ["changelist", "add", "change", "history", "delete", "export"])
def test_the_way_to_a_page_says_no_name_twice(staff, page):
    city = make_city(state="draft")
    about_list = page in {"changelist", "add", "export"}
    name = f"admin:cities_city_{page}"
    text = staff.get(reverse(name, args=[] if about_list else [city.pk])).text
    way = re.search(r'<div class="breadcrumbs">(.*?)</div>', text, re.DOTALL)[1]
    names = [name.strip() for name in re.sub(r"<[^>]*>", "", way).split("&rsaquo;")]
    assert len(names) > 1
    assert len(set(names)) == len(names)


def test_a_list_says_which_language_is_missing_and_filters_by_it(staff):
    whole = make_city()
    lacking = make_city(vision_vi="Tầm nhìn", vision_en="")
    found = {}
    for language in LANGUAGES:
        page = staff.get(url(City, "changelist"), {"lacks": f"missing-{language}"})
        found[language] = set(page.context["cl"].queryset)
    assert lacking in found["en"] - found["vi"]
    assert whole not in found["en"]


def test_a_list_says_where_each_record_stands_on_its_way_and_filters_by_it(staff, editor):
    live, new = make_city(), make_city("draft")
    waiting = make_city(summary_vi="Cũ", summary_en="Old")
    editor.language = "en"
    editor.save()
    save(staff, url(waiting), "_submit", summary_en="New")
    withdrawn = make_city("withdrawn")
    expected = {
        "draft": {new: "draft"},
        "in_review": {waiting: "public; new text: in review"},
        "published": {live: "public", waiting: "public; new text: in review"},
        "withdrawn": {withdrawn: "withdrawn"},
        "returned": {},
    }
    for state, cities in expected.items():
        page = staff.get(url(City, "changelist"), {"state": state})
        shown = set(page.context["cl"].queryset)
        assert shown & {live, new, waiting, withdrawn} == set(cities), state
        for words in cities.values():
            assert f">{words}</td>" in page.content.decode()


def test_labels_name_a_language_as_within_a_phrase(staff, editor):
    page = staff.get(url(make_city())).content.decode()
    assert "(tiếng Việt):" in page
    assert "Tên (Tiếng Việt)" not in page


def test_a_changed_source_renews_the_pages_that_cite_it(staff, django_capture_on_commit_callbacks):
    source = make_source(title="Old title")
    with django_capture_on_commit_callbacks() as callbacks:
        save(staff, url(source), title="New title")
    source.refresh_from_db()
    assert source.title == "New title"
    assert run_hooks in callbacks


def test_a_source_with_a_known_address_is_refused_in_words(staff):
    known = make_source()
    answer = save(staff, url(Source, "add"), title="Again", url=known.url)
    (sentence,) = answer.context["adminform"].form.non_field_errors()
    assert sentence == translation.gettext("Another source has this address.")


def test_the_admin_speaks_the_language_of_its_user(staff, editor):
    for language in LANGUAGES:
        editor.language = language
        editor.save()
        assert f'<html lang="{language}"'.encode() in staff.get(reverse("admin:index")).content


def test_staff_are_added_with_their_language(staff):
    answer = save(staff, reverse("admin:accounts_user_add"), username="new", language="en")
    assert answer.status_code == 200, errors(answer)  # it shows the password to hand over
    assert User.objects.get(username="new").language == "en"


def test_pages_of_the_admin_run_and_style_nothing_inline(staff):
    """The rule `default-src 'self'` would block it."""
    partner = partner_with_sourced_proposal()
    revision = services.revisions_of(partner).get()
    pages = [
        reverse("admin:index"),
        url(Partner, "changelist"),
        *(url(partner), url(partner, "history"), url(partner, "withdraw"), url(revision)),
        url(partner.proposals.get()),
        url(Event, "add"),
    ]
    for page in pages:
        html = staff.get(page).content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", html), page
