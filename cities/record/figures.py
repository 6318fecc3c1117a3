"""Figures: indicators with an observation for each value, place and time.

Two files may hold the same value of the same year, place and source: it is loaded once.
"""

import re
from collections import Counter
from decimal import Decimal

from django.db.models import Q

from ascn_portal.publishing.record import (
    WRONG_TYPE,
    Entry,
    Fault,
    Row,
    fault_of,
    figure_source,
    join_texts,
    page_range,
    parts,
    read_day,
    refer,
    register,
    source,
)
from cities.models import Indicator

PRECISIONS = {4: "year", 7: "month", 10: "day"}
BASIS = {"comment_vi": "Căn cứ:", "comment_en": "Basis:"}
DOUBT = {
    "comment_vi": "Số liệu chưa chắc chắn: chưa tìm được nguồn chính thức.",
    "comment_en": "This figure is doubtful: no official source of it was found.",
}


@register(
    "indicators",
    Indicator,
    "indicator-definitions.json",
    "indicators.json",
    "cities.json",
    "expansion.json",
    "monitoring.json",
)
def indicators(
    definitions: list[Entry],
    figures: list[Entry],
    founding: list[Entry],
    later: list[Entry],
    monitoring: Entry,
):
    reports = monitoring.entries("reports")
    report_of = {report["official_url"]: report for report in reports}
    found = Observations()
    for report in reports:
        yield from found.add(report, printed_figures)
    for figure in figures:
        yield from found.add(figure, listed_figure, report_of)
    for city in (*founding, *later):
        yield from found.add(city, city_figures)
    yield from double_slugs(figures)
    for entry in definitions:
        description = {**entry.both("name"), **entry.both("unit"), **entry.both("definition")}
        yield indicator(entry, entry.slug(), description, found)
    defined = {entry.slug() for entry in definitions}
    # The others are called as the first figure calls them.
    for name, entry in {figure.slug("indicator"): figure for figure in figures[::-1]}.items():
        if name not in defined:
            yield indicator(entry, name, {**entry.both("name"), **entry.both("unit")}, found)


def double_slugs(entries: list[Entry]) -> list[Fault]:
    """A fault for each entry whose slug another has too."""
    slugs = Counter(entry["slug"] for entry in entries)
    return [e.fault("its slug stands more than once") for e in entries if slugs[e["slug"]] > 1]


def indicator(entry: Entry, name: str, description: dict, found: "Observations") -> Row:
    """An indicator with all its observations."""
    observations = found.of(name, description["name_en"])
    key = f"indicators:{name}"
    shape = {"slug": name, **description, "parts": parts(key, "observations", observations)}
    return Row(entry, name, shape, same=Q(slug=name))


class Observations:
    """Observations by indicator, each value of a year, place and source once."""

    def __init__(self):
        self.shapes = {}

    def add(self, entry: Entry, make, *context):
        """Take the (indicator, place, shape) that `make` makes of an entry; yields its fault."""
        try:
            for indicator, place, shape in make(entry, *context):
                name = f"{place}/{shape['period_on'].year}/{shape['value']}/{shape['source']}"
                stored = self.shapes.setdefault(indicator, {}).setdefault(name, {})
                # The first to give a value decides; others fill in what it left open.
                stored |= {key: value for key, value in shape.items() if not stored.get(key)}
        except (Fault, *WRONG_TYPE) as error:
            yield fault_of(entry, error)

    def of(self, indicator: str, name_en: str) -> dict:
        """The observations of an indicator; one called otherwise says so in its scope."""
        shapes = self.shapes.get(indicator, {})
        for shape in shapes.values():
            names = {f"scope_{key[-2:]}": shape.pop(key, None) for key in ("name_vi", "name_en")}
            if names["scope_en"] and names["scope_en"] != name_en:
                shape |= {key: shape.get(key) or name for key, name in names.items()}
        return shapes


def decimal(entry: Entry, value) -> str:
    """A number of the entry as the database keeps it: 75.0 is 75."""
    if type(value) not in (int, float):
        raise entry.fault(f"this is no number: {value}")
    return format(Decimal(str(value)).normalize(), "f")


def period(entry: Entry, text: str) -> dict:
    """The time that YYYY, YYYY-MM or YYYY-MM-DD names."""
    precision = PRECISIONS.get(len(text))
    try:
        day = read_day(f"{text}-01-01"[:10])
    except ValueError:
        raise entry.fault(f"this is no time: {text}") from None
    return {"period_on": day, "period_precision": precision}


def place_of(entry: Entry, place: str) -> dict:
    """The relation to the country or city that a file calls so; "network" is neither."""
    if place == "network":
        return {}
    if re.fullmatch("[A-Z]{2}", place):
        return {"country": refer(entry, "countries", place)}
    return {"city": refer(entry, "cities", place)}


