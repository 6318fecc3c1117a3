"""What programs write and staff read: revisions, former addresses, loaded rows, failures."""

import json

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ascn_portal.bilingual.admin import BilingualAdmin
from ascn_portal.publishing import services, snapshot
from ascn_portal.publishing.forms import (
    in_plain_words,
)
from ascn_portal.publishing.models import FailedHook, LoadedRow, Revision, SlugHistory

from .records import record_url


class ReadOnlyAdmin(BilingualAdmin):
    """Rows that programs write and people read."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    """The history of everything, deleted records too: each revision can be restored."""

    change_form_template = "admin/publishing/revision.html"
    list_display = ["__str__", "action", "state", "author", "created_at"]
    list_filter = ["action", "state", ("content_type", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["content_type", "author"]
    search_fields = ["uid", "author__username"]
    date_hierarchy = "created_at"
    fields = [
        *("record", "number", "action", "state", "author", "approver", "reason"),
        *("due_at", "created_at", "applied_at", "content"),
    ]
    readonly_fields = ["record", "content"]

    @admin.display(description=gettext_lazy("record"))
    def record(self, revision):
        kind = revision.content_type
        record = kind.model_class().objects.filter(uid=revision.uid).first()
        if record is None:
            return f"{kind.name} {revision.uid}"
        return format_html('{}: <a href="{}">{}</a>', kind.name, record_url(record), record)

    @admin.display(description=gettext_lazy("content"))
    def content(self, revision):
        text = json.dumps(revision.shape, ensure_ascii=False, indent=2)
        return format_html('<pre class="shape">{}</pre>', text)

    def get_urls(self):
        view = self.admin_site.admin_view(require_POST(self.restore_view))
        name = "publishing_revision_restore"
        return [path("<int:pk>/restore/", view, name=name), *super().get_urls()]

    def restore_view(self, request, pk):
        """Give the record what this revision said."""
        revision = get_object_or_404(Revision, pk=pk)
        opts = revision.content_type.model_class()._meta
        if not request.user.has_perm(f"{opts.app_label}.change_{opts.model_name}"):
            raise PermissionDenied
        try:
            record = services.restore(revision, author=request.user)
        except ValidationError as refusal:
            for sentence in snapshot.lines(in_plain_words(refusal)):
                messages.error(request, sentence)
            return redirect("admin:publishing_revision_change", pk)
        self.log_change(request, record, _("Restored."))
        messages.success(
            request,
            _("The record says again what it said in revision %(number)s.")
            % {"number": revision.number},
        )
        return redirect(record_url(record))


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
