"""The pages beside a list: out as a file, in from a file."""

from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from ascn_portal.accounts import audit
from ascn_portal.accounts.models import AuditEntry
from ascn_portal.publishing import comparing, services, snapshot
from ascn_portal.publishing.admin.saving import record_url
from ascn_portal.publishing.exchange import reading, writing
from ascn_portal.publishing.exchange.keeping import keeper_of
from ascn_portal.publishing.exchange.planning import Change, Plan, Planner, carry_out, is_current
from ascn_portal.publishing.exchange.trying import MOST_CHANGES
from ascn_portal.publishing.forms import in_plain_words
from ascn_portal.publishing.models import Publishable

from .layout import Rights, explained, sheets_of
from .uploads import KeptFile, SmallFileHandler, claim, find, forget, keep, release

MOST_SHOWN = 50
XLSX, CSV = "xlsx", "csv"
DRAFTS, LIVE = "drafts", "live"
CONFIRMED = gettext_lazy(
    "This import was confirmed already, by another press or in another tab: a file is imported"
    " once."
)


class ExportForm(forms.Form):
    """As what a list goes out."""

    format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        choices=[
            (XLSX, gettext_lazy("XLSX: the records, and their parts on further sheets")),
            (CSV, gettext_lazy("CSV: the records without their parts")),
        ],
        help_text=gettext_lazy(
            "XLSX for Excel and LibreOffice: they leave dates and numbers as they are."
        ),
    )
    content = forms.ChoiceField(
        label=gettext_lazy("Content"),
        choices=[
            (DRAFTS, gettext_lazy("As staff see it, with drafts")),
            (LIVE, gettext_lazy("As the public sees it now")),
        ],
    )

    def __init__(self, model, data=None):
        super().__init__(data)
        if not issubclass(model, Publishable):
            del self.fields["content"]


