"""Plain text in UTF-8."""

from pathlib import Path

from answers import Refused
from first_bytes import MARKUP, head_of, kind_of, refuse_other_kind
from text import clean, guess_language, refuse_too_much

PIECE = 1024 * 1024
WRITTEN_AS_TEXT = {"pdf", "ps", "rtf"}  # formats that may hold nothing but ASCII


def inspect(path: str) -> dict:
    """Refuses what is no UTF-8, holds NUL, or would be markup to a browser."""
    head = head_of(path)
    if MARKUP.search(head):
        raise Refused("markup")
    if kind_of(head) in WRITTEN_AS_TEXT:
        refuse_other_kind(head)
    try:
        with Path(path).open(encoding="utf-8") as file:
            while piece := file.read(PIECE):
                if "\0" in piece:
                    raise Refused("not_text")
    except UnicodeDecodeError:
        raise Refused("not_text") from None
    return {"pages": None}


def read(path: str) -> dict:
    """The whole text as one page."""
    pages = [clean(Path(path).read_text(encoding="utf-8-sig"))]
    refuse_too_much(pages)
    return {
        "text_by_page": pages,
        "guessed_language": guess_language(pages),
        "is_searchable": bool(pages[0]),
    }
