"""The secretariat's screens for records: their lists, and the form with its state and buttons."""

import uuid

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modeltranslation.fields import TranslationField

from ascn_portal.bilingual.dates import show_moment
from ascn_portal.bilingual.folding import fold
from ascn_portal.publishing import rights, services, translations
from ascn_portal.publishing.forms import RecordForm, posted_uid
from ascn_portal.publishing.models import Card, Publishable
from ascn_portal.publishing.standing import DRAFT, LABELS, PUBLIC, planned_for, standing
from ascn_portal.publishing.translations import called
from ascn_portal.sources.admin import CitationInline

from .conflicts import ConflictScreens
from .exchange import ExchangeScreens
from .history import HistoryScreens
from .lists import LanguageFilter, RecordList, StateFilter
from .presence import PresenceScreen
from .preview import PreviewScreen
from .review import ReviewScreens
from .saving import SavesThroughServices, record_url
from .translations import offer_next


class FixedFields:
    """For an admin or inline: what this person may not change of a record is shown to be read.

    Who may change texts only cannot change others; who sees their own record only cannot choose
    among records that they do not see.
    """

    def get_readonly_fields(self, request, obj=None):
        fixed = super().get_readonly_fields(request, obj)
        fields = {field.name: field for field in self.model._meta.get_fields()}
        names = flatten_fieldsets(self.get_fieldsets(request, obj))
        shown = [fields[name] for name in names if name in fields]
        others = []
        if translates(request, obj):
            others = [field.name for field in shown if not isinstance(field, TranslationField)]
        elif obj is not None and rights.only_own(request.user, type(obj)):
            others = [field.name for field in shown if leads_out_of_sight(request.user, field)]
        return list(dict.fromkeys([*fixed, *others]))


class RightsOfTheRecord(FixedFields):
    """For parts: who may edit the record may edit this part of it; of texts, only these."""

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) or edits(request, obj)

    def has_add_permission(self, request, obj):
        return super().has_add_permission(request, obj) or proposes(request, obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) or edits(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) or proposes(request, obj)


class InlineOfTheRecord(RightsOfTheRecord):
    """For an inline: its rows are seen with their record."""

    def get_queryset(self, request):
        """All rows. Django's inline asks for rights once more, and does not say of which record."""
        return super(admin.options.InlineModelAdmin, self).get_queryset(request)


class RecordCitationInline(InlineOfTheRecord, CitationInline):
    """The sources of a record, on its page."""


