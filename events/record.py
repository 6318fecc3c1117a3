"""How events.json becomes events with their outcomes and participants."""

from django.db.models import Q

from ascn_portal.publishing.record import (
    Entry,
    Row,
    citations,
    each,
    numbered,
    parts,
    refer,
    register,
)

from .models import Event


@register("events", Event, "events.json")
def events(entries: list[Entry]):
    return each(entries, event)


def event(entry: Entry) -> Row:
    slug = entry.slug()
    key = f"events:{slug}"
    starts_on = entry.date("starts_on")
    # In the files the chair of an event is the country that held the chair in that year.
    entry.skip("chair_country")
    shape = {
        "slug": slug,
        "kind": entry["kind"],
        "ordinal": entry.number("ordinal"),
        **entry.both("title"),
        "starts_on": starts_on,
        "ends_on": entry.date("ends_on"),
        "precision": entry["date_precision"],
        "format": entry["format"],
        "host_country": refer(entry, "countries", entry["host_country"]),
        **entry.both("venue_city", "venue"),
        **entry.both("theme"),
        **entry.both("summary"),
        "chair_term": refer(entry, "terms", starts_on and f"chair-{starts_on.year}"),
        "confidence": entry["confidence"],
        **entry.both_if_there("note"),
        "parts": {
            **parts(key, "outcomes", numbered(entry.entries("outcomes"), outcome)),
            **parts(key, "participants", numbered(entry.entries("participants"), participant)),
            **citations(key, entry.entries("sources")),
        },
    }
    return Row(entry, slug, shape, same=Q(slug=slug))


def outcome(entry: Entry) -> dict:
    document = refer(entry, "documents", entry.get("document"))
    term = entry.entry("term") if "term" in entry else None
    if term:
        term.skip("country")
    cities = entry.texts("cities") if "cities" in entry else []
    return {
        "kind": entry["kind"],
        **entry.both("text"),
        "documents": [document] if document else [],
        "terms": [refer(entry, "terms", f"{term['role']}-{term['from']}")] if term else [],
        "memberships": [refer(entry, "memberships", city) for city in cities],
    }


def participant(entry: Entry) -> dict:
    return {**entry.both("name"), **entry.both("role"), **entry.both("org", "organisation")}
