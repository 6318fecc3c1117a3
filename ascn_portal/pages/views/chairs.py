"""Who chaired and who shepherded the network, and each chair's year."""

from datetime import date
from itertools import groupby

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ascn_portal.as_of import FOUNDED_ON, as_of_bar, read_as_of, today
from ascn_portal.bilingual.dates import show_date
from ascn_portal.bilingual.text import translated
from ascn_portal.caching import public_page
from ascn_portal.errors import Gone
from ascn_portal.pages import querysets
from ascn_portal.pages.charts import draw_rotation, in_rows
from ascn_portal.sources.listing import list_sources
from cities.models import Term
from documents.views import document_row
from events.views import event_row, outcome_row


@require_safe
@public_page("as_of")
def chair_list(request):
    """Who chaired and who shepherded the network: its whole history, as known on a day."""
    as_of = read_as_of(request)
    terms = [term for term in querysets.all_terms() if not as_of or term.starts_on <= as_of]
    chairs = [term for term in terms if term.role == Term.Role.CHAIR]
    shepherds = [term for term in terms if term.role == Term.Role.SHEPHERD]
    querysets.read_decisions(shepherds)
    day = as_of or today()
    meetings = [row for row in querysets.annual_meetings() if not as_of or row.starts_on <= day]
    years = chair_years(chairs, shepherds, meetings, as_of)
    context = {
        "trail": [(_("Chairs and Shepherds"), "")],
        "bar": as_of_bar(request, as_of),
        "as_of": as_of,
        "years": years,
        "now_text": show_date(day) if as_of else _("Today, %(day)s") % {"day": show_date(day)},
        "charts": rotation_charts(years, chairs, shepherds, meetings, as_of),
        "shepherds": shepherds[::-1],
        "shepherd_is_unannounced": is_over(shepherds, day),
        "day": day,
        "sources": list_sources(*chairs, *shepherds),
        "updated_at": max((term.last_published_at for term in terms), default=None),
    }
    return render(request, "pages/chair_list.html", context)


def chair_years(chairs, shepherds, meetings, as_of: date | None) -> list[dict]:
    """One dict a year, newest first: year, chair, shepherds, meetings, is_now.

    Without a holder `…_is_unannounced` says whether one may still be announced. Without `as_of`
    the year after the last known term is there too, with a chair of None.
    """
    day = as_of or today()
    last = max([day.year, *(last_year(term, day) + (not as_of) for term in chairs)])
    return [
        {
            "year": year,
            "chair": next((term for term in chairs if touches(term, year)), None),
            "shepherds": latest_of_each_country(term for term in shepherds if touches(term, year)),
            "meetings": [row for row in meetings if row.starts_on.year == year],
            "is_now": year == day.year,
            "chair_is_unannounced": is_over(chairs, date(year, 1, 1)),
            "shepherd_is_unannounced": is_over(shepherds, date(year, 1, 1)),
        }
        for year in range(last, FOUNDED_ON.year - 1, -1)
    ]


def rotation_charts(rows: list[dict], chairs, shepherds, meetings, as_of: date | None) -> dict:
    """The rotation in the years of `rows`, drawn twice.

    `across` has rows of a few years for wide screens, `down` all years for narrow ones.
    """
    years = [row["year"] for row in rows[::-1]]

    def draw(some: list[int]) -> dict:
        return draw_rotation(
            some,
            chairs,
            shepherds,
            meetings[::-1],
            day=as_of or today(),
            # A past day says nothing of later ones, not even that they are not announced.
            until=as_of or date(years[-1], 12, 31),
        )

    return {"across": [draw(some) for some in in_rows(years)], "down": draw(years)}


def latest_of_each_country(terms) -> list:
    """`terms`, oldest first, without those that the same country followed up with another."""
    return list({term.country_id: term for term in terms}.values())


def last_year(term, day: date) -> int:
    """The last year of `term`; an open one lasts until `day`."""
    return term.ends_on.year if term.ends_on else max(term.starts_on.year, day.year)


