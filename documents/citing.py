"""How a document is cited: as plain text, BibTeX, RIS and CSL-JSON, in the reader's language.

None says when it was accessed: reference managers fill in the day of their own, and a file that
changed each day could not be kept. No author is made up: the issuing body is the author, and where
it is not known the work has none.
"""

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from babel import Locale
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from ascn_portal.bilingual.dates import Precision, show_date
from ascn_portal.bilingual.languages import LANGUAGES
from ascn_portal.bilingual.text import translated

from .models import Document

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Braces are written as commands: BibTeX counts them even behind a backslash.
BIBTEX_SIGNS = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}


class Types(NamedTuple):
    """What a kind of document is called in each format."""

    bibtex: str
    ris: str
    csl: str


REPORT = Types("techreport", "RPRT", "report")
# A declaration binds nobody, so it is no treaty, and reports on nothing.
TYPES = {Document.Kind.DECLARATION: Types("misc", "GOVDOC", "document")}


@dataclass(frozen=True)
class Work:
    """What a citation says of a document; what is not known is empty."""

    key: str
    types: Types
    kind: str
    title: str
    original_title: str
    author: str
    publisher: str
    symbol: str
    date: tuple[int, ...]
    shown_date: str
    language: str
    url: str
    page: str
    record: str


def work_of(document) -> Work:
    """What there is to cite of `document`, which has its source at hand."""
    page = settings.PUBLIC_ORIGIN + document.get_absolute_url()
    date, shown_date = date_of(document)
    return Work(
        key=document.slug,
        types=TYPES.get(document.kind, REPORT),
        kind=document.get_kind_display(),
        title=one_line(document.title),
        original_title=original_title(document),
        author=one_line(translated(document, "issuing_body").text),
        publisher=one_line(document.source.publisher if document.source else ""),
        symbol=one_line(document.symbol),
        date=date,
        shown_date=shown_date,
        language=language_of(document),
        url=document.official_url or page,
        page=page,
        record=_("Public record of the ASEAN Smart Cities Network"),
    )


def one_line(text: str) -> str:
    """`text` in NFC on one line, without control characters."""
    joined = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(letter for letter in joined if unicodedata.category(letter) != "Cc")


def date_of(document) -> tuple[tuple[int, ...], str]:
    """Year, month and day as far as known, and the same in words.

    The day since which a document is superseded or withdrawn is not that of the document.
    """
    day, precision = document.status_on, document.status_precision
    is_of_document = document.status not in {"superseded", "withdrawn"}
    if day is None or not is_of_document or day.year != document.year:
        return (document.year,), str(document.year)
    known = {Precision.YEAR: 1, Precision.MONTH: 2, Precision.DAY: 3}[Precision(precision)]
    return (day.year, day.month, day.day)[:known], show_date(day, precision)


def language_of(document) -> str:
    """The language of the text: the reader's where there is one in it; "" if none is known."""
    codes = document.languages.split()
    return get_language() if get_language() in codes else next(iter(codes), "")


def original_title(document) -> str:
    """The title in the language of the text, where the reader's is a translation of it."""
    language = language_of(document)
    if language == get_language() or language not in LANGUAGES:
        return ""
    original = one_line(getattr(document, f"title_{language}") or "")
    return "" if original == one_line(document.title) else original


# --- Formats -------------------------------------------------------------------------------------


def as_text(work: Work) -> str:
    """One sentence for a footnote or a list of references."""
    original = f" [{work.original_title}]" if work.original_title else ""
    title = f"“{work.title}”{original}"
    # The publisher is named where there is no author.
    parts = [work.author, title, work.kind, work.symbol]
    parts += ["" if work.author else work.publisher, work.shown_date]
    sentences = [", ".join(filter(None, parts))]
    if work.url != work.page:
        sentences.append(work.url)
    sentences.append(f"{work.record}: {work.page}")
    return ". ".join(sentences) + "\n"


