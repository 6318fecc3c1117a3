"""Pages of the documents: the list by year, each document, and each version of one."""

import mimetypes
from itertools import groupby
from urllib.parse import urlsplit

from babel import Locale
from django.http import Http404
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ascn_portal.as_of import as_of_bar, read_as_of, today
from ascn_portal.bilingual.dates import show_date, show_period
from ascn_portal.bilingual.text import translated
from ascn_portal.caching import public_page
from ascn_portal.errors import Gone
from ascn_portal.listing import Filter, filter_bar, page_of, page_prefix
from ascn_portal.publishing.addresses import find_public, find_withdrawn
from ascn_portal.sources.listing import list_sources

from .models import Document
from .querysets import records_resting_on

# Of a kind of record that rests on a document, so many are shown; the others are folded in.
SHOWN_OF_A_KIND = 12


@require_safe
@public_page("kind", "status", "year", "as_of", "page")
def document_list(request):
    """All documents by year, newest first, or those that existed on a past day."""
    as_of = read_as_of(request)
    public = Document.objects.for_rows()
    filters = document_filters(public)
    narrowed = public.narrowed(**{choice.name: choice.read(request) for choice in filters})
    existing = narrowed.as_of(as_of) if as_of else narrowed
    page = page_of(request, existing.newest_first())
    unsure = narrowed.maybe_as_of(as_of).newest_first() if as_of and not page.has_next() else []
    context = {
        "trail": [(_("Documents"), "")],
        "as_of_bar": as_of_bar(request, as_of),
        "filter_bar": filter_bar(request, filters, count_documents(page.paginator.count)),
        "years": by_year(page.object_list, as_of),
        "unsure": [document_row(document, as_of) for document in unsure],
        "ways": [(_("All documents"), reverse("documents:document_list"))],
        "page_obj": page,
        "prefix": page_prefix(request),
    }
    return render(request, "documents/document_list.html", context)


def document_filters(documents) -> list[Filter]:
    """The choices of a kind, a status and one of the years from which `documents` are."""
    kinds = [(value, capfirst(label)) for value, label in Document.Kind.choices]
    statuses = [(value, capfirst(label)) for value, label in Document.Status.choices]
    years = [(str(year), str(year)) for year in documents.years()]
    return [
        Filter("kind", _("Kind"), kinds),
        Filter("status", _("Status"), statuses),
        Filter("year", _("Year"), years),
    ]


def count_documents(count: int) -> str:
    """ "12 documents" """
    return ngettext("%(count)s document", "%(count)s documents", count) % {
        "count": number_format(count)
    }


def by_year(documents, day) -> list[dict]:
    """`documents`, sorted by year, as one dict a year: year, rows (as on `day`)."""
    groups = groupby(documents, key=lambda document: document.year)
    return [
        {"year": year, "rows": [document_row(document, day) for document in rows]}
        for year, rows in groups
    ]


def document_row(document, day=None) -> dict:
    """What components/document_row.html needs; a status that came after `day` is left out."""
    row = {
        "url": document.get_absolute_url(),
        "title": document.title,
        "kind": capfirst(document.get_kind_display()),
        "date": status_date(document) or str(document.year),
        "status": document.status,
        "status_label": capfirst(document.get_status_display()),
    }
    if day and document.status_on and document.status_on > day:
        row |= {"date": str(document.year), "status": ""}
    return row


def status_date(document) -> str:
    """Since when a document has its status, as far as that is known."""
    if document.status_on is None:
        return ""
    return show_date(document.status_on, document.status_precision)


@require_safe
@public_page()
def document_detail(request, slug):
    """One document: what it is, who adopted it where, and what rests on it."""
    document = find_public(Document.objects.for_document_page(), slug)
    context = {
        "document": document,
        "trail": [(_("Documents"), reverse("documents:document_list")), (document.title, "")],
        "kind": capfirst(document.get_kind_display()),
        "kind_url": f"{reverse('documents:document_list')}?kind={document.kind}",
        "status_label": capfirst(document.get_status_display()),
        "status_date": status_date(document),
        "notice": notice(document),
        "official_site": urlsplit(document.official_url).hostname,
        "facts": facts(document),
        "outcomes": outcomes_about(document),
        "versions": [version_row(version) for version in document.versions.all()],
        "action_plans": document.action_plans.all(),
        "report": getattr(document, "monitoring_report", None),
        "uses": uses_of(document),
        "sources": list_sources(document),
    }
    return render(request, "documents/document_detail.html", context)


