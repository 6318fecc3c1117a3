"""A few cities side by side, as a page and as a file for spreadsheets."""

from dataclasses import dataclass
from http import HTTPStatus
from itertools import groupby
from urllib.parse import urlencode

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ascn_portal.caching import public_page
from ascn_portal.errors import Moved, NotAccepted
from ascn_portal.listing import Filter
from ascn_portal.publishing.addresses import present_slugs
from ascn_portal.sources.listing import list_sources
from ascn_portal.spreadsheet import csv_response
from cities.models import City, MonitoringReport

from .comparison import compare_cities, join_values

FEWEST, MOST = 2, 4
QUOTED = 5  # so many wrong values are repeated to the reader, each so long:
LONGEST_QUOTE = 40


@dataclass
class Choice:
    """What a reader asked to compare: the cities on record, once each, and what is wrong."""

    path: str
    on_offer: list
    cities: list
    as_csv: str
    problems: list[str]

    @property
    def slugs(self) -> list[str]:
        """The cities as the address names them: one choice has one address."""
        return sorted(city.slug for city in self.cities)

    @property
    def is_whole(self) -> bool:
        return len(self.cities) >= FEWEST and not self.problems


@require_safe
@public_page("city", "format")
def compare(request):
    """From FEWEST to MOST cities side by side, or the form to choose them and what is wrong."""
    choice = read_choice(request)
    if not choice.problems and request.GET.getlist("city") != choice.slugs:
        raise Moved(address_of(choice.path, choice.slugs, choice.as_csv))
    found = find(choice.cities) if choice.is_whole else None
    if found and choice.as_csv:
        return csv_response(f"ascn-{'-'.join(choice.slugs)}.csv", csv_rows(**found))
    context = {
        "trail": [(_("Cities"), reverse("cities:city_list")), (_("Compare cities"), "")],
        "is_choice": bool(request.GET.getlist("city")),
        **chooser(choice, found["cities"] if found else choice.cities),
        **(shown(choice, **found) if found else {"columns": []}),
    }
    status = HTTPStatus.BAD_REQUEST if choice.problems else HTTPStatus.OK
    return render(request, "cities/compare.html", context, status=status)


def read_choice(request) -> Choice:
    """What the address asks for, nothing of it lost where some of it is wrong."""
    on_offer = list(City.objects.for_choice())
    by_slug = {city.slug: city for city in on_offer}
    asked = follow_moves(list(filter(None, request.GET.getlist("city"))), by_slug)
    cities = [by_slug[slug] for slug in dict.fromkeys(asked) if slug in by_slug]
    as_csv, problems = "", what_is_wrong(asked, cities)
    try:
        as_csv = Filter("format", _("Format"), [("csv", "CSV")]).read(request)
    except NotAccepted as refusal:
        problems.append(refusal.sentence)
    if as_csv and len(cities) < FEWEST:
        problems.append(too_few())
    return Choice(request.path, on_offer, cities, as_csv, problems)


def follow_moves(asked: list[str], by_slug: dict) -> list[str]:
    """The addresses asked for, former ones replaced by those that their cities have now."""
    unknown = set(asked) - set(by_slug)
    moves = present_slugs(City, unknown) if unknown else {}
    return [moves.get(slug, slug) for slug in asked]


def what_is_wrong(asked: list[str], chosen: list) -> list[str]:
    """Sentences that say why what was asked for cannot be compared; none if it can."""
    by_slug = {city.slug: city.name for city in chosen}
    unknown = [slug for slug in dict.fromkeys(asked) if slug not in by_slug]
    repeated = [name for slug, name in by_slug.items() if asked.count(slug) > 1]
    problems = []
    if unknown:
        quoted = ", ".join(f"“{slug[:LONGEST_QUOTE]}”" for slug in unknown[:QUOTED])
        problems.append(
            _("Not on record as a city: %(values)s. Accepted: any city in the lists below.")
            % {"values": quoted}
        )
    if repeated:
        problems.append(
            _("Chosen more than once: %(names)s. Each place needs another city.")
            % {"names": ", ".join(repeated)}
        )
    if len(chosen) > MOST:
        problems.append(
            _("Too many chosen: %(names)s. At most %(most)s fit side by side: leave some out.")
            % {"names": join_values([city.name for city in chosen]), "most": MOST}
        )
    return problems


def too_few() -> str:
    """What to do where nothing, or one city alone, is chosen."""
    return _("Choose at least one more city: a comparison needs from %(fewest)s to %(most)s.") % {
        "fewest": FEWEST,
        "most": MOST,
    }


def address_of(path: str, slugs: list[str], as_csv: str = "") -> str:
    """The one address of a comparison."""
    query = [("city", slug) for slug in slugs] + ([("format", as_csv)] if as_csv else [])
    return f"{path}?{urlencode(query)}" if query else path


