"""What cities are compared by: rows of facts, a cell for each city, and what cannot be compared."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ascn_portal.as_of import today
from ascn_portal.bilingual.dates import Precision, show_date
from ascn_portal.bilingual.sorting import sort_key
from ascn_portal.bilingual.text import Translated, translated
from ascn_portal.sources.listing import source_number
from cities.models import Project, ProjectStatus

from .city import FACT_INDICATORS, has_joined, show_offset
from .facts import show_page, show_time, show_value
from .rows import plan_anchor, show_years, source_numbers


@dataclass
class Value:
    """One thing that is said of a city, of what time and scope, and by which sources.

    `number` is the plain number within `text`; `part` says which of several values it is.
    """

    text: str
    number: Decimal | int | None = None
    unit: str = ""
    part: str = ""
    status: str | None = None
    focus_area: object = None
    url: str = ""
    detail: str = ""
    time: str = ""
    scope: Translated | None = None
    remarks: list[Translated] = field(default_factory=list)
    source_numbers: list[int] = field(default_factory=list)


@dataclass
class Row:
    """One fact: for each city the values on record, and a warning where they are not alike.

    `note` tells rows of one label apart; `time`, `remarks` and `source_numbers` are of all values.
    """

    label: str
    cells: list[list[Value]]
    note: str = ""
    url: str = ""
    time: str = ""
    source_numbers: list[int] = field(default_factory=list)
    warning: str = ""
    missing: str = ""
    remarks: list[Translated] = field(default_factory=list)

    def __post_init__(self):
        """Say once what is remarked on several cities alike."""
        self.missing = self.missing or _("not on record")
        values = [value for cell in self.cells for value in cell]
        said = [
            {remark for value in cell for remark in value.remarks} for cell in self.cells if cell
        ]
        if len(said) > 1:
            shared = set.intersection(*said)
            self.remarks = [remark for remark in values[-1].remarks if remark in shared]
            for value in values:
                value.remarks = [remark for remark in value.remarks if remark not in self.remarks]


def compare_cities(cities: list, reports: list, sources: list[dict]) -> list[tuple]:
    """(title, rows) of each group of facts about cities read `for_comparison`.

    `sources` is the page's list, `reports` the public monitoring reports, newest first.
    """
    groups = [
        (_("City and membership"), identity_rows(cities, sources)),
        (_("Focus areas and action plan"), plan_rows(cities, sources)),
        (_("Figures"), figure_rows(cities, sources)),
        (_("Projects by status"), project_rows(cities, reports, sources)),
    ]
    return [(title, rows) for title, rows in groups if rows]


def join_values(texts: list[str]) -> str:
    """Names as a sentence lists them: "Cebu City, Da Nang and Singapore"."""
    # Translators: before the last of several names: "Cebu City, Da Nang and Singapore"
    return _(" and ").join(filter(None, [", ".join(texts[:-1]), texts[-1]]))


def identity_rows(cities: list, sources: list[dict]) -> list[Row]:
    """Country, kind, membership, time zone and website, and what the profile rests on."""

    def cells(make) -> list[list[Value]]:
        return [list(filter(None, [make(city)])) for city in cities]

    return [
        Row(_("Country"), cells(country_value)),
        Row(
            _("Member since"),
            [[member_value(row, sources) for row in city.memberships.all()] for city in cities],
        ),
        Row(_("Kind of city"), cells(lambda city: Value(capfirst(city.get_kind_display())))),
        Row(_("Time zone"), cells(zone_value)),
        Row(_("Website"), cells(website_value)),
        Row(_("Sources of the profile"), cells(lambda city: cited_value(city, sources))),
    ]


def country_value(city) -> Value:
    """The country, linked if it has a page."""
    country = city.country
    return Value(country.name, url=country.get_absolute_url() if has_joined(city) else "")


def member_value(membership, sources: list[dict]) -> Value:
    """Since when, no preciser than is known; until when if it left; as what, and how surely."""
    text = show_date(membership.starts_on, membership.starts_precision)
    if membership.ends_on:
        text = _("%(first)s to %(last)s") % {"first": text, "last": show_date(membership.ends_on)}
    known = {
        Precision.YEAR: _("day and month not known"),
        Precision.MONTH: _("day not known"),
    }
    doubts = {"medium": _("not fully certain"), "low": _("doubtful")}
    detail = [
        membership.get_kind_display(),
        known.get(membership.starts_precision, ""),
        doubts.get(membership.confidence, ""),
    ]
    return Value(
        text,
        detail=" · ".join(map(str, filter(None, detail))),
        remarks=given(translated(membership, "note")),
        source_numbers=source_numbers(membership, sources),
    )


def given(*texts: Translated) -> list[Translated]:
    """Those texts that say something."""
    return list(filter(None, texts))


def zone_value(city) -> Value:
    """The name of the time zone, and how far it is from universal time."""
    return Value(city.timezone, detail=show_offset(city.timezone))


def website_value(city) -> Value | None:
    """The city's own site."""
    return Value(urlsplit(city.website).netloc, url=city.website) if city.website else None