def listed_figure(entry: Entry, report_of: dict[str, Entry]):
    """A row of indicators.json."""
    place = entry["place"]
    report = report_of.get(entry["source"])
    doubt = DOUBT if entry["confidence"] == "low" else {}
    shape = {
        "value": decimal(entry, entry["value"]),
        **period(entry, entry.text("as_of")),
        **place_of(entry, place),
        "report": refer(entry, "monitoring-reports", report["year"]) if report else None,
        **entry.both("name"),
        **entry.both_if_there("scope"),
        "source": figure_source(entry),
        "page": str(entry["page"]) if "page" in entry else "",
        **join_texts("comment", entry.both("note"), doubt),
    }
    yield entry.slug("indicator"), place, shape


def city_figures(entry: Entry):
    """Population and area of a city, from its own row."""
    city = entry.slug()
    populations = [entry.entry("population")] if entry["population"] else []
    if "population_other" in entry:
        populations += entry.entries("population_other")
    for population in populations:
        yield (
            "population",
            city,
            {
                "value": decimal(population, population["value"]),
                **period(entry, str(population["year"])),
                "city": refer(entry, "cities", city),
                **population.both("scope"),
                "is_approximate": population["approximate"],
                "source": figure_source(population),
                **(DOUBT if population["confidence"] == "low" else {}),
            },
        )
    if entry["area_km2"]:
        area = entry.entry("area_km2")
        yield (
            "area",
            city,
            {
                "value": decimal(area, area["value"]),
                **period(entry, published(entry, area["source"])),
                "city": refer(entry, "cities", city),
                "source": figure_source(area),
            },
        )


def published(entry: Entry, url: str) -> str:
    """When a source of the entry was published: an area is as of then."""
    found = (source["published"] for source in entry.entries("sources") if source["url"] == url)
    return next(found, None) or ""


def printed_figures(report: Entry):
    """What a monitoring report prints, and what can be counted in it, with the pages."""
    common = {
        **period(report, report["as_of"]),
        "report": refer(report, "monitoring-reports", report["year"]),
        "source": source(report, report["title"], report["official_url"]),
    }
    # The projects' own statuses and the charts of each country are told by the projects.
    report.skip("cities_in_appendix", "total_in_appendix")
    report.skip("by_focus_area_exhibit_2", "by_focus_area_exhibit_3")
    appendix = report.entry("appendix")
    appendix.skip("ongoing_and_planning", "completed")
    for indicator, place, value, pages, comment in (
        *network_figures(report),
        *country_figures(report, range(appendix["first_page"], appendix["last_page"] + 1)),
    ):
        shape = {
            "value": decimal(report, value),
            **common,
            **place_of(report, place),
            "page": page_range(pages),
            **comment,
        }
        yield indicator, place, shape
    if "previous_total" in report:
        before = report.entry("previous_total")
        shape = {"value": decimal(before, before["total_projects"]), "page": str(before["page"])}
        yield "projects-total", "network", common | shape | period(report, str(before["year"]))


def network_figures(report: Entry):
    """(indicator, place, value, pages, comment) of what a report says of the whole network."""
    cities, projects = report["member_cities"], report["total_projects"]
    yield "member-cities", "network", cities, [report["member_cities_page"]], {}
    yield "projects-total", "network", projects, [report["total_projects_page"]], {}
    status_source = report.entry("by_status_source")
    text_page, chart_page = status_source["text_page"], status_source["exhibit_2_page"]
    basis = join_texts("comment", BASIS, status_source.both("basis"))
    for status, count in report.figures("by_status").items():
        yield f"projects-{status}", "network", count, [text_page, chart_page], basis
    for status, share in report.figures("by_status_percent_printed").items():
        yield f"share-status-{status}", "network", share, [text_page], {}
    area_source = report.entry("by_focus_area_source")
    basis = join_texts("comment", BASIS, area_source.both("basis"))
    for area, count in report.figures("by_focus_area").items():
        yield f"projects-{slug(area)}", "network", count, area_source.numbers("pages"), basis
    for area, share in report.figures("by_focus_area_percent_printed").items():
        pages = [report["by_focus_area_percent_page"]]
        yield f"share-{slug(area)}", "network", share, pages, {}


def country_figures(report: Entry, appendix: range):
    """(indicator, place, value, pages, comment) of what a report says of each country."""
    chart_page = report.entry("by_status_source")["exhibit_2_page"]
    for entry in report.entries("by_country"):
        country = entry["country"]
        entry.skip("by_focus_area_chart", "by_focus_area_appendix", "types")
        yield "projects-total", country, entry["projects"], appendix, {}
        for status, count in entry.figures("by_status").items():
            yield f"projects-{status}", country, count, [chart_page], {}
        for status, share in entry.figures("by_status_percent_printed").items():
            yield f"share-status-{status}", country, share, [report["exhibit_3_page"]], {}


def slug(name: str) -> str:
    return name.replace("_", "-")
