"""The list of projects and the page of a project."""

from itertools import groupby

from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ascn_portal.as_of import as_of_bar, read_as_of, today
from ascn_portal.bilingual.dates import show_date
from ascn_portal.bilingual.numbers import show_number
from ascn_portal.bilingual.text import translated
from ascn_portal.caching import public_page
from ascn_portal.listing import Filter, filter_bar, page_of, page_prefix
from ascn_portal.publishing.addresses import find_public
from ascn_portal.publishing.querysets import is_published
from ascn_portal.sources.listing import list_sources
from cities.models import Project, SupportSought
from documents.views import document_row

from .counts import count_projects
from .facts import show_page, text_fact
from .filters import city_filter, country_filter, focus_area_filter
from .rows import partnership_row, plan_anchor, show_years, source_numbers
from .status_table import show_candidates, status_options


@require_safe
@public_page("country", "city", "focus_area", "status", "support", "as_of", "page")
def project_list(request):
    """Projects with what the newest report up to the day says of each."""
    as_of = read_as_of(request)
    filters = project_filters()
    chosen = {choice.name: choice.read(request) for choice in filters}
    projects = Project.objects.for_project_list(as_of or today()).narrowed(**chosen)
    page = page_of(request, projects.named_by(as_of) if as_of else projects)
    context = {
        "trail": [(_("Projects"), "")],
        "as_of_bar": as_of_bar(request, as_of),
        "filter_bar": filter_bar(request, filters, count_projects(page.paginator.count)),
        "cities": by_city(page.object_list),
        "page_obj": page,
        "prefix": page_prefix(request),
        "ways": [(_("All projects"), reverse("cities:project_list"))],
    }
    return render(request, "cities/project_list.html", context)


def by_city(projects) -> list[tuple]:
    """(city, its projects), in the order given."""
    groups = groupby(projects, key=lambda project: project.city)
    return [(city, list(rows)) for city, rows in groups]


def project_filters() -> list[Filter]:
    """By country, city, focus area, status and the support that the plan asked for."""
    support = [(value, capfirst(label)) for value, label in SupportSought.Kind.choices]
    return [
        country_filter(),
        city_filter(),
        focus_area_filter(),
        Filter("status", _("Status"), status_options()),
        Filter("support", _("Support sought"), support),
    ]


@require_safe
@public_page()
def project_detail(request, slug):
    """All that is on record of a project, first its status in each report."""
    project = find_public(Project.objects.for_project_page(), slug)
    costs = list(project.costs.all())
    sources = list_sources(project, *costs)
    statuses = [status_row(row, project) for row in project.statuses.all()]
    context = {
        "project": project,
        "trail": [
            (_("Projects"), reverse("cities:project_list")),
            (project.city.name, project.city.get_absolute_url()),
            (project.title, ""),
        ],
        "statuses": statuses,
        "latest": statuses[-1] if statuses else None,
        "facts": project_facts(project),
        "support": list(project.support_sought.all()),
        "former_names": project.former_names.splitlines(),
        "costs": [cost_row(cost, sources) for cost in costs],
        "partners_printed": translated(project, "partners_printed"),
        "documents": [document_row(document) for document in project.documents.all()],
        "partnerships": [partnership_row(row) for row in project.partnerships.all()],
        "sources": sources,
    }
    return render(request, "cities/project_detail.html", context)


def status_row(status, project) -> dict:
    """What one report says of the project; its focus area there only if it is another one."""
    moved = status.focus_area_id != project.focus_area_id
    return {
        "report": status.report,
        "year": status.report.year,
        "as_of": show_date(status.report.as_of),
        "status": status.status,
        "candidates": show_candidates(status),
        "basis": status.get_basis_display() if status.basis else "",
        "focus_area": status.focus_area if moved else None,
        "page": show_page(status.page),
        "title_printed": status.title_printed,
    }


def project_facts(project) -> list[dict]:
    """The sheet of facts: years, plan and what the focus area rests on."""
    facts = [
        *timeline_facts(project),
        *plan_facts(project),
        text_fact(_("Basis for the focus area"), translated(project, "focus_area_basis")),
    ]
    return [fact for fact in facts if fact["value"]]


def timeline_facts(project) -> list[dict]:
    """First and last year, as far as they are known, and the note on them."""
    facts = []
    if project.starts_year:
        facts.append({"label": _("Start year"), "value": str(project.starts_year)})
    if project.ends_year:
        facts.append({"label": _("End year"), "value": str(project.ends_year)})
    return [*facts, text_fact(_("On the timeline"), translated(project, "timeline_note"))]


def plan_facts(project) -> list[dict]:
    """The action plan that the project comes from, with its page and document."""
    plan = project.action_plan
    if plan is None:
        return []
    fact = {
        "label": _("Comes from"),
        "value": _("Action plan %(years)s") % {"years": show_years(plan)},
        "url": f"{project.city.get_absolute_url()}#{plan_anchor(plan)}",
        "detail": show_page(project.plan_page),
    }
    if not is_published(plan.document):
        return [fact]
    document = plan.document
    return [
        fact,
        {"label": _("Document"), "value": document.title, "url": document.get_absolute_url()},
    ]


def cost_row(cost, sources: list[dict]) -> dict:
    """An amount with its currency, year, remark and sources."""
    return {
        "amount": f"{show_number(cost.amount)} {cost.currency}",
        "year": cost.year,
        "comment": translated(cost, "comment"),
        "source_numbers": source_numbers(cost, sources),
    }
