"""The record sheet of a document: what the record says of it on one page, to keep and to print."""

from urllib.parse import urljoin

from csp.decorators import csp
from django.conf import settings
from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ascn_portal.bilingual.dates import show_date, show_period
from ascn_portal.bilingual.text import Translated, translated
from ascn_portal.caching import public_page
from ascn_portal.errors import Moved
from ascn_portal.publishing.addresses import find_public
from ascn_portal.sources.listing import list_sources
from documents.models import Document
from documents.sheet import Line, Row, Sheet, draw

from .document import notice, version_name
from .files import FILE_POLICY
from .register import status_date
from .rows import file_row, language_names

# Of the 64 letters of a hash so many are enough to tell files apart on paper.
LETTERS_OF_HASH = 16


@csp(FILE_POLICY)
@require_safe
@public_page()
def record_sheet(request, slug):
    """What the portal records of a document, as a PDF of one page in the reader's language."""
    document = find_at(Document.objects.for_document_page(), slug, "record.pdf")
    response = HttpResponse(draw(sheet_of(document)), content_type="application/pdf")
    # Translators: name of a file; document is its address, "asean-smart-cities-framework-2018"
    name = _("%(document)s - record sheet.pdf") % {"document": document.slug}
    response.headers["Content-Disposition"] = content_disposition_header(False, name)
    return response


def find_at(queryset, slug: str, name: str):
    """The public document at `slug`; its former addresses lead to what is called `name` there."""
    try:
        return find_public(queryset, slug)
    except Moved as moved:
        raise Moved(urljoin(moved.url, name)) from None


def sheet_of(document) -> Sheet:
    """What the sheet of `document` says, in the reader's language.

    `document` as `for_document_page` reads it; two queries for its sources.
    """
    status = filter(None, [capfirst(document.get_status_display()), status_date(document)])
    return Sheet(
        language=get_language(),
        portal=_("Public record of the ASEAN Smart Cities Network"),
        heading=_("Document record sheet"),
        warning=_("This is the portal’s record of the document, not the adopted text."),
        remarks=remarks(document),
        kind=capfirst(document.get_kind_display()),
        title=document.title,
        status=" · ".join(status),
        rows=tuple(row for row in rows_of(document) if row.lines),
        foot=foot_of(document),
        more=_("Shortened to fit one page: the address above has all of it."),
        subject=document.summary,
        dated_at=document.last_published_at,
    )


def remarks(document) -> tuple[str, ...]:
    """What the reader must know first: that nobody has confirmed it, that it is not in force."""
    said = []
    if not settings.RECORD_CONFIRMED:
        said.append(_("Compiled from public sources; not yet confirmed by the ASEAN Secretariat."))
    if out_of_force := notice(document):
        said.append(f"{out_of_force['text']} {out_of_force['link_text']}")
    return tuple(said)


def rows_of(document) -> list[Row]:
    """The rows in their order, some of them without lines."""
    replaced = [document.replaces] if document.replaces else []
    adoptions = [row for row in decisions(document) if row.kind == "adopts"]
    others = [row for row in decisions(document) if row.kind != "adopts"]
    rows = [
        (_("Symbol"), plain(document.symbol)),
        (_("Issuing body"), in_words(translated(document, "issuing_body"))),
        (_("Adopted at"), [line for row in adoptions for line in decision(row)]),
        (_("Year"), plain(str(document.year))),
        (_("Languages of the text"), plain(language_names(document.languages))),
        (_("Replaces"), [line_to(row) for row in replaced]),
        (_("Replaced by"), [line_to(row) for row in document.replaced_by.all()]),
        (_("In brief"), plain(document.summary)),
        *doubts(document),
        (_("What meetings decided about it"), [line for row in others for line in decision(row)]),
        (_("Official address"), official_address(document)),
        (_("Versions"), [line for row in document.versions.all() for line in version_lines(row)]),
        (_("Sources"), sources(document)),
    ]
    return [Row(label, tuple(lines)) for label, lines in rows]


