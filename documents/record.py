"""How documents.json becomes documents."""

from django.db.models import Q

from ascn_portal.publishing.record import Entry, Row, citations, each, register, source, source_of

from .models import Document


@register("documents", Document, "documents.json")
def documents(entries: list[Entry]):
    return each(entries, document)


def document(entry: Entry) -> Row:
    slug = entry.slug()
    sources = entry.entries("sources")
    entry.skip("adopted_at_event")  # the outcome of that event names the document
    shape = {
        "slug": slug,
        "kind": entry["kind"],
        **entry.both("title"),
        **entry.both("summary"),
        "status": entry["status"],
        "status_on": entry.date("adopted_on"),
        "status_precision": entry["date_precision"],
        "year": entry.number("year"),
        "languages": " ".join(entry.texts("languages")),
        "official_url": entry["official_url"],
        "source": own_source(entry, sources),
        "confidence": entry["confidence"],
        **entry.both_if_there("note"),
        "parts": citations(f"documents:{slug}", sources),
    }
    return Row(entry, slug, shape, same=Q(slug=slug))


def own_source(entry: Entry, sources: list[Entry]):
    """The source that the document itself is; one printed in another has none of its own."""
    url = entry["official_url"]
    if entry.get("printed_in") or not url:
        return None
    cited = (source_of(cited) for cited in sources if cited["url"] == url)
    return next(cited, None) or source(entry, entry["title_en"], url)
