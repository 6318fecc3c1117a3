"""A file that somebody sends as tables: whatever is wrong with it is said in a sentence."""

import csv
import io
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ascn_portal.spreadsheet import BYTE_ORDER_MARK, as_typed

from . import package

# Ten thousand records of any list fit: of cities, whose parts are many, a CSV of 20 MB or an XLSX
# of 720,000 cells, read and compared within half a minute. More cells would take memory.
LARGEST = 25 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 100
MOST_CELLS = 2_000_000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Why a file is not opened.
UNFIT = {
    "macros": gettext_lazy("“%(name)s” holds macros. Save it as XLSX without them."),
    "other": gettext_lazy(
        "“%(name)s” is neither XLSX nor CSV. Save the table as XLSX or as “CSV UTF-8”."
    ),
    "large": gettext_lazy("“%(name)s” would grow too large when it is unpacked. Divide it."),
    "damaged": gettext_lazy("“%(name)s” is damaged or not complete. Save it again."),
}


@dataclass
class Table:
    """One sheet: its header, and what stands in each row by column, rows as people count them."""

    title: str
    header: list[str] = field(default_factory=list)
    rows: list[tuple[int, dict]] = field(default_factory=list)
    # Whether numbers may have a comma before their decimals.
    decimal_comma: bool = False


def tables_in(content: bytes, name: str) -> list[Table]:
    """The sheets of the file `name`; a CSV is one without title.

    Raises ValidationError with a sentence for the sender where the file cannot be read.
    """
    if not content.strip():
        raise refusal(_("“%(name)s” is empty."), name)
    if len(content) > LARGEST:
        raise refusal(_("“%(name)s” is larger than %(limit)s. Divide it."), name)
    if content.startswith(OLE):
        raise refusal(
            _("“%(name)s” is an older Excel file or asks for a password. Save it as XLSX."), name
        )
    if content.startswith(package.ZIP):
        return workbook(content, name)
    return [text_table(content, name)]


def refusal(sentence: str, name: str, **details) -> ValidationError:
    """What to raise for the file `name`."""
    limits = {
        "limit": filesizeformat(LARGEST),
        "rows": number_format(MOST_ROWS, force_grouping=True),
    }
    return ValidationError(sentence % {"name": name, **limits, **details})


def workbook(content: bytes, name: str) -> list[Table]:
    """The sheets of an XLSX, empty ones left out."""
    try:
        package.check(content)
    except package.Unfit as unfit:
        raise refusal(UNFIT[unfit.reason], name) from unfit
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        tables = [table_of(page.title, cells_of(page, name), name) for page in book.worksheets]
    except ValidationError:
        raise
    except Exception as error:  # the library fails in ways of its own on broken files
        raise refusal(UNFIT["damaged"], name) from error
    return [table for table in tables if table.header or table.rows]


def cells_of(page, name: str):
    """The rows of a sheet, each a list; formulas as what they gave."""
    page.reset_dimensions()  # what the file says of its size need not be true
    for number, row in enumerate(page.iter_rows(max_col=MOST_COLUMNS), start=1):
        if number > MOST_ROWS + 1:
            raise too_many_rows(name)
        yield [broken_or_value(cell, name, number) for cell in row]


def too_many_rows(name: str) -> ValidationError:
    return refusal(
        _("“%(name)s” has more than %(rows)s rows. Delete empty rows at its end, or divide it."),
        name,
    )


def broken_or_value(cell, name: str, row: int):
    """What a cell holds. Raises ValidationError if the spreadsheet shows an error there."""
    if cell.data_type == "e":
        raise refusal(
            _("“%(name)s”, row %(row)s: a cell shows the error %(error)s."),
            name,
            row=row,
            error=cell.value,
        )
    return cell.value


def table_of(title: str, rows, name: str, *, decimal_comma: bool = False) -> Table:
    """The table whose first row is the header; rows without any text are left out."""
    rows = iter(rows)
    header = [str(cell).strip() if cell is not None else "" for cell in next(rows, [])]
    while header and not header[-1]:
        header.pop()
    table, count = Table(title, header, decimal_comma=decimal_comma), 0
    for number, cells in enumerate(rows, start=2):
        count += len(header)
        if count > MOST_CELLS:
            raise refusal(_("“%(name)s” has too many cells. Divide it."), name)
        if all(is_blank(cell) for cell in cells):
            continue
        if not all(is_blank(cell) for cell in cells[len(header) :]):
            raise refusal(
                _("“%(name)s”, row %(row)s: a cell stands in a column that has no name."),
                name,
                row=number,
            )
        table.rows.append((number, dict(zip(header, cells, strict=False))))
    return table


def is_blank(cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def text_table(content: bytes, name: str) -> Table:
    """The one table of a CSV: commas, semicolons or tabs, as programs of many countries write."""
    text = decoded(content, name)
    first_line = text.partition("\n")[0]
    delimiter = max(",;\t", key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    comma = delimiter != ","
    try:
        return table_of("", limited(reader, name), name, decimal_comma=comma)
    except csv.Error as error:
        raise refusal(UNFIT["damaged"], name) from error


def limited(reader, name: str):
    """The rows of a CSV, up to the limit."""
    for number, row in enumerate(reader, start=1):
        if number > MOST_ROWS + 1:
            raise too_many_rows(name)
        if len(row) > MOST_COLUMNS:
            raise refusal(_("“%(name)s” has too many columns."), name)
        yield [as_typed(cell) for cell in row]


def decoded(content: bytes, name: str) -> str:
    """The text of a CSV: UTF-8, or UTF-16 as “Unicode text” of Excel is."""
    encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8"
    try:
        text = content.decode(encoding).removeprefix(BYTE_ORDER_MARK)
    except UnicodeDecodeError as error:
        if b"\0" in content:
            raise refusal(UNFIT["other"], name) from error
        raise refusal(
            _("“%(name)s” is not in UTF-8, so its letters are unknown. Save it as “CSV UTF-8”."),
            name,
        ) from error
    if "\0" in text:
        raise refusal(UNFIT["other"], name)
    return text
