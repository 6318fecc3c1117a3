"""Addresses of the documents for search engines."""

from django.urls import reverse

from ascn_portal.publishing.sitemaps import RecordSitemap, SiteSitemap

from .models import Document


class DocumentListSitemap(SiteSitemap):
    """The list of all documents."""

    def items(self):
        return ["documents:document_list"]

    def location(self, item):
        return reverse(item)


class DocumentSitemap(RecordSitemap):
    """The page of each document."""

    def items(self):
        return Document.objects.published()


SITEMAPS = {"document-list": DocumentListSitemap, "documents": DocumentSitemap}
