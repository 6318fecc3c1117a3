"""Addresses of the documents for search engines."""

from django.urls import reverse

from ascn_portal.publishing.sitemaps import RecordSitemap, SiteSitemap

from .models import Document, DocumentVersion


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


class VersionSitemap(RecordSitemap):
    """The page of each version of a document."""

    def items(self):
        return DocumentVersion.objects.published().select_related("document")


SITEMAPS = {
    "document-list": DocumentListSitemap,
    "documents": DocumentSitemap,
    "versions": VersionSitemap,
}
