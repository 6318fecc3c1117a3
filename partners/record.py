"""How partners.json becomes partners with their proposals."""

from django.db.models import Q

from ascn_portal.publishing.record import Entry, Row, citations, each, parts, refer, register

from .models import Partner


@register("partners", Partner, "partners.json")
def partners(entries: list[Entry]):
    return each(entries, partner)


def partner(entry: Entry) -> Row:
    slug = entry.slug()
    key = f"partners:{slug}"
    proposals = [
        proposal(f"{key}/proposals/{order}", order, made)
        for order, made in enumerate(entry.entries("proposals"))
    ]
    shape = {
        "slug": slug,
        "kind": entry["kind"],
        "country": refer(entry, "countries", entry["country"]),
        **entry.both("name"),
        "website": entry["website"],
        **entry.both("summary"),
        "confidence": entry["confidence"],
        **entry.both_if_there("note"),
        "parts": {
            **parts(key, "proposals", proposals),
            **citations(key, entry.entries("sources")),
        },
    }
    return Row(entry, slug, shape, same=Q(slug=slug))


def proposal(key: str, order: int, entry: Entry) -> dict:
    return {
        "order": order,
        **entry.both("title"),
        **entry.both("summary"),
        "year": entry.number("year"),
        "event": refer(entry, "events", entry["event"]),
        "parts": citations(key, entry.entries("sources")),
    }
