"""Projects by status, as each monitoring report has them."""

from collections import defaultdict

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cities.models import ProjectStatus
from cities.querysets import UNDECIDED, UNREPORTED


def status_options() -> list[tuple[str, str]]:
    """(value, label) choices of a status, in the order of a project's life."""
    named = [(value, capfirst(label)) for value, label in ProjectStatus.Status.choices]
    return [
        *named,
        (UNDECIDED, _("Undecided")),
        (UNREPORTED, _("In no monitoring report yet")),
    ]


def status_table(counted: list[tuple]) -> dict:
    """Columns and one row a report, newest first, of (year, status, number of projects) tuples.

    The column of undecided ones is there only if a report leaves any open.
    """
    by_year = defaultdict(dict)
    for year, status, count in counted:
        by_year[year][status] = count
    used = {status for _year, status, _count in counted}
    columns = [
        (value, label)
        for value, label in [*ProjectStatus.Status.choices, ("", _("undecided"))]
        if value or "" in used
    ]
    return {
        "columns": [capfirst(label) for _value, label in columns],
        "rows": [
            {
                "year": year,
                "counts": [counts.get(value, 0) for value, _label in columns],
                "total": sum(counts.values()),
            }
            for year, counts in sorted(by_year.items(), reverse=True)
        ],
    }


def show_candidates(status: ProjectStatus) -> str:
    """What an undecided status may be: "planning or ongoing"."""
    # Translators: between the last two of several possible statuses: "planning or ongoing"
    return _(" or ").join(str(label) for label in status.candidate_labels)
