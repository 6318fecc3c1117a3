from http import HTTPStatus

from django.contrib import admin, messages
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from ascn_portal.bilingual.languages import language_name
from ascn_portal.publishing.admin import PartInline, PublishableAdmin
from ascn_portal.publishing.forms import RULES
from documents import models, services
from documents.forms import DocumentFileForm, DocumentForm

from .downloads import downloads_of
from .stored_files import address_of, findings_list, in_short
from .uploads import upload_view

RULES.update(
    {
        "document_replaces_another": _("A document cannot replace itself."),
        "document_year_in_range": _("A year lies between 1967 and 2200."),
        "version_number_from_one": _("Versions are numbered from 1."),
        "file_one_primary_a_language": _("Another file of this language is offered first."),
        "file_withdrawn_in_both_languages": _("A withdrawal needs its reason in both languages."),
    }
)


@admin.register(models.Document)
class DocumentAdmin(PublishableAdmin):
    change_form_template = "admin/documents/record_form.html"
    change_list_template = "admin/documents/record_list.html"
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
        (_("Downloads"), {"fields": ["downloads"]}),
    ]
    form = DocumentForm
    prepopulated_fields = {"slug": ["title_en"]}
    readonly_fields = ["downloads"]
    autocomplete_fields = ["replaces", "source"]
    list_display = ["__str__", "kind", "status", "year"]
    list_filter = ["kind", "status", "year"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.upload_refusal = getattr(request, "upload_refusal", "")
        return form

    def add_view(self, request, form_url="", extra_context=None):
        """A new document, which may come with the files of its first version."""
        response = super().add_view(request, form_url, extra_context)
        if getattr(request, "upload_refusal", ""):
            # The rest is left unread: browsers show an early answer if it is an error.
            response.status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return response

    def save_beside(self, request, record, form):
        """The first version with the files that came along."""
        files = [
            services.new_file(upload, language, author=request.user)
            for language, upload in form.files_by_language().items()
        ]
        if files:
            services.add_version(record, files, author=request.user)
        if len({file.stored for file in files}) < len(files):
            sentence = _("Both languages have the very same file. Check whether that is right.")
            messages.warning(request, sentence)

    @admin.display(description=_("total by language"))
    def downloads(self, document):
        return downloads_of(document)


class DocumentFileInline(PartInline):
    """Files come in by the upload; here stands what is said of them, and what was found in them."""

    model = models.DocumentFile
    form = DocumentFileForm
    joined = ["stored", "version__document"]
    fields = [
        "bytes",
        "findings",
        ("file_name", "language"),
        ("is_primary", "is_authentic"),
        ("withdrawal_reason_vi", "withdrawal_reason_en"),
    ]
    readonly_fields = ["bytes", "findings"]
    show_change_link = False
    view_on_site = False  # its link opens what is not public too

    def get_readonly_fields(self, request, obj=None):
        """The address of a file is made of its name and language: once public, it stays."""
        fields = super().get_readonly_fields(request, obj)
        was_public = obj is not None and obj.first_published_at
        return [*fields, "file_name", "language"] if was_public else fields

    def has_add_permission(self, request, obj):
        return False

    def has_delete_permission(self, request, obj=None):
        """A file that readers have seen is withdrawn, never taken away."""
        was_public = obj is not None and obj.first_published_at
        return not was_public and super().has_delete_permission(request, obj)

    @admin.display(description=_("stored file"))
    def bytes(self, file):
        """Kind, size and pages, what is known of it, and where it is opened."""
        details = reverse("admin:documents_storedfile_change", args=[file.stored_id])
        links = [(details, _("All that was found")), (address_of(file), _("Open"))]
        return format_html(
            "{}{}",
            in_short(file.stored),
            format_html_join("", ' · <a href="{}">{}</a>', links),
        )

    @admin.display(description=_("findings"))
    def findings(self, file):
        return findings_list(file.stored)


@admin.register(models.DocumentVersion)
class DocumentVersionAdmin(PublishableAdmin):
    change_form_template = "admin/documents/record_form.html"
    change_list_template = "admin/documents/record_list.html"
    fieldsets = [
        (None, {"fields": ["document", ("number", "dated_on"), ("change_vi", "change_en")]})
    ]
    autocomplete_fields = ["document"]
    inlines = [DocumentFileInline]
    list_display = ["__str__", "dated_on"]
    list_select_related = ["document"]

    def files_of(self, version):
        """Those that are offered, each with its language."""
        files = version.files.select_related("stored", "version__document")
        return [
            (f"{file} ({language_name(file.language)})", address_of(file))
            for file in files
            if not file.is_withdrawn
        ]

    def get_urls(self):
        view = self.admin_site.admin_view(upload_view)
        return [path("upload/", view, name="documents_documentversion_upload"), *super().get_urls()]
