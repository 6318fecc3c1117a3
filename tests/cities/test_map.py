"""The map: every member city on it, each named, and no name covers another."""

import gzip
import itertools
import re
from urllib.parse import urlsplit

import pytest
from django.utils import translation

from ascn_portal.as_of import today
from ascn_portal.pages.models import Page
from ascn_portal.publishing import services
from ascn_portal.publishing.snapshot import take
from cities.map import labels
from cities.map.labels import Sheet, clash, nearness, place_labels, text_width
from cities.models import FocusArea, Membership
from tests.factories import make_city, make_country, make_membership
from tests.html import Html

pytestmark = pytest.mark.django_db
LANGUAGES = ["vi", "en"]
MAP = "/{}/cities/map/{}"
MOST_BYTES = 12 * 1024


def get(client, query="", language="en"):
    return client.get(MAP.format(language, query))


def on_the_map(answer) -> dict[str, str]:
    """Accessible name by address of each city on the map of a page."""
    cities = Html(answer.text).all("a", **{"class": "map__city"})
    return {city["href"]: city["aria-label"] for city in cities}


def in_the_list(answer) -> set[str]:
    """Addresses of the cities in the list beside the map."""
    listed = answer.text.partition('id="member-list"')[2].partition("</figure>")[0]
    return set(re.findall(r'<li class="names__\w+"><a href="([^"]+)"', listed))


def drawing(answer) -> str:
    """The map as it is served."""
    return re.search(r"<svg class=\"map__sheet\".*?</svg>", answer.text, re.DOTALL)[0]


def members(day=None) -> list[Membership]:
    day = day or today()
    rows = Membership.objects.for_city_list(day)
    return [row for row in rows if row.is_in_force_on(day)]


