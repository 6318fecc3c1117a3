import unicodedata

import pytest

from ascn_portal.search.folding import closeness, fold
from tests.factories import make_city
from tests.html import Html

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Đà Nẵng", ("da", "nang")),
        (unicodedata.normalize("NFD", "Đà Nẵng"), ("da", "nang")),
        ("Man-đa-lay", ("man", "da", "lay")),
        ("Thừa Thiên - Huế", ("thua", "thien", "hue")),
        ("ភ្នំពេញ", fold("ភ្នំពេញ")),
        ("  –  !? ", ()),
    ],
)
def test_folding_leaves_letters_and_digits(text, words):
    assert fold(text) == words


@pytest.mark.parametrize(
    ("asked", "text", "rank"),
    [
        ("danang", "Đà Nẵng", 0),
        ("da nang", "Da-Nang", 0),
        ("ha", "Hà Nội", 1),
        ("noi", "Hà Nội", 2),
        ("meeting 2020", "Third meeting of 2020", 2),
        ("anoi", "Hà Nội", None),
        ("ha long", "Hà Nội", None),
    ],
)
def test_closeness_prefers_the_whole_name_to_its_beginning_to_a_word_of_it(asked, text, rank):
    assert closeness(fold(asked), text) == rank


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "question", ["Đà Nẵng", "da nang", "DANANG", "Da-Nang", "đà nẵng", "  da   nang "]
)
def test_a_city_is_found_by_any_spelling(client, language, question):
    answer = client.get(f"/{language}/search/", {"q": question})
    assert f"/{language}/cities/da-nang/" in Html(answer.text).links()


@pytest.mark.parametrize(
    ("question", "path"),
    [
        ("Brunei", "countries/brunei-darussalam/"),
        ("Việt Nam", "countries/viet-nam/"),
        ("Framework", "documents/asean-smart-cities-framework-2018/"),
        ("Khung đô thị thông minh", "documents/asean-smart-cities-framework-2018/"),
        ("annual meeting 2020", "events/ascn-annual-meeting-3-2020/"),
        ("Intelligent operation centre", "projects/da-nang-intelligent-operation-centre/"),
        ("Japan", "partners/japan/"),
        ("quality environment", "focus-areas/quality-environment/"),
        ("privacy", "about/privacy/"),
    ],
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_kind_is_found_by_its_name_in_either_language(client, language, question, path):
    answer = client.get(f"/{language}/search/", {"q": question})
    assert f"/{language}/{path}" in Html(answer.text).links()


def test_an_alias_leads_to_the_record_and_is_named(client):
    make_city(slug="x", name_en="Newtown", name_vi="Phố Mới", aliases="Oldtown\nCựu Trấn")
    answer = client.get("/en/search/?q=cuutran")
    assert "/en/cities/x/" in Html(answer.text).links()
    assert "Cựu Trấn" in answer.text


def test_an_empty_question_shows_the_form_alone(client):
    for query in ("", "?q=", "?q=%20%20"):
        answer = client.get(f"/en/search/{query}")
        assert answer.status_code == 200
        assert answer.context["groups"] == []


def test_a_name_that_nothing_has_says_so_and_offers_the_lists(client):
    answer = client.get("/en/search/?q=atlantis")
    assert "“atlantis”" in answer.text
    assert "/en/cities/" in Html(answer.text).links()


@pytest.mark.parametrize("question", ["?!…", "a" * 101, "%", "'\"; --", "\ufffd"])
def test_what_cannot_be_looked_up_gets_a_sentence_and_keeps_what_was_typed(client, question):
    answer = client.get("/en/search/", {"q": question})
    assert answer.status_code == 400
    assert answer.context["problem"] in answer.text
    assert answer.context["question"] == question
    assert 'class="notice' in answer.text


def test_search_pages_are_not_indexed(client):
    assert '<meta name="robots" content="noindex">' in client.get("/vi/search/?q=ha").text


def test_long_lists_of_hits_are_cut_and_say_so(client):
    answer = client.get("/en/search/?q=smart")
    assert any(group["left_out"] for group in answer.context["groups"])
    assert "not shown" in answer.text


@pytest.mark.parametrize("question", ["a", "republic"])
def test_hits_of_every_kind_lead_to_a_page(client, question):
    groups = client.get("/en/search/", {"q": question}).context["groups"]
    hits = [hit for group in groups for hit in group["hits"][:2]]
    assert {client.get(hit["url"]).status_code for hit in hits} == {200}


def test_a_name_in_another_language_is_marked(client):
    answer = client.get("/en/search/?q=hội+nghị+thường+niên+lần+thứ+ba")
    assert '<span lang="vi" dir="auto">Hội nghị thường niên' in answer.text
