"""The history of everything: one revision, and what was deleted."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ascn_portal.accounts.models import User
from ascn_portal.bilingual.admin import answers
from ascn_portal.bilingual.folding import fold
from ascn_portal.publishing import comparing, rights, services, snapshot
from ascn_portal.publishing.forms import in_plain_words
from ascn_portal.publishing.models import Card, Publishable, Revision
from ascn_portal.publishing.translations import called

from .pages import one_page
from .read_only import AboutRecords, KindFilter, NamedRecords
from .saving import is_stale, record_url


class RevisionList(NamedRecords):
    """A page of revisions; of those whose records are deleted the names as they were."""

    def get_results(self, request):
        super().get_results(request)
        gone = [row for row in self.result_list if not row.title]
        for row, name in zip(gone, comparing.titles(gone), strict=True):
            row.title = _("%(name)s (deleted)") % {"name": name}


@admin.register(Revision)
class RevisionAdmin(AboutRecords):
    """The history of everything, deleted records too: each revision can be restored."""

    change_form_template = "admin/publishing/revision.html"
    change_list_template = "admin/publishing/revision_list.html"
    list_display = ["title", "kind", "number", "action", "state", "author", "created_at"]
    list_filter = ["action", "state", ("content_type", KindFilter)]
    list_select_related = ["content_type", "author"]
    search_fields = ["uid"]  # see get_search_results
    date_hierarchy = "created_at"
    fields = [
        *("record", "number", "action", "state", "author", "approver", "reason"),
        *("due_at", "created_at", "applied_at"),
    ]
    readonly_fields = ["record"]

    @admin.display(description=gettext_lazy("record"))
    def record(self, revision):
        kind, record = revision.content_type, revision.record
        if record is None:
            return f"{kind.name}: {comparing.titles([revision])[0]}"
        return format_html('{}: <a href="{}">{}</a>', kind.name, record_url(record), record)

    def get_changelist(self, request, **kwargs):
        return RevisionList

    def get_search_results(self, request, queryset, search_term):
        """Revisions of records that are called what is asked for, and by people who are."""
        asked = fold(search_term)
        if not asked:
            return queryset, False
        people = User.objects.all()
        authors = [user.pk for user in people if answers(asked, [str(user), user.username])]
        of_row = {"content_type": OuterRef("content_type"), "uid": OuterRef("uid")}
        is_called = Exists(Card.objects.filter(called(search_term), **of_row))
        return queryset.filter(Q(is_called) | Q(author__in=authors)), False

    def get_queryset(self, request):
        """The revisions of records that the user may see."""
        return super().get_queryset(request).filter(rights.in_sight(request.user))

    def has_view_permission(self, request, obj=None):
        """Who sees a record sees its history; the list of all asks for a right of its own."""
        return obj is not None or super().has_view_permission(request)

    def render_change_form(self, request, context, *args, **kwargs):
        revision = context["original"]
        model = revision.model
        name = {"record": comparing.titles([revision])[0], "number": revision.number}
        context["subtitle"] = _("%(record)s, revision %(number)s") % name
        context["sections"] = comparing.say_all(model, revision.content)
        context["can_restore"] = may_restore(request.user, revision)
        context["seen"] = services.newest_number(record_of(revision))
        context["waiting"] = draft_now(revision)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self):
        restore = self.admin_site.admin_view(self.restore_view)
        deleted = self.admin_site.admin_view(self.deleted_view)
        return [
            path("<int:pk>/restore/", restore, name="publishing_revision_restore"),
            path("deleted/", deleted, name="publishing_revision_deleted"),
            *super().get_urls(),
        ]

    def deleted_view(self, request):
        """The records that are deleted at present, each with the button that brings it back."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        deletions = services.deletions().filter(rights.in_sight(request.user))
        page = one_page(request, deletions.select_related("content_type", "author"))
        rows = [
            (row, row.content_type.name, name, rights.may_change(request.user, row.model))
            for row, name in zip(page, comparing.titles(page), strict=True)
        ]
        context = self.admin_site.each_context(request)
        context |= {"title": _("Deleted records"), "page": page, "rows": rows}
        return TemplateResponse(request, "admin/publishing/deleted.html", context)

    def restore_view(self, request, pk):
        """Make what this revision said the draft of its record; publish it too if asked to."""
        revision = get_object_or_404(Revision, pk=pk)
        if request.method == "POST":
            if not may_restore(request.user, revision):
                raise PermissionDenied
            try:
                return redirect(record_url(restore(request, revision)))
            except ValidationError as refusal:
                for sentence in snapshot.lines(in_plain_words(refusal)):
                    messages.error(request, sentence)
        return redirect("admin:publishing_revision_change", pk)


def may_restore(user, revision: Revision) -> bool:
    """Whether `user` may make what `revision` said the draft of its record, there or deleted."""
    if record := revision.record:
        return rights.may_restore(user, record)
    return rights.may_change(user, revision.model)


def record_of(revision: Revision) -> Publishable:
    """The record of `revision`, there or deleted, as the history knows it: by its uid."""
    return revision.model(uid=revision.uid)


def draft_now(revision: Revision) -> Revision | None:
    """The open draft of the record of `revision`, unless that is deleted."""
    return revision.record and services.open_revision(revision.record)


@transaction.atomic
def restore(request, revision: Revision):
    """The record with the content of `revision` as its draft, or live if the button says so.

    Raises ValidationError where somebody has saved since the page with the button was opened.
    """
    publish = "_publish" in request.POST
    if publish and not rights.may_approve(request.user):
        raise PermissionDenied(_("Only an approver can publish. Send the draft to review."))
    services.lock()
    if is_stale(request, record_of(revision)):
        raise ValidationError(_("Somebody has saved meanwhile. Read it again, then decide."))
    waiting = draft_now(revision)
    draft = services.restore(revision, author=request.user)
    if publish:
        services.approve(draft, by=request.user)
        sentence = _("The record says again what it said in revision %(number)s.")
    else:
        sentence = _("What revision %(number)s said is the draft now.")
    messages.success(request, sentence % {"number": revision.number})
    if waiting:
        sentence = _("Revision %(number)s by %(author)s gave way; it stays in the history.")
        who = {"number": waiting.number, "author": waiting.author or "–"}
        messages.warning(request, sentence % who)
    return draft.model.objects.get(uid=draft.uid)
