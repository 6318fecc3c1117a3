"""Cities side by side: what can be compared, the choice and its address, the file."""

import csv
import io

import pytest

from ascn_portal.publishing import services
from tests.factories import (
    both,
    cites,
    make_action_plan,
    make_city,
    make_country,
    make_focus_area,
    make_indicator,
    make_membership,
    make_project,
    make_report,
    make_source,
    part,
)
from tests.html import Html
from tests.queries import query_count

pytestmark = pytest.mark.django_db
PATH = "/en/cities/compare/"
KNOWN = ("cebu-city", "da-nang", "singapore")


def address(*cities, language="en", tail="") -> str:
    """The one address of a comparison."""
    slugs = sorted(getattr(city, "slug", city) for city in cities)
    return f"/{language}/cities/compare/?{'&'.join(f'city={slug}' for slug in slugs)}{tail}"


def get(client, *cities, **more):
    return client.get(address(*cities, **more))


def rows(response) -> dict:
    """{label and note: row} of all groups."""
    return {
        ", ".join(filter(None, [row.label, row.note])): row
        for _title, group in response.context["groups"]
        for row, _cells in group
    }


def texts(row) -> list[list[str]]:
    """What a row says of each city."""
    return [[value.text for value in cell] for cell in row.cells]


def table(response) -> list[dict]:
    """The lines of the file, by the names of its columns."""
    text = response.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def figures(name: str, *said) -> None:
    """An indicator with a figure for each (city, value, day, scope)."""
    observations = {}
    for city, value, day, scope in said:
        observations |= part(
            value=value,
            period_on=day,
            city=str(city.uid),
            source=str(make_source().uid),
            scope_en=scope,
            scope_vi=scope and f"{scope} (vi)",
        )
    make_indicator(
        **both("name", f"{name} (vi)", name),
        parts={"citations": cites(), "observations": observations},
    )


def pair(**fields):
    """Two cities of one country."""
    country = make_country()
    return [make_city(country=country, **fields) for _city in range(2)]


def selected(response) -> list[str]:
    """What the lists of the form stand on."""
    return [option["value"] for option in Html(response.text).all("option") if "selected" in option]


def test_newcomer_finds_a_form_and_ready_choices_and_can_be_found_by_search_engines(client):
    response = client.get(PATH)
    html = Html(response.text)
    assert response.status_code == 200
    assert [select["name"] for select in html.all("select")] == ["city"] * 4
    assert html.all("optgroup", label="Viet Nam")
    assert html.all("option", value="da-nang")
    assert not html.all("meta", name="robots")
    assert address("da-nang", "ha-noi", "ho-chi-minh-city") in html.links()
    assert PATH in Html(client.get("/en/cities/").text).links()
    assert f"{PATH}?city=da-nang" in Html(client.get("/en/cities/da-nang/").text).links()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_city_page_leads_to_a_form_with_the_city_filled_in(client, language):
    response = get(client, "da-nang", language=language)
    assert response.status_code == 200
    assert selected(response) == ["da-nang"]
    wanted = {"vi": "Cần chọn thêm ít nhất một đô thị", "en": "Choose at least one more city"}
    assert wanted[language] in response.text
    assert Html(response.text).all("meta", name="robots", content="noindex")


def test_cities_stand_side_by_side_with_membership_plan_and_place(client):
    response = get(client, *KNOWN)
    assert response.status_code == 200
    assert [city.slug for city, _url in response.context["columns"]] == list(KNOWN)
    said = rows(response)
    assert texts(said["Country"]) == [["Philippines"], ["Viet Nam"], ["Singapore"]]
    assert texts(said["Member since"])[1] == ["28 April 2018"]
    assert said["Member since"].cells[1][0].detail == "founding member"
    assert said["Member since"].cells[1][0].source_numbers
    assert texts(said["Kind of city"])[2] == ["City-state"]
    assert said["Time zone"].cells[1][0].detail == "UTC+7"
    assert texts(said["Website"])[1] == ["danang.gov.vn"]
    [plan] = said["Action plan"].cells[1]
    assert (plan.text, plan.url) == ("2018–2025", "/en/cities/da-nang/#plan-2018")
    html = Html(response.text)
    assert html.all("meta", name="robots", content="noindex")
    assert address("cebu-city", "singapore") in html.links()
    assert "Cebu City, Da Nang and Singapore" in html.text("h1")


