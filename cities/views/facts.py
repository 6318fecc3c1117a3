"""Facts and figures as a page prints them: value and unit, time, scope and source."""

from collections import defaultdict

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from ascn_portal.bilingual.dates import show_date
from ascn_portal.bilingual.numbers import show_number
from ascn_portal.bilingual.text import Translated, translated
from ascn_portal.sources.listing import source_number


def show_value(observation) -> str:
    """Value and unit: "3.065.628 người", "75,32%"."""
    unit = "" if is_share(observation.indicator) else f" {observation.indicator.unit}"
    return show_amount(observation) + unit


def show_amount(observation) -> str:
    """The value without its unit, but a percentage with its sign."""
    amount = show_number(observation.value) + ("%" if is_share(observation.indicator) else "")
    if observation.is_approximate:
        # Translators: before a figure that is not exact: "about 1,000 cameras"
        return _("about %(value)s") % {"value": amount}
    return amount


def is_share(indicator) -> bool:
    """Whether the indicator is measured in percent."""
    return indicator.unit == "%"


def says_its_unit(indicator) -> bool:
    """Whether the figures or the name already tell the unit: "75%", "Projects ongoing"."""
    return is_share(indicator) or indicator.unit.lower() in indicator.name.lower()


def show_time(observation) -> str:
    """The day, month or year that the figure is about."""
    return show_date(observation.period_on, observation.period_precision)


def figure_fact(observation, sources: list[dict]) -> dict:
    """One figure for components/facts.html; `sources` is the page's list of sources."""
    remarks = [translated(observation, "scope"), translated(observation, "comment")]
    return {
        "label": observation.indicator.name,
        "value": show_value(observation),
        "detail": " · ".join(filter(None, [show_time(observation), show_page(observation.page)])),
        "remarks": list(filter(None, remarks)),
        "source_number": source_number(sources, observation.source),
    }


def show_page(page) -> str:
    """ "p. 5", or nothing where the page is not known."""
    return _("p. %(page)s") % {"page": page} if page else ""


def printed_table(observations) -> dict:
    """What monitoring reports print of one place: a row an indicator, a column a report.

    `reports`, oldest first; `rows` with `name`, `unit` (unless plain without) and `cells`, each the
    figures of one report.
    """
    reports = sorted({row.report for row in observations}, key=lambda report: report.year)
    cells = defaultdict(lambda: defaultdict(list))
    for row in observations:
        cells[row.indicator][row.report].append(row)
    return {
        "reports": reports,
        "rows": [
            {
                "name": indicator.name,
                "unit": "" if says_its_unit(indicator) else indicator.unit,
                "cells": [[printed_amount(row) for row in by_report[report]] for report in reports],
            }
            for indicator, by_report in sorted(cells.items(), key=counts_before_shares)
        ],
    }


def printed_figure(observation) -> dict:
    """One figure that a report prints; `time` only where it is not about the report's own day."""
    is_of_its_day = observation.period_on == observation.report.as_of
    return {
        "value": show_value(observation),
        "time": "" if is_of_its_day else show_time(observation),
        "page": show_page(observation.page),
        "scope": translated(observation, "scope"),
        "comment": translated(observation, "comment"),
    }


def printed_amount(observation) -> dict:
    """The same for a table that names the unit once."""
    return printed_figure(observation) | {"value": show_amount(observation)}


def counts_before_shares(item) -> tuple:
    """Sorts (indicator, figures): the total, other numbers, then percentages."""
    indicator = item[0]
    return is_share(indicator), indicator.slug != "projects-total", indicator.slug


def text_fact(label: str, text: Translated, detail: str = "") -> dict:
    """A bilingual text for components/facts.html; says so where it is not yet translated."""
    if text.is_fallback:
        name = get_language_info(text.language)["name_translated"]
        missing = _("Not translated yet. Language shown: %(name)s.") % {"name": name}
        detail = " · ".join(filter(None, [detail, missing]))
    return {"label": label, "value": text.text, "language": text.language, "detail": detail}
