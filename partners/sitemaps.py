"""Addresses of the partners for search engines."""

from django.urls import reverse

from ascn_portal.publishing.sitemaps import RecordSitemap, SiteSitemap

from .models import Partner


class PartnerListSitemap(SiteSitemap):
    """The list of all partners."""

    def items(self):
        return ["partners:partner_list"]

    def location(self, item):
        return reverse(item)


class PartnerSitemap(RecordSitemap):
    """The page of each partner."""

    def items(self):
        return Partner.objects.published()


SITEMAPS = {"partner-list": PartnerListSitemap, "partners": PartnerSitemap}
