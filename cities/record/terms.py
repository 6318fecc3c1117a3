"""Who chaired and who shepherded the network."""

from datetime import date, timedelta
from itertools import chain, zip_longest

from django.db.models import Q

from ascn_portal.as_of import FOUNDED_ON
from ascn_portal.publishing.record import Entry, Row, citations, each, join_texts, refer, register
from cities.models import Term


@register("terms", Term, "terms.json")
def terms(file: Entry):
    shepherds = file.entries("shepherds")
    next_start = {
        entry["from"]: following and following.date("starts_on")
        for entry, following in zip_longest(shepherds, shepherds[1:])
    }
    return chain(
        each(file.entries("chairs"), chair, file.both("convention_chair")),
        each(shepherds, shepherd, file.both("convention_shepherd"), next_start),
    )


def chair(entry: Entry, convention: dict) -> Row:
    """A calendar year; the first begins with the network."""
    year = entry.number("year")
    starts_on = max(date(year, 1, 1), FOUNDED_ON)
    shape = {
        "starts_on": starts_on,
        "ends_on": date(year, 12, 31),
        **entry.both("theme"),
        **entry.both("chair_agency", "agency"),
        **entry.both("chair_person", "person"),
        **join_texts("note", entry.both("note"), convention),
    }
    return term(entry, Term.Role.CHAIR, year, shape)


def shepherd(entry: Entry, convention: dict, next_start: dict) -> Row:
    """From the meeting that chose the country to the day before the next one does."""
    year = entry["from"]
    following = next_start[year]
    last_day = following - timedelta(days=1) if following else date(entry.number("to"), 12, 31)
    shape = {
        "starts_on": entry.date("starts_on"),
        "ends_on": last_day,
        "ends_precision": "day" if following else "year",
        **join_texts("note", entry.both("term_note"), convention),
    }
    entry.skip("to")
    return term(entry, Term.Role.SHEPHERD, year, shape)


def term(entry: Entry, role: str, year: int, shape: dict) -> Row:
    """What the terms of both roles have in common; staff's own is one that shares a day with it."""
    name = f"{role}-{year}"
    shape |= {
        "role": role,
        "country": refer(entry, "countries", entry["country"]),
        "confidence": entry["confidence"],
        "parts": citations(f"terms:{name}", entry.entries("sources")),
    }
    same = Q(role=role, starts_on__lte=shape["ends_on"], ends_on__gte=shape["starts_on"])
    return Row(entry, name, shape, same=same)
