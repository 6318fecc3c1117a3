"""The list of cities and the page of a city."""

import datetime
import itertools
import zoneinfo
from urllib.parse import urlsplit

from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ascn_portal.as_of import as_of_bar, read_as_of, today
from ascn_portal.bilingual.dates import show_date
from ascn_portal.bilingual.text import translated
from ascn_portal.caching import public_page
from ascn_portal.listing import Filter, filter_bar
from ascn_portal.publishing.addresses import find_public
from ascn_portal.publishing.querysets import is_published
from ascn_portal.sources.listing import list_sources
from cities.map.drawing import draw_locator
from cities.models import City, FocusArea, Membership
from cities.querysets import events_of_city
from documents.views import document_row

from .counts import count_members
from .facts import figure_fact
from .filters import country_filter, focus_area_filter
from .rows import (
    event_row,
    membership_row,
    partnership_row,
    plan_anchor,
    representative_row,
    show_years,
    source_numbers,
)

KINDS = {"founding": Membership.Kind.PILOT, "later": Membership.Kind.MEMBER}
# Figures that stand in the sheet of facts, by their newest value; the others in a table.
FACT_INDICATORS = ("population", "area")


@require_safe
@public_page("country", "focus_area", "members", "as_of")
def city_list(request):
    """Members on the day: the founding cities by country, then those that joined later."""
    as_of = read_as_of(request)
    day = as_of or today()
    filters = city_filters()
    country, focus_area, members = (choice.read(request) for choice in filters)
    memberships = Membership.objects.for_city_list(day).narrowed(
        country=country, focus_area=focus_area, kind=KINDS.get(members, "")
    )
    certain = [row for row in memberships if row.is_certain_on(day)]
    founding = [row for row in certain if row.is_founding]
    later = sorted((row for row in certain if not row.is_founding), key=when_joined)
    uncertain = [row for row in memberships if not row.is_certain_on(day)]
    sources = list_sources(*later, *uncertain, *founding)
    context = {
        "trail": [(_("Cities"), "")],
        "as_of_bar": as_of_bar(request, as_of),
        "filter_bar": filter_bar(request, filters, result=count_members(certain)),
        "founding": by_country(founding),
        "founding_count": count_members(founding),
        "joined": joined_groups(later, uncertain, sources),
        "map_url": map_address(country=country, focus_area=focus_area, as_of=as_of),
        "ways": [(_("All member cities today"), reverse("cities:city_list"))],
        "sources": sources,
    }
    return render(request, "cities/city_list.html", context)


def map_address(**parameters) -> str:
    """The map of what the parameters choose; empty ones choose nothing."""
    chosen = {name: value for name, value in parameters.items() if value}
    return reverse("pages:city_map", query=chosen)


def city_filters() -> list[Filter]:
    """By country, focus area and cohort."""
    cohorts = [("founding", _("Founding cities")), ("later", _("Joined later"))]
    return [country_filter(), focus_area_filter(), Filter("members", _("Members"), cohorts)]


def when_joined(membership) -> datetime.date:
    """The day from which the city was a member for certain: the order of "joined later"."""
    return membership.starts_not_after


def by_country(memberships) -> list[tuple]:
    """(country, its cities), in the order given."""
    groups = itertools.groupby(memberships, key=lambda row: row.city.country)
    return [(country, [row.city for row in rows]) for country, rows in groups]


def joined_groups(later, uncertain, sources: list[dict]) -> list[dict]:
    """Cities that joined later, and apart those of which it is not known whether by the day."""
    groups = [
        {
            "id": "later",
            "title": _("Joined later"),
            "note": count_members(later),
            "rows": joined_rows(later, sources),
        },
        {
            "id": "uncertain",
            "title": _("Day of joining not known"),
            "note": _(
                "Whether they had joined by the chosen day is not known: the sources name only"
                " the year or the month. They are not counted above."
            ),
            "rows": joined_rows(uncertain, sources),
        },
    ]
    return [group for group in groups if group["rows"]]


def joined_rows(memberships, sources: list[dict]) -> list[dict]:
    """Since when cities are members, what is doubtful about it, and by which sources.

    Neighbours of which all three are the same share a row.
    """
    rows = itertools.groupby(
        memberships,
        key=lambda row: (
            show_date(row.starts_on, row.starts_precision),
            translated(row, "note"),
            source_numbers(row, sources),
        ),
    )
    return [
        {
            "since": since,
            "note": note,
            "source_numbers": numbers,
            "cities": [membership.city for membership in same],
        }
        for (since, note, numbers), same in rows
    ]


