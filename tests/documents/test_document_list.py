"""The list of documents: filters, past days, and what it does not show."""

import pytest

from tests.factories import make_document

pytestmark = pytest.mark.django_db


def get(client, query="", language="en"):
    return client.get(f"/{language}/documents/{query}")


def titles(response) -> list[str]:
    return [row["title"] for group in response.context["years"] for row in group["rows"]]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_public_document_is_listed_newest_first(client, language):
    make_document(year=2031, status_on=None, title_vi="Mới nhất", title_en="The newest")
    make_document(state="draft", year=2031, title_vi="Còn giấu", title_en="Still hidden")
    response = get(client, language=language)
    assert response.status_code == 200
    assert titles(response)[0] == {"vi": "Mới nhất", "en": "The newest"}[language]
    years = [group["year"] for group in response.context["years"]]
    assert years == sorted(years, reverse=True)
    assert "Still hidden" not in response.text
    assert "Còn giấu" not in response.text


def test_within_a_year_dated_documents_stand_before_undated_ones(client):
    make_document(year=2031, status_on=None, title_vi="Không ngày", title_en="Undated")
    make_document(year=2031, status_on="2031-02-01", title_vi="Có ngày", title_en="Dated")
    assert titles(get(client))[:2] == ["Dated", "Undated"]


def test_row_says_kind_status_and_date_as_far_as_it_is_known(client):
    make_document(year=2031, status_on="2031-09-01", status_precision="month")
    row = get(client).context["years"][0]["rows"][0]
    assert (row["kind"], row["status"], row["date"]) == ("Framework", "adopted", "September 2031")


def test_kind_status_and_year_narrow_the_list(client):
    reports = titles(get(client, "?kind=report&status=published&year=2025"))
    assert reports == ["ASCN Monitoring and Evaluation Report 2025"]


def test_choice_without_documents_says_so(client):
    response = get(client, "?kind=toolkit&year=2018")
    assert response.status_code == 200
    assert "No document matches these filters" in response.text


@pytest.mark.parametrize(
    "query", ["?kind=novel", "?status=lost", "?year=1066", "?as_of=2017-01-01"]
)
def test_what_cannot_be_understood_is_refused_in_words(client, query):
    response = get(client, query)
    assert response.status_code == 400
    assert "accepted" in response.text.lower()


def test_past_day_shows_only_documents_that_existed_by_then(client):
    make_document(status_on="2020-07-17", title_vi="Trước", title_en="Before")
    make_document(status_on="2020-07-18", title_vi="Sau", title_en="After")
    shown = titles(get(client, "?as_of=2020-07-17"))
    assert "Before" in shown
    assert "After" not in shown


def test_document_of_which_only_the_year_is_known_stands_apart_within_it(client):
    make_document(year=2022, status_on=None, title_vi="Năm 2022", title_en="Of 2022")
    for day, is_sure, is_unsure in [
        ("2021-12-31", False, False),
        ("2022-01-01", False, True),
        ("2022-12-30", False, True),
        ("2022-12-31", True, False),
    ]:
        response = get(client, f"?as_of={day}")
        assert ("Of 2022" in titles(response)) is is_sure, day
        unsure = [row["title"] for row in response.context["unsure"]]
        assert ("Of 2022" in unsure) is is_unsure, day


def test_status_that_came_later_is_not_shown_on_a_past_day(client):
    make_document(
        year=2019, status="superseded", status_on="2024-01-01", title_vi="Cũ", title_en="The old"
    )
    page = get(client, "?as_of=2020-07-17").context["years"]
    [row] = [row for group in page for row in group["rows"] if row["title"] == "The old"]
    assert (row["status"], row["date"]) == ("", "2019")


def test_long_list_is_paged_and_has_no_page_beyond(client):
    for _number in range(50):
        make_document(year=2031)
    assert len(titles(get(client))) == 50
    assert get(client, "?page=2").status_code == 200
    assert get(client, "?page=9999").status_code == 404


def test_number_of_queries_does_not_grow_with_documents(client, django_assert_max_num_queries):
    get(client)
    for _number in range(20):
        make_document(year=2031)
    with django_assert_max_num_queries(7):
        get(client, "?as_of=2021-08-30")
    with django_assert_max_num_queries(7):
        get(client)
