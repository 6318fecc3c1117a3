"""Files of documents as lists and pages print them."""

from pathlib import PurePath
from urllib.parse import urlsplit

from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ascn_portal.bilingual.languages import language_name
from ascn_portal.bilingual.text import translated
from ascn_portal.publishing.preview import carried_on


def official_site(document) -> str:
    """The host of its official address, "" where none is known."""
    return urlsplit(document.official_url).hostname or ""


def file_row(file) -> dict:
    """A file: where it is, what it is in one line, what is amiss with it, how a copy is known."""
    label = [
        PurePath(file.file_name).suffix.removeprefix(".").upper(),
        language_name(file.language),
    ]
    detail = [count_pages(file.stored.pages), filesizeformat(file.stored.size)]
    return {
        "url": carried_on(file.get_absolute_url(), file.version),
        "name": file.file_name,
        "language": file.language,
        # Translators: what a file is, as in "PDF · English"
        "label": " · ".join(filter(None, label)),
        "detail": " · ".join(filter(None, detail)),
        "text": " · ".join(filter(None, label + detail)),
        "sha256": file.stored.sha256,
        "is_authentic": file.is_authentic,
        "remarks": remarks(file.stored),
        "withdrawal": translated(file, "withdrawal_reason"),
    }


def count_pages(count: int | None) -> str:
    """ "24 pages", or "" where a file has none."""
    if not count:
        return ""
    pages = ngettext("%(count)s page", "%(count)s pages", count)
    return pages % {"count": number_format(count, force_grouping=True)}


def remarks(stored) -> list[str]:
    """What readers should know before they take a file; nothing where it has not been read."""
    if stored.is_searchable is False:
        return [_("Scanned pages: the text can be neither searched nor read aloud.")]
    if stored.is_tagged is False:
        return [_("Not tagged: screen readers may read it in the wrong order.")]
    return []


def language_names(codes: str) -> str:
    """The languages of "en vi" in the reader's words: "English, Vietnamese"."""
    return ", ".join(language_name(code) for code in codes.split())