def notice(document) -> dict | None:
    """What components/notice.html says of a document that is no longer in force."""
    texts = {
        "superseded": _("This document is no longer in force: a later one has replaced it."),
        "withdrawn": _("This document is no longer in force: it has been withdrawn."),
    }
    if document.status not in texts:
        return None
    successor = next(iter(document.replaced_by.all()), None)
    text, url = link(successor) if successor else ("", "")
    return {"text": texts[document.status], "link_text": text, "link_url": url}


def facts(document) -> list[dict]:
    """The record sheet of a document, for components/facts.html: what is known of it."""
    issuing_body = translated(document, "issuing_body")
    adopted = [row.event for row in document.outcomes.all() if row.kind == "adopts"]
    sheet = [
        {"label": _("Symbol"), "value": document.symbol},
        {
            "label": _("Issuing body"),
            "value": issuing_body.text,
            "language": issuing_body.language,
        },
        {"label": _("Adopted at"), "links": [link(event) for event in adopted]},
        {"label": _("Year"), "value": str(document.year)},
        {"label": _("Languages of the text"), "value": language_names(document.languages)},
        {"label": _("Replaces"), "links": [link(document.replaces)] if document.replaces else []},
        {"label": _("Replaced by"), "links": [link(row) for row in document.replaced_by.all()]},
    ]
    return [fact for fact in sheet if fact.get("value") or fact.get("links")]


def link(record) -> tuple[str, str]:
    """Title and address of a record."""
    return str(record), record.get_absolute_url()


def language_names(codes: str) -> str:
    """The languages of "en vi" in the reader's words: "English, Vietnamese"."""
    names = Locale.parse(get_language()).languages
    return ", ".join(names.get(code, code) for code in codes.split())


def outcomes_about(document) -> list[dict]:
    """What meetings decided about a document, oldest first."""
    outcomes = sorted(document.outcomes.all(), key=lambda row: (row.event.starts_on, row.order))
    return [
        {
            "event": link(row.event),
            "date": show_period(row.event.starts_on, row.event.ends_on, row.event.precision),
            "kind": capfirst(row.get_kind_display()),
            "text": translated(row, "text"),
        }
        for row in outcomes
    ]


def uses_of(document) -> list[dict]:
    """Kinds of records that rest on a document: name, count, links shown and folded in.

    A link is (title, address, city or "").
    """
    uses = []
    for model, rows in records_resting_on(document, today()).items():
        # An address is made of the slug alone: a whole record a link would take too long.
        links = [(row.title, model.get_absolute_url(row), row.city) for row in rows]
        uses.append(
            {
                "name": capfirst(model._meta.verbose_name_plural),
                "count": number_format(len(links)),
                "shown": links[:SHOWN_OF_A_KIND],
                "folded": links[SHOWN_OF_A_KIND:],
            }
        )
    return uses


@require_safe
@public_page()
def version_detail(request, slug, number):
    """One version of a document, with what is known of its files."""
    document = find_public(Document.objects.for_version_page(), slug)
    versions = {version.number: version for version in document.versions.all()}
    if number not in versions:
        raise what_became_of_version(document, number)
    context = {
        "document": document,
        "version": versions[number],
        "trail": [
            (_("Documents"), reverse("documents:document_list")),
            link(document),
            (version_name(number), ""),
        ],
        "title": version_name(number),
        "row": version_row(versions[number]),
        "others": [version_row(row) for row in versions.values() if row.number != number],
        "sources": list_sources(document),
    }
    return render(request, "documents/version_detail.html", context)


def what_became_of_version(document, number: int) -> Exception:
    """The answer to the address of a version that is not public: withdrawn, or never seen."""
    version = Document.objects.once_public_version(document, number)
    withdrawn = version and find_withdrawn(version)
    return Gone(withdrawn) if withdrawn else Http404()


def version_name(number: int) -> str:
    """ "Version 2" """
    return _("Version %(number)s") % {"number": number}


def version_row(version) -> dict:
    """A version of a document: name, address, date, what changed and what its files are."""
    address = reverse("documents:version_detail", args=[version.document.slug, version.number])
    return {
        "name": version_name(version.number),
        "url": address,
        "date": show_date(version.dated_on) if version.dated_on else "",
        "change": translated(version, "change"),
        "files": [file_row(file) for file in version.files.all()],
    }


def file_row(file) -> dict:
    """What a file is in one line, and the hash by which a copy of it is known."""
    extension = mimetypes.guess_extension(file.media_type) or file.media_type
    parts = [extension.removeprefix(".").upper(), language_names(file.language)]
    if file.pages:
        pages = ngettext("%(count)s page", "%(count)s pages", file.pages)
        parts.append(pages % {"count": number_format(file.pages)})
    parts.append(filesizeformat(file.size))
    return {"name": file.file_name, "text": " · ".join(parts), "sha256": file.sha256}
