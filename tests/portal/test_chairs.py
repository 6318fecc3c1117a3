import pytest

from tests.factories import both, make_country, make_document, make_event, make_term
from tests.html import Html

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to("2026-11-21 12:00+07:00")


def test_every_chair_from_the_founding_is_listed_with_its_year(client):
    links = Html(client.get("/vi/chairs/").text).links()
    assert {f"/vi/chairs/{year}/" for year in range(2018, 2027)} <= links


def test_the_year_after_the_last_known_chair_is_not_announced_yet(client):
    answer = client.get("/en/chairs/")
    first = answer.text.partition('<ol class="timeline">')[2].partition("</li>")[0]
    assert "2027" in first
    assert "not announced yet" in first


def test_the_present_chair_is_marked_in_words(client):
    now = client.get("/en/chairs/").text.partition("timeline__item--now")[2].partition("</li>")[0]
    assert "2026" in now
    assert ">now<" in now
    assert "Philippines" in now


def test_after_the_last_term_the_present_year_has_no_chair(client, time_machine):
    time_machine.move_to("2027-01-01 12:00+07:00")
    now = client.get("/en/chairs/").text.partition("timeline__item--now")[2].partition("</li>")[0]
    assert "2027" in now
    assert "not announced yet" in now


def test_a_year_of_two_shepherds_names_both(client):
    answer = client.get("/en/chairs/2023/")
    assert "Singapore" in answer.text
    assert "Indonesia" in answer.text


def test_a_shepherds_term_names_the_meeting_that_chose_it(client):
    links = Html(client.get("/en/chairs/").text).links()
    assert "/en/events/ascn-annual-meeting-6-2023/" in links


def test_the_page_of_a_year_joins_chair_theme_meetings_outcomes_and_documents(client):
    answer = client.get("/en/chairs/2020/")
    html = Html(answer.text)
    assert {
        "/en/countries/viet-nam/",
        "/en/events/ascn-annual-meeting-3-2020/",
        "/en/documents/ascn-me-framework-2020/",
        "/en/chairs/2019/",
        "/en/chairs/2021/",
    } <= html.links()
    for words in ("Cohesive and Responsive ASEAN", "Ministry of Construction", "Pham Hong Ha"):
        assert words in answer.text
    assert "Phạm Hồng Hà" in client.get("/vi/chairs/2020/").text


def test_the_first_year_has_no_year_before_and_the_last_none_after(client):
    assert client.get("/en/chairs/2018/").context["previous"] is None
    assert client.get("/en/chairs/2026/").context["next"] is None


def test_a_theme_in_one_language_is_shown_in_the_other_and_marked(client):
    make_term(starts_on="2031-01-01", ends_on="2031-12-31", theme_en="Only in English")
    answer = client.get("/vi/chairs/2031/")
    assert 'lang="en">Only in English<' in answer.text
    assert 'class="fallback"' in answer.text


def test_an_event_of_another_year_is_not_on_the_page(client):
    country = make_country(**both("name", "Nước lạ", "Strange Country"))
    make_term(country=country, starts_on="2031-01-01", ends_on="2031-12-31")
    make_event(starts_on="2031-02-03", **both("title", "Trong năm", "Within the year"))
    make_event(starts_on="2032-02-03", **both("title", "Năm sau", "The year after"))
    make_document(year=2031, **both("title", "Văn kiện của năm", "Paper of the year"))
    answer = client.get("/en/chairs/2031/")
    assert "Within the year" in answer.text
    assert "Paper of the year" in answer.text
    assert "The year after" not in answer.text
