"""What programs write and staff read: revisions, former addresses, loaded rows, failures."""

import json

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ascn_portal.bilingual.admin import ReadOnlyAdmin
from ascn_portal.publishing import rights, services, snapshot
from ascn_portal.publishing.forms import (
    in_plain_words,
)
from ascn_portal.publishing.models import FailedHook, LoadedRow, Revision, SlugHistory

from .saving import record_url


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
        """Make what this revision said the draft of its record; publish it too if asked to."""
        revision = get_object_or_404(Revision, pk=pk)
        model = revision.content_type.model_class()
        stored = model.objects.filter(uid=revision.uid).first()
        user = request.user
        if not (rights.may_restore(user, stored) if stored else rights.may_change(user, model)):
            raise PermissionDenied
        try:
            record = restore(request, revision, publish="_publish" in request.POST)
        except ValidationError as refusal:
            for sentence in snapshot.lines(in_plain_words(refusal)):
                messages.error(request, sentence)
            return redirect("admin:publishing_revision_change", pk)
        return redirect(record_url(record))


@transaction.atomic
def restore(request, revision: Revision, *, publish: bool):
    """The record with the content of `revision` as its draft, or live where `publish` says so."""
    draft = services.restore(revision, author=request.user)
    if publish and not rights.may_approve(request.user):
        raise PermissionDenied(_("Only an approver can publish. Send the draft to review."))
    if publish:
        services.approve(draft, by=request.user)
        sentence = _("The record says again what it said in revision %(number)s.")
    else:
        sentence = _("What revision %(number)s said is the draft now.")
    messages.success(request, sentence % {"number": revision.number})
    return draft.content_type.model_class().objects.get(uid=draft.uid)


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
