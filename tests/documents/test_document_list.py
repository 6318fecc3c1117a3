"""The list of documents: filters with counts, orders, past days, files, and what it hides."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ascn_portal.publishing import services
from documents.models import Document
from tests.factories import (
    file_part,
    make_document,
    make_event,
    make_stored_file,
    make_version,
    part,
)
from tests.html import Html

pytestmark = pytest.mark.django_db


def get(client, query="", language="en"):
    return client.get(f"/{language}/documents/{query}")


def titles(response) -> list[str]:
    return [row["title"] for group in response.context["groups"] for row in group["rows"]]


def options(response, name: str) -> dict[str, str]:
    """The labels of a filter's choices by their value."""
    [shown] = [each for each in response.context["filter_bar"]["filters"] if each["name"] == name]
    return dict(shown["options"])


def adopt(*documents, **fields):
    """A meeting that adopted `documents`."""
    outcome = part(
        kind="adopts",
        text_vi="Đã thông qua",
        text_en="Adopted",
        documents=[str(document.uid) for document in documents],
    )
    return make_event(parts={"outcomes": outcome}, **fields)


def count_queries(client, query="") -> int:
    get(client, query)  # what a process looks up once is no cost of the page
    with CaptureQueriesContext(connection) as queries:
        assert get(client, query).status_code == 200
    return len(queries)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_public_document_is_listed_newest_first(client, language):
    make_document(year=2031, status_on=None, title_vi="Mới nhất", title_en="The newest")
    make_document(state="draft", year=2031, title_vi="Còn giấu", title_en="Still hidden")
    response = get(client, language=language)
    assert response.status_code == 200
    assert titles(response)[0] == {"vi": "Mới nhất", "en": "The newest"}[language]
    years = [group["heading"] for group in response.context["groups"]]
    assert years == sorted(years, reverse=True)
    assert "Still hidden" not in response.text
    assert "Còn giấu" not in response.text


def test_within_a_year_dated_documents_stand_before_undated_ones(client):
    make_document(year=2031, status_on=None, title_vi="Không ngày", title_en="Undated")
    make_document(year=2031, status_on="2031-02-01", title_vi="Có ngày", title_en="Dated")
    assert titles(get(client))[:2] == ["Dated", "Undated"]


def test_row_says_kind_status_and_date_as_far_as_it_is_known(client):
    make_document(year=2031, status_on="2031-09-01", status_precision="month")
    row = get(client).context["groups"][0]["rows"][0]
    assert (row["kind"], row["status"], row["date"]) == ("Framework", "adopted", "September 2031")


def test_kind_status_and_year_narrow_the_list(client):
    reports = titles(get(client, "?kind=report&status=published&year=2025"))
    assert reports == ["ASCN Monitoring and Evaluation Report 2025"]


def test_meeting_that_adopted_it_narrows_the_list(client):
    adopted, other = make_document(), make_document()
    meeting = adopt(adopted, title_vi="Họp", title_en="The meeting")
    noted = part(kind="notes", text_vi="Ghi nhận", text_en="Noted", documents=[str(other.uid)])
    make_event(slug="only-noted", parts={"outcomes": noted})
    response = get(client, f"?meeting={meeting.slug}")
    assert titles(response) == [adopted.title_en]
    assert options(response, "meeting")[meeting.slug] == "The meeting (1)"
    assert get(client, "?meeting=only-noted").status_code == 400


def test_adoption_at_a_meeting_that_is_not_public_is_no_choice(client):
    adopt(make_document(), state="draft", slug="behind-doors", title_en="Behind doors")
    response = get(client)
    assert "Behind doors" not in response.text
    assert get(client, "?meeting=behind-doors").status_code == 400


def test_language_is_that_of_the_text_or_of_a_file(client):
    text = make_document(languages="en lo")
    file = make_document(languages="en")
    make_version(document=file, parts={"files": file_part(language="lo")})
    hidden = make_document(languages="en")
    make_version(document=hidden, state="draft", parts={"files": file_part(language="lo")})
    response = get(client, "?language=lo")
    assert set(titles(response)) == {text.title_en, file.title_en}
    assert options(response, "language")["lo"] == "Lao (2)"


