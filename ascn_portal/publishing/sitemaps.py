"""Addresses for search engines: each page once a language, under the public origin."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap


class SiteSitemap(Sitemap):
    """Pages of this site, each naming its twin in the other language."""

    i18n = True
    alternates = True
    x_default = True

    def get_domain(self, site=None):
        """The public host, whatever the request named."""
        return urlsplit(settings.PUBLIC_ORIGIN).netloc

    def get_protocol(self, protocol=None):
        return urlsplit(settings.PUBLIC_ORIGIN).scheme


class RecordSitemap(SiteSitemap):
    """Pages of records; a subclass gives the public ones in `items`."""

    def lastmod(self, record):
        return record.last_published_at
