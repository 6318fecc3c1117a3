"""Addresses of the events for search engines."""

from django.urls import reverse

from ascn_portal.publishing.sitemaps import RecordSitemap, SiteSitemap

from .models import Event


class EventListSitemap(SiteSitemap):
    """The list of all events."""

    def items(self):
        return ["events:event_list"]

    def location(self, item):
        return reverse(item)


class EventSitemap(RecordSitemap):
    """The page of each event."""

    def items(self):
        return Event.objects.published()


SITEMAPS = {"event-list": EventListSitemap, "events": EventSitemap}
