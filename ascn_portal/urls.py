"""The one place that mounts apps: pages with a language prefix, the rest without."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView

from . import views
from .api import api
from .caching import public_page
from .handbook import handbook
from .pages.views.styleguide import styleguide
from .search.api import router as search_router
from .sitemaps import SITEMAPS

api.add_router("", search_router)

# Staff sign in at one page, with a second factor; a password is changed at one page too.
admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("admin/texts/", include("ascn_portal.bilingual.urls")),
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("admin/handbook/", handbook, name="handbook"),
    path("admin/", admin.site.urls),
    path("accounts/", include("ascn_portal.accounts.urls")),
    path(
        "sitemap.xml",
        require_safe(public_page()(sitemap)),
        {"sitemaps": SITEMAPS},
        name="sitemap",
    ),
    path("api/v1/", api.urls),
    path("robots.txt", views.robots, name="robots"),
    path("health/", views.health, name="health"),
    path("documents/", include("documents.file_urls")),
    *i18n_patterns(
        path("", include("ascn_portal.pages.urls")),
        path("", include("ascn_portal.search.urls")),
        path("", include("cities.urls")),
        path("events/", include("events.urls")),
        path("documents/", include("documents.urls")),
        path("partners/", include("partners.urls")),
    ),
]

if settings.SHOW_STYLEGUIDE:
    urlpatterns += i18n_patterns(path("styleguide/", styleguide, name="styleguide"))

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.page_not_found
handler500 = views.server_error
