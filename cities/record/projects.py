"""The projects: one set, made of what the reports follow and what only the plans of 2018 name.

`monitoring.json` is the authority on slugs, titles and statuses; the plans and `projects.json`
add what was planned, sought and reported elsewhere.
"""

import re
from itertools import chain

from django.db.models import Q

from ascn_portal.bilingual.languages import LANGUAGES
from ascn_portal.publishing.record import (
    Entry,
    Row,
    citations,
    each,
    figure_source,
    join_texts,
    lines,
    numbered,
    parts,
    refer,
    register,
)
from cities.models import Project


@register(
    "projects",
    Project,
    "monitoring.json",
    "action-plans.json",
    "projects.json",
    "projects_me2025.json",
)
def projects(monitoring: Entry, plans: list[Entry], details: list[Entry], listed: list[Entry]):
    planned = {
        project["slug"]: (plan, project) for plan in plans for project in plan.entries("projects")
    }
    detail_of = {detail["slug"]: detail for detail in details}
    listed_as = {row["monitoring_slug"]: row.slug() for row in listed}
    for row in listed:
        row.skip(*row.values)  # an earlier reading of the report of 2025
    reported = monitoring.entries("projects")
    followed = {entry["scap_slug"] for entry in reported}
    return chain(
        each(reported, reported_project, planned, detail_of, listed_as),
        each((d for d in details if d["slug"] not in followed), unreported_project, planned),
    )


def reported_project(entry: Entry, planned: dict, detail_of: dict, listed_as: dict) -> Row:
    """A project that the monitoring reports follow."""
    slug = entry.slug()
    key = f"projects:{slug}"
    in_plan = entry.slug("scap_slug")
    if in_plan and not (in_plan in planned and in_plan in detail_of):
        raise entry.fault(f"there is no project {in_plan} in the plans")
    plan, project = planned.get(in_plan, (None, None))
    detail = detail_of.get(in_plan)
    sources = entry.entries("sources")
    entry.skip("country", "first_reported", "last_reported", "objective_en", "objective_vi")
    shape = {
        "slug": slug,
        "city": refer(entry, "cities", entry["city"]),
        "focus_area": refer(entry, "focus-areas", entry["focus_area"]),
        **entry.both("title"),
        "former_names": former_names(entry, project),
        **entry.both("summary"),
        **partners(entry, detail),
        "confidence": confidence(entry, detail),
        **(details(key, detail) if detail else {}),
        **(from_plan(plan, project) if plan else {}),
        **join_texts("note", entry.both("note"), *plan_notes(detail, project)),
        "documents": documents_of(sources, plan),
        "parts": {
            **parts(
                key,
                "statuses",
                {str(year["year"]): status(entry, year) for year in entry.entries("history")},
            ),
            **plan_parts(key, detail, plan, project),
            **citations(key, all_sources(sources, plan, detail)),
        },
    }
    former = tuple(filter(None, (in_plan, listed_as.get(slug))))
    return Row(entry, slug, shape, same=Q(slug=slug), former_slugs=former)


def unreported_project(detail: Entry, planned: dict) -> Row:
    """A project of the plans of 2018 that no report lists."""
    slug = detail.slug()
    key = f"projects:{slug}"
    if slug not in planned:
        raise detail.fault("the plans have no such project")
    plan, project = planned[slug]
    shape = {
        "slug": slug,
        "city": refer(detail, "cities", detail["city"]),
        "focus_area": refer(detail, "focus-areas", detail["focus_area"]),
        **project.both("title"),
        **partners(detail),
        "confidence": detail["confidence"],
        **details(key, detail),
        **from_plan(plan, project),
        **join_texts("note", *plan_notes(detail, project)),
        "documents": documents_of([], plan),
        "parts": {
            **plan_parts(key, detail, plan, project),
            **citations(key, all_sources([], plan, detail)),
        },
    }
    return Row(detail, slug, shape, same=Q(slug=slug))


def former_names(entry: Entry, project: Entry | None) -> str:
    """Other titles as printed, one a line with the years that print it: "2022, 2023: …"."""
    years = {project["title_en"]: [2018]} if project else {}
    for other in entry.entries("other_titles"):
        years.setdefault(other["title"], []).append(other["year"])
    years.pop(entry["title_en"], None)
    return "\n".join(f"{', '.join(map(str, found))}: {title}" for title, found in years.items())


