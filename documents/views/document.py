"""Pages of one document: the document itself, and each version of it."""

from operator import attrgetter

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ascn_portal.as_of import today
from ascn_portal.bilingual.dates import show_date, show_period
from ascn_portal.bilingual.languages import LANGUAGES, language_name
from ascn_portal.bilingual.text import translated
from ascn_portal.caching import public_page
from ascn_portal.errors import Gone
from ascn_portal.publishing.addresses import find_public, find_withdrawn
from ascn_portal.sources.listing import list_sources
from documents.citing import FORMATS
from documents.models import Document
from documents.querysets import records_resting_on

from .register import status_date
from .rows import file_row, language_names, official_site

# Of a kind of record that rests on a document, so many are shown; the others are folded in.
SHOWN_OF_A_KIND = 12


@require_safe
@public_page()
def document_detail(request, slug):
    """One document: what it is, its files, who adopted it where, and what rests on it."""
    document = find_public(Document.objects.for_document_page(), slug)
    latest, files = files_to_take(document)
    context = {
        "document": document,
        "trail": [(_("Documents"), reverse("documents:document_list")), (document.title, "")],
        "kind": capfirst(document.get_kind_display()),
        "kind_url": f"{reverse('documents:document_list')}?kind={document.kind}",
        "status_label": capfirst(document.get_status_display()),
        "status_date": status_date(document),
        "notice": notice(document),
        "official_site": official_site(document),
        "latest": latest and version_row(latest),
        "files": files,
        "cover": latest and cover_of(latest),
        "to_keep": [record_sheets(document), references(document)],
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
    """What components/notice.html says of a document that is no longer in force.

    It leads to the newest document that came in its place, past those between.
    """
    texts = {
        "superseded": _("This document is no longer in force: a later one has replaced it."),
        "withdrawn": _("This document is no longer in force: it has been withdrawn."),
    }
    if document.status not in texts:
        return None
    successor = Document.objects.newest_successor(document)
    if successor is None:
        return {"text": texts[document.status], "link_text": "", "link_url": ""}
    text, url = link(successor)
    sentences = [texts[document.status], say_successor(successor)]
    return {"text": " ".join(sentences), "link_text": text, "link_url": url}


def say_successor(successor) -> str:
    """When the document that now holds came about, and at which meeting, before its title."""
    adopted = [row.event for row in successor.outcomes.all() if row.kind == "adopts"]
    if adopted:
        event = min(adopted, key=lambda event: event.starts_on)
        # Translators: the title of a document follows
        return _("The latest one was adopted at the %(meeting)s (%(date)s):") % {
            "meeting": event,
            "date": show_period(event.starts_on, event.ends_on, event.precision),
        }
    date = status_date(successor) or str(successor.year)
    # Translators: the title of a document follows
    return _("The latest one (%(date)s):") % {"date": date}


def files_to_take(document) -> tuple:
    """The latest version with files, or None, and these: the reader's language first.

    Files in a language that the version lacks come from the latest that has it and say so.
    """
    versions = [version for version in document.versions.all() if version.files.all()]
    files = []
    for version in versions:
        known = {file["language"] for file in files}
        older = version_name(version.number) if files else ""
        files += [
            file_row(file) | {"version": older, "stable_url": stable_url(file)}
            for file in version.files.all()
            if file.language not in known
        ]
    files.sort(key=lambda file: (file["version"] != "", file["language"] != get_language()))
    return next(iter(versions), None), files


def stable_url(file) -> str:
    """The address that always leads to the latest in its language, if this file stands there."""
    if not file.is_primary:
        return ""
    path = reverse("files:latest", args=[file.version.document.slug, file.language])
    return settings.PUBLIC_ORIGIN + path


def cover_of(version) -> str:
    """The address of a cover: of the file in the reader's language if it has one."""
    files = sorted(version.files.all(), key=lambda file: file.language != get_language())
    return next((file.cover_url for file in files if file.cover_url), "")


def record_sheets(document) -> dict:
    """The record sheets of a document, one a language: label, links, detail."""
    links = []
    for code in LANGUAGES:
        with override(code):
            url = reverse("documents:record_sheet", args=[document.slug])
        links.append((capfirst(language_name(code)), url))
    detail = _("What this portal records of the document on one page; not the adopted text.")
    return {"label": _("Record sheet (PDF)"), "links": links, "detail": detail}


def references(document) -> dict:
    """The forms in which the document can be cited: label, links."""
    links = [
        (written.name, reverse("documents:citation", args=[document.slug, form]))
        for form, written in FORMATS.items()
    ]
    return {"label": _("Cite the document"), "links": links}


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
        {
            "label": _("Adopted at"),
            "links": [link(event) for event in adopted],
            "detail": "; ".join(
                show_period(event.starts_on, event.ends_on, event.precision) for event in adopted
            ),
        },
        {"label": _("Year"), "value": str(document.year)},
        {"label": _("Languages of the text"), "value": language_names(document.languages)},
        {"label": _("Replaces"), "links": [link(document.replaces)] if document.replaces else []},
        {"label": _("Replaced by"), "links": [link(row) for row in document.replaced_by.all()]},
    ]
    return [fact for fact in sheet if fact.get("value") or fact.get("links")]


def link(record) -> tuple[str, str]:
    """Title and address of a record."""
    return str(record), record.get_absolute_url()


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
        "notice": notice(document),
        "latest": version_row(versions[max(versions)]) if number < max(versions) else None,
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
    """A version of a document: name, with its date (label), address, what changed, its files."""
    address = reverse("documents:version_detail", args=[version.document.slug, version.number])
    date = show_date(version.dated_on) if version.dated_on else ""
    return {
        "name": version_name(version.number),
        "label": ", ".join(filter(None, [version_name(version.number), date])),
        "url": address,
        "date": date,
        "change": translated(version, "change"),
        "files": [
            file_row(file) for file in sorted(version.files.all(), key=attrgetter("is_withdrawn"))
        ],
    }
