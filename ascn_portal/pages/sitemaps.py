"""Addresses of the assembly pages for search engines."""

from django.urls import reverse

from ascn_portal.publishing.sitemaps import RecordSitemap, SiteSitemap
from cities.models import Term

from .models import Page


class FixedSitemap(SiteSitemap):
    """Pages that are always there."""

    def items(self):
        return [
            "pages:home",
            "pages:city_map",
            "pages:chair_list",
            "pages:history",
            "pages:about_index",
        ]

    def location(self, item):
        return reverse(item)


class ChairYearSitemap(RecordSitemap):
    """The year of each Chair."""

    def items(self):
        return Term.objects.published().filter(role=Term.Role.CHAIR).order_by("starts_on", "pk")


class PageSitemap(RecordSitemap):
    """Pages of text."""

    def items(self):
        return Page.objects.published()


SITEMAPS = {"site": FixedSitemap, "chairs": ChairYearSitemap, "about": PageSitemap}
