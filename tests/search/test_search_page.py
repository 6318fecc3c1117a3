"""The search page: what is found, in which order, and how it is shown."""

import unicodedata
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ascn_portal.publishing import services
from ascn_portal.search.results import FILTERS
from tests.factories import both, make_city, make_document, make_page, make_project
from tests.html import Html
from tests.pages import LIST, MOST_QUERIES

pytestmark = pytest.mark.django_db


def urls(answer) -> list[str]:
    return [row["url"] for row in answer.context["rows"]]


def shown(pieces) -> str:
    """Pieces of a text, what is marked between brackets."""
    return "".join(f"[{text}]" if is_match else text for text, is_match in pieces)


def page_of(title="A page", body="Text."):
    return make_page(slug="x", **both("title", "Trang", title), **both("body", "Chữ.", body))


def test_a_long_text_is_shown_without_its_marks_and_addresses(page):
    page_of(body="See the **zqxlagoon** in [the plan](/documents/plan/) & more.")
    [row] = page("zqxlagoon").context["rows"]
    assert shown(row["snippet"]) == "See the [zqxlagoon] in the plan & more."


# --- Results ------------------------------------------------------------------------------------


def test_an_empty_question_shows_the_form_alone(page):
    for question in ("", "  "):
        answer = page(question)
        assert answer.status_code == 200
        assert "rows" not in answer.context
        assert 'name="q"' in answer.text


def test_a_result_says_kind_title_place_date_and_answering_sentence(page):
    answer = page("annual meeting 2020")
    row = answer.context["rows"][0]
    assert row["url"] == "/en/events/ascn-annual-meeting-3-2020/"
    assert str(row["kind_label"]) == "Meeting or event"
    assert row["date"].endswith("2020")
    for text in (row["kind_label"], row["date"], row["place"]):
        assert text
        assert str(text) in answer.text


def test_the_match_is_marked_in_the_text_as_it_was_written(page):
    make_page(
        slug="x",
        **both("title", "Trang", "Page"),
        **both("summary", "Mở đầu. Sông Hàn chảy qua Đà Lạt thơm ngát <b>!", "Nothing."),
    )
    answer = page("da lat", "vi")
    row = next(row for row in answer.context["rows"] if row["url"].endswith("/x/"))
    assert shown(row["snippet"]) == "Sông Hàn chảy qua [Đà Lạt] thơm ngát <b>!"
    assert "qua <mark>Đà Lạt</mark> thơm ngát &lt;b&gt;!" in answer.text


def test_the_best_sentence_is_shown_and_a_long_one_is_cut_around_the_match(page):
    filler = "word " * 200
    page_of(body=f"Indigo alone. {filler}indigo lagoons {filler}. The end.")
    [row] = page("indigo lagoons").context["rows"]
    text = shown(row["snippet"])
    assert "[indigo lagoons]" in text
    assert text.startswith("… ")
    assert text.endswith(" …")
    assert len(text) < 260


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "question",
    ["Đà Nẵng", "da nang", "DANANG", "Da-Nang", "  da   nang ", "đà\u200bnẵng", "Đà\tNẵng"],
)
def test_a_city_is_found_by_any_spelling(page, language, question):
    assert urls(page(question, language))[0] == f"/{language}/cities/da-nang/"


def test_decomposed_letters_are_found_like_composed_ones(page):
    composed, decomposed = (unicodedata.normalize(form, "Đà Nẵng") for form in ("NFC", "NFD"))
    assert composed != decomposed
    assert urls(page(decomposed, "vi")) == urls(page(composed, "vi"))


@pytest.mark.parametrize(("typed", "written"), [("hoà", "hòa"), ("thủy", "thuỷ"), ("khoẻ", "khỏe")])
def test_the_place_of_the_tone_makes_no_difference(found, typed, written):
    make_page(slug="other", **both("title", f"{typed[:-1]}x zqx", "Other"))
    make_page(slug="x", **both("title", f"{written} zqx", "Page"))
    assert found(f"{typed} zqx", "vi") == ["page x"]


def test_exact_accents_come_before_others(found):
    for slug, title in (("plain", "zqx mau"), ("grave", "zqx màu"), ("acute", "zqx máu")):
        make_page(slug=slug, **both("title", title, slug))
    assert found("zqx máu", "vi")[0] == "page acute"
    assert found("zqx màu", "vi")[0] == "page grave"
    assert len(found("zqx mau", "vi")) == 3


def test_names_come_before_texts(found):
    make_page(slug="text", body_en="Lagoons of indigo.")
    make_page(slug="name", title_en="Lagoons of indigo")
    assert found("lagoons of indigo") == ["page name", "page text"]


