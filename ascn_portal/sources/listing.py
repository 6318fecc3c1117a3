"""The sources at the foot of a page."""

import re

from django.db.models import Prefetch, prefetch_related_objects

from ascn_portal.bilingual.dates import show_date
from ascn_portal.bilingual.text import translated

from .models import Citation, Source

# A page, or pages from one to another.
PAGES = re.compile(r"\d+(–\d+)?")


def list_sources(*cited_by, figures=()) -> list[dict]:
    """What components/sources.html needs: each source once, in order of first mention.

    Rows of any kinds are `cited_by`; `figures` have one `source` each. Pages and notes of several
    citations of one source are joined; `own_url` leads to our own page of a source that is one
    of our documents. Two queries for all.
    """
    read_sources(cited_by, figures)
    listed = {}
    for citation in (citation for row in cited_by for citation in row.cited):
        entry = entry_of(citation, listed)
        add_to(entry["pages"], citation.pages)
        add_to(entry["note"], translated(citation, "note").text)
    for figure in figures:
        add_to(entry_of(figure, listed)["pages"], figure.page)
    return [
        entry | {"pages": join_pages(entry["pages"]), "note": " ".join(entry["note"])}
        for entry in listed.values()
    ]


def read_sources(rows, figures):
    """Give each of `rows` what it cites (`cited`), each source its public documents."""
    # Into lists: for a relation Django builds a query for each row, only to throw it away.
    citations = Citation.objects.select_related("source")
    prefetch_related_objects(rows, Prefetch("citations", citations, "cited"))
    sources = {}
    for citing in [*(citation for row in rows for citation in row.cited), *figures]:
        citing.source = sources.setdefault(citing.source_id, citing.source)
    documents = Source._meta.get_field("documents").related_model.objects.published()
    documents = Prefetch("documents", documents.only("slug", "source"), "public_documents")
    prefetch_related_objects(list(sources.values()), documents)


def entry_of(citing, listed: dict) -> dict:
    """The entry of the source that a citation or figure names, made at its first mention."""
    if citing.source_id not in listed:
        listed[citing.source_id] = describe(citing.source)
    return listed[citing.source_id]


def describe(source) -> dict:
    """A source without what single citations say of it."""
    document = next(iter(source.public_documents), None)
    return {
        "uid": source.uid,
        "title": source.title,
        "language": source.language,
        "url": source.url,
        "own_url": document.get_absolute_url() if document else "",
        "publisher": source.publisher,
        "published": show_source_date(source),
        "pages": [],
        "note": [],
    }


def show_source_date(source) -> str:
    """When it was published, as far as is known; "" if not at all."""
    if source.published_on is None:
        return ""
    return show_date(source.published_on, source.published_precision)


def add_to(texts: list, text: str):
    """Append `text` unless it is empty or there already."""
    if text and text not in texts:
        texts.append(text)


def join_pages(texts: list[str]) -> str:
    """The pages of several citations in one row, in order: "46; 5, 9; 5" gives "5, 9, 46".

    Texts that name more than numbers and ranges of pages stay as they are.
    """
    named = [part.strip() for text in texts for part in re.split("[,;]", text)]
    if not all(PAGES.fullmatch(part) for part in named):
        return "; ".join(texts)
    ranges = {(int(part.split("–")[0]), -int(part.split("–")[-1])): part for part in named}
    told, reached = [], 0
    for (_first, last), part in sorted(ranges.items()):
        if -last > reached:
            told.append(part)
            reached = -last
    return ", ".join(told)


def source_number(listed: list[dict], source) -> int | None:
    """The number under which `source` stands in the list, or None."""
    for number, entry in enumerate(listed, start=1):
        if entry["uid"] == source.uid:
            return number
    return None
