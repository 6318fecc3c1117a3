"""What of the cities, countries, terms, projects and focus areas is found."""

from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext

from ascn_portal.search.index import Found, public_span, register, said

from .models import City, Country, FocusArea, Project, Term


def cities():
    """Cities with what is found of them."""
    return City.objects.select_related("country").prefetch_related("native_names")


@register(City, rows=cities, beside=["country"])
def city(record):
    yield Found(
        kind="city",
        has_proper_name=True,
        priority=1,
        slug=record.slug,
        path=record.get_absolute_url(),
        names=[said(record, "name"), *other_names(record)],
        place=said(record.country, "name"),
        text=said(record, "summary", "vision"),
        city=record.slug,
        country=record.country.slug,
    )


def other_names(record) -> list[str]:
    """What a city or country is called besides, in any language."""
    native = [row.text for row in record.native_names.all()]
    return [*record.aliases.splitlines(), *native]


def countries():
    """Countries with what is found of them."""
    return Country.objects.prefetch_related("native_names", "cities__memberships__city__country")


@register(Country, rows=countries, beside=["cities", "cities__memberships"])
def country(record):
    """A country is found from the day on which it surely has a member: only then it has a page."""
    members = [row for city in record.cities.all() for row in city.memberships.all()]
    spans = [(row, span) for row in members if (span := public_span(row))]
    if spans:
        starts = [max(start, morning_of(row.starts_not_after)) for row, (start, _end) in spans]
        ends = [end for _row, (_start, end) in spans]
        yield Found(
            kind="country",
            has_proper_name=True,
            priority=2,
            slug=record.slug,
            path=record.get_absolute_url(),
            names=[said(record, "name"), *other_names(record), said(record, "official_name")],
            country=record.slug,
            starts_at=min(starts),
            ends_at=None if None in ends else max(ends),
        )


def morning_of(day) -> datetime:
    """The moment at which `day` begins here."""
    return timezone.make_aware(datetime.combine(day, time.min))


@register(Term, rows=lambda: Term.objects.select_related("country"), beside=["country"])
def term(record):
    is_chair = record.role == Term.Role.CHAIR
    yield Found(
        kind=record.role,
        priority=3 if is_chair else 9,
        slug=str(record.starts_on.year) if is_chair else "",
        path=record.get_absolute_url(),
        names=[title_of(record), *(short_names(record) if is_chair else [])],
        text="\n".join(filter(None, [said(record, "theme", "agency"), record.person])),
        year=record.starts_on.year,
        dated_on=record.starts_on,
        date_precision=record.starts_precision,
        country=record.country.slug,
    )


def title_of(record) -> str:
    """ "Chair 2020: Viet Nam" """
    name = said(record.country, "name")
    return f"{record.get_role_display()} {record.starts_on.year}: {name}"


def short_names(record) -> list[str]:
    """What readers type who look for the Chair of a year."""
    year, name = record.starts_on.year, said(record.country, "name")
    # Translators: a short form that readers search for; in Vietnamese without "luân phiên".
    chair = pgettext("short", "Chair")
    return [f"{chair} {year}", f"{chair} {name} {year}"]


@register(FocusArea)
def focus_area(record):
    yield Found(
        kind="focus_area",
        priority=4,
        slug=record.slug,
        path=record.get_absolute_url(),
        names=[said(record, "name")],
        text=said(record, "definition", "sub_areas"),
        focus_area=record.slug,
    )


def projects():
    """Projects with what is found of them."""
    return Project.objects.select_related("city__country", "focus_area")


@register(Project, rows=projects, beside=["city", "focus_area"])
def project(record):
    yield Found(
        kind="project",
        priority=7,
        slug=record.slug,
        path=reverse("cities:project_detail", args=[record.slug]),
        names=[said(record, "title"), *record.former_names.splitlines()],
        place=said(record.city, "name"),
        text=said(record, "summary", "objective"),
        year=record.starts_year,
        city=record.city.slug,
        country=record.city.country.slug,
        focus_area=record.focus_area.slug if record.focus_area else "",
    )