def partners(*entries: Entry | None) -> dict:
    """Partners as printed, each once: "Asian Development Bank (ADB)" is no second one."""
    found = {}
    for entry in filter(None, entries):
        pairs = zip(entry.texts("partners_vi"), entry.texts("partners"), strict=False)
        for vietnamese, english in pairs:
            found.setdefault(re.sub(r" \([^)]*\)", "", english), (vietnamese, english))
    columns = zip(LANGUAGES, zip(*found.values(), strict=True), strict=False)
    return {f"partners_printed_{language}": "\n".join(names) for language, names in columns}


def confidence(entry: Entry, detail: Entry | None) -> str:
    """That of the details; what was joined by inference is never of high confidence."""
    stated = detail["confidence"] if detail else "high"
    is_inferred = "inferred" in (entry["titles_joined"], entry["scap_basis"])
    return "medium" if is_inferred and stated == "high" else stated


def details(key: str, detail: Entry) -> dict:
    """What projects.json adds to a project."""
    timeline = detail.entry("timeline")
    # The plans and monitoring.json say these with more care.
    detail.skip("city", "scap_number", "title_en", "title_vi", "focus_area", "plan_horizon")
    detail.skip("status", "status_as_of", "monitoring_slug", "me_report_title")
    detail.skip("seeking_investment", "seeking_investment_as_of", "support_requested_2018")
    detail.skip("in_action_plan_2018")
    return {
        **detail.both("focus_area_basis"),
        **detail.both("summary"),
        **lines("objective", detail.entries("objectives"), "text", prefix="- "),
        "starts_year": timeline.year("start"),
        "ends_year": timeline.year("end"),
        **timeline.both("note", "timeline_note"),
    }


def from_plan(plan: Entry, project: Entry) -> dict:
    """Where the project stands in the plan of its city."""
    # The summary tells later news too.
    project.skip("number", "overview_en", "overview_vi", "monitoring_slug", "title_vi")
    return {"action_plan": refer(plan, "action-plans", plan["city"]), "plan_page": project["page"]}


def plan_notes(detail: Entry | None, project: Entry | None) -> list[dict]:
    if detail is None:
        return []
    return [detail.both("status_note"), project.both_if_there("note")]


def plan_parts(key: str, detail: Entry | None, plan: Entry | None, project: Entry | None) -> dict:
    """What the city sought in 2018, and what the project is said to cost."""
    if detail is None:
        return {}
    as_of = plan.date("as_of")
    sought = numbered(project.entries("support_required"), support_sought)
    costs = [cost(f"{key}/costs/0", detail.entry("budget"))] if detail["budget"] else []
    return {
        **parts(key, "support_sought", [shape | {"as_of": as_of} for shape in sought]),
        **parts(key, "costs", costs),
    }


def support_sought(entry: Entry) -> dict:
    entry.skip("kind_en", "kind_vi")
    return {"kind": entry["kind"], **entry.both("text")}


def cost(key: str, entry: Entry) -> dict:
    cited = {"source": figure_source(entry)}
    return {
        "amount": str(entry.number("amount")),
        "currency": entry["currency"],
        **entry.both("note", "comment"),
        "parts": parts(key, "citations", [cited]),
    }


def status(entry: Entry, year: Entry) -> dict:
    """What one report says of the project."""
    printed = {other["year"]: other["title"] for other in entry.entries("other_titles")}
    year.skip("as_of", "focus_area_in_charts")  # the report itself says both
    return {
        "report": refer(year, "monitoring-reports", year["year"]),
        "status": year["status"],
        "candidates": " ".join(
            year.texts("status_candidates") if "status_candidates" in year else ()
        ),
        "basis": year["status_basis"],
        "focus_area": refer(year, "focus-areas", year["focus_area"]),
        "page": year["page"],
        "number": f"{year['list'] or ''}{year['number']}",
        "title_printed": printed.get(year["year"], entry["title_en"]),
    }


def documents_of(sources: list[Entry], plan: Entry | None) -> list:
    """The reports that list the project, and the plan that it came from."""
    cited = [*sources, *([plan.entry("source")] if plan else [])]
    return list({s["document"]: refer(s, "documents", s["document"]) for s in cited}.values())


def all_sources(sources: list[Entry], plan: Entry | None, detail: Entry | None) -> list[Entry]:
    """What is cited, each address once; the first to name one says on which pages."""
    found = {}
    for entry in [*sources, *([plan.entry("source"), *detail.entries("sources")] if plan else [])]:
        found.setdefault(entry["url"], entry)
    return list(found.values())