def test_the_readers_language_comes_first(found):
    make_page(slug="vi", **both("title", "Zqxlagoon", "Aaa"))
    make_page(slug="en", **both("title", "Bbb", "Zqxlagoon"))
    assert found("zqxlagoon", "vi") == ["page vi", "page en"]
    assert found("zqxlagoon", "en") == ["page en", "page vi"]


def test_superseded_documents_come_after_those_in_force(page, found):
    make_document(slug="old", title_en="Zqxlagoon plan", status="superseded", year=2024)
    make_document(slug="new", title_en="Zqxlagoon plan", status="adopted", year=2019)
    assert found("zqxlagoon plan") == ["document new", "document old"]
    assert "Not the current text" in page("zqxlagoon").text


def test_words_in_order_come_before_strewn_ones(found):
    make_page(slug="strewn", body_vi="Đầm bên phá, xanh tươi. Ở zqx.")
    make_page(slug="order", body_vi="Bên đầm phá xanh. Ở zqx.")
    assert found("đầm phá xanh", "vi")[:2] == ["page order", "page strewn"]


# --- What can be asked --------------------------------------------------------------------------


def test_a_quoted_phrase_is_looked_for_as_it_stands(found):
    make_page(slug="phrase", body_en="Indigo lagoons.")
    make_page(slug="strewn", body_en="Lagoons, all indigo.")
    assert found('"indigo lagoons"') == ["page phrase"]
    assert set(found("indigo lagoons")) == {"page phrase", "page strewn"}


def test_a_word_after_a_minus_is_left_out(found):
    make_page(slug="one", body_en="Zqxlagoon.")
    make_page(slug="two", body_en="Zqxlagoon and dune.")
    assert found("zqxlagoon -dune") == ["page one"]
    assert found('zqxlagoon -"and dune"') == ["page one"]
    assert set(found("zqxlagoon dune")) == {"page two"}


def test_stop_words_are_not_asked_for(found):
    page_of(title="Zqxlagoon")
    assert found("what is the zqxlagoon") == ["page x"]


def test_english_words_are_found_with_other_endings(found):
    page_of(body="Many zqxlagoons were flooding.")
    assert found("zqxlagoon flooded") == ["page x"]


@pytest.mark.parametrize("typed", ["zqxlagon", "zqxlagoonn", "zxqlagoon", "zqxlakoon"])
def test_one_typing_error_is_forgiven_and_said(page, typed):
    page_of(title="Zqxlagoon")
    answer = page(typed)
    assert urls(answer) == ["/en/about/x/"]
    assert f"No text holds “{typed}”. Shown is what holds “zqxlagoon”." in answer.text


def test_short_words_are_not_taken_for_mistyped(found):
    page_of(title="Zqxw")
    assert found("zqxv") == []


def test_the_beginning_of_a_word_finds_it(found):
    page_of(title="Zqxlagoon")
    assert found("zqxlag") == ["page x"]


def test_a_name_is_found_without_its_blanks_and_with_blanks_that_it_lacks(found):
    make_city(slug="x", **both("name", "Qua Zem", "Qua Zem"))
    make_city(slug="y", **both("name", "Wezqim", "Wezqim"))
    assert found("quazem") == ["city x"]
    assert found("we zqim") == ["city y"]


def test_an_alias_leads_to_the_record(page):
    make_city(slug="x", **both("name", "Phố Mới", "Newtown"), aliases="Oldtown\nCựu Trấn")
    assert urls(page("cuutran"))[0] == "/en/cities/x/"


def test_short_forms_of_the_network_are_understood(found):
    make_page(slug="x", body_en="Zqx: the ASEAN Smart Cities Network.")
    assert found("ASCN zqx") == ["page x"]


# --- Languages ----------------------------------------------------------------------------------


def test_a_text_in_the_other_language_says_so(page):
    make_page(slug="x", **both("title", "Trang", "Page"), body_vi="Đầm phá zqx.", body_en="Text.")
    answer = page("zqx", "en")
    assert '<p class="record__summary" lang="vi">' in answer.text
    assert "Text in Vietnamese" in answer.text
    assert urls(answer) == ["/en/about/x/"]
    assert "Text in" not in page("zqx", "vi").text


# --- Filters ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILTERS)
def test_each_filter_leaves_as_many_as_it_says(client, name):
    answer = client.get("/en/search/", {"q": "smart"})
    assert not answer.context["answer"].found.is_cut
    [choice] = [each for each in answer.context["filter_bar"]["filters"] if each["name"] == name]
    labels = (label.rpartition(" (")[2] for _value, label in choice["options"])
    values = [value for value, _label in choice["options"]]
    counts = dict(zip(values, (int(label[:-1]) for label in labels), strict=True))
    assert counts
    for value, count in counts.items():
        narrowed = client.get("/en/search/", {"q": "smart", name: value})
        assert narrowed.context["answer"].total == count


