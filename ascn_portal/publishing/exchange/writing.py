"""Records as a file: XLSX with a sheet for them and one for each kind of part, or CSV."""

import tempfile
from collections.abc import Iterable, Iterator
from itertools import chain

from django.conf import settings
from django.http import FileResponse, StreamingHttpResponse

from ascn_portal.publishing import snapshot
from ascn_portal.spreadsheet import stream_csv

from .cells import number_of, text_of
from .keeping import Entry
from .names import Names, name_field
from .sheets import PART, RECORD, REVISION, UID, Sheet, parts_at

TEXT = "@"  # the format of a cell in which nothing is taken for a date or a number
WIDEST, WIDE, NARROW = 60, 38, 16


def csv_file(filename: str, sheet: Sheet, entries: Iterable[Entry]) -> StreamingHttpResponse:
    """The records themselves, without their parts; each row goes out as it is read."""
    names = Names()
    rows = (row for entry in entries for row in texts_of(sheet, entry, names))
    return stream_csv(filename, chain([sheet.header], rows))


def xlsx_file(filename: str, sheets: list[Sheet], entries: Iterable[Entry]) -> FileResponse:
    """Records and parts. Rows are written to disk as they are read: memory stays flat."""
    from openpyxl import Workbook

    book, names = Workbook(write_only=True), Names()
    pages = [(sheet, new_page(book, sheet)) for sheet in sheets]
    for entry in entries:
        for sheet, page in pages:
            for row in texts_of(sheet, entry, names):
                page.append(cells_of(page, sheet, row))
    file = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115 the answer ends it
    book.save(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=filename)


def texts_of(sheet: Sheet, entry: Entry, names: Names) -> Iterator[list[str]]:
    """The rows that `sheet` has of one record, as texts."""
    if not sheet.path:
        known = {UID: str(entry.record.uid), REVISION: entry.mark}
        yield texts_of_row(sheet, known, entry.shape, names)
        return
    called_by = name_field(type(entry.record))
    record = entry.shape.get(called_by) or str(entry.record.uid)
    for uid, above, part in parts_at(sheet.path, entry.shape):
        yield texts_of_row(sheet, {RECORD: record, PART: above, UID: uid}, part, names)


def texts_of_row(sheet: Sheet, known: dict, shape: dict, names: Names) -> list[str]:
    """One row: the columns by which it is known, then its fields."""
    fields = [column.field for column in sheet.columns]
    texts = [text_of(field, snapshot.said_in(shape, field), names) for field in fields]
    return [*(known[key] for key in sheet.keys), *texts]


def new_page(book, sheet: Sheet):
    """An empty sheet with its header, which stays in sight."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    page = book.create_sheet(sheet.title)
    page.freeze_panes = f"{get_column_letter(len(sheet.keys) + 1)}2"
    for number, name in enumerate(sheet.header, start=1):
        dimension = page.column_dimensions[get_column_letter(number)]
        dimension.width = width_of(sheet, name)
        column = sheet.by_name.get(name)
        if column is None or number_of(column.field, "1") is None:
            dimension.number_format = TEXT  # also where somebody adds a row
    header = [saying(text_cell(page), name) for name in sheet.header]
    for cell in header:
        cell.font = Font(bold=True)
    page.append(header)
    return page


def width_of(sheet: Sheet, name: str) -> int:
    """How wide a column is, in characters."""
    if name in sheet.by_name:
        field = sheet.by_name[name].field
        is_long = field.get_internal_type() == "TextField" or (field.max_length or 0) > 100
        return WIDEST if is_long else NARROW
    return NARROW if name == REVISION else WIDE


def cells_of(page, sheet: Sheet, row: list[str]) -> Iterator:
    """The cells of a row: numbers as numbers, all else as text that is never calculated."""
    fields = [None] * len(sheet.keys) + [column.field for column in sheet.columns]
    cell = text_cell(page)  # serves the whole row: each is written before the next is asked for
    for field, text in zip(fields, row, strict=True):
        number = number_of(field, text)
        yield number if number is not None or not text else saying(cell, text)


def text_cell(page):
    """A cell for text."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(page)
    cell.number_format = TEXT
    return cell


def saying(cell, text: str):
    """`cell` holding `text` as it is, also where it begins as a formula does."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"
    return cell
