"""Sources in the admin. They stand here, for the pages that cite one are renewed with it."""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from ascn_portal.bilingual.admin import BilingualAdmin
from ascn_portal.publishing import services
from ascn_portal.publishing.forms import (
    RULES,
    PlainForm,
)
from ascn_portal.sources.models import Source

from .exchange import ExchangeScreens


@admin.register(Source)
class SourceAdmin(ExchangeScreens, BilingualAdmin):
    """Sources have no state and no history of their own; the pages that cite them are renewed."""

    form = PlainForm
    list_display = ["title", "publisher", "published_on", "url"]
    search_fields = ["title", "publisher", "url"]
    date_hierarchy = "published_on"

    def has_delete_permission(self, request, obj=None):
        """On its own page only, where it is seen; one that is cited cannot go."""
        return obj is not None and super().has_delete_permission(request, obj)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        services.follow_up()


RULES.update(
    {
        "published_in_both_languages": gettext_lazy(
            "What is public has its name and main texts in both languages."
        ),
        "source_once_an_address": gettext_lazy("Another source has this address."),
        "source_once_without_address": gettext_lazy(
            "There is a source with this title, publisher and date already."
        ),
    }
)
