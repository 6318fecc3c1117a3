"""The years of the network on one page, and the growth of its membership."""

import re
from datetime import date, timedelta

import pytest

from ascn_portal.pages.charts import draw_growth, growth_steps
from ascn_portal.pages.querysets import memberships_begun_by
from cities.models import Membership
from documents.models import Document
from events.models import Event
from tests.factories import both, make_city, make_document, make_event, make_membership
from tests.html import Html

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(f"{TODAY} 12:00+07:00")


def section(answer, name) -> str:
    """The part of the page under the heading with the id `name`."""
    start = answer.text.index(f'aria-labelledby="{name}"')
    return answer.text[start:].partition("</section>")[0]


def links_of_year(answer, year: int) -> set[str]:
    return set(re.findall(r'href="([^"]+)"', section(answer, f"year-{year}")))


def addresses(rows) -> set[str]:
    return {row.get_absolute_url() for row in rows}


def test_each_year_has_all_its_meetings_documents_and_joining_cities(client):
    answer = client.get("/vi/history/")
    for year in range(2018, 2027):
        links = links_of_year(answer, year)
        assert addresses(Event.objects.published().filter(starts_on__year=year)) <= links
        assert addresses(Document.objects.published().filter(year=year)) <= links
        joined = Membership.objects.published().filter(starts_on__year=year)
        assert addresses(row.city for row in joined) <= links
        assert f"/vi/chairs/{year}/" in links


def test_the_years_run_from_the_founding_to_now_and_the_contents_lead_to_them(client):
    answer = client.get("/vi/history/")
    years = [row["year"] for row in answer.context["years"]]
    assert years == list(range(2018, 2027))
    assert {f"#year-{year}" for year in years} <= Html(answer.text).links()


def test_a_year_names_chair_shepherd_theme_and_members_at_its_end(client):
    year = section(client.get("/en/history/"), "year-2020")
    for words in ("Viet Nam", "Singapore", "Cohesive and Responsive ASEAN"):
        assert words in year
    assert "Members on 31 December 2020" in year
    assert 'href="/en/cities/?as_of=2020-12-31">26<' in year


def test_the_entries_of_a_year_stand_by_the_last_day_that_their_date_may_mean(client):
    for year in client.get("/vi/history/").context["years"]:
        days = [entry["until"] for entry in year["entries"]]
        assert days == sorted(days)
        assert {day.year for day in days} <= {year["year"]}


def test_what_is_still_to_come_is_not_history(client):
    make_event(starts_on="2026-12-01", **both("title", "Sắp tới", "Yet to come"))
    make_event(starts_on="2026-11-21", **both("title", "Hôm nay", "Held today"))
    answer = client.get("/en/history/")
    assert "Yet to come" not in answer.text
    assert "Held today" in answer.text


def test_a_status_that_came_in_a_later_year_is_not_told_in_the_year_of_the_document(client):
    make_document(year=2019, status="superseded", status_on="2022-03-01", slug="old-paper")
    year = section(client.get("/en/history/"), "year-2019")
    entry = year.partition("/documents/old-paper/")[2].partition("</li>")[0]
    assert entry
    assert "uperseded" not in entry


@pytest.mark.parametrize("place", range(6))
def test_the_table_counts_as_the_record_does(client, place):
    step = client.get("/vi/history/").context["steps"][place]
    assert step["count"] == Membership.objects.published().on(step["last"]).count()
    before = Membership.objects.published().on(step["last"] - timedelta(days=1)).count()
    assert step["count"] - before == len(step["joined"])


def test_the_table_says_what_the_drawing_says(client):
    answer = client.get("/en/history/")
    drawing = section(answer, "growth").partition("<table")[0]
    table = section(answer, "growth").partition("<table")[2]
    for label in answer.context["growth"]["labels"]:
        assert f">{label['number']}</text>" in drawing
        assert f">{label['number']}</td>" in table
    assert "1 January – 25 September 2024" in table
    on_31_december = Membership.objects.published().on(date(2025, 12, 31)).count()
    assert on_31_december in [label["number"] for label in answer.context["growth"]["labels"]]


def test_a_city_whose_day_is_not_known_yet_is_drawn_but_not_counted(client):
    count = Membership.objects.published().on(TODAY).count()
    make_membership(
        city=make_city(**both("name", "Đô thị mới", "New City")),
        starts_on="2026-01-01",
        starts_not_before="2026-06-01",
        starts_not_after="2026-12-31",
    )
    answer = client.get("/en/history/")
    last = answer.context["steps"][-1]
    assert (last["first"], last["count"]) == (date(2026, 6, 1), None)
    assert "not counted yet" in section(answer, "growth")
    assert "1 June – 31 December 2026" in section(answer, "year-2026")
    assert answer.context["growth"]["labels"][-1]["number"] == count
    assert answer.context["growth"]["possible"] != answer.context["growth"]["certain"]


def test_a_city_that_left_is_told_in_that_year_and_counted_until_its_last_day(client):
    make_membership(
        city=make_city(slug="leaver", **both("name", "Đô thị rời đi", "Leaver")),
        starts_on="2019-01-01",
        starts_not_before="2019-01-01",
        starts_not_after="2019-01-01",
        starts_precision="day",
        ends_on="2021-05-31",
    )
    answer = client.get("/en/history/")
    assert "Left the network:" in section(answer, "year-2021")
    assert "/en/cities/leaver/" in links_of_year(answer, 2021)
    [step] = [step for step in answer.context["steps"] if step["left"]]
    assert step["first"] == date(2021, 6, 1)
    assert step["count"] == Membership.objects.published().on(step["first"]).count()
    assert answer.context["years"][2021 - 2018]["member_count"] == step["count"]


def test_growth_is_drawn_along_the_days():
    founding = make_membership(
        city=make_city(),
        starts_on="2018-04-28",
        starts_not_before="2018-04-28",
        starts_not_after="2018-04-28",
    )
    later = make_membership(
        city=make_city(), starts_not_before="2018-10-20", starts_not_after="2018-10-30"
    )
    drawn = draw_growth([founding, later], date(2018, 4, 28), date(2018, 11, 6))
    assert drawn["certain"].startswith("M0 100H37.742V")  # 117 of 310 days
    assert drawn["certain"].count("V") == 3
    assert [label["number"] for label in drawn["labels"]] == [2]
    assert drawn["certain"].endswith("H100")


def test_a_network_without_members_is_drawn_empty():
    assert draw_growth([], date(2018, 4, 28), TODAY)["certain"] == "M0 100H100"
    assert growth_steps([], TODAY) == []


def test_memberships_are_read_in_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert all(row.city.name for row in memberships_begun_by(TODAY))


@pytest.mark.parametrize("path", ["/vi/", "/vi/chairs/", "/vi/about/", "/vi/cities/"])
def test_the_history_is_linked_where_readers_ask_for_it(client, path):
    links = Html(client.get(path).text).links()
    assert links & {"/vi/history/", "/vi/history/#growth"}
    assert "/vi/history/" in client.get("/sitemap.xml").text
