from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Events")

    def ready(self):
        """Offer the annual meetings wherever a day is chosen."""
        from . import as_of  # noqa: F401
