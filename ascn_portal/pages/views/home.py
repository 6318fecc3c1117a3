"""The front page: the network at a glance."""

from datetime import date
from itertools import groupby

from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import npgettext
from django.views.decorators.http import require_safe

from ascn_portal.as_of import FOUNDED_ON, as_of_bar, read_as_of, today
from ascn_portal.bilingual.text import translated
from ascn_portal.caching import public_page
from ascn_portal.pages import querysets
from cities.map.drawing import draw_region
from cities.models import ProjectStatus, Term
from documents.views import document_row

OUTCOMES_SHOWN = 3


@require_safe
@public_page("as_of")
def home(request):
    """The network at a glance, today or on a past day."""
    as_of = read_as_of(request)
    day = as_of or today()
    memberships = list(querysets.members_for_home(day))
    members = [row for row in memberships if row.is_certain_on(day)]
    meetings = list(querysets.annual_meetings())
    context = {
        "bar": as_of_bar(request, as_of),
        "as_of": as_of,
        "day": day,
        "founded_on": FOUNDED_ON,
        "offices": offices(day),
        "figures": figures(members, [row for row in meetings if row.starts_on <= day], as_of),
        "day_query": f"?as_of={as_of}" if as_of else "",
        "countries": by_country(members),
        "map": draw_region(members, {"as_of": as_of} if as_of else {}),
        "map_note": querysets.map_note(),
        "unsure": [row for row in memberships if not row.is_certain_on(day)],
        "documents": [document_row(row, as_of) for row in querysets.newest_documents(as_of)],
    }
    context |= latest_meeting(meetings, day) | project_table(day)
    if as_of:
        context["next_meeting"] = None
    return render(request, "pages/home.html", context)


def offices(day: date) -> list[dict]:
    """Who chairs and who shepherds on `day`; without a holder whether the next is unannounced."""
    holders = querysets.holders(day)
    return [
        {
            "role": role,
            "term": holders.get(role),
            "is_unannounced": role not in holders and querysets.is_unannounced(role, day),
        }
        for role in Term.Role
    ]


def by_country(memberships) -> list[dict]:
    """`memberships`, sorted by country, as one dict a country: country, memberships.

    The founding cities of a country come first.
    """
    groups = groupby(memberships, key=lambda row: row.city.country)
    return [
        {"country": country, "memberships": sorted(rows, key=lambda row: not row.is_founding)}
        for country, rows in groups
    ]


def figures(members, meetings, as_of: date | None) -> list[dict]:
    """Counts of the home page: value, what it counts, and the page that lists it on that day."""
    cities = len({row.city_id for row in members})
    countries = len({row.city.country_id for row in members})
    founding = sum(row.is_founding for row in members)
    held = len(meetings)
    counted = [
        (
            cities,
            npgettext("below a number", "member city", "member cities", cities),
            "cities:city_list",
            {},
        ),
        (
            countries,
            npgettext("below a number", "country", "countries", countries),
            "cities:country_list",
            {},
        ),
        (
            founding,
            npgettext("below a number", "founding city", "founding cities", founding),
            "cities:city_list",
            {"members": "founding"},
        ),
        (
            held,
            npgettext("below a number", "annual meeting", "annual meetings", held),
            "events:event_list",
            {"kind": "annual_meeting"},
        ),
    ]
    day = {"as_of": as_of} if as_of else {}
    return [
        {
            "value": number_format(value, use_l10n=True, force_grouping=True),
            "label": label,
            "url": reverse(name, query=query | day),
        }
        for value, label, name, query in counted
    ]


def latest_meeting(meetings, day: date) -> dict:
    """The latest of `meetings` (newest first) begun by `day`, the latest that decided, the next."""
    begun = [row for row in meetings if row.starts_on <= day]
    ahead = [row for row in meetings if row.starts_on > day]
    decided = next((row for row in begun if row.outcome_count), None)
    outcomes = querysets.outcomes_of(decided)[:OUTCOMES_SHOWN] if decided else []
    return {
        "meeting": begun[0] if begun else None,
        "next_meeting": ahead[-1] if ahead else None,
        "decided": decided,
        "outcomes": [
            {
                "kind": row.kind,
                "kind_label": capfirst(row.get_kind_display()),
                "text": translated(row, "text"),
            }
            for row in outcomes
        ],
    }


def project_table(day: date) -> dict:
    """Projects by focus area and status in the report that was the latest on `day`."""
    report = querysets.latest_report(day)
    if report is None:
        return {"report": None}
    areas = {}
    for row in querysets.project_counts(report):
        areas.setdefault((row["slug"], row["name"]), {})[row["status"]] = row["projects"]
    statuses = [*ProjectStatus.Status.values, ""]
    totals = {status: sum(row.get(status, 0) for row in areas.values()) for status in statuses}
    shown = [status for status in statuses if totals[status]]
    return {
        "report": report,
        "statuses": shown,
        "rows": [
            {
                "slug": slug,
                "name": name,
                "url": reverse("cities:focus_area_detail", args=[slug]),
                "counts": [counts.get(status, 0) for status in shown],
                "total": sum(counts.values()),
            }
            for (slug, name), counts in areas.items()
        ],
        "totals": [totals[status] for status in shown],
        "project_count": sum(totals.values()),
    }
