"""What the network did, year by year, and how its membership grew."""

from datetime import date

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ascn_portal.as_of import FOUNDED_ON, today
from ascn_portal.bilingual.dates import first_day, last_day, show_date, show_period
from ascn_portal.caching import public_page
from ascn_portal.pages import querysets
from ascn_portal.pages.charts import certain_on, draw_growth, growth_steps
from ascn_portal.sources.listing import list_sources
from cities.models import Term
from documents.views import document_row
from events.views import event_row

from .chairs import chair_years


@require_safe
@public_page()
def history(request):
    """The years of the network, oldest first, and the growth of its membership.

    No past day is asked for: each entry has its date, and what came later stands below.
    """
    day = today()
    terms = [term for term in querysets.all_terms() if term.starts_on <= day]
    memberships = list(querysets.memberships_begun_by(day))
    steps = growth_steps(memberships, day)
    years = history_years(terms, memberships, steps, day)
    context = {
        "trail": [(_("History"), "")],
        "day": day,
        "growth": draw_growth(memberships, FOUNDED_ON, day),
        "steps": [step | {"period": show_period(step["first"], step["last"])} for step in steps],
        "years": years,
        "sources": list_sources(*memberships, *terms),
    }
    return render(request, "pages/history.html", context)


def history_years(terms, memberships, steps, day: date) -> list[dict]:
    """One dict a year up to `day`: what `chair_years` says, members at its end, entries by day."""
    chairs = [term for term in terms if term.role == Term.Role.CHAIR]
    shepherds = [term for term in terms if term.role == Term.Role.SHEPHERD]
    entries = [
        *map(event_entry, querysets.events_begun_by(day)),
        *map(document_entry, querysets.documents_until(day.year)),
        *(joining_entry(step) for step in steps if step["joined"]),
        *(leaving_entry(step) for step in steps if step["left"]),
    ]
    entries.sort(key=lambda entry: entry["until"])
    years = []
    for row in reversed(chair_years(chairs, shepherds, [], day)):
        last = min(date(row["year"], 12, 31), day)
        counted = {
            "member_count": certain_on(memberships, last),
            "counted_on": last,
            "members_url": reverse("cities:city_list", query={"as_of": last}),
            "entries": [entry for entry in entries if entry["year"] == row["year"]],
        }
        years.append(row | counted)
    return years


def event_entry(event) -> dict:
    """An event; as each entry with its `year` and `until`, the last day that its date may mean."""
    until = last_day(event.starts_on, event.precision)
    return event_row(event) | {"year": event.starts_on.year, "until": until}


def document_entry(document) -> dict:
    """A document of a year, with the status that it had at the end of it."""
    end = date(document.year, 12, 31)
    until = min(last_day(document.status_on or end, document.status_precision), end)
    return document_row(document, end) | {"year": document.year, "until": until}


def joining_entry(step: dict) -> dict:
    """The cities that joined at one time; `period` where more is known of it than its date says."""
    row = step["joined"][0]
    said = [bound(row.starts_on, row.starts_precision) for bound in (first_day, last_day)]
    is_said = said == [step["first"], step["last"]]
    return {
        "year": row.starts_on.year,
        "until": step["last"],
        "date": show_date(row.starts_on, row.starts_precision),
        "kind": _("Members"),
        "what": _("Founding cities:") if row.is_founding else _("Joined the network:"),
        "cities": [row.city for row in step["joined"]],
        "period": "" if is_said else show_period(step["first"], step["last"]),
    }


def leaving_entry(step: dict) -> dict:
    """The cities that were members for the last time on one day."""
    ends_on = step["left"][0].ends_on
    return {
        "year": ends_on.year,
        "until": ends_on,
        "date": show_date(ends_on),
        "kind": _("Members"),
        "what": _("Left the network:"),
        "cities": [row.city for row in step["left"]],
        "period": "",
    }
