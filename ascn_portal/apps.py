from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """The assembly of the whole site: its commands and its catalogues."""

    name = "ascn_portal"
    verbose_name = _("Portal")


class DeskConfig(admin.AdminConfig):
    """Django's admin with the desk of publishing as its start page."""

    default = False
    default_site = "ascn_portal.publishing.start.DeskSite"