def as_bibtex(work: Work) -> str:
    """An entry for BibTeX and BibLaTeX, in UTF-8.

    A report needs an institution; where none is known the entry is of the kind that needs nothing.
    """
    institution = work.author or work.publisher
    kind = work.types.bibtex if institution else "misc"
    is_report = kind == "techreport"
    fields = {
        "author": in_braces(work.author),
        "title": in_braces(work.title),
        "origtitle": in_braces(work.original_title),
        "type": bibtex(capfirst(work.kind)) if is_report else "",
        "howpublished": "" if is_report else bibtex(capfirst(work.kind)),
        "institution": in_braces(institution) if is_report else "",
        "organization": "" if is_report else in_braces(work.publisher),
        "number": bibtex(work.symbol),
        "year": str(work.date[0]),
        "date": "-".join(f"{part:02}" for part in work.date),
        "langid": english_name(work.language),
        "url": bibtex_url(work.url),
        "note": bibtex(note(work)),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    if len(work.date) > 1:
        lines.append(f"  month = {MONTHS[work.date[1] - 1]},")
    return "\n".join([f"@{kind}{{{work.key},", *lines, "}", ""])


def in_braces(text: str) -> str:
    """A name or title that no style takes apart or writes small; "" stays empty."""
    return f"{{{bibtex(text)}}}" if text else ""


def bibtex(text: str) -> str:
    """`text` with the signs that mean something to TeX written as what they are."""
    return "".join(BIBTEX_SIGNS.get(sign, sign) for sign in text)


def bibtex_url(url: str) -> str:
    """An address, which TeX takes as it is but for braces and backslashes."""
    return re.sub(r"[{}\\]", lambda sign: f"%{ord(sign[0]):02X}", url)


def english_name(code: str) -> str:
    """What TeX calls a language: "vietnamese"; "" for none."""
    return Locale("en").languages.get(code, code).lower() if code else ""


def note(work: Work) -> str:
    """Where the portal's record of the work stands, if its address is not that."""
    return f"{work.record}: {work.page}" if work.url != work.page else work.record


def as_ris(work: Work) -> str:
    """A record for EndNote, Mendeley, Zotero and others: lines of a tag and a value."""
    year, month, day = [*work.date, 0, 0][:3]
    shown = [str(year), f"{month:02}" if month else "", f"{day:02}" if day else "", ""]
    fields = [
        ("TY", work.types.ris),
        ("ID", work.key),
        ("AU", work.author),
        ("TI", work.title),
        ("OP", work.original_title),
        ("M3", capfirst(work.kind)),
        ("SN", work.symbol),
        ("PY", str(year)),
        ("DA", "/".join(shown) if month else ""),
        ("PB", work.publisher or work.author),
        ("LA", work.language),
        ("UR", work.url),
        ("N1", note(work)),
        ("DP", work.record),
    ]
    lines = [f"{tag}  - {value}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def as_csl(work: Work) -> str:
    """An item for citation processors (CSL 1.0.2), in a list as they read it."""
    item = {
        "id": work.key,
        "type": work.types.csl,
        "title": work.title,
        "original-title": work.original_title,
        "author": [{"literal": work.author}] if work.author else [],
        "genre": capfirst(work.kind),
        "number": work.symbol,
        "publisher": work.publisher or work.author,
        "issued": {"date-parts": [list(work.date)]},
        "language": work.language,
        "URL": work.url,
        "source": work.record,
        "note": note(work),
    }
    known = {name: value for name, value in item.items() if value}
    return json.dumps([known], ensure_ascii=False, indent=2) + "\n"


class Format(NamedTuple):
    """A way to write a citation: what writes it, its media type and what people call it."""

    write: Callable[[Work], str]
    media_type: str
    name: str


# By the end of the file's name.
FORMATS = {
    "txt": Format(as_text, "text/plain", gettext_lazy("Plain text")),
    "bib": Format(as_bibtex, "application/x-bibtex", "BibTeX"),
    "ris": Format(as_ris, "application/x-research-info-systems", "RIS"),
    "json": Format(as_csl, "application/vnd.citationstyles.csl+json", "CSL-JSON"),
}