def test_documents_with_a_file_to_download_can_be_told_from_those_without(client):
    taken = make_document(kind="toolkit", year=2031)
    make_version(document=taken, parts={"files": file_part()})
    withdrawn = make_document(kind="toolkit", year=2031)
    reasons = {"withdrawal_reason_vi": "Sai", "withdrawal_reason_en": "Wrong"}
    make_version(document=withdrawn, parts={"files": file_part(**reasons)})
    assert titles(get(client, "?file=yes&year=2031")) == [taken.title_en]
    assert titles(get(client, "?file=no&year=2031")) == [withdrawn.title_en]


def test_each_choice_says_how_many_documents_it_leaves_given_the_other_filters(client):
    for kind, status in [("toolkit", "adopted"), ("toolkit", "published"), ("report", "adopted")]:
        make_document(kind=kind, status=status, year=2031)
    make_document(state="draft", kind="toolkit", year=2031)
    response = get(client, "?year=2031&kind=toolkit")
    kinds, statuses = options(response, "kind"), options(response, "status")
    assert (kinds["toolkit"], kinds["report"]) == ("Toolkit (2)", "Report (1)")
    assert kinds["framework"] == "Framework (0)"
    assert (statuses["adopted"], statuses["published"]) == ("Adopted (1)", "Published (1)")
    assert options(response, "file") == {"yes": "Yes (0)", "no": "No (2)"}


def test_list_says_how_many_of_all_documents_the_filters_leave(client):
    total = Document.objects.published().count()
    assert f"{total} documents" in get(client).context["filter_bar"]["result"]
    make_document(year=2031)
    result = get(client, "?year=2031").context["filter_bar"]["result"]
    assert result == f"1 of {total + 1} documents"


def test_list_is_sorted_by_title_kind_or_status_as_asked(client):
    given = [("Ă", "toolkit", "adopted"), ("Â", "report", "published"), ("Z", "report", "adopted")]
    for title, kind, status in given:
        make_document(title_vi=title, title_en=title, kind=kind, status=status, year=2031)

    def sorted_by(sort):
        groups = get(client, f"?year=2031&sort={sort}", "vi").context["groups"]
        return [[row["title"] for row in group["rows"]] for group in groups]

    assert sorted_by("title") == [["Ă", "Â", "Z"]]
    assert sorted_by("kind") == [["Â", "Z"], ["Ă"]]
    assert sorted_by("status") == [["Ă", "Z"], ["Â"]]


def test_order_is_kept_by_filters_and_pages_but_is_no_filter(client):
    for _number in range(31):
        make_document(year=2031)
    response = get(client, "?year=2031&sort=title")
    assert [row["label"] for row in response.context["filter_bar"]["applied"]] == ["Year"]
    assert response.context["filter_bar"]["clear_all_url"] == "/en/documents/?sort=title"
    assert "?year=2031&sort=title&page=2" in Html(response.text).links()


def test_row_leads_to_the_files_of_the_latest_version_that_has_any(client):
    document = make_document(year=2031)
    old = file_part(file_name="old.pdf")
    new = file_part(make_stored_file(size=1_600_000), file_name="new.pdf")
    translation = make_stored_file(size=30_720, pages=None)
    translation = file_part(translation, file_name="ban-dich.docx", language="vi")
    make_version(document=document, number=1, parts={"files": old})
    make_version(document=document, number=2, parts={"files": new | translation})
    make_version(document=document, number=3)
    make_version(document=document, number=4, state="draft", parts={"files": file_part()})
    page = get(client)
    row = page.context["groups"][0]["rows"][0]
    assert [file["text"] for file in row["files"]] == [
        "PDF · English · 24 pages · 1.5\xa0MB",
        "DOCX · Vietnamese · 30.0\xa0KB",
    ]
    assert f"/documents/{document.slug}/v2/en/new.pdf" in Html(page.text).links()


def test_row_without_file_leads_to_the_official_address(client):
    make_document(official_url="https://asean.example/paper.pdf")
    page = get(client)
    assert "https://asean.example/paper.pdf" in Html(page.text).links()
    assert "Read it at asean.example" in page.text


