"""The audit log as Administrators read it: searched, filtered, carried off as a table."""

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from ascn_portal.accounts import audit
from ascn_portal.accounts.models import AuditEntry
from ascn_portal.bilingual.admin import ReadOnlyAdmin
from ascn_portal.bilingual.languages import LANGUAGES
from ascn_portal.spreadsheet import stream_csv


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    change_list_template = "admin/accounts/audit_log.html"
    list_display = ["at", "action", "who", "kind", "about_name", "reason"]
    list_select_related = ["by"]
    list_filter = ["action", ("by", admin.RelatedOnlyFieldListFilter), "at"]
    search_fields = ["words"]
    date_hierarchy = "at"
    show_full_result_count = False
    fields = [
        *("at", "action", "who", "kind", "about_id", "about_name"),
        *("reason", "what_exactly", "address"),
    ]
    readonly_fields = ["who", "kind", "what_exactly"]

    @admin.display(description=gettext_lazy("who"), ordering="by_name")
    def who(self, entry):
        return entry.who

    @admin.display(description=gettext_lazy("kind"), ordering="about_type")
    def kind(self, entry):
        return kind_of(entry)

    @admin.display(description=gettext_lazy("details"))
    def what_exactly(self, entry):
        lines = [(line,) for line in audit.in_words(entry.details)]
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", lines))

    def get_search_results(self, request, queryset, search_term):
        return queryset.with_words(search_term), False

    def get_urls(self):
        view = self.admin_site.admin_view(self.export_view)
        return [path("export/", view, name="accounts_auditentry_export"), *super().get_urls()]

    def export_view(self, request):
        """What the list shows with these filters, all pages of it, as CSV."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            entries = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            return redirect("admin:accounts_auditentry_changelist")
        if request.method != "POST":  # sign-in leads here where the session had ended
            query = request.META["QUERY_STRING"]
            return redirect(f"{reverse('admin:accounts_auditentry_changelist')}?{query}")
        filters = audit.filters_of(request)
        audit.note(
            AuditEntry.Action.EXPORTED,
            by=request.user,
            format="csv",
            rows=entries.count(),
            kind=self.opts.label_lower,
            **({"filters": filters} if filters else {}),
        )
        return stream_csv(f"audit-log-{timezone.localdate()}.csv", table(entries))


def kind_of(entry) -> str:
    """What sort of row an entry is about, in the reader's language; "" where of none."""
    if not entry.about_type:
        return ""
    try:
        return capfirst(apps.get_model(entry.about_type)._meta.verbose_name)
    except LookupError:  # a kind that the portal no longer knows
        return entry.about_type


def table(entries):
    """Rows of texts, the header first; names in both languages."""
    labels = {field.name: capfirst(field.verbose_name) for field in AuditEntry._meta.fields}
    names = [f"about_name_{language}" for language in LANGUAGES]
    yield [
        *(labels[name] for name in ("at", "action", "by_name", "about_type", "about_id")),
        *(f"{labels['about_name']} ({language})" for language in LANGUAGES),
        *(labels[name] for name in ("reason", "details", "address")),
    ]
    for entry in entries.iterator(chunk_size=1000):
        yield [
            timezone.localtime(entry.at).isoformat(timespec="seconds"),
            entry.get_action_display(),
            entry.who,
            kind_of(entry),
            entry.about_id,
            *(getattr(entry, name) or "" for name in names),
            entry.reason,
            "; ".join(audit.in_words(entry.details)),
            entry.address or "",
        ]