def cited_value(city, sources: list[dict]) -> Value | None:
    """The sources that the city's profile cites as a whole."""
    numbers = source_numbers(city, sources)
    return Value("", source_numbers=numbers) if numbers else None


def plan_rows(cities: list, sources: list[dict]) -> list[Row]:
    """The focus areas, with where they come from, and the years of the action plans."""
    return [
        Row(_("Focus areas"), [area_values(city) for city in cities]),
        Row(
            _("Action plan"),
            [[plan_value(plan, sources) for plan in city.action_plans.all()] for city in cities],
        ),
    ]


def area_values(city) -> list[Value]:
    """The city's focus areas and those of its plans, in their order; the basis under the last."""
    areas = {area.pk: area for area in city.focus_areas.all()}
    for plan in city.action_plans.all():
        areas |= {row.focus_area_id: row.focus_area for row in plan.plan_focus_areas.all()}
    ordered = sorted(areas.values(), key=lambda area: (area.order, area.pk))
    values = [Value(area.name, focus_area=area) for area in ordered]
    if values:
        values[-1].remarks = given(translated(city, "focus_areas_basis"))
    return values


def plan_value(plan, sources: list[dict]) -> Value:
    """The years of a plan, which lead to it, and its day."""
    return Value(
        show_years(plan),
        url=f"{plan.city.get_absolute_url()}#{plan_anchor(plan)}",
        time=_("as of %(day)s") % {"day": show_date(plan.as_of)} if plan.as_of else "",
        source_numbers=source_numbers(plan, sources),
    )


def figure_rows(cities: list, sources: list[dict]) -> list[Row]:
    """Each indicator: the newest figures of all cities, then those of each earlier year."""
    by_indicator = defaultdict(lambda: [[] for _city in cities])
    for place, city in enumerate(cities):
        for figure in city.observations.all():
            by_indicator[figure.indicator][place].append(figure)
    return [
        row
        for indicator in sorted(by_indicator, key=facts_first)
        for row in rows_of_indicator(indicator, by_indicator[indicator], sources)
    ]


def facts_first(indicator) -> tuple:
    """Sorts indicators: those that the sheet of facts has, then by name."""
    slug = indicator.slug
    place = FACT_INDICATORS.index(slug) if slug in FACT_INDICATORS else len(FACT_INDICATORS)
    return place, sort_key(indicator.name, get_language()), indicator.pk


def rows_of_indicator(indicator, figures: list[list], sources: list[dict]) -> list[Row]:
    """One row of the newest figures, and one for each earlier year that has others.

    `figures` are those of each city, newest first.
    """
    newest = [of_year(rows, rows[0].period_on.year) if rows else [] for rows in figures]
    left = {row for rows in figures for row in rows} - {row for rows in newest for row in rows}
    years = sorted({row.period_on.year for row in left}, reverse=True)
    later = _("newest figures") if years else ""
    return [
        figure_row(indicator, newest, sources, later),
        *(
            figure_row(indicator, [of_year(rows, year) for rows in figures], sources, str(year))
            for year in years
        ),
    ]