def test_choice_without_documents_says_why_and_what_to_take_away(client):
    response = get(client, "?kind=toolkit&year=2018&status=withdrawn")
    assert response.status_code == 200
    assert "No document matches these filters" in response.text
    assert "Kind: Toolkit; Status: Withdrawn; Year: 2018" in response.text
    response = get(client, "?kind=toolkit&year=2018")
    ways = dict(response.context["nothing"]["ways"])
    year = Document.objects.published().filter(year=2018).count()
    assert ways[f"Without “Kind: Toolkit”: {year} documents"] == "/en/documents/?year=2018"
    assert ways["All documents"] == "/en/documents/"


def test_past_day_without_documents_leads_back_to_today(client):
    ways = dict(get(client, "?kind=toolkit&as_of=2018-05-01").context["nothing"]["ways"])
    count = Document.objects.published().filter(kind="toolkit").count()
    assert ways[f"On today’s record: {count} document"] == "/en/documents/?kind=toolkit"


@pytest.mark.parametrize(
    "query",
    [
        "?kind=novel",
        "?status=lost",
        "?year=1066",
        "?as_of=2017-01-01",
        "?meeting=nowhere",
        "?language=xx",
        "?file=maybe",
        "?sort=colour",
    ],
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
    page = get(client, "?as_of=2020-07-17").context["groups"]
    [row] = [row for group in page for row in group["rows"] if row["title"] == "The old"]
    assert (row["status"], row["date"]) == ("", "2019")


def test_long_list_is_paged_and_has_no_page_beyond(client):
    for _number in range(31):
        make_document(year=2031)
    assert len(titles(get(client))) == 30
    assert get(client, "?page=2").status_code == 200
    assert get(client, "?page=9999").status_code == 404


def test_documents_of_an_unsure_day_follow_the_sure_ones_over_the_pages(client):
    for number in range(31):
        make_document(year=2022, status_on=None, title_en=f"Unsure {number:02}")
    first = get(client, "?as_of=2022-06-01")
    sure = titles(first)
    second = get(client, "?as_of=2022-06-01&page=2")
    unsure = [row["title"] for page in (first, second) for row in page.context["unsure"]]
    assert len(sure) + len(first.context["unsure"]) == 30
    assert titles(second) == []
    assert [title for title in unsure if title.startswith("Unsure")] == [
        f"Unsure {number:02}" for number in range(31)
    ]


def test_change_is_seen_at_once_in_lists_and_counts(client, editor):
    before = get(client, "?file=no").context["filter_bar"]["result"]
    document = make_document(kind="toolkit", year=2031)
    assert get(client, "?file=no").context["filter_bar"]["result"] != before
    assert options(get(client), "year")["2031"] == "2031 (1)"
    services.withdraw(document, author=editor, reason_vi="Sai", reason_en="Wrong")
    assert get(client, "?file=no").context["filter_bar"]["result"] == before
    assert "2031" not in options(get(client), "year")


def test_number_of_queries_does_not_grow_with_documents_and_files(client, monkeypatch):
    monkeypatch.setattr("ascn_portal.caching.LOOK_EVERY_SECONDS", 0)
    make_version(parts={"files": file_part()})
    queries = ["", "?as_of=2021-08-30", "?kind=framework&file=yes&sort=title"]
    few = [count_queries(client, query) for query in queries]
    for number in range(20):
        document = make_document(year=2031)
        adopt(document)
        make_version(document=document, parts={"files": file_part(file_name=f"{number}.pdf")})
    assert [count_queries(client, query) for query in queries] == few
    assert max(few) <= 8


def test_measure_of_the_register_leaves_nothing_behind(capsys):
    before = Document.objects.published().count()
    call_command("measure_register", documents=31, requests=1)
    assert Document.objects.published().count() == before
    assert "/en/documents/?sort=title" in capsys.readouterr().out


@pytest.mark.parametrize("wrong", [{"documents": 30}, {"requests": 0}])
def test_measure_of_the_register_refuses_what_it_cannot_do(wrong):
    with pytest.raises(CommandError, match="is a number above 30"):
        call_command("measure_register", **wrong)
