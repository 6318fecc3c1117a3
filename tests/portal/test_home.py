import pytest

from tests.factories import (
    both,
    cites,
    file_part,
    make_document,
    make_event,
    make_term,
    make_version,
    part,
)
from tests.html import Html

pytestmark = pytest.mark.django_db


def plate(answer) -> str:
    """Who chairs and who shepherds, as the page says it."""
    return answer.text.partition('<dl class="plate">')[2].partition("</dl>")[0]


@pytest.mark.parametrize(
    ("now", "chair"),
    [("2026-12-31 23:59+07:00", "Philippines"), ("2027-01-01 00:00+07:00", "Not announced yet")],
)
def test_the_chair_changes_at_midnight_in_the_portals_time_zone(client, time_machine, now, chair):
    time_machine.move_to(now)
    assert chair in plate(client.get("/en/"))


def test_a_year_without_known_chair_is_not_announced_in_vietnamese_too(client, time_machine):
    time_machine.move_to("2027-01-01 12:00+07:00")
    assert "Philippines" not in plate(client.get("/vi/"))


def test_the_plate_leads_to_the_chairs_year_and_says_until_when(client, time_machine):
    time_machine.move_to("2026-11-21 12:00+07:00")
    shown = plate(client.get("/en/"))
    assert 'href="/en/chairs/2026/"' in shown
    assert "until 31 December 2026" in shown
    assert "Indonesia" in shown


def test_on_a_past_day_holders_are_those_of_that_day(client):
    shown = plate(client.get("/en/?as_of=2021-08-30"))
    assert "Brunei Darussalam" in shown
    assert "Singapore" in shown


def test_a_day_before_the_first_known_shepherd_says_that_none_is_on_record(client):
    assert "Not on record" in plate(client.get("/en/?as_of=2018-05-01"))


def test_a_meeting_without_known_outcomes_is_followed_by_the_one_before(client, time_machine):
    time_machine.move_to("2026-11-21 12:00+07:00")
    links = Html(client.get("/en/").text).links()
    assert {
        "/en/events/ascn-annual-meeting-9-2026/",
        "/en/events/ascn-annual-meeting-8-2025/",
    } <= links


def test_the_latest_meeting_shows_what_it_decided(client, time_machine):
    time_machine.move_to("2026-11-21 12:00+07:00")
    outcomes = part(kind="adopts", **both("text", "Đã thông qua kế hoạch.", "A plan was adopted."))
    make_event(
        kind="annual_meeting",
        starts_on="2026-11-20",
        parts={"citations": cites(), "outcomes": outcomes},
        **both("title", "Hội nghị mới nhất", "The newest meeting"),
    )
    answer = client.get("/en/")
    assert "The newest meeting" in answer.text
    assert "A plan was adopted." in answer.text


def test_the_next_meeting_is_announced_today_and_not_on_a_past_day(client, time_machine):
    time_machine.move_to("2026-11-21 12:00+07:00")
    make_event(
        kind="annual_meeting",
        starts_on="2027-07-01",
        **both("title", "Hội nghị sắp tới", "The coming meeting"),
    )
    assert "The coming meeting" in client.get("/en/").text
    assert "The coming meeting" not in client.get("/en/?as_of=2025-12-31").text


def test_a_document_of_today_is_among_the_newest_and_absent_on_a_past_day(client, time_machine):
    time_machine.move_to("2026-11-21 12:00+07:00")
    make_document(
        year=2026, status_on="2026-11-20", **both("title", "Văn kiện mới", "A new document")
    )
    assert "A new document" in client.get("/en/").text
    assert "A new document" not in client.get("/en/?as_of=2026-11-19").text


def test_the_newest_documents_can_be_taken_from_here(client):
    document = make_document(slug="newest", year=2031, status_on="2031-01-05")
    make_version(document=document, parts={"files": file_part(file_name="plan.pdf")})
    answer = client.get("/en/")
    assert "/documents/newest/v1/en/plan.pdf" in Html(answer.text).links()
    assert "Download PDF · English" in answer.text


def test_projects_are_those_of_the_report_that_was_the_latest_on_the_day(client):
    assert client.get("/en/?as_of=2022-12-31").context["report"].year == 2022
    assert client.get("/en/?as_of=2022-01-01").context["report"] is None
    assert client.get("/en/?as_of=2025-12-31").context["project_count"] == 134


def test_focus_areas_are_named_in_the_readers_language(client):
    assert "Dân sự và xã hội" in client.get("/vi/").text
    assert "Civic and Social" not in client.get("/vi/").text
    assert "Civic and Social" in client.get("/en/").text


def test_links_from_a_past_day_stay_on_that_day(client):
    links = Html(client.get("/en/?as_of=2021-08-30").text).links()
    assert {
        "/en/cities/?as_of=2021-08-30",
        "/en/countries/?as_of=2021-08-30",
        "/en/cities/?members=founding&as_of=2021-08-30",
        "/en/events/?kind=annual_meeting&as_of=2021-08-30",
        "/en/documents/?as_of=2021-08-30",
        "/en/projects/?as_of=2021-08-30",
    } <= links


def test_an_open_term_says_since_when(client, time_machine):
    time_machine.move_to("2027-02-01 12:00+07:00")
    make_term(starts_on="2027-01-01", ends_on=None)
    assert "since 1 January 2027" in plate(client.get("/en/"))


@pytest.mark.parametrize(
    ("path", "language", "target"),
    [
        ("/", "en-GB,en;q=0.9", "/en/"),
        ("/", "vi-VN", "/vi/"),
        ("/", "fr,de;q=0.5", "/vi/"),
        ("/", "", "/vi/"),
        ("/cities/da-nang/", "en", "/en/cities/da-nang/"),
        ("/cities/da-nang/?as_of=2021-08-30", "", "/vi/cities/da-nang/?as_of=2021-08-30"),
    ],
)
def test_an_address_without_prefix_leads_to_the_readers_language(client, path, language, target):
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 302
    assert answer["Location"] == target
    assert "Accept-Language" in answer["Vary"]
