from datetime import date

import pytest

from ascn_portal.pages.charts import Axis
from events.models import Event
from tests.factories import both, make_country, make_document, make_event, make_term
from tests.html import Html

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to("2026-11-21 12:00+07:00")


def test_every_chair_from_the_founding_is_listed_with_its_year(client):
    links = Html(client.get("/vi/chairs/").text).links()
    assert {f"/vi/chairs/{year}/" for year in range(2018, 2027)} <= links


def row_of(answer, year: int) -> str:
    """What the table says of a year."""
    return answer.text.partition(f'<th scope="row">{year}')[2].partition("</tr>")[0]


def drawn_across(answer) -> str:
    """The drawing for wide screens, of the first years if there are several."""
    return answer.text.partition('<svg class="rotation rotation--across"')[2].partition("</svg>")[0]


def test_the_table_names_chair_shepherd_and_meeting_of_each_year(client):
    answer = client.get("/en/chairs/")
    for year in range(2018, 2027):
        row = row_of(answer, year)
        meeting = Event.objects.get(kind="annual_meeting", starts_on__year=year)
        assert f'href="/en/chairs/{year}/"' in row
        assert meeting.get_absolute_url().replace("/vi/", "/en/") in row
    assert "Brunei Darussalam" in row_of(answer, 2021)
    for shepherd in ("Singapore", "Indonesia"):
        assert shepherd in row_of(answer, 2023)
    assert "Not on record" in row_of(answer, 2018)


def test_the_drawings_lead_to_each_chair_shepherd_and_meeting(client):
    answer = client.get("/en/chairs/")
    for drawing in ("across", "down"):
        drawn = answer.text.partition(f'rotation--{drawing}"')[2].partition("</svg>")[0]
        links = Html(f"<svg{drawn}</svg>".replace("#shepherd", "shepherd")).links()
        assert {f"/en/chairs/{year}/" for year in range(2018, 2027)} <= links
        assert {f"shepherd-{day}" for day in ("2019-08-23", "2023-07-12")} <= links
        assert "/en/events/ascn-annual-meeting-9-2026/" in links


def test_terms_are_drawn_to_the_day_and_doubtful_ends_as_such(client):
    axis = Axis.of_years([2020, 2021])
    assert axis.stretch(date(2020, 7, 1), date(2020, 12, 31)) == {
        "at": f"{100 * 182 / 731:.3f}%",
        "length": f"{100 * 184 / 731:.3f}%",
        "rest": f"{100 * 365 / 731:.3f}%",
    }
    assert axis.stretch(date(2022, 1, 1), date(2022, 12, 31)) is None
    now = client.get("/en/chairs/").context["charts"]["down"]["shepherds"][-1]
    assert now["term"].country.name_en == "Indonesia"
    [doubtful] = now["doubtful"]
    assert doubtful["rest"] == "0.000%"


def test_more_years_than_fit_in_a_row_begin_another(client, time_machine):
    time_machine.move_to("2031-06-01 12:00+07:00")
    charts = client.get("/en/chairs/").context["charts"]
    assert [len(chart["years"]) for chart in charts["across"]] == [10, 4]
    assert len(charts["down"]["years"]) == 14


def test_the_year_after_the_last_known_chair_is_not_announced_yet(client):
    answer = client.get("/en/chairs/")
    assert answer.context["years"][0]["year"] == 2027
    assert "Not announced yet" in row_of(answer, 2027)
    assert "Not announced yet" in drawn_across(answer)


def test_the_present_chair_is_marked_in_words(client):
    answer = client.get("/en/chairs/")
    now = row_of(answer, 2026)
    assert "now" in now
    assert "Philippines" in now
    assert "Today, 21 November 2026" in drawn_across(answer)


def test_after_the_last_term_the_present_year_has_no_chair(client, time_machine):
    time_machine.move_to("2027-01-01 12:00+07:00")
    now = row_of(client.get("/en/chairs/"), 2027)
    assert "now" in now
    assert "Not announced yet" in now


def test_a_past_day_draws_nothing_later(client):
    drawn = drawn_across(client.get("/en/chairs/?as_of=2023-06-30"))
    assert "30 June 2023" in drawn
    assert "2024" not in drawn
    assert "Not announced yet" not in drawn
    assert "Annual meeting no. 5" in drawn
    assert "Annual meeting no. 6" not in drawn


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


def test_shepherds_who_change_within_a_chair_year_stand_with_their_days(client):
    page = client.get("/en/chairs/2023/").text
    assert "Singapore (30 August 2021 – 11 July 2023)" in page
    assert "Indonesia (12 July 2023 – 8 September 2025)" in page


def test_a_shepherd_chosen_again_within_a_chair_year_stands_once(client):
    facts = client.get("/en/chairs/2021/").context["facts"]
    assert [name for name, _url in facts[-1]["links"]] == ["Singapore"]