def touches(term, year: int) -> bool:
    """Whether `term` has a day in `year`."""
    return term.starts_on.year <= year and (term.ends_on is None or term.ends_on.year >= year)


def is_over(terms, day: date) -> bool:
    """Whether the last of `terms` has ended before `day`."""
    return bool(terms) and terms[-1].ends_on is not None and terms[-1].ends_on < day


@require_safe
@public_page()
def chair_year(request, year):
    """A year of the network: its chair, shepherd, meetings and documents."""
    year = int(year)
    terms = list(querysets.all_terms())
    chairs = [term for term in terms if term.role == Term.Role.CHAIR]
    term = find_chair(chairs, year)
    place = chairs.index(term)
    events = [
        event_row(row) | {"outcomes": [outcome_row(made) for made in row.outcomes.all()]}
        for row in querysets.events_of(year)
    ]
    context = {
        "trail": [(_("Chairs and Shepherds"), reverse("pages:chair_list")), (str(year), "")],
        "term": term,
        "year": year,
        "eyebrow": _("Chairs and Shepherds"),
        "eyebrow_url": reverse("pages:chair_list"),
        "facts": office_facts(term, shepherds_during(term, terms)),
        "decided": [row for row in events if row["outcomes"]],
        "others": [row for row in events if not row["outcomes"]],
        "documents": [document_row(row) for row in querysets.documents_of(year)],
        "previous": neighbour_link(chairs[place - 1] if place else None),
        "next": neighbour_link(next(iter(chairs[place + 1 :]), None)),
        "sources": list_sources(term),
    }
    return render(request, "pages/chair_year.html", context)


def office_facts(term, shepherds) -> list[dict]:
    """What components/facts.html needs about a term of Chair."""
    country = {"label": _("Country"), "links": [place_link(term.country)]}
    facts = [country, {"label": _("Term"), "value": days_of(term, term)}]
    for field, label in (("agency", _("Agency")), ("person", _("Person in the chair"))):
        text = translated(term, field)
        if text:
            facts.append({"label": label, "value": text.text, "language": text.language})
    facts.append(
        {
            "label": _("Shepherd during the year"),
            "links": shepherd_links(shepherds, term) or [(_("Not on record"), "")],
        }
    )
    return facts


def shepherd_links(shepherds, chair) -> list[tuple[str, str]]:
    """(name, address) of each Shepherd's country, with its days unless they span the chair's.

    Terms of one country that follow each other are one.
    """
    links = []
    for _key, terms in groupby(shepherds, lambda term: term.country_id):
        first, *others = terms
        name, url = place_link(first.country)
        last = others[-1] if others else first
        is_over_before = last.ends_on and (not chair.ends_on or last.ends_on < chair.ends_on)
        if first.starts_on > chair.starts_on or is_over_before:
            name = f"{name} ({days_of(first, last)})"
        links.append((name, url))
    return links


def days_of(first, last) -> str:
    """From the first day of one term to the last of another, "" if that is open."""
    ends = show_date(last.ends_on, last.ends_precision) if last.ends_on else ""
    return f"{show_date(first.starts_on, first.starts_precision)} – {ends}"


def find_chair(chairs, year: int):
    """The one of the public `chairs` that began in `year`; Gone if withdrawn, else Http404."""
    for term in chairs:
        if term.starts_on.year == year:
            return term
    if withdrawn := querysets.withdrawn_chair(year):
        raise Gone(withdrawn)
    raise Http404


def shepherds_during(chair, terms) -> list:
    """Those of `terms` that share a day with the term `chair` as Shepherd, oldest first."""
    last_day = chair.ends_on or date(chair.starts_on.year, 12, 31)
    return [
        term
        for term in terms
        if term.role == Term.Role.SHEPHERD
        and term.starts_on <= last_day
        and (term.ends_on is None or term.ends_on >= chair.starts_on)
    ]


def neighbour_link(term):
    """What components/previous_next.html takes for a chair's year."""
    return (f"{term.starts_on.year}: {term.country}", term.get_absolute_url()) if term else None


def place_link(place) -> tuple[str, str]:
    """(name, address) of a city or country."""
    return place.name, place.get_absolute_url()