def chooser(choice: Choice, chosen: list) -> dict:
    """What the page says of the choice, and the form to change it, on which the `chosen` stand."""
    is_lonely = len(choice.cities) == 1 and not choice.as_csv
    is_new = not choice.cities and not choice.problems
    return {
        "problems": choice.problems,
        "advice": too_few() if is_lonely else "",
        "places": places(chosen, choice.on_offer),
        "ready": ready_choices(choice.path, choice.on_offer) if is_new else [],
    }


def places(chosen: list, on_offer: list) -> list[dict]:
    """The lists of the form, each with its chosen city: MOST, and more if more were asked for."""
    by_country = [
        (country.name, list(cities))
        for country, cities in groupby(on_offer, key=lambda city: city.country)
    ]
    empty = [""] * (MOST - len(chosen))
    return [
        {"number": number, "value": value, "is_needed": number <= FEWEST, "countries": by_country}
        for number, value in enumerate([*(city.slug for city in chosen), *empty], start=1)
    ]


def ready_choices(path: str, on_offer: list) -> list[tuple]:
    """(country, names of its cities, address) where the cities of a country can be compared."""
    groups = [list(rows) for _country, rows in groupby(on_offer, key=lambda city: city.country_id)]
    return [
        (
            cities[0].country.name,
            join_values([city.name for city in cities]),
            address_of(path, sorted(city.slug for city in cities)),
        )
        for cities in groups
        if FEWEST <= len(cities) <= MOST
    ]


def find(chosen: list) -> dict:
    """The cities with all that is compared, the groups of rows, and the sources of the page."""
    cities = list(City.objects.for_comparison().filter(pk__in=[city.pk for city in chosen]))
    reports = list(MonitoringReport.objects.published())
    parts = [[*city.memberships.all(), *city.action_plans.all()] for city in cities]
    figures = [row for city in cities for row in city.observations.all()]
    citing = [*cities, *(row for rows in parts for row in rows), *reports]
    sources = list_sources(*citing, figures=figures)
    return {
        "cities": cities,
        "groups": compare_cities(cities, reports, sources),
        "sources": sources,
    }


def shown(choice: Choice, cities: list, groups: list, sources: list[dict]) -> dict:
    """What the page says of a comparison."""
    path, slugs = choice.path, choice.slugs
    names = [city.name for city in cities]
    return {
        "names": join_values(names),
        "columns": [
            (city, address_of(path, [slug for slug in slugs if slug != city.slug]))
            for city in cities
        ],
        "groups": [
            (title, [(row, list(zip(names, row.cells, strict=True))) for row in rows])
            for title, rows in groups
        ],
        "sources": sources,
        "csv_url": address_of(path, slugs, "csv"),
        "updated_at": max(city.last_published_at for city in cities),
    }


def csv_rows(cities: list, groups: list, sources: list[dict]) -> list[list]:
    """The header, then a line for each value of each city, in the order of the page."""
    header = [
        _("Fact"),
        _("City"),
        _("Value"),
        # Translators: heading of a column of plain numbers, which spreadsheets can calculate with.
        _("Number"),
        _("Unit"),
        _("Time"),
        _("Scope"),
        _("Remarks"),
        _("Comparability"),
        _("Sources"),
    ]
    lines = [
        csv_line(row, city, value, sources)
        for _title, rows in groups
        for row in rows
        for city, values in zip(cities, row.cells, strict=True)
        for value in values or [None]
    ]
    return [header, *lines]


def csv_line(row, city, value, sources: list[dict]) -> list:
    """One value of one city, or that none is on record."""
    fact = " – ".join(filter(None, [row.label, row.note, value.part if value else ""]))
    if value is None:
        return [fact, city.name, row.missing, "", "", "", "", "", row.warning, ""]
    numbers = value.source_numbers or row.source_numbers
    said = [remark.text.rstrip(".") for remark in [*value.remarks, *row.remarks]]
    return [
        fact,
        city.name,
        value.text,
        "" if value.number is None else value.number,
        value.unit,
        value.time or row.time,
        value.scope.text if value.scope else "",
        ". ".join(filter(None, [value.detail, *said])),
        row.warning,
        " | ".join(describe_source(sources[number - 1]) for number in numbers),
    ]


def describe_source(source: dict) -> str:
    """A source in one line: publisher, title, date and address."""
    url = source["url"] or (settings.PUBLIC_ORIGIN + source["own_url"] if source["own_url"] else "")
    said = [source["publisher"], source["title"], source["published"]]
    return " ".join(filter(None, [", ".join(filter(None, said)), url]))
