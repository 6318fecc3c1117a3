"""The list of focus areas and the page of a focus area."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ascn_portal.as_of import today
from ascn_portal.bilingual.text import translated
from ascn_portal.caching import public_page
from ascn_portal.listing import ROWS_A_PAGE
from ascn_portal.publishing.addresses import find_public
from ascn_portal.sources.listing import list_sources
from cities.models import FocusArea, Project, ProjectStatus
from documents.views import document_row

from .counts import count_cities, count_projects
from .status_table import status_table


@require_safe
@public_page()
def focus_area_list(request):
    """The focus areas of the framework, with how many cities and projects work on each."""
    areas = FocusArea.objects.for_focus_area_list(today())
    context = {
        "trail": [(_("Focus areas"), "")],
        "areas": [focus_area_row(area) for area in areas],
        "sources": list_sources(*areas),
    }
    return render(request, "cities/focus_area_list.html", context)


def focus_area_row(area) -> dict:
    """A focus area with its counts in words."""
    return {
        "area": area,
        "cities": count_cities(area.city_count),
        "projects": count_projects(area.project_count),
    }


@require_safe
@public_page()
def focus_area_detail(request, slug):
    """What a focus area means, which cities work on it, and its projects."""
    area = find_public(FocusArea.objects.for_focus_area_page(today()), slug)
    sub_areas = translated(area, "sub_areas")
    counted = ProjectStatus.objects.published().of_focus_area(area).counted("status")
    context = {
        "area": area,
        "trail": [(_("Focus areas"), reverse("cities:focus_area_list")), (area.name, "")],
        "sub_areas": sub_areas.text.splitlines(),
        "sub_areas_text": sub_areas,
        "cities": list(area.cities.all()),
        "city_count": count_cities(len(area.cities.all())),
        "projects": list(Project.objects.for_focus_area_page(area, today())[:ROWS_A_PAGE]),
        "projects_url": f"{reverse('cities:project_list')}?focus_area={area.slug}",
        "statuses": status_table(counted),
        "documents": [document_row(document) for document in area.documents.all()],
        "sources": list_sources(area),
    }
    return render(request, "cities/focus_area_detail.html", context)