class PublishableAdmin(
    ExchangeScreens,
    PreviewScreen,
    PresenceScreen,
    ReviewScreens,
    HistoryScreens,
    ConflictScreens,
    FixedFields,
    SavesThroughServices,
):
    """A record with its parts: drafted, reviewed, published, withdrawn, restored.

    `fieldsets`, `inlines`, `list_display` and `list_filter` name what is the kind's own; what
    all records have is added here.
    """

    form = RecordForm
    search_fields = ["names"]  # of its card: see get_search_results
    change_form_template = "admin/publishing/record_form.html"
    view_on_site = False  # the form offers the address of what is live, not of the draft

    def get_queryset(self, request):
        """Whoever may propose changes to some records only sees no others."""
        rows = super().get_queryset(request)
        if rights.only_own(request.user, self.model):
            return rows.filter(pk__in=rights.proposed_by(request.user, self.model).values("pk"))
        return rows

    def get_fieldsets(self, request, obj=None):
        publication = ["reviewer"]
        if rights.may_approve(request.user):
            publication.append("go_public_at")
        if services.may_approve_alone(request.user):
            publication.append("own_reason")
        return [
            *self.fieldsets,
            (
                _("How sure this is"),
                {"fields": [("confidence", "checked_on"), ("note_vi", "note_en")]},
            ),
            (_("Publication"), {"fields": publication}),
        ]

    def get_inlines(self, request, obj):
        return [*self.inlines, RecordCitationInline]

    def get_prepopulated_fields(self, request, obj=None):
        """An address is made of the name while it is new; those who type texts only cannot."""
        return {} if translates(request, obj) else super().get_prepopulated_fields(request, obj)

    def get_list_display(self, request):
        return [*self.list_display, "way_in_words", "confidence", "languages"]

    def get_list_filter(self, request):
        return [StateFilter, "confidence", LanguageFilter, *self.list_filter]

    def get_changelist(self, request, **kwargs):
        return RecordList

    def get_search_results(self, request, queryset, search_term):
        """Records that are called what is asked for, in either language and whatever its marks."""
        if not fold(search_term):
            return queryset, False
        kind = ContentType.objects.get_for_model(self.model)
        cards = Card.objects.filter(called(search_term), content_type=kind)
        return queryset.filter(pk__in=cards.values("object_id")), False

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def way_in_words(self, record):
        """How the public stands to `record`, and the state of the draft that waits beside that."""
        if record.draft is None:
            return self.state_in_words(record)
        waiting = draft_in_words(record.draft)
        if standing(record) == DRAFT:
            return waiting
        return _("%(live)s; new text: %(waiting)s") % {
            "live": self.state_in_words(record),
            "waiting": waiting,
        }

    def state_in_words(self, record):
        """How the public stands to `record`, with the time if that lies ahead."""
        if at := planned_for(record):
            return _("public from %(moment)s") % {"moment": show_moment(at)}
        return LABELS[standing(record)]

    @admin.display(description=gettext_lazy("languages"))
    def languages(self, record):
        """What is to be translated, as in "English: missing"."""
        said = (f"{row.get_language_display()}: {row.get_state_display()}" for row in record.to_do)
        return ", ".join(said) or None

    def has_module_permission(self, request):
        return super().has_module_permission(request) or self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) or edits(request, obj, self.model)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) or edits(request, obj, self.model)

    def has_delete_permission(self, request, obj=None):
        """What was once public is withdrawn, never deleted; nothing is deleted unseen."""
        was_never_public = obj is not None and obj.first_published_at is None
        return was_never_public and super().has_delete_permission(request, obj)

    def get_deleted_objects(self, objs, request):
        """Parts go with their record: no right of their own is asked for."""
        names, counts, _rights, protected = super().get_deleted_objects(objs, request)
        return names, counts, set(), protected

    def delete_model(self, request, obj):
        services.delete(obj, author=request.user)

    def delete_view(self, request, object_id, extra_context=None):
        """Ask, then delete, unless somebody has published the record since it was asked."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(record_url(self.get_object(request, unquote(object_id))))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """The form with what the public sees of the record, read before the draft is laid over."""
        context = extra_context or {}
        if object_id is None:
            if made := self.made_already(request):
                if request.method == "GET":
                    messages.info(request, _("That form has already made this record."))
                return redirect(record_url(made))
            context["uid"] = posted_uid(request.POST, self.model) or uuid.uuid4()
        else:
            record = self.own_or_403(request, object_id)
            if record:
                context |= self.publication_context(request, record)
                context |= self.presence_context(request, record)
        context["can_approve"] = rights.may_approve(request.user)
        return super().changeform_view(request, object_id, form_url, context)

    def made_already(self, request) -> Publishable | None:
        """The record that this form has made: its button was pressed twice, or the way back."""
        if not self.has_add_permission(request):
            return None
        uid = posted_uid(request.POST or request.GET, self.model)
        return self.get_queryset(request).filter(uid=uid).first()

    def own_or_403(self, request, object_id):
        """The record at this address, None if there is none. Another one's is refused in words."""
        record = self.get_object(request, unquote(object_id))
        if record is None and rights.only_own(request.user, self.model):
            raise PermissionDenied(_("You may propose changes to your own record only."))
        return record

    def publication_context(self, request, record) -> dict:
        """How the public stands to `record`, and what waits to change that."""
        newest = services.newest_number(record)
        return {
            "standing": standing(record),
            "state_in_words": self.state_in_words(record),
            "revision_number": record.revision_number,
            "waiting": services.open_revision(record),
            "asked": services.asked_withdrawal(record),
            "is_beside": services.waiting_beside(record) is not None,
            "seen": request.POST.get("seen", newest),
            "public_url": public_url(record),
        }

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            context["missing"] = services.missing_for_publication(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.marked = translations.marked_names(obj) if obj else frozenset()
        return form

    def say_unchanged(self, form):
        if form.needs_translation == form.marked:
            return super().say_unchanged(form)
        return _("The translator’s desk is told. No text was changed.")

    def save_marks(self, request, record, form):
        """Tell the translator's desk which boxes were ticked, and which no longer are."""
        translations.mark(record, form.needs_translation - form.marked, request.user)
        translations.unmark(record, form.marked - form.needs_translation)

    def answer_saved(self, request, record):
        """Back to the record; who came from the translator's desk is led to the next one."""
        answer = super().answer_saved(request, record)
        if "desk" in request.GET and answer.has_header("Location"):
            offer_next(request)
            answer["Location"] += f"?{request.GET.urlencode()}"
        return answer

    def record_or_403(self, request, object_id, has_permission):
        """The record of this address, if it exists and `has_permission` lets this user at it."""
        record = self.own_or_403(request, object_id)
        if record is None:
            raise Http404
        if not has_permission(request, record):
            raise PermissionDenied
        return record


def public_url(record) -> str:
    """The address of `record` while the public can open it, else ""."""
    has_page = hasattr(record, "get_absolute_url") and standing(record) == PUBLIC
    return record.get_absolute_url() if has_page else ""


def draft_in_words(draft) -> str:
    """The state of an open draft, with the time if it has one."""
    if draft.due_at:
        return _("public from %(moment)s") % {"moment": show_moment(draft.due_at)}
    return draft.get_state_display()


def record_of(row) -> Publishable:
    """The record that `row` is, or is a part of."""
    return admin.site.get_model_admin(type(row)).record_of(row)


def edits(request, row, model=None) -> bool:
    """Whether the user may edit the record of `row`, or where there is none, any of `model`."""
    if row is not None:
        return rights.may_edit(request.user, record_of(row))
    return model is not None and rights.may_edit_some(request.user, model)


def proposes(request, row) -> bool:
    """Whether the user may change all of the record without Django's permission for its kind."""
    user = request.user
    return edits(request, row) and not rights.may_translate(user)


def translates(request, record) -> bool:
    """Whether of `record` the user may change the texts alone."""
    return record is not None and rights.only_texts(request.user, type(record))


def leads_out_of_sight(user, field) -> bool:
    """Whether `field` names rows of a kind that `user` may not look at."""
    return field.is_relation and not rights.may_look(user, field.related_model)
