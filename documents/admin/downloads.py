"""How often what was downloaded."""

from django.contrib import admin
from django.db.models import Sum
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from ascn_portal.bilingual.admin import ReadOnlyAdmin
from ascn_portal.bilingual.languages import language_name
from documents.models import Document, DownloadCount


@admin.register(DownloadCount)
class DownloadCountAdmin(ReadOnlyAdmin):
    """One row a day, document and language; nothing is known of who downloaded."""

    is_upkeep = True
    list_display = ["day", "document", "language", "count"]
    list_filter = ["language"]
    list_select_related = ["document"]
    list_per_page = 100
    search_fields = ["document__title_vi", "document__title_en", "document__slug"]
    date_hierarchy = "day"
    fields = ["document", "language", "day", "count"]


def downloads_of(document: Document):
    """How often a document was downloaded since it is counted, by language; as HTML."""
    counts = DownloadCount.objects.filter(document=document).order_by("language")
    totals = counts.values_list("language").annotate(total=Sum("count"))
    rows = [(language_name(language), number_format(total)) for language, total in totals]
    if not rows:
        return _("Not downloaded yet.")
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {}</li>", rows))