@require_safe
@public_page()
def city_detail(request, slug):
    """All that is on record of a city."""
    city = find_public(City.objects.for_city_page(), slug)
    figures = list(city.observations.all())
    citing = [city, *city.memberships.all(), *city.action_plans.all(), *city.representatives.all()]
    sources = list_sources(*citing, figures=figures)
    context = {
        "city": city,
        "trail": city_trail(city),
        **where_it_lies(city),
        "sources": sources,
        **who_it_is(city, figures, sources),
        **what_it_does(city),
    }
    return render(request, "cities/city_detail.html", context)


def city_trail(city) -> list[tuple]:
    """The way to a city's page, by its country if that has a page: it needs a member city."""
    country = city.country
    by_country = [(country.name, country.get_absolute_url())] if has_joined(city) else []
    return [(_("Cities"), reverse("cities:city_list")), *by_country, (city.name, "")]


def has_joined(city) -> bool:
    """Whether the city is, was or may be a member by today; then its country has a page."""
    return any(row.starts_not_before <= today() for row in city.memberships.all())


def where_it_lies(city) -> dict:
    """The small map, and the address of the greater one if its country is on it."""
    is_founding = any(row.is_founding for row in city.memberships.all())
    country = city.country
    return {
        "locator": draw_locator(country.code, [(city, is_founding)]),
        "map_url": map_address(country=country.slug) if has_joined(city) else "",
    }


def who_it_is(city, figures: list, sources: list[dict]) -> dict:
    """Names, memberships, facts and figures, and who speaks for the city."""
    facts, others = split_figures(figures)
    return {
        "native_names": [row for row in city.native_names.all() if row.text != city.name],
        "memberships": [
            membership_row(row) | {"source_numbers": source_numbers(row, sources)}
            for row in city.memberships.all()
        ],
        "facts": city_facts(city, [figure_fact(row, sources) for row in facts]),
        "figures": [figure_fact(row, sources) for row in others],
        "representatives": [representative_row(row, sources) for row in city.representatives.all()],
    }


def what_it_does(city) -> dict:
    """Focus areas, plans, projects, meetings, documents and partners of the city."""
    return {
        "focus_areas": list(FocusArea.objects.of_city(city)),
        "plans": [plan_row(plan) for plan in city.action_plans.all()],
        "projects": list(city.projects.all()),
        "events": [
            event_row(event) | {"decision": translated(event, "decision")}
            for event in events_of_city(city)
        ],
        "documents": [document_row(document) for document in city.documents.all()],
        "partnerships": [partnership_row(row) for row in city.partnerships.all()],
    }


def plan_row(plan) -> dict:
    """An action plan, its targets, and the document that it stands in if that is public."""
    return {
        "plan": plan,
        "anchor": plan_anchor(plan),
        "years": show_years(plan),
        "targets": list(plan.targets.all()),
        "document": plan.document if is_published(plan.document) else None,
    }


def split_figures(observations) -> tuple[list, list]:
    """The newest figure of each of FACT_INDICATORS, and all other figures."""
    facts = {}
    for row in observations:
        if row.indicator.slug in FACT_INDICATORS:
            facts.setdefault(row.indicator.slug, row)
    chosen = [facts[slug] for slug in FACT_INDICATORS if slug in facts]
    return chosen, [row for row in observations if row not in chosen]


def city_facts(city, figures: list[dict]) -> list[dict]:
    """The sheet of facts: figures, kind, time zone and website."""
    facts = [
        *figures,
        {"label": _("Kind of city"), "value": capfirst(city.get_kind_display())},
        {"label": _("Time zone"), "value": city.timezone, "detail": show_offset(city.timezone)},
    ]
    if city.website:
        host = urlsplit(city.website).netloc
        facts.append({"label": _("Website"), "value": host, "url": city.website})
    return facts


def show_offset(zone: str) -> str:
    """How far local time is today from universal time: "UTC+7", "UTC+6:30"."""
    offset = datetime.datetime.now(zoneinfo.ZoneInfo(zone)).utcoffset()
    hours, seconds = divmod(abs(offset).seconds, 3600)
    minutes = f":{seconds // 60:02}" if seconds else ""
    return f"UTC{'-' if offset.days < 0 else '+'}{hours}{minutes}"
