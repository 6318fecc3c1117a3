"""The shipped record in the database, as conftest loaded it."""

import itertools
import re
from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model

from ascn_portal.accounts.models import LOADER
from ascn_portal.publishing.models import Revision, SlugHistory
from ascn_portal.sources.models import Citation, Source
from cities.models import (
    ActionPlan,
    City,
    Cost,
    Country,
    FocusArea,
    Indicator,
    Membership,
    MonitoringReport,
    NativeName,
    Observation,
    Project,
    ProjectStatus,
    SupportSought,
    Target,
    Term,
)
from documents.models import Document
from events.models import Event, Outcome, Participant
from partners.models import Partner, Proposal

from .conftest import shipped

pytestmark = pytest.mark.django_db


def every(name: str, *keys: str) -> int:
    """How many things stand under `keys` in all rows of a file."""
    rows = shipped(name)
    for key in keys:
        rows = [child for row in rows for child in row[key]]
    return len(rows)


def counts():
    """Each model with how many rows the files hold for it."""
    monitoring, terms = shipped("monitoring.json"), shipped("terms.json")
    plan_projects = shipped("projects.json")
    only_planned = [row for row in plan_projects if row["monitoring_slug"] is None]
    return {
        FocusArea: len(shipped("framework.json")["focus_areas"]),
        Country: every("countries.json") + every("other-countries.json"),
        City: every("cities.json") + every("expansion.json"),
        Membership: every("membership.json"),
        Term: len(terms["chairs"]) + len(terms["shepherds"]),
        ActionPlan: every("action-plans.json"),
        Target: every("action-plans.json", "strategic_targets"),
        MonitoringReport: len(monitoring["reports"]),
        Project: len(monitoring["projects"]) + len(only_planned),
        ProjectStatus: sum(len(row["history"]) for row in monitoring["projects"]),
        SupportSought: every("action-plans.json", "projects", "support_required"),
        Cost: sum(1 for row in plan_projects if row["budget"]),
        Document: every("documents.json"),
        Event: every("events.json"),
        Outcome: every("events.json", "outcomes"),
        Participant: every("events.json", "participants"),
        Partner: every("partners.json"),
        Proposal: every("partners.json", "proposals"),
    }


def test_every_row_of_the_files_is_in_the_record():
    loaded = {model: model.objects.count() for model in counts()}
    assert loaded == counts()


@pytest.mark.parametrize(
    ("day", "cities", "countries", "chair", "shepherd"),
    [
        ("2018-04-28", 26, 10, "SG", None),
        ("2021-08-30", 26, 10, "BN", "SG"),
        ("2024-09-30", 31, 10, "LA", "ID"),
        ("2025-09-30", 35, 10, "MY", "ID"),
        ("2026-01-31", 38, 11, "PH", "ID"),
        ("2026-12-31", 38, 11, "PH", "ID"),
        ("2027-01-01", 38, 11, None, "ID"),
    ],
)
def test_the_network_stands_on_each_day_as_it_stood(day, cities, countries, chair, shepherd):
    day = date.fromisoformat(day)
    members = Membership.objects.published().on(day)
    holders = [Term.objects.holder(role, day) for role in ("chair", "shepherd")]
    assert members.count() == cities
    assert members.values("city__country").distinct().count() == countries
    assert [term and term.country.code for term in holders] == [chair, shepherd]


def test_the_founding_cities_are_a_cohort():
    founding = Membership.objects.published().filter(kind="pilot")
    slugs = {row["slug"] for row in shipped("cities.json")}
    assert {membership.city.slug for membership in founding} == slugs
    assert set(founding.values_list("starts_on", flat=True)) == {date(2018, 4, 28)}


def test_a_shepherd_starts_on_the_day_of_the_meeting_that_chose_it():
    elections = Outcome.objects.filter(kind="elects", terms__role="shepherd")
    assert elections
    for outcome in elections:
        assert [term.starts_on for term in outcome.terms.all()] == [outcome.event.starts_on]


def test_terms_follow_each_other_without_gap_and_say_that_this_is_a_convention():
    shepherds = list(Term.objects.filter(role="shepherd").order_by("starts_on"))
    for term, following in itertools.pairwise(shepherds):
        assert (following.starts_on - term.ends_on).days == 1
    for term in Term.objects.all():
        assert "this is a convention of this portal" in term.note_en
        assert "quy ước của cổng thông tin này" in term.note_vi
    assert (shepherds[-1].ends_precision, shepherds[-1].ends_on) == ("year", date(2027, 12, 31))


def test_rows_of_low_confidence_are_drafts_and_all_others_are_public():
    for model in counts():
        if hasattr(model, "confidence"):
            doubtful = model.objects.filter(confidence="low")
            assert not doubtful.exclude(state="draft").exists()
            assert not model.objects.exclude(confidence="low").exclude(state="published").exists()
    drafts = set(Partner.objects.filter(state="draft").values_list("slug", flat=True))
    assert drafts == {r["slug"] for r in shipped("partners.json") if r["confidence"] == "low"}


def test_the_author_is_an_account_with_which_nobody_can_log_in():
    author = get_user_model().objects.get(username=LOADER)
    assert not author.is_active
    assert not author.has_usable_password()
    assert set(Revision.objects.values_list("author__username", flat=True)) == {LOADER}