def plain(text: str) -> list[Line]:
    """A line of the sheet's own language, or none."""
    return [Line(text)] if text else []


def in_words(text: Translated) -> list[Line]:
    """A text of the record; where it is in the other language that is said below it."""
    if not text.is_fallback:
        return plain(text.text)
    name = get_language_info(text.language)["name_translated"]
    remark = _("Not translated yet. Language shown: %(name)s.") % {"name": name}
    return [Line(text.text, text.language), Line(remark, is_quiet=True)]


def line_to(record, text: str = "") -> Line:
    """The name of a record, or `text`, that leads to its page."""
    return Line(text or str(record), url=settings.PUBLIC_ORIGIN + record.get_absolute_url())


def decisions(document) -> list:
    """What meetings decided about a document, oldest first."""
    return sorted(document.outcomes.all(), key=lambda row: (row.event.starts_on, row.order))


def decision(outcome) -> list[Line]:
    """Which meeting decided what, when and in which words."""
    event = outcome.event
    date = show_period(event.starts_on, event.ends_on, event.precision)
    kind = capfirst(outcome.get_kind_display())
    when = Line(f"{kind} · {date}", is_quiet=True)
    return [line_to(event), when, *in_words(translated(outcome, "text"))]


def doubts(document) -> list[tuple[str, list[Line]]]:
    """How sure the record is, where it is not, and what the reader should know."""
    note = in_words(translated(document, "note"))
    if not note and document.confidence == "high":
        return []
    labels = {"high": _("Note"), "medium": _("Not fully certain"), "low": _("Doubtful")}
    why = _("The sources do not fully agree, or only one of them says so.")
    return [(labels[document.confidence], note or plain(why))]


def official_address(document) -> list[Line]:
    """Where its publisher keeps the text; where that is not known, so much is said."""
    if document.official_url:
        return [Line(document.official_url, url=document.official_url)]
    return plain("" if document.versions.all() else _("No public copy of this text is known."))


def version_lines(version) -> list[Line]:
    """A version with its date, what changed, and its files with the beginning of their hash."""
    date = show_date(version.dated_on) if version.dated_on else ""
    name = " · ".join(filter(None, [version_name(version.number), date]))
    lines = [line_to(version, name), *in_words(translated(version, "change"))]
    for file in map(file_row, version.files.all()):
        lines.append(Line(file["name"]))
        if file["withdrawal"]:
            lines += in_words(file["withdrawal"])
        else:
            sha256 = f"SHA-256 {file['sha256'][:LETTERS_OF_HASH]}…"
            lines.append(Line(f"{file['text']} · {sha256}", is_quiet=True))
    return lines


def sources(document) -> list[Line]:
    """The sources, numbered as on the page, with publisher, date and pages."""
    return [
        Line(
            source_text(source),
            language="" if source["language"] == get_language() else source["language"],
            url=source["url"],
            is_quiet=True,
            mark=f"{number}.",
        )
        for number, source in enumerate(list_sources(document), start=1)
    ]


def source_text(source: dict) -> str:
    """A source in one line."""
    pages = _("p. %(pages)s") % {"pages": source["pages"]} if source["pages"] else ""
    detail = ", ".join(filter(None, [source["publisher"], source["published"], pages]))
    return f"{source['title']}. {detail}" if detail else source["title"]


def foot_of(document) -> tuple[Line, ...]:
    """Where the record stands for good, and how old this is."""
    url = settings.PUBLIC_ORIGIN + document.get_absolute_url()
    published = date_format(localdate(document.last_published_at), "DATE_FORMAT")
    ages = [_("Last updated on %(day)s") % {"day": published}]
    if document.checked_on:
        day = show_date(document.checked_on)
        ages.append(_("checked against its sources on %(day)s") % {"day": day})
    address = _("The page of this record: %(url)s") % {"url": url}
    return Line(address, url=url), Line(" · ".join(ages))
