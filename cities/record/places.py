"""Focus areas, countries, cities and their memberships."""

from itertools import chain

from django.db.models import Q

from ascn_portal.publishing.record import (
    Entry,
    Row,
    citations,
    each,
    join_texts,
    lines,
    parts,
    refer,
    register,
)
from cities.models import City, Country, FocusArea, Membership, Representative


@register("focus-areas", FocusArea, "framework.json")
def focus_areas(framework: Entry):
    note = framework.both("vietnamese_names_note", "note")
    # The rest of the file is told on pages of text.
    framework.skip(*framework.values)
    return each(framework.entries("focus_areas"), focus_area, note)


def focus_area(entry: Entry, note: dict) -> Row:
    slug = entry.slug()
    sources = entry.entries("sources")
    entry.skip("name_in_reports", "name_vi_alternatives")
    sub_areas = entry.entries("sub_areas")
    for sub_area in sub_areas:
        sub_area.skip("in_framework", "in_report_charts")
    shape = {
        "slug": slug,
        "order": entry["order"],
        **entry.both("name"),
        **entry.both("definition"),
        **lines("sub_areas", sub_areas, "name"),
        **note,
        "documents": documents_of(sources),
        "parts": citations(f"focus-areas:{slug}", sources),
    }
    return Row(entry, slug, shape, same=Q(slug=slug))


def documents_of(sources: list[Entry]) -> list:
    """The documents of the portal among the sources."""
    return list({s["document"]: refer(s, "documents", s["document"]) for s in sources}.values())


@register("countries", Country, "countries.json", "other-countries.json")
def countries(members: list[Entry], others: list[Entry]):
    return chain(each(members, member_country), each(others, other_country))


def country(entry: Entry, shape: dict) -> Row:
    """What the rows of both files have in common."""
    code = entry.text("code")
    shape = {
        "code": code,
        "slug": entry.slug(),
        **entry.both("name"),
        "confidence": entry["confidence"],
        **entry.both_if_there("note"),
        **shape,
    }
    shape["parts"] = shape.get("parts", {}) | citations(
        f"countries:{code}", entry.entries("sources")
    )
    return Row(entry, code, shape, same=Q(code=code))


def other_country(entry: Entry) -> Row:
    return country(entry, {})


def member_country(entry: Entry) -> Row:
    key = f"countries:{entry['code']}"
    documents = entry.texts("documents") if "documents" in entry else []
    return country(
        entry,
        {
            **entry.both("official_name"),
            **entry.both("capital"),
            "joined_asean_on": entry.date("joined_asean"),
            **entry.both("national_representative_agency", "agency"),
            "agency_as_of": entry.date("national_representative_as_of"),
            "aliases": "\n".join(
                dict.fromkeys([*entry.texts("aliases_en"), *entry.texts("aliases_vi")])
            ),
            "documents": [refer(entry, "documents", name) for name in documents],
            "parts": native_names(key, entry),
        },
    )


def native_names(key: str, entry: Entry) -> dict:
    names = entry.entries("native_names")
    shapes = [{"text": name["text"], "language": name["language"]} for name in names]
    return parts(key, "native_names", shapes)


@register("cities", City, "cities.json", "expansion.json", "action-plans.json", "monitoring.json")
def cities(founding: list[Entry], later: list[Entry], plans: list[Entry], monitoring: Entry):
    plan_of = {plan["city"]: plan for plan in plans}
    reports = monitoring.entries("reports")
    return chain(
        each(founding, city, plan_of, reports),
        each(later, city, plan_of, reports),
    )


def city(entry: Entry, plan_of: dict[str, Entry], reports: list[Entry]) -> Row:
    slug = entry.slug()
    key = f"cities:{slug}"
    plan = plan_of.get(slug)
    sources = entry.entries("sources")
    # Memberships, figures and projects have files of their own, or are read from here by others.
    entry.skip("coordinates_source", "joined_network", "joined_network_precision")
    entry.skip("founding_member", "population", "population_other", "area_km2")
    entry.skip("scap_profile_2018", "projects_me2025", "monitoring_slugs")
    entry.skip("country_name_en", "country_name_vi")
    documents = [plan.entry("source")["document"]] if plan else []
    documents += [report["document"] for report in reports if slug in cities_in(report)]
    shape = {
        "slug": slug,
        "country": refer(entry, "countries", entry["country"]),
        **entry.both("name"),
        "aliases": "\n".join(entry.texts("aliases")),
        "kind": entry["kind"],
        "latitude": str(entry.number("latitude")),
        "longitude": str(entry.number("longitude")),
        "timezone": entry["timezone"],
        "website": entry["website"],
        **entry.both("summary"),
        **entry.both("vision"),
        "focus_areas": [refer(entry, "focus-areas", name) for name in entry.texts("focus_areas")],
        **entry.both("focus_areas_basis"),
        "documents": [refer(entry, "documents", name) for name in documents],
        "confidence": entry["confidence"],
        **join_texts(
            "note",
            entry.both_if_there("note"),
            entry.both_if_there("country_note"),
            entry.both_if_there("scap_area_note"),
        ),
        "parts": {
            **native_names(key, entry),
            **parts(key, "representatives", representatives(key, entry, plan, sources)),
            **citations(key, sources),
        },
    }
    return Row(entry, slug, shape, same=Q(slug=slug))


def cities_in(report: Entry) -> set[str]:
    """The cities that a monitoring report lists."""
    return {city for country in report.entries("by_country") for city in country.texts("cities")}


def representatives(key: str, entry: Entry, plan: Entry | None, sources: list[Entry]) -> list:
    """The city's Chief Smart City Officers: of 2018 and today, each as of the day of a source."""
    officers = [officer(entry, "csco_title", "csco_name", entry.date("csco_as_of"))]
    if "csco_latest" in entry:
        latest = entry.entry("csco_latest")
        officers.append(officer(latest, "title", "name", latest.date("as_of")))
    for second in plan.entries("csco_additional") if plan else ():
        officers.append(officer(second, "post", "name", plan.date("csco_as_of")))
    for number, shape in enumerate(officers):
        cited = [source for source in sources if source["published"] == str(shape["as_of"])]
        shape["parts"] = citations(f"{key}/representatives/{number}", cited)
    return officers


def officer(entry: Entry, post: str, name: str, as_of) -> dict:
    # A name that both languages write alike stands once.
    names = entry.both(name, "name") if f"{name}_vi" in entry else {"name_en": entry[name]}
    return {
        "role": Representative.Role.CSCO,
        **entry.both(post, "post"),
        **names,
        "as_of": as_of,
    }


@register("memberships", Membership, "membership.json")
def memberships(entries: list[Entry]):
    return each(entries, membership)


def membership(entry: Entry) -> Row:
    city = entry.slug()
    year = entry.number("joined_year")
    precision = entry["joined_date_precision"]
    entry.skip("country", "country_en", "country_vi", "name_en", "name_vi", "aliases")
    shape = {
        "city": refer(entry, "cities", city),
        "kind": entry["membership"],
        "starts_on": entry.date("joined_date") or f"{year}-01-01",
        "starts_precision": precision,
        "starts_not_before": entry.date("joined_not_before"),
        "starts_not_after": entry.date("joined_not_after"),
        "confidence": "high" if precision == "day" else "medium",
        **entry.both("note"),
        "parts": citations(f"memberships:{city}", entry.entries("sources")),
    }
    return Row(entry, city, shape, same=Q(city__slug=city, ends_on=None))
