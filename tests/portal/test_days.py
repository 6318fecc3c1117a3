"""The network as it stood on a day, on every page that shows it."""

import re

import pytest

from cities.models.city import RESERVED_SLUGS
from tests.html import Html

pytestmark = pytest.mark.django_db
TODAY = "2026-11-21"
DAYS = [
    ("2018-04-28", 26, 10),
    ("2021-08-30", 26, 10),
    ("2024-09-30", 31, 10),
    ("2025-09-30", 35, 10),
    (TODAY, 38, 11),
]


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(f"{TODAY} 12:00+07:00")


def named(answer, folder: str) -> set[str]:
    """The slugs of the records of `folder` to which the body of a page leads."""
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    links = Html(f"<main{main}</main>").links()
    found = (re.fullmatch(rf"/vi/{folder}/([^/?]+)/", link) for link in links)
    return {match[1] for match in found if match} - RESERVED_SLUGS


@pytest.mark.parametrize(("day", "cities", "countries"), DAYS)
def test_home_counts_the_members_of_the_day(client, day, cities, countries):
    groups = client.get(f"/vi/?as_of={day}").context["countries"]
    assert sum(len(group["memberships"]) for group in groups) == cities
    assert len(groups) == countries


@pytest.mark.parametrize(("day", "cities", "countries"), DAYS)
def test_cities_and_countries_list_the_members_of_the_day(client, day, cities, countries):
    assert len(named(client.get(f"/vi/cities/?as_of={day}"), "cities")) == cities
    assert len(named(client.get(f"/vi/countries/?as_of={day}"), "countries")) == countries


@pytest.mark.parametrize("path", ["/vi/", "/vi/cities/", "/vi/countries/"])
def test_today_is_the_default_day(client, path):
    plain, dated = client.get(path), client.get(f"{path}?as_of={TODAY}")
    assert named(plain, "cities") == named(dated, "cities")
    assert named(plain, "countries") == named(dated, "countries")


def test_chairs_end_with_the_chair_of_the_day(client):
    answer = client.get("/en/chairs/?as_of=2021-08-30")
    first = answer.text.partition("<tbody>")[2].partition("</tr>")[0]
    assert "2021" in first
    assert "Brunei Darussalam" in first
    assert "Singapore" in first
    assert "Cambodia" not in answer.text.partition("<main")[2]


@pytest.mark.parametrize("path", ["/vi/", "/vi/cities/", "/vi/countries/", "/vi/chairs/"])
def test_the_founding_and_each_annual_meeting_are_offered_as_days(client, path):
    links = Html(client.get(path).text).links()
    assert {f"{path}?as_of=2018-04-28", f"{path}?as_of=2020-07-17"} <= links