def test_date_of_joining_is_no_preciser_than_known_and_doubts_are_said(client):
    first, second = pair()
    make_membership(city=first, confidence="low", note_vi="Chưa chắc.", note_en="Unclear.")
    make_membership(
        city=second,
        starts_on="2025-09-01",
        starts_precision="month",
        starts_not_before="2025-09-01",
        starts_not_after="2025-09-30",
        ends_on="2026-01-31",
    )
    [one], [two] = rows(get(client, first, second))["Member since"].cells
    assert (one.text, two.text) == ("2024", "September 2025 to 31 January 2026")
    assert one.detail == "joined later · day and month not known · doubtful"
    assert two.detail == "joined later · day not known"
    assert [remark.text for remark in one.remarks] == ["Unclear."]


def test_figure_has_its_unit_time_scope_page_and_source(client):
    population = rows(get(client, *KNOWN))["Population, newest figures"]
    [value] = population.cells[1]
    assert (value.text, value.number, value.time) == ("3,065,628 people", "3065628", "2025")
    assert value.scope.text == "city after the merger with Quang Nam province"
    assert value.source_numbers


def test_figures_of_different_years_are_marked_and_those_of_one_year_stand_together(client):
    first, second = pair()
    figures(
        "Trees",
        (first, "10", "2025-01-01", "city"),
        (first, "8", "2018-01-01", "city"),
        (second, "5", "2018-06-01", "City "),
    )
    said = rows(get(client, first, second))
    assert texts(said["Trees, newest figures"]) == [["10 people"], ["5 people"]]
    assert said["Trees, newest figures"].warning == (
        "Not comparable: they are of different years (2025 and 2018)."
    )
    assert texts(said["Trees, 2018"]) == [["8 people"], ["5 people"]]
    assert said["Trees, 2018"].warning == ""


@pytest.mark.parametrize(
    ("scopes", "warning"),
    [
        (("city", "city"), ""),
        (("", ""), ""),
        (("city", "province"), "Not comparable: their scopes differ."),
        (("city", ""), "Not comparable: not all state their scope."),
    ],
)
def test_figures_of_different_scopes_are_marked(client, scopes, warning):
    first, second = pair()
    day = "2025-01-01"
    figures("Trees", (first, "10", day, scopes[0]), (second, "5", day, scopes[1]))
    response = get(client, first, second)
    assert rows(response)["Trees"].warning == warning
    assert ("Not comparable" in response.text) == bool(warning)
    in_vietnamese = get(client, first, second, language="vi").text
    assert ("Không so sánh được" in in_vietnamese) == bool(warning)


def test_figure_of_one_city_alone_is_not_marked_and_the_others_say_that_there_is_none(client):
    first, second = pair()
    figures("Trees", (first, "10", "2025-01-01", "city"))
    response = get(client, first, second)
    assert texts(rows(response)["Trees"]) == [["10 people"], []]
    assert rows(response)["Trees"].warning == ""
    assert "not on record" in response.text


def test_focus_areas_are_those_of_the_city_and_of_its_plan_in_their_order(client):
    first, second = pair()
    water, air = (
        make_focus_area(order=61, name_en="Water"),
        make_focus_area(order=60, name_en="Air"),
    )
    first.focus_areas.add(water)
    areas = part(focus_area=str(air.uid), basis="stated")
    make_action_plan(city=first, parts={"citations": cites(), "plan_focus_areas": areas})
    assert texts(rows(get(client, first, second))["Focus areas"]) == [["Air", "Water"], []]


