"""Texts, dates and long texts as a reader of each language gets them."""

from datetime import date

import pytest
from django.utils.translation import override

from ascn_portal.bilingual.dates import first_day, last_day, show_date, show_period
from ascn_portal.bilingual.markdown import render_markdown
from ascn_portal.bilingual.text import translated
from cities.models import City


def test_missing_translation_falls_back_both_ways_and_says_so():
    only_english = City(vision_en="A vision")
    only_vietnamese = City(vision_vi="Một tầm nhìn")
    assert translated(only_english, "vision", "vi") == ("A vision", "en", True)
    assert translated(only_vietnamese, "vision", "en") == ("Một tầm nhìn", "vi", True)
    assert translated(only_english, "vision", "en") == ("A vision", "en", False)


def test_text_missing_in_both_languages_is_empty_and_no_fallback():
    assert translated(City(vision_vi="  "), "vision", "vi") == ("", "vi", False)


@pytest.mark.parametrize(
    ("precision", "vi", "en"),
    [
        ("day", "17 tháng 7 năm 2020", "17 July 2020"),
        ("month", "tháng 7 năm 2020", "July 2020"),
        ("year", "2020", "2020"),
    ],
)
def test_a_date_shows_no_more_than_is_known(precision, vi, en):
    with override("vi"):
        assert show_date(date(2020, 7, 17), precision) == vi
    with override("en"):
        assert show_date(date(2020, 7, 17), precision) == en


@pytest.mark.parametrize(
    ("start", "end", "vi", "en"),
    [
        (date(2026, 7, 20), date(2026, 7, 21), "20–21 tháng 7 năm 2026", "20–21 July 2026"),
        (date(2018, 4, 28), date(2018, 4, 28), "28 tháng 4 năm 2018", "28 April 2018"),
        (
            date(2022, 11, 30),
            date(2022, 12, 2),
            "30 tháng 11 – 2 tháng 12 năm 2022",
            "30 November – 2 December 2022",
        ),
        (
            date(2018, 12, 30),
            date(2019, 1, 2),
            "30 tháng 12 năm 2018 – 2 tháng 1 năm 2019",
            "30 December 2018 – 2 January 2019",
        ),
    ],
)
def test_a_period_is_written_in_its_shortest_clear_form(start, end, vi, en):
    with override("vi"):
        assert show_period(start, end) == vi
    with override("en"):
        assert show_period(start, end) == en


def test_bounds_of_a_date_follow_its_precision():
    assert first_day(date(2024, 2, 14), "month") == date(2024, 2, 1)
    assert last_day(date(2024, 2, 14), "month") == date(2024, 2, 29)
    assert first_day(date(2024, 2, 14), "year") == date(2024, 1, 1)
    assert last_day(date(2024, 2, 14), "day") == date(2024, 2, 14)


def test_markdown_lets_no_html_or_script_through():
    html = render_markdown('<b onclick="x">a</b> [b](javascript:alert(1)) <script>c</script>', "vi")
    assert "<b" not in html
    assert "<script" not in html
    assert "href" not in html


def test_links_to_our_own_pages_get_the_language_of_the_text():
    html = render_markdown("[a](/about/record/) [b](https://asean.org/) [c](/en/cities/)", "vi")
    assert 'href="/vi/about/record/"' in html
    assert 'href="https://asean.org/"' in html
    assert 'href="/en/cities/"' in html
