"""The screen by which files come in: chosen, given a place, shown as a plan, then done.

All that it knows between two steps stands in its form: files by their uid, the rest as typed.
"""

import hashlib
import uuid
from http import HTTPStatus
from pathlib import Path

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.helpers import Fieldset
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from ascn_portal.keys import as_key
from ascn_portal.publishing import rights, snapshot
from ascn_portal.publishing.admin.saving import record_url
from ascn_portal.publishing.forms import in_plain_words
from ascn_portal.publishing.standing import LABELS, standing
from documents import services, uploading
from documents.archive import unpacked
from documents.forms import FileForm
from documents.languages import FILE_LANGUAGES
from documents.manifest import COLUMNS, read_manifest
from documents.models import Document, DocumentVersion, StoredFile

from .stored_files import findings, in_short

PREFIX = "files"
MOST_ROWS = 1_000
LINES = [
    ("document", "version"),
    ("file_name", "language"),
    ("is_primary", "is_authentic"),
    ("dated_on", "DELETE"),
    ("change_vi", "change_en"),
]

SCRIPTS = forms.Media(js=["js/admin.js", forms.Script("js/admin/upload.js", type="module")])


class Rows(forms.BaseFormSet):
    """A row a file, of which each can be left out."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Leave this file out")


FileFormSet = forms.formset_factory(
    FileForm, formset=Rows, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS, can_delete=True
)
NAMES = [*FileForm.base_fields, "DELETE"]


class UploadScreen:
    """One visit of the screen: what was typed, what has come, what is to be shown."""

    def __init__(self, request):
        self.request = request
        self.document, self.version = where_from(request)
        self.rows = typed_rows(request.POST)
        self.may_publish = rights.may_approve(request.user)
        self.publish = self.may_publish and "publish" in request.POST
        self.refused = request.POST.getlist("refused")
        self.plan_lines = []
        self.notice = ""

    def answer(self):
        """What the request asks for: to take files, to show the plan, or to do it."""
        if self.request.method != "POST":
            return self.page(self.unchecked())
        wants_decision = self.request.POST.keys() & {"_show", "_do"}
        if wants_decision and not self.request.FILES and not self.upload_refusal:
            return self.decide()
        return self.take()

    @property
    def upload_refusal(self) -> str:
        """Why the upload handler stopped, if it did."""
        return getattr(self.request, "upload_refusal", "")

    def take(self):
        """Store what has come and add a row for each file; those refused are named."""
        taken, refused = [], []
        for upload in self.request.FILES.getlist("upload"):
            try:
                taken += self.take_one(Path(upload.temporary_file_path()), upload.name, taken)
            except ValidationError as refusal:
                refused += refusal.messages
        if self.upload_refusal:
            refused.append(self.upload_refusal)
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE if self.upload_refusal else HTTPStatus.OK
        if "application/json" in self.request.headers.get("Accept", ""):
            return JsonResponse({"rows": taken, "refused": refused}, status=status)
        self.rows += taken
        self.refused += refused
        if not (self.rows or self.refused):
            self.refused.append(_("Choose at least one file."))
        return self.page(self.unchecked(), status)

    def take_one(self, path: Path, name: str, before: list[dict]) -> list[dict]:
        """Rows for the file at `path`, or for those of a ZIP; what was `before` has its place."""
        if not name.lower().endswith(".zip"):
            stored, _is_new = services.store(path, name, author=self.request.user)
            return [self.row_for(stored, name, [*self.rows, *before])]
        with unpacked(path) as folder:
            manifest = read_manifest(folder)
            if manifest.problems:
                raise ValidationError([f"“{name}”: {problem}" for problem in manifest.problems])
            return [self.row_of(placement) for placement in manifest.placements]

    def row_for(self, stored: StoredFile, name: str, before: list[dict]) -> dict:
        """What the form proposes for a file; the way here may have named a version."""
        row = row_of_form(
            stored=stored,
            document=self.document or "",
            version=self.version.number if self.version else "",
            language=likely_language(stored),
            file_name=name,
        )
        has_first = self.document and row["language"] in self.languages_with_first(row, before)
        return row | {"is_primary": "" if has_first else "on"}

    def languages_with_first(self, row: dict, before: list[dict]) -> set[str]:
        """The languages in which the version of `row` has a file that is offered first."""
        place = ("document", "version")
        beside = [other for other in before if all(other[name] == row[name] for name in place)]
        languages = {other["language"] for other in beside if other["is_primary"]}
        if self.version:
            held, _waiting = uploading.held_by(self.version)
            languages |= {file["language"] for file in held if file["is_primary"]}
        return languages

    def row_of(self, placement) -> dict:
        """A line of a manifest as a row of the form; its file is stored."""
        placement = uploading.store_bytes(placement, author=self.request.user)
        return row_of_form(**{name: getattr(placement, name, "") for name in FileForm.base_fields})

    def decide(self):
        """Show what will happen, or do it if it is what was shown."""
        formset = FileFormSet(self.request.POST, prefix=PREFIX, form_kwargs=self.known())
        if not formset.is_valid():
            return self.page(formset)
        chosen = [form for form in formset if not form.cleaned_data["DELETE"]]
        plan = uploading.plan(
            form.placement(form.stored_file.sha256, stored=form.stored_file) for form in chosen
        )
        for problem in plan.problems:
            chosen[problem.index].add_error(problem.field, problem.sentence)
        if plan.problems:
            return self.page(formset)
        self.plan_lines = plan.lines(self.publish)
        if not self.plan_lines:
            self.refused.append(_("There is no file to which anything could happen."))
        elif "_do" in self.request.POST and self.was_shown():
            return self.do(plan, formset)
        elif "_do" in self.request.POST:
            self.notice = _("This is no longer what was shown before. Look again, then do it.")
        return self.page(formset)

    def was_shown(self) -> bool:
        """Whether the plan is the one that staff have read."""
        return self.request.POST.get("shown") == self.mark()

    def mark(self) -> str:
        """By which the plan is known again."""
        return hashlib.sha256("\n".join(self.plan_lines).encode()).hexdigest()

    def do(self, plan, formset):
        """Write what was planned, say what became of it, and lead there."""
        user = self.request.user
        try:
            outcomes = uploading.carry_out(plan.versions, author=user, publish=self.publish)
        except ValidationError as refusal:
            self.plan_lines = []
            self.refused += snapshot.lines(in_plain_words(refusal))
            return self.page(formset)
        for outcome in outcomes:
            self.report(outcome)
        if not outcomes:
            messages.info(self.request, _("Nothing was changed."))
        versions = [step.version for step in plan.versions if step.version]
        versions = [outcome.version for outcome in outcomes] or versions
        if len(versions) == 1:
            return redirect(record_url(versions[0]))
        return redirect("admin:documents_documentversion_changelist")

    def report(self, outcome):
        """Tell staff what became of a version."""
        names = {"number": outcome.version.number, "document": outcome.version.document}
        if outcome.is_new:
            said = _("Version %(number)s of “%(document)s” was created.") % names
        else:
            said = _("Version %(number)s of “%(document)s” has its files.") % names
        messages.success(self.request, said)
        if outcome.is_published:
            messages.success(self.request, _("It is public now."))
        if outcome.hindrances:
            hindrances = {"hindrances": " ".join(outcome.hindrances)}
            messages.warning(self.request, _("It was not published: %(hindrances)s") % hindrances)

    def unchecked(self):
        """The rows as a form that objects to nothing yet."""
        return FileFormSet(initial=self.rows, prefix=PREFIX, form_kwargs=self.known())

    def known(self) -> dict:
        """The stored files that the rows name, as each form takes them."""
        uids = [row["stored"] for row in self.rows if is_uuid(row["stored"])]
        found = StoredFile.objects.in_bulk(uids, field_name="uid")
        return {"known": {str(uid): stored for uid, stored in found.items()}}

    def page(self, formset, status=HTTPStatus.OK):
        """The screen, whatever it has to show."""
        describe(formset)
        site = admin.site
        context = site.each_context(self.request) | {
            "title": _("Upload files"),
            "opts": DocumentVersion._meta,
            "document": self.document,
            "version": self.version,
            "formset": formset,
            "media": formset.media + SCRIPTS,
            "refused": self.refused,
            "notice": self.notice,
            "plan": self.plan_lines,
            "mark": self.mark(),
            "publish": self.publish,
            "may_publish": self.may_publish,
            "columns": ", ".join(COLUMNS),
            "limit": settings.UPLOAD_LIMIT,
            "limit_in_words": filesizeformat(settings.UPLOAD_LIMIT),
        }
        return TemplateResponse(self.request, "admin/documents/upload.html", context, status=status)


def likely_language(stored: StoredFile) -> str:
    """That of the text, or the one that the file names; "" where neither is known."""
    stored.refresh_from_db()  # it may have been read since it was stored
    likely = (stored.guessed_language, stored.inner_language[:2].lower())
    return next((code for code in likely if code in FILE_LANGUAGES), "")


def where_from(request) -> tuple[Document | None, DocumentVersion | None]:
    """The document and version from whose page staff come, as the address names them; else None."""
    if number := request.GET.get("version", ""):
        versions = DocumentVersion.objects.select_related("document")
        version = get_object_or_404(versions, pk=as_key(number))
        return version.document, version
    if number := request.GET.get("document", ""):
        return get_object_or_404(Document, pk=as_key(number)), None
    return None, None


def typed_rows(data) -> list[dict]:
    """The rows of the form as they were typed, right or wrong."""
    count = min(as_key(data.get(f"{PREFIX}-TOTAL_FORMS", "")), MOST_ROWS)
    return [
        {name: data.get(f"{PREFIX}-{number}-{name}", "") for name in NAMES}
        for number in range(count)
    ]


def row_of_form(**fields) -> dict:
    """A row as a form has it before it is typed over: texts, and "on" for what is ticked."""
    row = dict.fromkeys(NAMES, "") | fields
    for name, value in row.items():
        if isinstance(value, StoredFile):
            row[name] = str(value.uid)
        elif isinstance(value, Document):
            row[name] = str(value.pk)
        elif isinstance(value, bool):
            row[name] = "on" if value else ""
        else:
            row[name] = "" if value is None else str(value)
    return row


def is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def describe(formset):
    """Give each row what it shows beside its fields: the file, its findings, where it is used."""
    stored = [form.stored_file for form in formset if form.stored_file]
    uses = uploading.uses_of(file.sha256 for file in stored)
    versions = versions_by_document(form["document"].value() for form in formset)
    for form in formset:
        if file := form.stored_file:
            form.in_short = in_short(file)
            form.findings = findings(file)
            form.uses = [f"{use.version} ({use.file_name})" for use in uses.get(file.sha256, [])]
        if existing := versions.get(str(form["document"].value())):
            help_text = _("Empty for a new version. There are: %(versions)s.")
            form.fields["version"].help_text = help_text % {"versions": ", ".join(existing)}
        form.fieldset = Fieldset(form, fields=LINES)


def versions_by_document(keys) -> dict[str, list[str]]:
    """Number and state of each version, by the primary keys of their documents."""
    found = {}
    wanted = {as_key(str(key)) for key in keys}
    for version in DocumentVersion.objects.filter(document__in=wanted).order_by("number"):
        row = f"{version.number} ({LABELS[standing(version)]})"
        found.setdefault(str(version.document_id), []).append(row)
    return found


def upload_view(request):
    """The screen for who may change versions."""
    if not rights.may_change(request.user, DocumentVersion):
        raise PermissionDenied
    return UploadScreen(request).answer()
