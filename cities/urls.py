from django.urls import path

from .views import city, compare, country, focus_area, monitoring, project

app_name = "cities"

urlpatterns = [
    path("cities/", city.city_list, name="city_list"),
    # Pages with a word of their own under cities/ stand before this one: see RESERVED_SLUGS.
    path("cities/compare/", compare.compare, name="compare"),
    path("cities/<slug:slug>/", city.city_detail, name="city_detail"),
    path("countries/", country.country_list, name="country_list"),
    path("countries/<slug:slug>/", country.country_detail, name="country_detail"),
    path("focus-areas/", focus_area.focus_area_list, name="focus_area_list"),
    path("focus-areas/<slug:slug>/", focus_area.focus_area_detail, name="focus_area_detail"),
    path("projects/", project.project_list, name="project_list"),
    path("projects/<slug:slug>/", project.project_detail, name="project_detail"),
    path("monitoring/", monitoring.monitoring, name="monitoring"),
]
