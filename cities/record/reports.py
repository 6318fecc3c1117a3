"""The yearly monitoring reports; the figures that they print are in `figures`."""

from django.db.models import Q

from ascn_portal.bilingual.languages import LANGUAGES
from ascn_portal.publishing.record import (
    Entry,
    Row,
    each,
    page_range,
    parts,
    refer,
    register,
    source,
)
from cities.models import MonitoringReport

PAGES = {"vi": "trang {}", "en": "p. {}"}


@register("monitoring-reports", MonitoringReport, "monitoring.json")
def monitoring_reports(file: Entry):
    file.skip("projects")
    return each(file.entries("reports"), monitoring_report)


def monitoring_report(entry: Entry) -> Row:
    year = entry.number("year")
    # Others read these: cities and figures. Counts of the projects' own statuses need no field.
    entry.skip("pages", "page_offset", "by_status_in_projects", "appendix")
    shape = {
        "document": refer(entry, "documents", entry["document"]),
        "year": year,
        "as_of": entry.date("as_of"),
        **mismatches(entry.entries("mismatches")),
        "parts": parts(
            f"monitoring-reports:{year}",
            "citations",
            [{"source": source(entry, entry["title"], entry["official_url"])}],
        ),
    }
    return Row(entry, str(year), shape, same=Q(year=year))


def mismatches(entries: list[Entry]) -> dict:
    """A list in Markdown, each item with its pages."""
    items = [(entry.both("text"), page_range(entry.numbers("pages"))) for entry in entries]
    return {
        f"mismatches_{language}": "\n".join(
            f"- {text[f'text_{language}']} ({PAGES[language].format(pages)})"
            for text, pages in items
        )
        for language in LANGUAGES
    }
