from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ascn_portal.publishing.admin import PartInline, PublishableAdmin
from ascn_portal.publishing.forms import RULES

from . import models

RULES.update(
    {
        "document_replaces_another": _("A document cannot replace itself."),
        "document_year_in_range": _("A year lies between 1967 and 2200."),
        "version_number_from_one": _("Versions are numbered from 1."),
        "file_one_primary_a_language": _("Another file of this language is offered first."),
    }
)


@admin.register(models.Document)
class DocumentAdmin(PublishableAdmin):
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("title_vi", "title_en"),
                    ("kind", "symbol"),
                    ("slug", "year"),
                    ("summary_vi", "summary_en"),
                    ("issuing_body_vi", "issuing_body_en"),
                ]
            },
        ),
        (
            _("Status"),
            {"fields": [("status", "status_on", "status_precision"), "replaces"]},
        ),
        (
            _("Text and source"),
            {"fields": [("languages", "official_url"), "source"]},
        ),
    ]
    prepopulated_fields = {"slug": ["title_en"]}
    autocomplete_fields = ["replaces", "source"]
    list_display = ["__str__", "kind", "status", "year"]
    list_filter = ["kind", "status", "year"]
    search_fields = ["title_vi", "title_en", "slug", "symbol"]


class DocumentFileInline(PartInline):
    """Files come in by a service, named by their bytes; here only what is said of them."""

    model = models.DocumentFile
    fields = [
        ("file_name", "language", "media_type"),
        ("size", "pages", "sha256"),
        ("is_primary", "is_authentic"),
    ]
    readonly_fields = ["file_name", "language", "media_type", "size", "pages", "sha256"]
    can_delete = False

    def has_add_permission(self, request, obj):
        return False


@admin.register(models.DocumentVersion)
class DocumentVersionAdmin(PublishableAdmin):
    fieldsets = [
        (None, {"fields": ["document", ("number", "dated_on"), ("change_vi", "change_en")]})
    ]
    autocomplete_fields = ["document"]
    inlines = [DocumentFileInline]
    list_display = ["__str__", "dated_on"]
    list_select_related = ["document"]
    search_fields = ["document__title_vi", "document__title_en", "document__slug"]