@pytest.mark.parametrize("path", ["/{}/", "/{}/cities/map/"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_member_city_is_a_link_on_the_map_and_in_the_list_beside_it(client, path, language):
    answer = client.get(path.format(language))
    with translation.override(language):
        wanted = {
            row.city.get_absolute_url(): f"{row.city.name}, {row.city.country.name}"
            for row in members()
        }
    assert on_the_map(answer) == wanted
    assert in_the_list(answer) == set(wanted)


def test_founding_cities_have_another_mark_than_later_ones(client):
    html = Html(get(client).text)
    rows = members()
    founding = [row for row in rows if row.is_founding]
    assert len(html.all("path", **{"class": "map__mark"})) == len(founding)
    later = html.all("circle", **{"class": "map__mark map__mark--later"})
    assert len(later) == len(rows) - len(founding)


def test_a_past_day_shows_the_members_of_that_day(client):
    answer = get(client, "?as_of=2021-08-30")
    assert "/en/cities/manila/" in on_the_map(answer)
    assert "/en/cities/dili/" not in on_the_map(answer)
    assert "The network as it stood on 30 August 2021" in answer.text


def test_city_whose_day_of_joining_is_not_known_is_named_below_but_not_drawn(client):
    answer = get(client, "?as_of=2024-05-01")
    assert "/en/cities/sumedang/" not in on_the_map(answer)
    assert "Possibly members on that day" in answer.text
    assert "/en/cities/sumedang/" in Html(answer.text).links()


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_is_not_public_is_not_on_the_map(client, state):
    hidden = make_city(state=state, name_en="Hidden City")
    make_membership(city=hidden)
    secret = make_city(name_en="Secret Member")
    make_membership(city=secret, state=state)
    abroad = make_city(country=make_country(state=state), name_en="City Abroad")
    make_membership(city=abroad)
    for path in ("/en/", "/en/cities/map/"):
        text = client.get(path).text
        for name in ("Hidden City", "Secret Member", "City Abroad"):
            assert name not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_country_can_be_seen_nearer(client, language):
    answer = get(client, "?country=viet-nam", language)
    countries = {name.rpartition(", ")[2] for name in on_the_map(answer).values()}
    assert countries == {{"vi": "Việt Nam", "en": "Viet Nam"}[language]}
    html = Html(answer.text)
    assert html.all("path", **{"class": "map__country map__country--chosen"})
    assert f"/{language}/cities/map/?country=thailand" in html.links()


def test_a_focus_area_narrows_map_and_list_alike(client):
    area = FocusArea.objects.get(slug="health-wellbeing")
    answer = get(client, f"?focus_area={area.slug}")
    wanted = {
        f"/en/cities/{row.city.slug}/" for row in members() if area in row.city.focus_areas.all()
    }
    assert set(on_the_map(answer)) == in_the_list(answer) == wanted


def test_a_choice_without_cities_says_so_and_shows_the_way_back(client):
    answer = get(client, "?country=timor-leste&as_of=2019-01-01")
    assert answer.status_code == 200
    assert "No member city matches these filters" in answer.text
    assert "/en/cities/map/" in Html(answer.text).links()


@pytest.mark.parametrize("query", ["?country=atlantis", "?focus_area=magic", "?as_of=banana"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_cannot_be_understood_is_refused_in_words(client, query, language):
    assert get(client, query, language).status_code == 400


def test_phones_get_one_target_a_country_that_keeps_the_day(client):
    html = Html(client.get("/en/?as_of=2021-08-30").text)
    groups = html.all("a", **{"class": "map__group"})
    assert {urlsplit(group["href"]).path for group in groups} == {"/en/cities/map/"}
    assert all("as_of=2021-08-30" in group["href"] for group in groups)
    assert any(group["aria-label"].startswith("VN: Map of Viet Nam") for group in groups)


@pytest.mark.parametrize("language", LANGUAGES)
def test_targets_on_phones_stand_apart_by_the_width_of_a_finger(client, language):
    """288 CSS pixels are the width of the map on the narrowest phone, 24 the least target."""
    html = Html(get(client, "", language).text)
    [sheet] = html.all("svg", **{"class": "map__sheet"})
    least = 24 * int(sheet["viewbox"].split()[2]) / 288
    middles = [
        tuple(map(float, re.findall(r"[\d.]+", group["transform"])))
        for group in html.all("a", **{"class": "map__group"})
    ]
    [radius] = {float(circle["r"]) for circle in html.all("circle", r="32")}
    assert 2 * radius >= least
    for (ax, ay), (bx, by) in itertools.combinations(middles, 2):
        assert (ax - bx) ** 2 + (ay - by) ** 2 >= (least - 0.5) ** 2


def boxes(html: Html) -> list[dict]:
    """Of each city on a map: its mark, the box of its name and its leader, in units of the map."""
    found, city = [], None
    for _tag, attributes in html.elements:
        if attributes.get("class") == "map__city":
            x, y = map(float, re.findall(r"[\d.]+", attributes["transform"]))
            city = {"name": attributes["aria-label"], "x": x, "y": y, "leader": None}
            found.append(city)
        elif attributes.get("class") == "map__target":
            left, top = city["x"] + float(attributes["x"]), city["y"] + float(attributes["y"])
            right, bottom = left + float(attributes["width"]), top + float(attributes["height"])
            city["box"] = (left, top, right, bottom)
        elif attributes.get("class") == "map__leader" and city:
            numbers = [float(number) for number in re.findall(r"-?[\d.]+", attributes["d"])]
            city["leader"] = [
                (city["x"] + dx, city["y"] + dy)
                for dx, dy in zip(numbers[::2], numbers[1::2], strict=True)
            ]
    return found


QUERIES = ["", "?as_of=2018-04-28", "?as_of=2024-12-31", "?focus_area=civic-social"]
NEARER = ["?country=" + slug for slug in ("indonesia", "malaysia", "myanmar", "thailand")]


@pytest.mark.parametrize("query", [*QUERIES, *NEARER])
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_city_has_a_name_that_overlaps_no_other_name_mark_or_leader(client, query, language):
    """In units of the map: what holds there holds at every width, for all of it scales alike."""
    cities = boxes(Html(get(client, query, language).text))
    assert [city["name"] for city in cities if "box" not in city] == []
    for one, other in itertools.permutations(cities, 2):
        left, top, right, bottom = one["box"]
        pair = one["name"], other["name"]
        others = other["box"]
        assert right <= others[0] or others[2] <= left or bottom <= others[1] or others[3] <= top, (
            pair
        )
        assert not (left - 5 < other["x"] < right + 5 and top - 5 < other["y"] < bottom + 5), pair
        if one["leader"]:
            assert nearness((other["x"], other["y"]), *one["leader"]) > 5, pair


@pytest.mark.parametrize("language", LANGUAGES)
def test_marks_of_close_cities_stand_apart(client, language):
    """Singapore and Johor Bahru are 20 km from each other: less than three units of the map."""
    cities = boxes(Html(get(client, "", language).text))
    for one, other in itertools.combinations(cities, 2):
        gap = ((one["x"] - other["x"]) ** 2 + (one["y"] - other["y"]) ** 2) ** 0.5
        assert gap > 10, (one["name"], other["name"])


def test_names_are_taken_to_be_at_least_as_wide_as_the_typeface_sets_them():
    """Widths at a size of 100 units, weight 600, as a browser measured them in Source Sans 3."""
    measured = {"Bandar Seri Begawan": 914, "Thành phố Hồ Chí Minh": 994, "Đà Nẵng": 361}
    for text, width in measured.items():
        assert width <= text_width(text, 100) <= 1.2 * width


def test_many_cities_in_one_place_keep_names_that_cover_nothing():
    sheet = Sheet(760, 626, 14, 18, 5)
    spots = labels.spread([(300 + number % 3, 300.0) for number in range(20)], 9)
    placed = place_labels(tuple((x, y, f"City {x:.0f}") for x, y in spots), sheet)
    shown = [label for label in placed if label]
    assert len(shown) > 12
    assert not any(clash(one, other) for one, other in itertools.combinations(shown, 2))


@pytest.mark.parametrize("path", ["/{}/", "/{}/cities/map/", "/{}/cities/map/?country=indonesia"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_map_is_light(client, path, language):
    svg = drawing(client.get(path.format(language)))
    assert len(gzip.compress(svg.encode(), 6)) <= MOST_BYTES


@pytest.mark.parametrize("path", ["/en/cities/da-nang/", "/en/countries/indonesia/"])
def test_pages_of_cities_and_countries_have_a_small_locator(client, path):
    answer = client.get(path)
    svg = re.search(r"<svg class=\"locator__sheet\".*?</svg>", answer.text, re.DOTALL)[0]
    assert 'aria-hidden="true"' in svg
    assert "map__mark" in svg
    assert len(gzip.compress(svg.encode(), 6)) <= 2_200
    assert any(link.startswith("/en/cities/map/?country=") for link in Html(answer.text).links())


def test_a_city_of_a_country_that_the_geometry_lacks_has_its_page(client):
    city = make_city()
    assert client.get(city.get_absolute_url()).status_code == 200


def test_city_list_and_map_lead_to_each_other(client):
    assert (
        "/en/cities/map/?country=thailand"
        in Html(client.get("/en/cities/?country=thailand").text).links()
    )
    assert "/en/cities/" in Html(get(client).text).links()
    assert "/en/cities/map/" in Html(client.get("/en/").text).links()


@pytest.mark.parametrize("path", ["/{}/", "/{}/cities/map/"])
@pytest.mark.parametrize(
    ("language", "note", "source"),
    [
        ("vi", "không thể hiện quan điểm nào", "Natural Earth 4.1 (phạm vi công cộng)"),
        ("en", "expresses no opinion on the legal status", "Natural Earth 4.1 (public domain)"),
    ],
)
def test_a_line_under_the_map_takes_no_position_and_names_the_source(
    client, path, language, note, source
):
    caption = client.get(path.format(language)).text.partition('class="map__caption"')[2]
    caption = caption.partition("</figcaption>")[0]
    assert note in caption
    assert source in caption
    assert f"/{language}/about/map/" in caption


def test_the_line_under_the_map_is_what_staff_publish(client, editor):
    page = Page.objects.get(slug="map")
    shape = take(page) | {"summary_en": "Another wording."}
    revision = services.save(Page, page.uid, shape, author=editor)
    services.publish(revision, approver=editor)
    assert "Another wording." in get(client).text
