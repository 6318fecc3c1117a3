"""Parts in the admin: on the page of their record, and on a page of their own to cite sources."""

from django.contrib import admin
from django.utils.translation import gettext as _

from ascn_portal.bilingual.admin import BilingualFields
from ascn_portal.publishing import services
from ascn_portal.publishing.forms import PartForm
from ascn_portal.publishing.kept_input import texts_page
from ascn_portal.publishing.trial import find_on_trial
from ascn_portal.sources.admin import CitationInline

from .records import InlineOfTheRecord, RightsOfTheRecord, edits, record_of
from .saving import RecordChoices, SavesThroughServices, shown


class PartInline(InlineOfTheRecord, RecordChoices, BilingualFields, admin.StackedInline):
    """Parts on the page of their record; where they have a page too, a link leads there."""

    form = PartForm
    extra = 0
    show_change_link = True
    # Relations that the parts' names and fields show.
    joined = ()

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.joined)


class PartCitationInline(InlineOfTheRecord, CitationInline):
    """The sources of a part, on its page; what is fixed is what the record has fixed."""

    def get_readonly_fields(self, request, obj=None):
        return super().get_readonly_fields(request, obj and record_of(obj))


class PartAdmin(RightsOfTheRecord, SavesThroughServices):
    """The page of one part that itself cites sources; the record is saved with it.

    It is reached from the record's page, where parts are added and taken away.
    """

    change_form_template = "admin/publishing/part_form.html"
    inlines = [PartCitationInline]
    owners = ()  # the relations of which one leads to the record

    def record_of(self, row):
        return next(filter(None, (getattr(row, owner) for owner in self.owners)))

    def has_module_permission(self, request):
        return False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        """Who may edit the record may edit its parts, and nobody else."""
        return super().has_change_permission(request) if obj is None else edits(request, obj)

    def get_readonly_fields(self, request, obj=None):
        return super().get_readonly_fields(request, obj and record_of(obj))

    def has_delete_permission(self, request, obj=None):
        return False

    def draft_at(self, request, key):
        """The draft of the record that the part belongs to, also where only the draft has it."""
        if part := self.get_object(request, key):
            return shown(request, self.record_of(part))
        return find_on_trial(key)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """Who typed into a part while somebody took it away gets their text back."""
        if request.method != "POST":
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)
        why = _("Somebody has taken this part away while you were typing: nothing was saved.")
        return texts_page(request, request.POST, why, getattr(request, "kept_input", None))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        newest = services.newest_number(self.record_of(obj))
        context["seen"] = request.POST.get("seen", newest)
        return super().render_change_form(request, context, add, change, form_url, obj)