def test_filters_show_their_counts_and_what_is_applied(page):
    answer = page("smart", kind="city")
    count = answer.context["answer"].total
    assert f'<option value="city" selected>City ({count})</option>' in answer.text
    assert {row["kind"] for row in answer.context["rows"]} == {"city"}
    assert "/en/search/?q=smart" in Html(answer.text).links()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "banana"),
        ("year", "20x0"),
        ("year", "٢٠٢٠"),
        ("year", "1 OR 1=1"),
        ("city", "atlantis"),
        ("country", "' OR 1=1 --"),
        ("focus_area", "\ufffd"),
        ("language", "xyz"),
        ("language", "EN"),
    ],
)
def test_a_filter_with_another_value_is_refused_with_a_reason(client, language, name, value):
    answer = client.get(f"/{language}/search/", {"q": "smart", name: value})
    assert answer.status_code == 400
    assert "“" in answer.text
    assert f'lang="{language}"' in answer.text


@pytest.mark.parametrize("code", ["th", "zz"])
def test_a_language_in_which_nothing_is_written_finds_nothing(client, code):
    answer = client.get("/en/search/", {"q": "smart", "language": code})
    assert answer.status_code == 200
    assert answer.context["rows"] == []


def test_a_hidden_city_is_no_choice_of_the_filter(page, editor):
    city = make_city(state="draft", slug="hidden-city")
    when = timezone.now() + timedelta(days=1)
    services.publish(services.revisions_of(city).get(), approver=editor, at=when)
    answer = page("smart", city="hidden-city")
    assert answer.status_code == 400
    assert "Đô thị" not in answer.text


# --- Pages and addresses ------------------------------------------------------------------------


def test_pages_hold_twenty_and_share_the_question_and_filters(page):
    first = page("smart", kind="project")
    total = first.context["answer"].total
    assert total > 20
    assert len(first.context["rows"]) == 20
    assert "?q=smart&kind=project&page=2" in {
        link.replace("&amp;", "&") for link in Html(first.text).links()
    }
    second = page("smart", kind="project", page=2)
    assert '<ol class="records" start="21">' in second.text
    assert not set(urls(first)) & set(urls(second))


@pytest.mark.parametrize("number", ["0", "-1", "999", "x", "9" * 5000, "\uff12"])
def test_a_page_that_is_not_there_answers_404(page, number):
    assert page("smart", page=number).status_code == 404


def test_the_same_address_shows_the_same(page):
    one, other = page("smart", year="2020"), page("smart", year="2020")
    assert urls(one) == urls(other)
    assert one["ETag"] == other["ETag"]
    assert "public" in one["Cache-Control"]
    assert not one.cookies


def test_search_pages_are_not_indexed(page):
    assert '<meta name="robots" content="noindex">' in page("ha", "vi").text


def test_more_than_are_counted_are_said_to_be_more(page, monkeypatch):
    monkeypatch.setattr("ascn_portal.search.results.MOST_BY_TEXT", 5)
    answer = page("smart")
    assert answer.context["answer"].found.is_cut
    assert "More than 1,000 found" in answer.text


@pytest.mark.parametrize("question", ["republic", "smart", "2020"])
def test_what_is_found_leads_to_a_page(client, page, question):
    links = urls(page(question, "vi")) + urls(page(question, "en"))
    assert {client.get(link.partition("#")[0]).status_code for link in links} == {200}


def test_a_search_starts_as_many_queries_whatever_it_finds(page):
    def queries(question):
        page(question)
        with CaptureQueriesContext(connection) as captured:
            page(question)
        return len(captured)

    assert queries("smart") <= MOST_QUERIES[LIST]
    city = make_city()
    for number in range(20):
        make_project(city=city, title_en=f"Zqxlagoon {number}")
    assert queries("zqxlagoon") <= MOST_QUERIES[LIST]


# --- Nothing found ------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["vi", "en"])
def test_nothing_found_says_so_and_offers_ways_on(page, language):
    answer = page("atlantisville", language)
    assert answer.status_code == 200
    assert "“atlantisville”" in answer.text
    assert f"/{language}/cities/" in Html(answer.text).links()


def test_nothing_found_offers_the_nearest_spelling(page):
    page_of(title="Zqxlagoon")
    answer = page("zqxlakoun")
    assert answer.context["rows"] == []
    assert answer.context["nearest"] == "zqxlagoon"
    assert "/en/search/?q=zqxlagoon" in Html(answer.text).links()


def test_words_of_hidden_records_are_no_nearest_spelling(page, editor):
    record = page_of(title="Zqxlagoon")
    services.withdraw(record, author=editor, reason_vi="Sai", reason_en="Wrong")
    for typed in ("zqxlagon", "zqxlakoun", "zqxlag"):
        answer = page(typed)
        assert answer.context["rows"] == []
        assert "zqxlagoon" not in answer.text