def test_projects_are_counted_by_status_in_each_report(client):
    first, second = pair()
    area, report = make_focus_area(), make_report(year=2095)
    for status in ("ongoing", "ongoing", "completed"):
        statuses = part(report=str(report.uid), status=status, focus_area=str(area.uid))
        make_project(city=first, parts={"citations": cites(), "statuses": statuses})
    make_project(city=second)
    said = rows(get(client, first, second))
    assert texts(said["All projects, counted from the record"]) == [["3"], ["1"]]
    named = said["Monitoring report 2095"]
    assert [(value.part, value.number) for value in named.cells[0]] == [
        ("Ongoing", 2),
        ("Completed", 1),
    ]
    assert named.cells[1] == []
    assert named.missing == "no project in this report"
    assert (named.time, named.url) == ("as of 30 September 2026", "/en/monitoring/#report-2095")


def test_remark_on_all_cities_is_said_once(client):
    basis = both("focus_areas_basis", "theo kế hoạch", "stated in the plan")
    first, second = pair(focus_areas=[make_focus_area()], **basis)
    response = get(client, first, second)
    assert [remark.text for remark in rows(response)["Focus areas"].remarks] == [
        "stated in the plan"
    ]
    assert response.text.count("stated in the plan") == 1


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_nothing_that_is_not_public_is_compared(client, state):
    area = make_focus_area(state=state, name_en="Hidden area")
    first, second = pair(focus_areas=[area])
    make_action_plan(city=first, state=state, starts_year=1950)
    make_project(city=first, state=state)
    make_membership(city=first, state=state, note_en="Hidden note")
    observation = part(
        value="1", period_on="2025-01-01", city=str(first.uid), source=str(make_source().uid)
    )
    make_indicator(state=state, name_en="Hidden", parts={"observations": observation})
    text = get(client, first, second).text
    assert "Hidden" not in text
    assert "1950" not in text
    assert texts(rows(get(client, first, second))["All projects, counted from the record"])[0] == []


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


def test_file_needs_a_whole_choice(client):
    assert get(client, "da-nang", tail="&format=csv").status_code == 400
    assert client.get(f"{PATH}?format=csv").status_code == 400


@pytest.mark.parametrize(
    ("language", "fact", "value"),
    [("en", "Population", "3,065,628 people"), ("vi", "Dân số", "3.065.628 người")],
)
def test_file_says_what_the_page_says(client, language, fact, value):
    page = get(client, *KNOWN, language=language)
    assert f"{address(*KNOWN, language=language)}&format=csv" in Html(page.text).links()
    response = get(client, *KNOWN, language=language, tail="&format=csv")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == (
        'attachment; filename="ascn-cebu-city-da-nang-singapore.csv"'
    )
    assert response.content.startswith(b"\xef\xbb\xbf")
    [line] = [
        list(line.values())
        for line in table(response)
        if value in line.values() and next(iter(line.values())).startswith(fact)
    ]
    assert line[3:6] == ["3065628", line[4], "2025"]
    assert line[6]
    assert line[8].startswith({"en": "Not comparable", "vi": "Không so sánh được"}[language])
    assert "https://" in line[9]
    shown = [cell for row in rows(page).values() for cell in row.cells]
    assert len(table(response)) == sum(max(len(cell), 1) for cell in shown)


def test_file_calculates_nothing(client):
    first, second = pair()
    figures("=cmd()", (first, "-5", "2025-01-01", "\t@city"), (second, "5", "2025-01-01", "+"))
    lines = table(get(client, first, second, tail="&format=csv"))
    said = [
        (line["Fact"], line["Scope"], line["Number"]) for line in lines if "cmd" in line["Fact"]
    ]
    assert said == [("'=cmd()", "'@city", "-5"), ("'=cmd()", "'+", "5")]


def test_page_and_file_can_be_kept_and_asked_about(client):
    page, file = get(client, *KNOWN), get(client, *KNOWN, tail="&format=csv")
    assert page["ETag"] != file["ETag"]
    for path, answer in ((address(*KNOWN), page), (address(*KNOWN, tail="&format=csv"), file)):
        again = client.get(path, headers={"If-None-Match": answer["ETag"]})
        assert again.status_code == 304
        assert client.head(path)["ETag"] == answer["ETag"]
        assert client.head(path).content == b""


def test_number_of_queries_is_small_and_does_not_grow_with_the_cities():
    few = query_count(address("da-nang", "cebu-city"))
    assert few == query_count(address("da-nang", "cebu-city", "singapore", "phnom-penh"))
    assert few <= 16
