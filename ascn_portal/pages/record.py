"""How pages.json becomes pages of text."""

from django.db.models import Q

from ascn_portal.publishing.record import Entry, Row, citations, each, register

from .models import Page


@register("pages", Page, "pages.json")
def pages(entries: list[Entry]):
    return each(entries, page)


def page(entry: Entry) -> Row:
    slug = entry.slug()
    shape = {
        "slug": slug,
        "order": entry.number("order"),
        **entry.both("title"),
        **entry.both("summary"),
        **entry.both("body"),
        "confidence": entry["confidence"],
        "checked_on": entry.date("checked_on"),
        **entry.both_if_there("note"),
        "parts": citations(f"pages:{slug}", entry.entries("sources")),
    }
    return Row(entry, slug, shape, same=Q(slug=slug))
