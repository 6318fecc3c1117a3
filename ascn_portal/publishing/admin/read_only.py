"""What programs write and staff read: former addresses, loaded rows, failures."""

from django.contrib import admin

from ascn_portal.bilingual.admin import ReadOnlyAdmin
from ascn_portal.publishing.models import FailedHook, LoadedRow, SlugHistory


@admin.register(SlugHistory)
class SlugHistoryAdmin(ReadOnlyAdmin):
    list_display = ["slug", "content_type", "uid"]
    list_filter = [("content_type", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["content_type"]
    search_fields = ["slug", "uid"]


@admin.register(LoadedRow)
class LoadedRowAdmin(ReadOnlyAdmin):
    list_display = ["key", "content_type", "uid"]
    list_filter = [("content_type", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["content_type"]
    search_fields = ["key", "uid"]


@admin.register(FailedHook)
class FailedHookAdmin(ReadOnlyAdmin):
    list_display = ["hook", "error", "failed_at", "tries"]
