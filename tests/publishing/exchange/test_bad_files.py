"""Files that cannot be taken, each with the sentence that says why; and what spreadsheets do."""

import io
import zipfile
from datetime import date, datetime

import pytest

from ascn_portal.publishing import services
from ascn_portal.publishing.exchange import package, reading, trying
from cities.models import City, Membership, Project
from events.models import Event
from tests.factories import make_city, make_event, make_project, part
from tests.publishing.admin.screens import url

from .files import (
    as_csv,
    changed,
    confirm,
    csv_rows,
    export,
    plan_of,
    problems,
    rows_in,
    send,
    with_row,
    workbook,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english(editor):
    editor.language = "en"
    editor.save()


@pytest.fixture
def city():
    return make_city(slug="some-city", name_vi="Thành phố", name_en="Some city")


def packed(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def repacked(content: bytes, member: str, find: bytes, put: bytes) -> bytes:
    """An XLSX of which one member says something else."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    members = {name: archive.read(name) for name in archive.namelist()}
    assert find in members[member]
    return packed(members | {member: members[member].replace(find, put)})


BAD_FILES = {
    "empty": (b" ", "is empty"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0\xff", "neither XLSX nor CSV"),
    "old excel": (reading.OLE + b"x", "older Excel file or asks for a password"),
    "cut": (b"PK\x03\x04cut", "damaged"),
    "text document": (packed({"word/document.xml": b"<a/>"}), "neither XLSX nor CSV"),
    "macros": (packed({package.WORKBOOK: b"", package.MACROS: b""}), "holds macros"),
    "no workbook": (packed({package.WORKBOOK: b"<nothing/>"}), "damaged"),
    "windows-1258": ("uid,name_vi\n,Thành phố".encode("cp1252", "replace"), "not in UTF-8"),
    "wide": (b"uid" + b"," * reading.MOST_COLUMNS, "too many columns"),
    "no name": (b"uid,name_vi\n,a,b", "a column that has no name"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_refused_with_a_sentence(staff, name):
    content, sentence = BAD_FILES[name]
    (problem,) = problems(send(staff, City, content, f"{name}.xlsx"))
    assert sentence in problem
    assert name in problem


BOMBS = {
    "MOST_UNPACKED": b"<a>" + b" " * 1000 + b"</a>",
    "MOST_ELEMENTS": b"<a>" + b"<row/>" * 1000 + b"</a>",
    "MOST_AT_ONCE": b"<row>" + b"<row/>" * 1000 + b"</row>",
    "MOST_BESIDE": b"<a>" + b"<xf/>" * 1000 + b"</a>",
}


@pytest.mark.parametrize("name", [package.WORKBOOK, "xl/worksheets/sheet1.dat"])
@pytest.mark.parametrize("limit", BOMBS)
def test_a_file_that_would_grow_too_large_is_not_opened(staff, monkeypatch, limit, name):
    monkeypatch.setattr(package, limit, 1000)
    content = packed({package.WORKBOOK: b"<workbook/>"} | {name: BOMBS[limit]})
    assert "grow too large" in str(problems(send(staff, City, content)))


def test_a_picture_in_a_book_does_no_harm(staff):
    content = workbook(["uid", "revision", "slug"])
    archive = zipfile.ZipFile(io.BytesIO(content))
    members = {name: archive.read(name) for name in archive.namelist()}
    page = send(staff, City, packed(members | {"xl/media/image1.png": b"\x89PNG\r\n\x1a\n\0<"}))
    assert plan_of(page).changes == []


def test_a_file_over_the_limit_is_not_even_read(staff):
    answer = send(staff, City, b"x" * (reading.LARGEST + 1))
    assert answer.status_code == 413
    assert "larger than" in str(problems(answer))


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_too_many_rows_are_refused(staff, monkeypatch, format):
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    rows = [["slug"], *[["a"]] * 4]
    content = as_csv(rows) if format == "csv" else workbook(*rows)
    assert "more than 3 rows" in str(problems(send(staff, City, content)))


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_too_many_cells_are_refused(staff, monkeypatch, format):
    monkeypatch.setattr(reading, "MOST_CELLS", 3)
    rows = [["uid", "slug"], ["", "a"], ["", "b"]]
    content = as_csv(rows) if format == "csv" else workbook(*rows)
    assert "too many cells" in str(problems(send(staff, City, content)))


def test_too_many_changes_are_refused(staff, monkeypatch):
    monkeypatch.setattr(trying, "MOST_CHANGES", 1)
    content = as_csv([["slug"], ["one"], ["two"]])
    assert "the most is 1" in str(problems(send(staff, City, content)))


def test_external_entities_are_not_read(staff, city, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("confidential")
    content = changed(
        export(staff, City, query="?q=some-city"), {"slug": "some-city"}, {"name_en": "marked"}
    )
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]><worksheet'.encode()
    content = repacked(content, "xl/worksheets/sheet1.xml", b"<worksheet", entity)
    content = repacked(content, "xl/worksheets/sheet1.xml", b"marked", b"&e;")
    page = send(staff, City, content)
    assert problems(page) != []
    assert b"confidential" not in page.content


CELLS = [
    ("kind", "village", "Accepted: city, capital"),
    ("country", "atlantis", "There is no country “atlantis”"),
    ("latitude", "north", "with a decimal point"),
    ("latitude", 95.5, "A latitude lies between -90 and 90"),
    ("checked_on", "July 2026", "A day, for example 2026-07-17"),
    ("focus_areas", "no-such-area", "each by its slug"),
    ("name_en", "x" * 1000, "at most"),
    ("slug", "Not a slug", "slug"),
    ("aliases", date(2026, 8, 5), "Format the cell as text"),
    ("revision", "", "Leave here what the export wrote"),
    ("uid", "b7cbbb39-8a30-4dd3-8a6b-0c1d2d1e3f40", "You have no city with this uid"),
]


@pytest.mark.parametrize(("column", "value", "sentence"), CELLS)
def test_a_wrong_cell_is_named_with_its_row_and_what_is_accepted(
    staff, city, column, value, sentence
):
    content = export(staff, City, query="?q=some city")
    content = changed(content, {"slug": "some-city"}, {column: value})
    (problem,) = problems(send(staff, City, content))
    assert sentence in problem
    assert problem.startswith("city, row 2")


def test_a_text_longer_than_a_form_takes_is_refused(staff, city):
    header, row = csv_rows(export(staff, City, "csv", query="?q=some-city"))
    row[header.index("vision_en")] = "x" * 100_001
    (problem,) = problems(send(staff, City, as_csv([header, row]), "list.csv"))
    assert "at most 100000" in problem


def test_columns_and_sheets_that_mean_nothing_are_refused_by_name(staff, city):
    page = send(staff, City, workbook(["uid", "revision", "colour", "slug", "slug"]))
    assert "colour: This column is not known" in str(problems(page))
    assert "slug: This column stands twice" in str(problems(page))
    assert "revision: This column is missing" in str(problems(send(staff, City, b"uid\n")))
    only_parts = workbook(["record", "uid"], title="citations")
    assert "“city” is missing" in str(problems(send(staff, City, only_parts)))


def test_a_record_or_part_that_stands_twice_or_nowhere_is_refused(staff, city):
    content = export(staff, City, query="?q=some-city")
    row = next(row for row in rows_in(content) if row["slug"] == "some-city")
    assert "stands in the file twice" in str(problems(send(staff, City, with_row(content, row))))
    lost = with_row(content, {"record": "nowhere", "pages": "5"}, sheet="citations")
    assert "The first sheet has no such record" in str(problems(send(staff, City, lost)))
    unknown = {"record": "some-city", "uid": str(city.uid), "pages": "5"}
    page = send(staff, City, with_row(content, unknown, sheet="citations"))
    assert "There is no such part" in str(problems(page))


def test_rules_over_several_rows_are_asked(staff, city):
    content = with_row(
        export(staff, City, query="?q=some-city"), {"slug": "some-city", "name_vi": "Khác"}
    )
    assert "row " in str(problems(send(staff, City, content)))
    assert City.objects.filter(slug="some-city").count() == 1


FORMULAS = ["=1+1", "+84 24", "-x", "@home", "'=1", " =2", "'quoted'", "-5"]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_calculated_and_all_come_back(staff, text, format):
    make_city(slug="some-city", aliases=text)
    content = export(staff, City, format, query="?q=some-city")
    if format == "csv":
        header, row = csv_rows(content)
        cell = row[header.index("aliases")]
        assert not cell.startswith(("=", "+", "@", "-x"))
    assert plan_of(send(staff, City, content, f"list.{format}")).changes == []


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(";", "utf-8-sig"), (",", "utf-8"), ("\t", "utf-16")]
)
def test_csv_is_read_as_programs_of_many_countries_write_it(staff, city, delimiter, encoding):
    header, row = csv_rows(export(staff, City, "csv", query="?q=some-city"))
    row[header.index("name_vi")] = "Đô thị"
    page = send(staff, City, as_csv([header, row], delimiter, encoding), "list.csv")
    assert plan_of(page).changes[0].row.values == {"name_vi": "Đô thị"}


def test_csv_begins_with_the_mark_by_which_excel_knows_utf_8(staff, city):
    assert export(staff, City, "csv").startswith(b"\xef\xbb\xbf")


def test_a_semicolon_file_may_have_a_decimal_comma(staff, city):
    header, row = csv_rows(export(staff, City, "csv", query="?q=some-city"))
    row[header.index("latitude")] = "16,5"
    content = as_csv([header, row], ";")
    (change,) = plan_of(send(staff, City, content, "list.csv")).changes
    assert change.row.values == {"latitude": "16.5"}
    assert problems(send(staff, City, as_csv([header, row]), "list.csv")) != []


SAME = [
    ("checked_on", datetime(2026, 7, 17), "2026-07-17"),
    ("checked_on", "17/07/2026", "2026-07-17"),
    ("latitude", 16.5, "16.50000"),
    ("latitude", "16.50", "16.50000"),
    ("summary_vi", "Một\r\nhai\n", "Một\nhai"),
    ("summary_vi", "Mo\u0302\u0323t_x000D_\nhai", "Một\nhai"),
    ("aliases", 2020, "2020"),
    ("aliases", 2020.0, "2020"),
]


@pytest.mark.parametrize(("column", "cell", "stored"), SAME)
def test_what_a_spreadsheet_writes_otherwise_changes_nothing(staff, column, cell, stored):
    make_city(slug="some-city", **{column: stored})
    content = changed(
        export(staff, City, query="?q=some-city"), {"slug": "some-city"}, {column: cell}
    )
    assert plan_of(send(staff, City, content)).changes == []


def test_a_text_too_long_for_a_cell_is_left_out_and_stays(staff):
    text = "dài " * 10_000
    make_city(slug="some-city", vision_vi=text.strip())
    content = export(staff, City, query="?q=some-city")
    assert rows_in(content)[0]["vision_vi"] == "[…]"
    assert plan_of(send(staff, City, content)).changes == []


def test_a_cell_that_was_emptied_empties_its_field(staff):
    city = make_city(slug="some-city", aliases="Other", checked_on="2026-07-17")
    emptied = {"aliases": None, "checked_on": None, "note_vi": None}
    content = changed(export(staff, City, query="?q=some-city"), {"slug": "some-city"}, emptied)
    confirm(staff, City, send(staff, City, content))
    shape = services.open_revision(city).shape
    assert (shape["aliases"], shape["checked_on"]) == ("", None)


def test_a_zero_in_an_empty_cell_is_no_empty_cell(staff):
    project = make_project(plan_page=None)
    mark = str(services.newest_number(project))
    content = workbook(
        ["uid", "revision", "plan_page"], [str(project.uid), mark, 0], title="project"
    )
    (change,) = plan_of(send(staff, Project, content)).changes
    assert change.row.values == {"plan_page": 0}


@pytest.mark.parametrize(
    ("column", "cell"), [("starts_year", 1), ("ends_year", "20199"), ("checked_on", "0001-01-01")]
)
def test_a_year_in_which_nothing_was_is_refused(staff, column, cell):
    project = make_project()
    mark = str(services.newest_number(project))
    content = workbook(["uid", "revision", column], [str(project.uid), mark, cell], title="project")
    assert "1967" in str(problems(send(staff, Project, content)))


def test_what_a_model_forbids_is_said_of_its_row(staff):
    content = export(staff, Membership)
    row = rows_in(content)[0]
    late = changed(content, {"uid": row["uid"]}, {"ends_on": "1990-01-01"})
    assert "The end is before the start" in str(problems(send(staff, Membership, late)))


def test_the_pages_say_what_stands_in_each_column(staff):
    for page in ("export", "import"):
        text = staff.get(url(City, "changelist") + f"{page}/").content.decode()
        assert "name_vi" in text
        assert "native_names" in text


@pytest.mark.parametrize("mark", ["9" * 20, "9" * 5_000], ids=["large", "endless"])
def test_a_revision_that_no_record_has_is_refused_with_a_sentence(staff, city, mark):
    content = changed(export(staff, City), {"slug": "some-city"}, {"revision": mark})
    content = changed(content, {"slug": "some-city"}, {"name_en": "Other"})
    assert problems(send(staff, City, content)) != []


@pytest.mark.parametrize("moment", ["0001-01-01 00:00", "9999-12-31 23:59-12:00"])
def test_a_moment_that_no_database_holds_is_refused_with_a_sentence(staff, moment):
    session = part(title_vi="Phiên", title_en="Session")
    make_event(slug="some-event", parts={"sessions": session})
    cell = {"record": "some-event"}
    content = changed(export(staff, Event), cell, {"starts_at": moment}, sheet="sessions")
    (problem,) = problems(send(staff, Event, content))
    assert "1967" in problem
