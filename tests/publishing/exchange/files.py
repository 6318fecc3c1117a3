"""Lists taken out as files, changed as in a spreadsheet, and sent back."""

import csv
import io

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from tests.publishing.admin.form_reader import posted
from tests.publishing.admin.screens import url

BOM = "\ufeff"


def content_of(response) -> bytes:
    return b"".join(response.streaming_content)


def export(client, model, format="xlsx", content="drafts", query="") -> bytes:
    """What the export of the list of `model` gives."""
    page = url(model, "changelist") + f"export/{query}"
    response = client.post(page, {"format": format, "content": content})
    assert response.status_code == 200
    return content_of(response)


def send(client, model, content: bytes, name="list.xlsx"):
    """The page that answers to a file."""
    upload = SimpleUploadedFile(name, content)
    return client.post(url(model, "changelist") + "import/", {"file": upload})


def confirm(client, model, page):
    """What follows when the shown plan is confirmed."""
    form = {name: value for name, value in posted(page).items() if name in {"token", "shown"}}
    return client.post(url(model, "changelist") + "import/", form | {"_do": "x"})


def problems(page) -> list[str]:
    return page.context.get("refused") or []


def plan_of(page):
    assert page.status_code == 200
    assert not problems(page), problems(page)
    return page.context["plan"]


def rows_in(content: bytes, sheet: int = 0) -> list[dict]:
    """The rows of one sheet of an XLSX, by column."""
    page = load_workbook(io.BytesIO(content)).worksheets[sheet]
    header, *rows = page.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def changed(content: bytes, find: dict, values: dict, sheet: str = "") -> bytes:
    """An XLSX with other `values` in the row of which `find` is true."""
    book = load_workbook(io.BytesIO(content))
    page = book[sheet] if sheet else book.worksheets[0]
    header = [cell.value for cell in page[1]]
    for row in page.iter_rows(min_row=2):
        cells = dict(zip(header, row, strict=True))
        if all(cells[name].value == value for name, value in find.items()):
            for name, value in values.items():
                cells[name].value = value
    return saved(book)


def with_row(content: bytes, values: dict, sheet: str = "") -> bytes:
    """An XLSX with one more row."""
    book = load_workbook(io.BytesIO(content))
    page = book[sheet] if sheet else book.worksheets[0]
    page.append([values.get(cell.value) for cell in page[1]])
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def workbook(*rows, title="city") -> bytes:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return saved(book)


def csv_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def as_csv(rows, delimiter=",", encoding="utf-8-sig") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)