def test_every_record_has_its_first_revision_and_no_other():
    records = sum(model.objects.count() for model in counts() if hasattr(model, "state"))
    assert Revision.objects.exclude(number=1).count() == 0
    assert Revision.objects.count() >= records


def test_projects_are_one_set_and_every_other_slug_leads_to_them():
    for row in shipped("projects.json"):
        if row["monitoring_slug"] not in (None, row["slug"]):
            assert project_behind(row["slug"]) == row["monitoring_slug"]
            assert not Project.objects.filter(slug=row["slug"]).exists()
    for row in shipped("projects_me2025.json"):
        assert project_behind(row["slug"]) == row["monitoring_slug"]


def project_behind(slug: str) -> str:
    """The slug of the project to which a former address leads."""
    uid = SlugHistory.objects.get(slug=slug, content_type__model="project").uid
    return Project.objects.get(uid=uid).slug


def test_other_titles_are_former_names_with_their_years():
    project = Project.objects.get(slug="phnom-penh-walk-way")
    assert project.former_names.splitlines() == [
        "2018: 11 Sidewalks Rejuvenation Project",
        "2022, 2023: 11 Sidewalks Rejuvenation",
    ]


def test_a_status_that_a_report_leaves_open_has_its_candidates():
    statuses = ProjectStatus.objects.filter(project__slug="bandar-seri-begawan-kampong-ayer")
    undecided = statuses.get(report__year=2023)
    decided = statuses.get(report__year=2025)
    assert (undecided.status, undecided.candidates) == ("", "planning ongoing")
    assert (decided.status, decided.candidates, decided.number) == ("ongoing", "", "A1")


def test_a_project_of_the_plans_keeps_what_its_city_sought():
    project = Project.objects.get(slug="battambang-solid-and-liquid-waste-management")
    assert project.action_plan.city == project.city
    assert {s.as_of for s in project.support_sought.all()} == {date(2018, 7, 8)}
    (cost,) = project.costs.all()
    assert (cost.amount, cost.currency, cost.citations.count()) == (
        Decimal("21717622.97"),
        "USD",
        1,
    )


def test_what_a_report_prints_stands_beside_what_is_counted():
    report = MonitoringReport.objects.get(year=2022)
    figures = report.observations.filter(country=None, city=None)
    printed = figures.get(indicator__slug="share-status-completed")
    counted = figures.get(indicator__slug="projects-completed")
    assert (printed.value, printed.page) == (Decimal("2.94"), "5")
    assert (counted.value, counted.page) == (2, "5–6")
    assert "2.94%" in report.mismatches_en
    assert "2,94%" in report.mismatches_vi


def test_a_figure_that_two_files_hold_is_one_observation():
    keys = Observation.objects.values_list(
        "indicator", "country", "city", "period_on__year", "value", "source"
    )
    assert len(keys) == len(set(keys))


def test_every_listed_figure_is_an_observation():
    for row in shipped("indicators.json"):
        indicator = Indicator.objects.get(slug=row["indicator"])
        period_on = date.fromisoformat(row["as_of"] + "-01-01"[: 10 - len(row["as_of"])])
        found = indicator.observations.filter(
            value=Decimal(str(row["value"])), period_on=period_on, source__url=row["source"]
        )
        assert found.exists(), row["slug"]


def test_a_doubtful_figure_says_so_in_both_languages():
    figure = Observation.objects.get(indicator__slug="population", value=2281951)
    assert "doubtful" in figure.comment_en
    assert "chưa chắc chắn" in figure.comment_vi


def test_figures_of_the_plans_are_kept_apart_by_their_scope():
    figures = Observation.objects.filter(indicator__slug="population", city__slug="da-nang")
    scopes = {figure.period_on.year: figure.scope_en for figure in figures}
    assert scopes[2018] == "as printed in the action plan of 2018"
    assert "merger" in scopes[2025]


def test_a_document_is_the_source_with_its_address_and_one_printed_in_it_is_none():
    report = Document.objects.get(slug="ascn2019-report-thailand-chairmanship")
    terms = Document.objects.get(slug="ascn-terms-of-reference-2019")
    assert report.source.url == report.official_url == terms.official_url
    assert terms.source is None


def test_a_source_without_a_publication_is_not_cited():
    assert not Source.objects.filter(title="general reference").exists()
    assert Citation.objects.filter(pages="8").exists()


def test_native_names_carry_their_language():
    names = {name.text: name for name in NativeName.objects.all()}
    assert names["新加坡"].language == "zh-Hans"
    assert names["Lungsod ng Maynila"].language == "fil"
    assert names["Dakbayan sa Dabaw"].language == "ceb"
    assert (names["بندر سري بڬاوان"].language, names["بندر سري بڬاوان"].direction) == (
        "ms-Arab",
        "rtl",
    )


def test_officers_are_as_of_the_day_of_the_list_that_names_them():
    officers = City.objects.get(slug="da-nang").representatives.all()
    assert [officer.as_of for officer in officers] == [date(2026, 1, 31), date(2018, 7, 8)]
    for officer in officers:
        (citation,) = officer.citations.all()
        assert citation.source.published_on == officer.as_of


def test_slugs_have_no_underscores():
    for model in counts():
        if hasattr(model, "slug"):
            slugs = model.objects.values_list("slug", flat=True)
            assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) for slug in slugs)
