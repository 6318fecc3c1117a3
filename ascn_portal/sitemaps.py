"""Every public page of the site, for search engines: what each app lists."""

from ascn_portal.pages.sitemaps import SITEMAPS as PAGES
from cities.sitemaps import SITEMAPS as CITIES
from documents.sitemaps import SITEMAPS as DOCUMENTS
from events.sitemaps import SITEMAPS as EVENTS
from partners.sitemaps import SITEMAPS as PARTNERS

SITEMAPS = PAGES | CITIES | EVENTS | DOCUMENTS | PARTNERS
