"""The register: all documents, narrowed down and in the order that the reader asks for."""

from itertools import groupby

from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ascn_portal.as_of import as_of_bar, read_as_of
from ascn_portal.bilingual.dates import show_date
from ascn_portal.bilingual.sorting import sort_key
from ascn_portal.caching import public_page
from ascn_portal.listing import Filter, address, filter_bar, page_of, page_prefix
from documents.models import Document
from documents.querysets import ENDED
from documents.register import NO, YES, Register, read_register

from .rows import file_row, language_name, official_site

ROWS_A_PAGE = 30


@require_safe
@public_page("kind", "status", "year", "meeting", "language", "file", "sort", "as_of", "page")
def document_list(request):
    """All documents, the newest first unless asked otherwise, or those that existed on a day."""
    as_of = read_as_of(request)
    register = read_register()
    filters = document_filters(register)
    chosen = {choice.name: choice.read(request) for choice in filters}
    sort = sort_choice()
    existing, maybe = register.existing(as_of)
    for choice in filters:
        choice.counts = register.counts(choice.name, chosen, among=existing)
    found = register.found(chosen)
    keys = register.in_order(found & existing, sort.read(request))
    unsure = register.in_order(found & maybe, sort.read(request))
    page = page_of(request, keys + unsure, ROWS_A_PAGE)
    rows = register_rows(page.object_list, as_of)
    sure = max(0, len(keys) - page.start_index() + 1)
    context = {
        "trail": [(_("Documents"), "")],
        "as_of_bar": as_of_bar(request, as_of),
        "filter_bar": filter_bar(
            request, filters, say_found(len(keys), existing.bit_count()), sort
        ),
        "groups": grouped(rows[:sure], sort.read(request)),
        "unsure": rows[sure:],
        "nothing": None if rows else what_to_change(request, register, filters, existing),
        "page_obj": page,
        "prefix": page_prefix(request),
    }
    return render(request, "documents/document_list.html", context)


def document_filters(register: Register) -> list[Filter]:
    """The choices that combine: years, meetings and languages are those of the record."""
    kinds = [(value, capfirst(label)) for value, label in Document.Kind.choices]
    statuses = [(value, capfirst(label)) for value, label in Document.Status.choices]
    years = [(year, year) for year in sorted(register.bits["year"], reverse=True)]
    meetings = [(slug, titles[get_language()]) for slug, titles in register.meetings]
    languages = [(code, capfirst(language_name(code))) for code in register.bits["language"]]
    languages.sort(key=lambda option: sort_key(option[1], get_language()))
    return [
        Filter("kind", _("Kind"), kinds),
        Filter("status", _("Status"), statuses),
        Filter("year", _("Year"), years),
        Filter("meeting", _("Adopted at"), meetings),
        Filter("language", _("Language"), languages),
        # Translators: a filter; whether the portal holds a file of the document
        Filter("file", _("File to download"), [(YES, _("Yes")), (NO, _("No"))]),
    ]


def sort_choice() -> Filter:
    """The choice of an order."""
    orders = [("title", _("Title")), ("kind", _("Kind")), ("status", _("Status"))]
    # Translators: label of the choice of an order; its choices are "Newest first", "Title", "Kind"
    return Filter("sort", _("Sorted by"), orders, unset=_("Newest first"))


def say_found(found: int, total: int) -> str:
    """ "12 documents", or "3 of 12 documents" where filters leave so many."""
    if found == total:
        return count_documents(total)
    text = ngettext("%(found)s of %(count)s document", "%(found)s of %(count)s documents", total)
    return text % {"found": number_format(found), "count": number_format(total)}


def count_documents(count: int) -> str:
    """ "12 documents" """
    return ngettext("%(count)s document", "%(count)s documents", count) % {
        "count": number_format(count)
    }


def register_rows(keys: list[int], day) -> list[dict]:
    """A row for each of the documents, in the same order, as on `day`."""
    documents = {row.pk: row for row in Document.objects.for_register_rows(keys)}
    rows = []
    for document in filter(None, map(documents.get, keys)):
        rows.append(document_row(document, day) | {"year": str(document.year)})
        if not rows[-1]["files"]:
            rows[-1] |= {"official_url": document.official_url, "site": official_site(document)}
    return rows


def document_row(document, day=None) -> dict:
    """What components/documents.html needs; a status that came after `day` is left out.

    Its files are those of the latest version that has any, where it was read `with_files`.
    """
    date, has_ended = status_date(document), document.status in ENDED
    row = {
        "url": document.get_absolute_url(),
        "title": document.title,
        # get_kind_display() makes a dictionary of all choices for each row.
        "kind": capfirst(Document.Kind(document.kind).label),
        "date": str(document.year) if has_ended else date or str(document.year),
        "ended": date if has_ended else "",
        "status": document.status,
        "status_label": capfirst(Document.Status(document.status).label),
        "files": [file_row(file) for file in latest_files(document)],
    }
    if day and document.status_on and document.status_on > day:
        row |= {"date": str(document.year), "ended": "", "status": ""}
    return row


def latest_files(document) -> list:
    """The files that the latest version which has any offers; none unless read `with_files`."""
    versions = getattr(document, "public_versions", ())
    return next((version.offered_files for version in versions if version.offered_files), [])


def status_date(document) -> str:
    """Since when a document has its status, as far as that is known."""
    if document.status_on is None:
        return ""
    return show_date(document.status_on, document.status_precision)


def grouped(rows: list[dict], sort: str) -> list[dict]:
    """Rows under what they are sorted by: heading, anchor, rows."""
    headings = {"": "year", "kind": "kind", "status": "status_label"}
    if sort not in headings:
        return [{"heading": _("By title"), "rows": rows}] if rows else []
    groups = groupby(rows, key=lambda row: row[headings[sort]])
    return [{"heading": heading, "rows": list(group)} for heading, group in groups]


def what_to_change(request, register: Register, filters: list[Filter], existing: int) -> dict:
    """What components/empty.html says where nothing was found: why, and which ways lead on."""
    chosen = {choice.name: choice.read(request) for choice in filters}
    applied = [choice for choice in filters if chosen[choice.name]]
    why = _("The record holds no document with all of this: %(filters)s.")
    names = [f"{choice.label}: {dict(choice.options)[chosen[choice.name]]}" for choice in applied]
    ways = []
    for choice, name in zip(applied, names, strict=True):
        count = (register.found(chosen | {choice.name: ""}) & existing).bit_count()
        if count:
            text = _("Without “%(filter)s”: %(count)s") % {
                "filter": name,
                "count": count_documents(count),
            }
            ways.append((text, address(request, **{choice.name: "", "page": ""})))
    if existing != register.all and (count := register.found(chosen).bit_count()):
        text = _("On today’s record: %(count)s") % {"count": count_documents(count)}
        ways.append((text, address(request, as_of="", page="")))
    return {
        "why": why % {"filters": "; ".join(names)} if names else "",
        "ways": [*ways, (_("All documents"), reverse("documents:document_list"))],
    }
