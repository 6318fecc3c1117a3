"""Tables as files that spreadsheets open: CSV in UTF-8, by whose mark they know the encoding."""

import csv
import re

from django.http import HttpResponse

BYTE_ORDER_MARK = "\ufeff"
# A cell that begins so, blanks aside, is taken for a formula, and may do what its author likes.
FORMULA_SIGNS = ("=", "+", "-", "@")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def csv_response(filename: str, rows) -> HttpResponse:
    """`rows` of texts and numbers, the header first, for the reader to save under `filename`.

    Pages show the same and are what search engines should find.
    """
    headers = {
        "Content-Disposition": f'attachment; filename="{filename}"',
        "X-Robots-Tag": "noindex",
    }
    response = HttpResponse(
        BYTE_ORDER_MARK, content_type="text/csv; charset=utf-8", headers=headers
    )
    csv.writer(response).writerows([harmless(cell) for cell in row] for row in rows)
    return response


def harmless(cell) -> str:
    """A number as it is, a text so that no spreadsheet calculates it."""
    text = str(cell)
    if text.lstrip().startswith(FORMULA_SIGNS) and not NUMBER.fullmatch(text):
        return f"'{text}"
    return text
