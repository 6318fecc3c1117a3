from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "ascn_portal.publishing"
    verbose_name = _("Publishing")

    def ready(self):
        """Read the `desk.py` of each app, which says what waits for staff."""
        autodiscover_modules("desk")
