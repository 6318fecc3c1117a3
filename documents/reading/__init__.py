"""Reads files in a process of its own, with limits on time and memory.

`inspect` says whether a file is accepted, `read` what is in it. Libraries for PDF, pictures and
office documents are loaded in that process only (the program in `worker/`).
"""

import base64
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from . import process
from .names import check_name, kind_by_name
from .process import Broken
from .refusals import check_size, refusal

__all__ = ["Findings", "Inspection", "check_name", "inspect", "read"]

# How each kind of file that is accepted is named to browsers; the kind is the ending of the name.
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "txt": "text/plain",
}
MOST_PAGES = 5_000
MOST_TEXT = 20_000_000
MOST_COVER = 2 * 1024 * 1024
LONGEST = {"inner_title": 300, "inner_language": 35, "guessed_language": 2}


@dataclass(frozen=True)
class Inspection:
    """What a file is: its media type, and its pages where it has any."""

    media_type: str
    pages: int | None = None


@dataclass(frozen=True)
class Findings:
    """What reading a file found; fields as in StoredFile, text by page in NFC, cover as WebP."""

    pages: int | None = None
    inner_title: str = ""
    inner_language: str = ""
    guessed_language: str = ""
    is_tagged: bool | None = None
    is_encrypted: bool | None = None
    is_searchable: bool | None = None
    problem: str = ""
    text_by_page: list[str] = field(default_factory=list)
    cover: bytes = b""


def inspect(path: Path, name: str) -> Inspection:
    """What the file at `path`, which came under `name`, is.

    Raises ValidationError, with a sentence for the sender, for one that is not accepted.
    """
    kind = kind_by_name(check_name(name), MEDIA_TYPES)
    check_size(path, name)
    try:
        answer = process.run("inspect", kind, path)
        if code := answer.pop("refused", ""):
            raise refusal(code, name, expected=kind.upper(), **answer)
        return Inspection(MEDIA_TYPES[kind], sound_pages(answer["pages"]))
    except Broken as broken:
        raise refusal("cut" if broken.problem == "damaged" else "heavy", name) from broken
    except (KeyError, TypeError, ValueError) as error:  # no answer of ours
        raise refusal("heavy", name) from error


def read(path: Path, media_type: str) -> Findings:
    """All that can be found in an accepted file; `problem` says why where that was nothing."""
    kind = next(kind for kind, known in MEDIA_TYPES.items() if known == media_type)
    try:
        answer = process.run("read", kind, path)
        if "refused" in answer:
            raise Broken("damaged")
        return sound(answer)
    except Broken as broken:
        return Findings(problem=broken.problem)
    except (TypeError, ValueError):
        return Findings(problem="crashed")


def sound(answer: dict) -> Findings:
    """The worker's answer as Findings.

    Raises TypeError or ValueError where it does not fit: a file may have taken hold of the worker.
    """
    findings = Findings(**answer | {"cover": base64.b64decode(answer.get("cover", ""))})
    sound_pages(findings.pages)
    for name, longest in LONGEST.items():
        sound_text(getattr(findings, name), longest)
    for name in ("is_tagged", "is_encrypted", "is_searchable"):
        if getattr(findings, name) not in {None, True, False}:
            raise ValueError(name)
    if len(findings.text_by_page) > MOST_PAGES or len(findings.cover) > MOST_COVER:
        raise ValueError("too much")
    for text in findings.text_by_page:
        sound_text(text, MOST_TEXT)
    if findings.cover and findings.cover[:4] + findings.cover[8:12] != b"RIFFWEBP":
        raise ValueError("cover")
    return findings


def sound_pages(pages: int | None) -> int | None:
    """`pages` if it can be a number of pages."""
    if pages is not None and not 1 <= pages <= MOST_PAGES:
        raise ValueError("pages")
    return pages


def sound_text(text: str, longest: int):
    """Refuse what a column of `longest` characters cannot hold."""
    if len(text) > longest or "\0" in text or not unicodedata.is_normalized("NFC", text):
        raise ValueError("text")
