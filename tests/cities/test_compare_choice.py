"""The choice of cities to compare: one address for each, and what cannot be chosen."""

import pytest

from ascn_portal.publishing import services
from tests.factories import (
    make_city,
)
from tests.html import Html

from .comparison import KNOWN, PATH, address, get, selected

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "query",
    [
        "city=da-nang&city=cebu-city",
        "city=cebu-city&city=&city=da-nang&city=",
        "city=da-nang&city=cebu-city&utm_source=mail",
    ],
)
def test_one_choice_has_one_address(client, query):
    response = client.get(f"{PATH}?{query}")
    assert response.status_code == 301
    assert response["Location"] == address("da-nang", "cebu-city")
    assert client.get(f"{PATH}?city=&city=")["Location"] == PATH


def test_address_with_a_former_name_of_a_city_leads_to_the_present_one(client):
    services.keep_slug(make_city(slug="new-name"), "old-name")
    response = get(client, "da-nang", "old-name")
    assert response.status_code == 301
    assert response["Location"] == address("da-nang", "new-name")


WRONG = [
    (("da-nang", "atlantis"), ["da-nang"], {"en": "“atlantis”", "vi": "“atlantis”"}),
    (("da-nang", "da-nang"), ["da-nang"], {"en": "more than once", "vi": "nhiều lần"}),
    (
        ("da-nang", "ha-noi", "bangkok", "manila", "jakarta"),
        ["bangkok", "da-nang", "ha-noi", "jakarta", "manila"],
        {"en": "At most 4", "vi": "nhiều nhất là 4"},
    ),
]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(("asked", "kept", "words"), WRONG)
def test_what_cannot_be_compared_is_refused_in_words_and_nothing_chosen_is_lost(
    client, asked, kept, words, language
):
    for tail in ("", "&format=csv"):
        response = get(client, *asked, language=language, tail=tail)
        assert response.status_code == 400
        assert words[language] in response.text
        assert selected(response) == kept
        html = Html(response.text)
        assert html.faults == []
        assert html.all("meta", name="robots", content="noindex")


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_city_that_is_not_public_is_answered_like_one_that_does_not_exist(client, state):
    city = make_city(state=state, slug="atlantis", name_en="Hidden City")
    response = get(client, "da-nang", city)
    text = response.text
    city.delete()
    assert response.status_code == 400
    assert "Hidden City" not in text
    assert text == get(client, "da-nang", "atlantis").text


def test_many_and_long_wrong_values_are_answered_shortly(client):
    query = "&".join(f"city={'x' * 300}{number}" for number in range(20))
    response = client.get(f"{PATH}?{query}")
    assert response.status_code == 400
    assert response.text.count("x" * 40) >= 5
    assert "x" * 41 not in Html(response.text).text("p")


def test_format_that_is_not_known_is_refused_and_the_cities_are_kept(client):
    response = get(client, *KNOWN, tail="&format=xml")
    assert response.status_code == 400
    assert "Accepted: csv" in response.text
    assert selected(response) == list(KNOWN)
