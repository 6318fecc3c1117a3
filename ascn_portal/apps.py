from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """The assembly of the whole site: its commands and its catalogues."""

    name = "ascn_portal"
    verbose_name = _("Portal")
