"""The list of member cities: cohorts, past days, filters, and what it does not show."""

import pytest

from tests.factories import make_city, make_country, make_focus_area, make_membership

pytestmark = pytest.mark.django_db


def get(client, query="", language="en"):
    return client.get(f"/{language}/cities/{query}")


def founding(response) -> dict[str, list[str]]:
    """Names of founding cities by country."""
    return {
        country.name: [city.name for city in cities]
        for country, cities in response.context["founding"]
    }


def joined(response, group_id) -> list[str]:
    """Names of the cities in one of the groups after the founding ones."""
    groups = [group for group in response.context["joined"] if group["id"] == group_id]
    return [city.name for group in groups for row in group["rows"] for city in row["cities"]]


def result(response) -> str:
    return response.context["filter_bar"]["result"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_founding_cities_stand_first_by_country_and_later_ones_follow(client, language):
    response = get(client, language=language)
    assert response.status_code == 200
    text = response.text
    assert text.index('id="founding"') < text.index('id="later"') < text.index('id="sources"')
    viet_nam = {"vi": ("Việt Nam", "Đà Nẵng"), "en": ("Viet Nam", "Da Nang")}[language]
    assert viet_nam[1] in founding(response)[viet_nam[0]]
    assert "Dili" in joined(response, "later")


def test_countries_and_cities_stand_in_the_order_of_the_reader_s_language(client):
    names = list(founding(get(client, language="vi")))
    assert names.index("Lào") < names.index("Malaysia") < names.index("Thái Lan")
    assert founding(get(client, language="vi"))["Việt Nam"][:2] == ["Đà Nẵng", "Hà Nội"]


@pytest.mark.parametrize(
    ("day", "counted"),
    [
        ("2018-04-28", "26 member cities in 10 countries"),
        ("2021-08-30", "26 member cities in 10 countries"),
        ("2024-09-30", "31 member cities in 10 countries"),
        ("2025-09-30", "35 member cities in 10 countries"),
        ("2026-10-01", "38 member cities in 11 countries"),
    ],
)
def test_a_past_day_shows_the_members_of_that_day(client, day, counted):
    response = get(client, f"?as_of={day}")
    assert result(response) == counted
    assert "The network as it stood on" in response.text


def test_city_whose_day_of_joining_is_not_known_stands_apart_and_is_not_counted(client):
    response = get(client, "?as_of=2024-05-01")
    assert joined(response, "uncertain") == ["Sihanoukville", "Sumedang"]
    assert "Sumedang" not in joined(response, "later")
    assert result(response) == "29 member cities in 10 countries"


def test_later_city_shows_its_date_no_preciser_than_known_and_its_sources(client):
    groups = get(client).context["joined"]
    dili = next(
        row for row in groups[0]["rows"] if any(city.slug == "dili" for city in row["cities"])
    )
    assert dili["since"] == "2026"
    assert dili["note"].text
    assert dili["source_numbers"]


def test_city_that_left_is_a_member_until_its_last_day(client):
    city = make_city(name_en="Gone City")
    make_membership(
        city=city,
        starts_on="2019-01-01",
        starts_precision="day",
        starts_not_before="2019-01-01",
        starts_not_after="2019-01-01",
        ends_on="2020-06-30",
    )
    assert "Gone City" in joined(get(client, "?as_of=2020-06-30"), "later")
    assert "Gone City" not in joined(get(client, "?as_of=2020-07-01"), "later")
    assert "Gone City" not in joined(get(client, "?as_of=2018-12-31"), "later")


def test_cohorts_can_be_listed_alone(client):
    alone = get(client, "?members=founding")
    assert founding(alone)
    assert not alone.context["joined"]
    later = get(client, "?members=later")
    assert not founding(later)
    assert "Dili" in joined(later, "later")


def test_country_and_focus_area_narrow_the_list(client):
    area = make_focus_area()
    city = make_city(country=make_country(name_en="Atlantis"), focus_areas=[area])
    make_membership(city=city)
    response = get(client, f"?country={city.country.slug}&focus_area={area.slug}")
    assert joined(response, "later") == [city.name_en]
    assert not founding(response)


def test_choice_without_cities_says_so(client):
    response = get(client, "?country=timor-leste&as_of=2019-01-01")
    assert response.status_code == 200
    assert "No member city matches these filters" in response.text


@pytest.mark.parametrize(
    "query",
    [
        "?country=atlantis",
        "?focus_area=magic",
        "?members=some",
        "?as_of=banana",
        "?as_of=2018-02-30",
        "?as_of=2018-04-27",
        "?as_of=2999-01-01",
    ],
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_cannot_be_understood_is_refused_in_words(client, query, language):
    response = get(client, query, language)
    assert response.status_code == 400
    assert f'lang="{language}"' in response.text


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_city_membership_or_country_that_is_not_public_is_not_listed(client, state):
    hidden = make_city(state=state, name_en="Hidden City")
    make_membership(city=hidden)
    secret = make_city(name_en="Secret Member")
    make_membership(city=secret, state=state)
    abroad = make_city(country=make_country(state=state), name_en="City Abroad")
    make_membership(city=abroad)
    text = get(client).text
    for name in ("Hidden City", "Secret Member", "City Abroad"):
        assert name not in text
