"""What readers looked for in vain, for staff to see which words the record lacks."""

from django.contrib import admin

from ascn_portal.bilingual.admin import ReadOnlyAdmin

from .models import MissedQuery


@admin.register(MissedQuery)
class MissedQueryAdmin(ReadOnlyAdmin):
    """Counted by the search page; nobody writes here."""

    list_display = ["words", "count", "last_on"]
    search_fields = ["words"]
    date_hierarchy = "last_on"
