"""What search engines are told of the network's pages, in both languages."""

from django.urls import reverse

from ascn_portal.as_of import today
from ascn_portal.publishing.sitemaps import RecordSitemap, SiteSitemap

from .models import City, Country, FocusArea, Project


class CitySitemap(RecordSitemap):
    """The page of each city."""

    def items(self):
        return City.objects.published()


class CountrySitemap(RecordSitemap):
    """The page of each country that has, or had, a member."""

    def items(self):
        return Country.objects.published().members_by(today())


class FocusAreaSitemap(RecordSitemap):
    """The page of each focus area."""

    def items(self):
        return FocusArea.objects.published()


class ProjectSitemap(RecordSitemap):
    """The page of each project."""

    def items(self):
        return Project.objects.published()


class ListSitemap(SiteSitemap):
    """The lists of these records."""

    def items(self):
        return [
            "city_list",
            "compare",
            "country_list",
            "focus_area_list",
            "project_list",
            "monitoring",
        ]

    def location(self, name):
        return reverse(f"cities:{name}")


SITEMAPS = {
    "cities": CitySitemap,
    "countries": CountrySitemap,
    "focus-areas": FocusAreaSitemap,
    "projects": ProjectSitemap,
    "network-lists": ListSitemap,
}
