from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "ascn_portal.search"
    verbose_name = _("Search")

    def ready(self):
        """Read the `search.py` of each app, which says what of it is found."""
        autodiscover_modules("search")
