"""Tables as files that spreadsheets open: CSV in UTF-8, by whose mark they know the encoding."""

import csv
import re

from django.http import HttpResponse, StreamingHttpResponse

BYTE_ORDER_MARK = "\ufeff"
# A cell that begins so, blanks aside, is taken for a formula, and may do what its author likes.
FORMULA_SIGNS = ("=", "+", "-", "@")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def csv_response(filename: str, rows) -> HttpResponse:
    """`rows` of texts and numbers, the header first, for the reader to save under `filename`.

    Pages show the same and are what search engines should find.
    """
    return HttpResponse(b"".join(lines(rows)), headers=headers(filename))


def stream_csv(filename: str, rows) -> StreamingHttpResponse:
    """The same for more rows than memory should hold: each goes out as it is read."""
    return StreamingHttpResponse(lines(rows), headers=headers(filename))


def headers(filename: str) -> dict[str, str]:
    return {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": f'attachment; filename="{filename}"',
        "X-Robots-Tag": "noindex",
    }


def lines(rows):
    """The file piece by piece."""
    yield BYTE_ORDER_MARK.encode()
    writer = csv.writer(Echo())
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row]).encode()


class Echo:
    """A file that keeps nothing: what is written to it comes back."""

    def write(self, text: str) -> str:
        return text


def harmless(cell) -> str:
    """A number as it is, a text so that no spreadsheet calculates it."""
    text = str(cell)
    return f"'{text}" if is_calculated(text.lstrip("'")) and not NUMBER.fullmatch(text) else text


def as_typed(cell: str) -> str:
    """The text of which `harmless` made `cell`."""
    text = cell.removeprefix("'")
    return text if text != cell and harmless(text) == cell else cell


def is_calculated(text: str) -> bool:
    """Whether a spreadsheet takes `text` for a formula; blanks before it do not matter."""
    return text.lstrip().startswith(FORMULA_SIGNS)
