"""Records as the lists of another record's page show them."""

from django.utils.text import capfirst

from ascn_portal.bilingual.dates import say_date, show_date, show_period
from ascn_portal.bilingual.text import translated
from ascn_portal.sources.listing import source_number


def source_numbers(row, sources: list[dict]) -> list[int]:
    """Under which numbers of the page's list stand the sources that `row` cites."""
    cited = {source_number(sources, citation.source) for citation in row.cited}
    return sorted(cited)


def membership_row(membership) -> dict:
    """A membership for components/member_badge.html, and what is doubtful about it."""
    ends_on = membership.ends_on
    return {
        "kind": membership.kind,
        "since": say_date(membership.starts_on, membership.starts_precision),
        "until": say_date(ends_on) if ends_on else "",
        "confidence": membership.confidence,
        "note": translated(membership, "note"),
    }


def representative_row(representative, sources: list[dict]) -> dict:
    """Who spoke for a country or city, in which post, as of when and by which source."""
    return {
        "role": representative.get_role_display(),
        "name": translated(representative, "name"),
        "post": translated(representative, "post"),
        "as_of": show_date(representative.as_of),
        "source_numbers": source_numbers(representative, sources),
    }


def event_row(event) -> dict:
    """What components/event_row.html needs."""
    return {
        "url": event.get_absolute_url(),
        "title": event.title,
        "date": show_period(event.starts_on, event.ends_on, event.precision),
        "kind": capfirst(event.get_kind_display()),
    }


def partnership_row(partnership) -> dict:
    """With whom, from when to when, and what it is about."""
    return {
        "partner": partnership.partner,
        "years": show_years(partnership),
        "text": translated(partnership, "text"),
    }


def show_years(row) -> str:
    """The first and last year of a plan or partnership, as far as they are known: "2018–2025"."""
    years = [row.starts_year, row.ends_year]
    return "–".join(dict.fromkeys(str(year) for year in years if year))


def plan_anchor(plan) -> str:
    """Where an action plan stands on the page of its city."""
    return f"plan-{plan.starts_year}"
