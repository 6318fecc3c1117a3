"""The list of events: filters, past days, and what it does not show."""

import pytest

from tests.factories import make_country, make_event, part

pytestmark = pytest.mark.django_db


def get(client, address="", language="en"):
    return client.get(f"/{language}/events/{address}")


def titles(response) -> list[str]:
    return [row["title"] for group in response.context["years"] for row in group["rows"]]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_public_event_is_listed_newest_first(client, language):
    make_event(slug="later", starts_on="2031-05-02", title_vi="Sau cùng", title_en="The last")
    make_event(state="draft", slug="hidden", title_vi="Còn giấu", title_en="Still hidden")
    response = get(client, language=language)
    assert response.status_code == 200
    assert titles(response)[0] == {"vi": "Sau cùng", "en": "The last"}[language]
    years = [group["year"] for group in response.context["years"]]
    assert years == sorted(years, reverse=True)
    assert "Still hidden" not in response.text
    assert "Còn giấu" not in response.text


def test_row_says_date_place_and_number_of_outcomes(client):
    outcomes = part(kind="agrees", text_vi="Một", text_en="One", order=1)
    country = make_country(name_vi="Nước Sông", name_en="Riverland")
    make_event(
        starts_on="2031-05-01",
        precision="month",
        host_country=country,
        venue_vi="Thành phố Sông",
        venue_en="River City",
        format="hybrid",
        parts={"outcomes": outcomes},
    )
    row = get(client).context["years"][0]["rows"][0]
    assert row["date"] == "May 2031"
    assert row["place"].startswith("River City, Riverland · ")
    assert row["outcome_count_text"] == "1 outcome"


def test_country_that_is_not_public_is_not_named(client):
    country = make_country(state="draft", name_vi="Nước Giấu", name_en="Hiddenland")
    make_event(starts_on="2031-05-01", host_country=country)
    assert "Hiddenland" not in get(client).text


def test_kind_and_year_narrow_the_list(client):
    annual_meetings = titles(get(client, "?kind=annual_meeting"))
    assert "3rd ASCN Annual Meeting" in annual_meetings
    assert titles(get(client, "?kind=annual_meeting&year=2020")) == ["3rd ASCN Annual Meeting"]


def test_choice_without_events_says_so(client):
    response = get(client, "?kind=exhibition&year=2025")
    assert response.status_code == 200
    assert "No event matches these filters" in response.text


@pytest.mark.parametrize(
    "query", ["?kind=party", "?year=1066", "?as_of=banana", "?as_of=2018-02-30"]
)
def test_what_cannot_be_understood_is_refused_in_words(client, query):
    response = get(client, query)
    assert response.status_code == 400
    assert "“" in response.text


def test_past_day_shows_only_events_begun_by_then(client):
    shown = titles(get(client, "?as_of=2020-07-17"))
    assert shown[0] == "3rd ASCN Annual Meeting"
    assert "4th ASCN Annual Meeting" not in shown


def test_event_whose_day_is_not_known_stands_apart(client):
    make_event(starts_on="2022-03-01", precision="month", title_vi="Tháng ba", title_en="In March")
    for day, is_sure, is_unsure in [
        ("2022-02-28", False, False),
        ("2022-03-01", False, True),
        ("2022-03-30", False, True),
        ("2022-03-31", True, False),
    ]:
        response = get(client, f"?as_of={day}")
        assert ("In March" in titles(response)) is is_sure, day
        unsure = [row["title"] for row in response.context["unsure"]]
        assert ("In March" in unsure) is is_unsure, day


def test_annual_meetings_are_ready_choices_of_a_day(client):
    make_event(kind="annual_meeting", starts_on="2021-01-05", title_vi="Kín", title_en="Not a day")
    choices = get(client).context["as_of_bar"]["choices"]
    assert ("2020-07-17", "3rd ASCN Annual Meeting") in [
        (str(choice["date"]), choice["label"]) for choice in choices
    ]


def test_long_list_is_paged_and_has_no_page_beyond(client):
    for day in range(1, 29):
        make_event(starts_on=f"2031-02-{day:02}")
    assert len(titles(get(client))) == 50
    assert get(client, "?page=2").status_code == 200
    assert get(client, "?page=9999").status_code == 404


def test_number_of_queries_does_not_grow_with_events(client, django_assert_max_num_queries):
    get(client)
    country = make_country()
    for day in range(1, 21):
        make_event(
            starts_on=f"2031-02-{day:02}",
            host_country=country,
            parts={"outcomes": part(kind="agrees", text_vi="Một", text_en="One")},
        )
    with django_assert_max_num_queries(9):
        get(client, "?as_of=2021-08-30")
    with django_assert_max_num_queries(9):
        get(client)
