"""The list of member countries and the page of a country."""

import itertools

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ascn_portal.as_of import as_of_bar, read_as_of, today
from ascn_portal.bilingual.dates import show_date
from ascn_portal.bilingual.text import translated
from ascn_portal.caching import public_page
from ascn_portal.publishing.addresses import find_public
from ascn_portal.sources.listing import list_sources
from cities.map.drawing import draw_locator
from cities.models import Country, Membership, ProjectStatus
from documents.views import document_row

from .counts import count_cities, count_countries, count_members
from .facts import figure_fact, printed_table, text_fact
from .rows import event_row, membership_row, representative_row
from .status_table import status_table


@require_safe
@public_page("as_of")
def country_list(request):
    """Countries with a member city on the day: those of the founding cities, then later ones."""
    as_of = read_as_of(request)
    day = as_of or today()
    memberships = Membership.objects.for_city_list(day)
    members = [row for row in memberships if row.is_certain_on(day)]
    by_country = itertools.groupby(memberships, key=lambda row: row.city.country)
    context = {
        "trail": [(_("Countries"), "")],
        "as_of_bar": as_of_bar(request, as_of),
        "result": count_members(members),
        "cities_url": address_on(reverse("cities:city_list"), as_of),
        "groups": country_groups([country_row(*group, day) for group in by_country]),
        "sources": list_sources(*memberships),
    }
    return render(request, "cities/country_list.html", context)


def address_on(path: str, as_of) -> str:
    """The address of another page on the same day."""
    return f"{path}?as_of={as_of.isoformat()}" if as_of else path


def country_groups(rows: list[dict]) -> list[dict]:
    """Countries of the founding cities, later ones, and those not known to be there by the day."""
    members = [row for row in rows if row["cities"]]
    founding = [row for row in members if row["is_founding"]]
    later = [row for row in members if not row["is_founding"]]
    groups = [
        {
            "id": "founding",
            "title": _("Countries of the founding cities"),
            "note": count_countries(len(founding)),
            "rows": founding,
        },
        {
            "id": "later",
            "title": _("Joined later"),
            "note": count_countries(len(later)),
            "rows": later,
        },
        {
            "id": "uncertain",
            "title": _("Day of joining not known"),
            "note": _(
                "Their first city joined before or after the chosen day: the sources name only"
                " the year or the month."
            ),
            "rows": [row for row in rows if not row["cities"]],
        },
    ]
    return [group for group in groups if group["rows"]]


def country_row(country, memberships, day) -> dict:
    """A country, its member cities on the day, and those that may have been members then."""
    memberships = list(memberships)
    certain = [row for row in memberships if row.is_certain_on(day)]
    return {
        "country": country,
        "is_founding": any(row.is_founding for row in certain),
        "cities": [row.city for row in certain],
        "uncertain": [row.city for row in memberships if not row.is_certain_on(day)],
        "count": count_cities(len(certain)),
    }


@require_safe
@public_page()
def country_detail(request, slug):
    """All that is on record of a country that is or was a member."""
    country = find_public(Country.objects.members_by(today()).for_country_page(), slug)
    memberships = [row for city in country.cities.all() for row in city.memberships.all()]
    figures = list(country.observations.all())
    citing = [country, *country.representatives.all(), *memberships, *country.terms.all()]
    sources = list_sources(*citing, figures=figures)
    context = {
        "country": country,
        "trail": [(_("Countries"), reverse("cities:country_list")), (country.name, "")],
        "member_count": count_cities(sum(row.is_in_force_on(today()) for row in memberships)),
        "sources": sources,
        "locator": draw_locator(country.code, members_today(country)),
        "map_url": reverse("pages:city_map", query={"country": country.slug}),
        **who_it_is(country, figures, sources),
        **what_it_does(country),
    }
    return render(request, "cities/country_detail.html", context)


def members_today(country) -> list[tuple]:
    """(city, whether it founded the network) of each member city."""
    rows = ((city, row) for city in country.cities.all() for row in city.memberships.all())
    return [(city, row.is_founding) for city, row in rows if row.is_in_force_on(today())]


def who_it_is(country, figures: list, sources: list[dict]) -> dict:
    """Names, facts and figures, and who speaks for the country."""
    return {
        "native_names": [row for row in country.native_names.all() if row.text != country.name],
        "facts": country_facts(country),
        "printed": printed_table([row for row in figures if row.report]),
        "figures": [figure_fact(row, sources) for row in figures if not row.report],
        "representatives": [
            representative_row(row, sources) for row in country.representatives.all()
        ],
    }


def what_it_does(country) -> dict:
    """Cities, terms, meetings, projects, documents and partners of the country."""
    counted = ProjectStatus.objects.published().of_country(country).counted("status")
    return {
        "cities": [city_row(city) for city in country.cities.all()],
        "terms": [term_row(term) for term in country.terms.all()],
        "statuses": status_table(counted),
        "events": [event_row(event) for event in country.hosted_events.all()],
        "documents": [document_row(document) for document in country.documents.all()],
        "partners": list(country.partners.all()),
    }


def country_facts(country) -> list[dict]:
    """The sheet of facts: what is known of name, capital, accession and agency."""
    agency_as_of = (
        _("as of %(day)s") % {"day": show_date(country.agency_as_of)}
        if country.agency_as_of
        else ""
    )
    facts = [
        text_fact(_("Official name"), translated(country, "official_name")),
        text_fact(_("Capital"), translated(country, "capital")),
        text_fact(
            _("Agency of the National Representative"),
            translated(country, "agency"),
            agency_as_of,
        ),
    ]
    if country.joined_asean_on:
        joined = {"label": _("Joined ASEAN"), "value": show_date(country.joined_asean_on)}
        facts.insert(2, joined)
    return [fact for fact in facts if fact["value"]]


def city_row(city) -> dict:
    """A city of the country and its memberships."""
    memberships = [membership_row(row) for row in city.memberships.all()]
    return {"city": city, "memberships": memberships}


def term_row(term) -> dict:
    """A term as Chair or Shepherd: what, from when to when, and where more is said."""
    days = [(term.starts_on, term.starts_precision), (term.ends_on, term.ends_precision)]
    return {
        "role": term.get_role_display(),
        "url": term.get_absolute_url(),
        "year": term.starts_on.year,
        "days": " – ".join(show_date(*day) for day in days if day[0]),
        "theme": translated(term, "theme"),
    }