class ExchangeScreens:
    """For the admin of a kind: its list as a file, and back."""

    change_list_template = "admin/publishing/record_list.html"

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        wrap = self.admin_site.admin_view
        return [
            path("export/", wrap(self.export_view), name=f"{name}_export"),
            path("import/", wrap(self.taking_small_files), name=f"{name}_import"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        context = (extra_context or {}) | {"can_import": self.may_import(request)}
        return super().changelist_view(request, context)

    def may_import(self, request) -> bool:
        """Whether there is anything that this person may change by a file."""
        return self.has_change_permission(request) or self.has_add_permission(request)

    def export_view(self, request):
        """Ask for the format, then give what the list shows with its filters, all pages of it."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        try:
            rows = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            return redirect(self.list_url())
        form = ExportForm(self.model, request.POST or None)
        if form.is_valid():
            return self.export(request, rows, **form.cleaned_data)
        context = {"form": form, "count": rows.count(), "chosen": audit.filters_of(request)}
        return self.answer_about_list(request, "export", _("Export"), **context)

    def export(self, request, rows, format, content=DRAFTS):
        """The file, noted in the audit log."""
        is_live = content == LIVE
        rows = rows.published() if is_live else rows
        filters = audit.filters_of(request) + ([_("as the public sees it")] if is_live else [])
        about = {"filters": filters} if filters else {}
        self.note(request, AuditEntry.Action.EXPORTED, format, rows.count(), **about)
        name = f"{self.opts.model_name}-{timezone.localdate()}.{format}"
        sheets = sheets_of(self, request)
        entries = keeper_of(self.model).entries(rows, live=is_live)
        if format == CSV:
            return writing.csv_file(name, sheets[0], entries)
        return writing.xlsx_file(name, sheets, entries)

    def note(self, request, action, format: str, count: int, **about):
        kind = self.opts.label_lower
        audit.note(action, by=request.user, kind=kind, format=format, rows=count, **about)

    @property
    def taking_small_files(self):
        """The view of the import, whose files are held in memory; it looks at the token itself,
        for that is to be read after the handler has been set.
        """

        @csrf_exempt
        def view(request):
            request.upload_handlers = [SmallFileHandler(request)]
            return csrf_protect(self.import_view)(request)

        return view

    def import_view(self, request):
        """Ask for a file, show what it would change, do that when it is confirmed."""
        if not self.may_import(request):
            raise PermissionDenied
        if request.method != "POST":
            return self.import_page(request)
        try:
            return self.import_kept(request) if "_do" in request.POST else self.preview(request)
        except ValidationError as refusal:
            return self.import_page(request, refused=snapshot.lines(in_plain_words(refusal)))

    def preview(self, request):
        """Keep what was sent and show what it would change."""
        if refusal := getattr(request, "upload_refusal", ""):
            status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            return self.import_page(request, refused=[refusal], status=status)
        upload = request.FILES.get("file")
        if upload is None:
            raise ValidationError(_("Choose a file."))
        kept = keep(upload, self.owner(request))
        return self.show(request, kept, self.plan(request, kept))

    def import_kept(self, request):
        """Do what was shown, once, all or nothing; if it would be something else now, show that."""
        token, owner = request.POST.get("token", ""), self.owner(request)
        if not claim(token, owner):
            messages.info(request, CONFIRMED)
            return redirect(self.list_url())
        is_done = False
        try:
            kept = find(token, owner)
            plan = self.plan(request, kept)
            is_shown = not plan.problems and plan.mark == request.POST.get("shown")
            is_done = is_shown and self.carry_out(request, kept, plan)
        finally:
            if not is_done:
                release(token, owner)
        if not is_done:
            notice = _("Something has changed since you looked. Nothing was written yet.")
            return self.show(request, kept, self.plan(request, kept), notice=notice)
        forget(token, owner)
        messages.success(request, self.done(len(plan.changes)))
        return redirect(self.list_url())

    @transaction.atomic
    def carry_out(self, request, kept: KeptFile, plan: Plan) -> bool:
        """Save what was planned; False where somebody was quicker and nothing is saved."""
        services.lock()
        if not is_current(plan, self.model):
            return False
        carry_out(plan, self.model, author=request.user)
        action = AuditEntry.Action.IMPORTED
        self.note(request, action, kept.format, len(plan.changes), file=kept.name)
        return True

    def plan(self, request, kept: KeptFile) -> Plan:
        """What the file would change now. Raises ValidationError if it cannot be read."""
        sheets = sheets_of(self, request)
        rows = self.get_queryset(request)
        planner = Planner(sheets, rows, Rights(self, request), kept.digest)
        return planner.read(reading.tables_in(kept.content, kept.name))

    def owner(self, request) -> str:
        """For whom and what a file is kept."""
        return f"{request.user.pk} {self.opts.label_lower}"

    def done(self, count: int) -> str:
        """What the import did, in a sentence."""
        if not issubclass(self.model, Publishable):
            sentence = ngettext("%(count)s row is saved.", "%(count)s rows are saved.", count)
        else:
            sentence = ngettext(
                "%(count)s draft is saved; the public sees it once it is published.",
                "%(count)s drafts are saved; the public sees them once they are published.",
                count,
            )
        return sentence % {"count": count}

    def show(self, request, kept: KeptFile, plan: Plan, notice: str = ""):
        """The page with all that would happen, or with what is wrong."""
        changes = [self.in_words(change) for change in plan.changes[:MOST_SHOWN]]
        context = {"kept": kept, "plan": plan, "changes": changes, "notice": notice}
        problems = [str(problem) for problem in plan.problems[:MOST_SHOWN]]
        return self.import_page(request, refused=problems, **context)

    def in_words(self, change: Change) -> dict:
        """A change as the page shows it."""
        if change.record is None:
            sections = comparing.say_all(self.model, change.shape)
        else:
            sections = comparing.compare(self.model, change.base, change.shape)
        return {
            "row": change.row.number,
            "record": change.record,
            "url": change.record and record_url(change.record),
            "sections": sections,
        }

    def import_page(self, request, *, status=HTTPStatus.OK, **context):
        context |= {
            "limit": filesizeformat(reading.LARGEST),
            "most_rows": reading.MOST_ROWS,
            "most_changes": MOST_CHANGES,
        }
        response = self.answer_about_list(request, "import", _("Import"), **context)
        response.status_code = status
        return response

    def answer_about_list(self, request, name: str, title: str, **context):
        """The page `admin/publishing/<name>.html` about this list."""
        context |= self.admin_site.each_context(request)
        context |= {
            "opts": self.opts,
            "title": f"{title}: {self.opts.verbose_name_plural}",
            "here": title,
            "sheets": explained(sheets_of(self, request)),
            "list_url": self.list_url(),
        }
        return TemplateResponse(request, f"admin/publishing/{name}.html", context)

    def list_url(self) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
