"""What the monitoring reports say: the figures they print beside those counted from the record."""

from collections import defaultdict

from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ascn_portal.bilingual.dates import show_date
from ascn_portal.caching import public_page
from ascn_portal.sources.listing import list_sources
from cities.models import FocusArea, MonitoringReport, ProjectStatus

from .facts import printed_figure
from .status_table import status_table


@require_safe
@public_page()
def monitoring(request):
    """Each report, newest first: totals, status and focus areas as printed and as counted."""
    reports = list(MonitoringReport.objects.for_monitoring_page())
    statuses = ProjectStatus.objects.published()
    by_status = statuses.counted("status")
    by_area = statuses.counted("focus_area__slug")
    areas = list(FocusArea.objects.published())
    context = {
        "trail": [(_("Monitoring results"), "")],
        "overview": status_table(by_status),
        "reports": [
            report_block(report, of_year(by_status, report), of_year(by_area, report), areas)
            for report in reports
        ],
        "ways": [(_("All projects"), reverse("cities:project_list"))],
        "sources": list_sources(*reports),
        "updated_at": max((report.last_published_at for report in reports), default=None),
    }
    return render(request, "cities/monitoring.html", context)


def of_year(counted: list[tuple], report) -> dict[str, int]:
    """{status or focus area: number of projects} of one report."""
    return {value: count for year, value, count in counted if year == report.year}


def report_block(report, by_status: dict, by_area: dict, areas: list) -> dict:
    """One report with its tables; figures of other indicators stand in a table of their own."""
    printed = defaultdict(list)
    for observation in report.observations.all():
        printed[observation.indicator.slug].append(observation)
    total = sum(by_status.values())
    tables = [
        {
            "id": f"statuses-{report.year}",
            "caption": _("Projects by status"),
            "heading": _("Status"),
            "rows": status_rows(printed, by_status, total),
        },
        {
            "id": f"areas-{report.year}",
            "caption": _("Projects by focus area, as the report has it"),
            "heading": _("Focus area"),
            "rows": [area_row(area, printed, by_area.get(area.slug, 0), total) for area in areas],
        },
    ]
    return {
        "report": report,
        "year": report.year,
        "as_of": show_date(report.as_of),
        "tables": tables,
        "others": [
            printed_figure(row) | {"name": row.indicator.name}
            for rows in printed.values()
            for row in rows
        ],
    }


def status_rows(printed: dict, by_status: dict, total: int) -> list[dict]:
    """All projects, then those of each status; takes what it shows out of `printed`."""
    rows = [counted_row(_("All projects"), printed.pop("projects-total", []), total, 0)]
    for value, label in ProjectStatus.Status.choices:
        figures = printed.pop(f"projects-{value}", []) + printed.pop(f"share-status-{value}", [])
        rows.append(counted_row(capfirst(label), figures, by_status.get(value, 0), total))
    if undecided := by_status.get("", 0):
        rows.append(counted_row(_("Undecided"), [], undecided, total))
    return rows


def area_row(area, printed: dict, count: int, total: int) -> dict:
    """Projects of one focus area; takes what it shows out of `printed`."""
    figures = printed.pop(f"projects-{area.slug}", []) + printed.pop(f"share-{area.slug}", [])
    return counted_row(area.name, figures, count, total) | {"url": area.get_absolute_url()}


def counted_row(label: str, figures: list, count: int, total: int) -> dict:
    """Printed figures beside the counted one and its share of `total`, if that is not 0."""
    share = f"{number_format(round(100 * count / total, 1), 1)}%" if total else ""
    return {
        "label": label,
        "url": "",
        "printed": [printed_figure(row) for row in figures],
        "counted": count,
        "share": share,
    }
