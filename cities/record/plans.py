"""The Smart City Action Plans, with their targets and focus areas."""

from django.db.models import Q

from ascn_portal.publishing.record import (
    Entry,
    Row,
    citations,
    each,
    numbered,
    parts,
    refer,
    register,
)
from cities.models import ActionPlan


@register("action-plans", ActionPlan, "action-plans.json", "projects.json")
def action_plans(plans: list[Entry], projects: list[Entry]):
    # The projects of a plan say which years it covers.
    horizons = {project["city"]: project.entry("plan_horizon") for project in projects}
    return each(plans, action_plan, horizons)


def action_plan(entry: Entry, horizons: dict[str, Entry]) -> Row:
    city = entry.slug("city")
    key = f"action-plans:{city}"
    source = entry.entry("source")
    if city not in horizons:
        raise entry.fault("no project says which years the plan covers")
    horizons[city].skip("source")  # the concept note, which asks this of every plan
    starts_year = horizons[city].year("start")
    # City, figures and projects are read from here by their own kinds.
    entry.skip("country", "page", "page_end", "projects", "area_km2", "population", "density")
    entry.skip("population_scope_en", "population_scope_vi")
    entry.skip("csco_post_en", "csco_post_vi", "csco_name", "csco_name_vi")
    shape = {
        "city": refer(entry, "cities", city),
        "starts_year": starts_year,
        "ends_year": horizons[city].year("end"),
        **entry.both("vision"),
        "document": refer(entry, "documents", source["document"]),
        "pages": f"{entry['page']}–{entry['page_end']}",
        "as_of": entry.date("as_of"),
        **entry.both("profile_note", "note"),
        "parts": {
            **parts(key, "targets", numbered(entry.entries("strategic_targets"), target)),
            **parts(key, "plan_focus_areas", numbered(entry.entries("focus_areas"), focus_area)),
            **citations(key, [source]),
        },
    }
    return Row(entry, city, shape, same=Q(city__slug=city, starts_year=starts_year))


def target(entry: Entry) -> dict:
    value = entry.number("figure_value")
    return {
        **entry.both("text"),
        "year": entry.number("target_year"),
        **entry.both("figure"),
        "value": None if value is None else str(value),
        **entry.both("figure_unit", "unit"),
    }


def focus_area(entry: Entry) -> dict:
    return {
        "focus_area": refer(entry, "focus-areas", entry["focus_area"]),
        "labels_printed": "; ".join(entry.texts("labels_printed")),
        "basis": entry["basis"],
        **entry.both("note", "comment"),
    }