def of_year(figures: list, year: int) -> list:
    """Those figures that are about the year, or a day or month in it."""
    return [row for row in figures if row.period_on.year == year]


def figure_row(indicator, figures: list[list], sources: list[dict], note: str) -> Row:
    """Figures of one indicator, with a warning if they cannot be compared."""
    return Row(
        indicator.name,
        [[figure_value(row, sources) for row in rows] for rows in figures],
        note=note,
        warning=why_not_comparable([rows for rows in figures if rows]),
    )


def figure_value(figure, sources: list[dict]) -> Value:
    """A figure with its unit, time, scope, remark, page and source."""
    return Value(
        show_value(figure),
        number=plain(figure.value),
        unit=figure.indicator.unit,
        time=show_time(figure),
        detail=show_page(figure.page),
        scope=translated(figure, "scope") or None,
        remarks=given(translated(figure, "comment")),
        source_numbers=[source_number(sources, figure.source)],
    )


def plain(value: Decimal) -> str:
    """A number as every spreadsheet and program reads it: "12.5", "3065628"."""
    return f"{value.normalize():f}"


def why_not_comparable(figures: list[list]) -> str:
    """The reasons, as a sentence, why the figures of several cities are not alike; "" if they are.

    Only cities that have a figure count. A scope that is not said may be any.
    """
    reasons = []
    years = sorted({row.period_on.year for rows in figures for row in rows}, reverse=True)
    if len(years) > 1:
        named = join_values([str(year) for year in years])
        reasons.append(_("they are of different years (%(years)s)") % {"years": named})
    scopes = [{scope_of(row) for row in rows} for rows in figures]
    if figures and not set.intersection(*scopes):
        unsaid = any("" in scope for scope in scopes)
        reasons.append(_("not all state their scope") if unsaid else _("their scopes differ"))
    if not reasons:
        return ""
    return _("Not comparable: %(reasons)s.") % {"reasons": "; ".join(reasons)}


def scope_of(figure) -> str:
    """What tells one scope from another, whatever the reader's language."""
    return (figure.scope_en or figure.scope_vi or "").strip().casefold()


def project_rows(cities: list, reports: list, sources: list[dict]) -> list[Row]:
    """All projects on record, and how many of each status every report names."""
    counted = ProjectStatus.objects.published().of_cities(cities)
    by_report = defaultdict(dict)
    for year, city, status, count in counted.counted("project__city", "status"):
        by_report[year, city][status] = count
    totals = Project.objects.published().count_by_city(cities)
    on_record = Row(
        _("All projects"),
        [total_values(city, totals.get(city.pk, 0)) for city in cities],
        note=_("counted from the record"),
        time=show_date(today()),
    )
    return [
        on_record,
        *(
            Row(
                _("Monitoring report %(year)s") % {"year": report.year},
                [status_values(by_report[report.year, city.pk]) for city in cities],
                url=report.get_absolute_url(),
                time=_("as of %(day)s") % {"day": show_date(report.as_of)},
                source_numbers=source_numbers(report, sources),
                missing=_("no project in this report"),
            )
            for report in reports
        ),
    ]


def total_values(city, count: int) -> list[Value]:
    """How many projects the city has, which leads to their list."""
    if not count:
        return []
    url = f"{reverse('cities:project_list')}?city={city.slug}"
    return [Value(number_format(count), number=count, url=url)]


def status_values(counts: dict[str, int]) -> list[Value]:
    """How many projects have each status, in the order of a project's life."""
    named = [*ProjectStatus.Status.choices, ("", _("undecided"))]
    return [
        Value(
            number_format(counts[status]),
            number=counts[status],
            part=str(capfirst(label)),
            status=status,
        )
        for status, label in named
        if status in counts
    ]
