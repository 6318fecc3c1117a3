"""What the portal holds and what reading found in it, for staff to read."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import filesizeformat
from django.urls import path
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ascn_portal.bilingual.admin import ReadOnlyAdmin
from ascn_portal.bilingual.languages import language_name
from ascn_portal.publishing.admin.saving import record_url
from ascn_portal.publishing.preview import A_LOOK, preview_token
from documents import reading, services
from documents.models import DocumentFile, DocumentVersion, StoredFile

SHOWN_PAGES = 3
SHOWN_CHARACTERS = 2_000


def kind_of(stored: StoredFile) -> str:
    """ "PDF" or "DOCX": the ending of its names; else its media type."""
    kinds = (kind for kind, known in reading.MEDIA_TYPES.items() if known == stored.media_type)
    return next(kinds, stored.media_type).upper()


def findings(stored: StoredFile) -> list[str]:
    """What staff should know of a file before readers get it; [] if all is well."""
    said = []
    if stored.reading == StoredFile.Reading.WAITING:
        said.append(_("It waits to be read."))
    if stored.reading == StoredFile.Reading.FAILED:
        problem = {"problem": stored.get_problem_display()}
        said.append(_("It could not be read: %(problem)s.") % problem)
    if stored.virus_check == StoredFile.VirusCheck.WAITING:
        said.append(_("It waits for the virus check: readers do not get it before."))
    if stored.virus_check == StoredFile.VirusCheck.INFECTED:
        said.append(_("It is infected: readers never get it."))
    if stored.is_encrypted:
        said.append(_("It is protected: readers may be unable to copy or print from it."))
    if stored.is_searchable is False:
        said.append(_("It holds only pictures: its text cannot be searched or read aloud."))
    if stored.is_tagged is not None:
        said += accessibility(stored)
    return said


def accessibility(stored: StoredFile) -> list[str]:
    """What a PDF lacks for those who hear it read."""
    lacking = []
    if not stored.is_tagged:
        lacking.append(_("It is not tagged: screen readers find no headings or tables in it."))
    if not stored.inner_title:
        lacking.append(_("It names no title of its own."))
    if not stored.inner_language:
        lacking.append(_("It does not say which language it is in."))
    return lacking


def findings_list(stored: StoredFile):
    """The findings as a list, or that there is nothing to object to."""
    said = findings(stored)
    if not said:
        return _("Nothing to object to.")
    return format_html('<ul class="findings">{}</ul>', items(said))


def items(texts: list[str]):
    """Each text as an item of a list."""
    return format_html_join("", "<li>{}</li>", ((text,) for text in texts))


def in_short(stored: StoredFile) -> str:
    """Kind, size and pages in a line."""
    parts = [kind_of(stored), filesizeformat(stored.size)]
    if stored.pages:
        parts.append(_("pages: %(count)s") % {"count": stored.pages})
    return " · ".join(parts)


def address_of(file: DocumentFile) -> str:
    """Where staff open a file; with a preview token, so that what is not public opens too."""
    return f"{file.get_absolute_url()}?preview={preview_token(file.version, A_LOOK)}"


class FindingFilter(admin.SimpleListFilter):
    """Files of which something was found."""

    title = gettext_lazy("finding")
    parameter_name = "finding"
    CONDITIONS = {
        "failed": Q(reading="failed"),
        "not_searchable": Q(is_searchable=False),
        "not_tagged": Q(is_tagged=False),
        "infected": Q(virus_check="infected"),
    }

    def lookups(self, request, model_admin):
        return [
            ("waiting", pgettext_lazy("file", "waits")),
            ("failed", pgettext_lazy("file", "could not be read")),
            ("not_searchable", pgettext_lazy("file", "cannot be searched")),
            ("unsearched", pgettext_lazy("file", "could not be read or cannot be searched")),
            ("not_tagged", pgettext_lazy("file", "is not tagged")),
            ("infected", pgettext_lazy("file", "infected")),
        ]

    def queryset(self, request, queryset):
        if self.value() == "waiting":
            return queryset.waiting()
        if self.value() == "unsearched":
            return queryset.unsearchable()
        condition = self.CONDITIONS.get(self.value())
        return queryset.filter(condition) if condition else queryset


@admin.register(StoredFile)
class StoredFileAdmin(ReadOnlyAdmin):
    """Bytes are never changed here; who may look at versions may look at their files."""

    change_form_template = "admin/documents/stored_file.html"
    list_display = ["names", "kind", "length", "pages", "reading", "virus_check", "objections"]
    list_filter = [FindingFilter, "reading", "virus_check", "media_type"]
    list_per_page = 50
    search_fields = ["sha256", "document_files__file_name", "inner_title"]
    date_hierarchy = "stored_at"
    fieldsets = [
        (None, {"fields": ["uses", "in_short", "sha256", "stored_at", "stored_by"]}),
        (
            gettext_lazy("Findings"),
            {
                "fields": [
                    *("objections", "reading", "virus_check", "inner_title", "inner_language"),
                    *("guessed_language", "is_tagged", "is_encrypted", "is_searchable"),
                ]
            },
        ),
        (gettext_lazy("Text"), {"fields": ["text"]}),
    ]
    readonly_fields = ["uses", "in_short", "objections", "text"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("document_files__version__document")

    def has_view_permission(self, request, obj=None):
        return self.versions_admin.has_view_or_change_permission(request)

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    @property
    def versions_admin(self):
        return self.admin_site.get_model_admin(DocumentVersion)

    @admin.display(description=gettext_lazy("file"))
    def names(self, stored):
        """The names under which it is used; its hash if it is used nowhere."""
        names = {file.file_name for file in stored.document_files.all()}
        return ", ".join(sorted(names)) or _("not used (%(hash)s)") % {"hash": stored}

    @admin.display(description=gettext_lazy("kind"), ordering="media_type")
    def kind(self, stored):
        return kind_of(stored)

    @admin.display(description=gettext_lazy("size"), ordering="size")
    def length(self, stored):
        return filesizeformat(stored.size)

    @admin.display(description=gettext_lazy("file"))
    def in_short(self, stored):
        return in_short(stored)

    @admin.display(description=gettext_lazy("findings"))
    def objections(self, stored):
        return findings_list(stored)

    @admin.display(description=gettext_lazy("used as"))
    def uses(self, stored):
        """Each file of a version that it is: a link to the version and one to open it."""
        rows = [
            (
                *(file.file_name, language_name(file.language), record_url(file.version)),
                *(str(file.version), address_of(file), _("Open")),
            )
            for file in stored.document_files.all()
        ]
        if not rows:
            return _("No version uses it.")
        item = '<li>“{}” ({}): <a href="{}">{}</a> · <a href="{}">{}</a></li>'
        return format_html("<ul>{}</ul>", format_html_join("", item, rows))

    @admin.display(description=gettext_lazy("text of the first pages"))
    def text(self, stored):
        pages = stored.text_pages.order_by("number")[:SHOWN_PAGES]
        rows = [
            (_("Page %(number)s") % {"number": page.number}, shortened(page.text)) for page in pages
        ]
        if not any(text for _name, text in rows):
            return _("No text was found.")
        return format_html_join("", '<h3>{}</h3><pre class="shape">{}</pre>', rows)

    def get_urls(self):
        view = self.admin_site.admin_view(self.read_view)
        name = "documents_storedfile_read"
        return [path("<int:pk>/read/", view, name=name), *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        may_read = self.versions_admin.has_change_permission(request)
        context = {"may_read": may_read} | (extra_context or {})
        return super().change_view(request, object_id, form_url, context)

    def read_view(self, request, pk):
        """Have the file read once more."""
        if not self.versions_admin.has_change_permission(request):
            raise PermissionDenied
        stored = get_object_or_404(StoredFile, pk=pk)
        if request.method == "POST":  # else sign-in led here: the session had ended
            services.start_reading(stored)
            messages.success(request, _("The file is read again; what is found stands here then."))
        return redirect("admin:documents_storedfile_change", pk)


def shortened(text: str) -> str:
    """The beginning of a page's text."""
    return Truncator(text).chars(SHOWN_CHARACTERS)
