"""The translator's desk: which texts lag behind in which language, who mends them until when."""

from copy import copy
from datetime import date

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from ascn_portal.bilingual.admin import PatientList, ReadOnlyAdmin
from ascn_portal.bilingual.languages import LANGUAGES
from ascn_portal.bilingual.sorting import sort_key
from ascn_portal.keys import as_key
from ascn_portal.publishing import rights, services, staleness, translations
from ascn_portal.publishing.desk import card_url
from ascn_portal.publishing.forms import DayInput
from ascn_portal.publishing.models import Card, Translation, record_models

from .lacking_texts import first_alike, form_url, lacking_texts

SHOWN_TEXTS = 3


class ConditionFilter(admin.SimpleListFilter):
    """Choices that each say a condition; how many rows answer to each is one query."""

    def conditions(self, request) -> dict[str, tuple]:
        """{value in the address: (what people read, condition)}."""
        raise NotImplementedError

    def lookups(self, request, model_admin):
        self.rules = self.conditions(request)
        return [(value, capfirst(label)) for value, (label, _rule) in self.rules.items()]

    def queryset(self, request, queryset):
        _label, rule = self.rules.get(self.value(), ("", Q()))
        return queryset.filter(rule)

    def get_facet_counts(self, pk_attname, filtered_qs):
        rules = (rule for _label, rule in self.rules.values())
        return {f"{place}__c": Count(pk_attname, filter=rule) for place, rule in enumerate(rules)}


class StateFilter(ConditionFilter):
    """What is to be done, if nothing else is asked for."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def conditions(self, request):
        states = {value: (label, Q(state=value)) for value, label in Translation.State.choices}
        return states | {"all": (_("All"), Q())}

    def queryset(self, request, queryset):
        return queryset.to_do() if self.value() is None else super().queryset(request, queryset)

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return [first | {"display": _("To be done")}, *others]


class KindFilter(ConditionFilter):
    """Records of one kind."""

    title = gettext_lazy("kind")
    parameter_name = "kind"

    def conditions(self, request):
        kinds = ContentType.objects.get_for_models(*record_models())
        names = {
            kind.model: (capfirst(model._meta.verbose_name), Q(card__content_type=kind))
            for model, kind in kinds.items()
        }
        reader = get_language()
        return dict(sorted(names.items(), key=lambda item: sort_key(str(item[1][0]), reader)))


class WhoseFilter(ConditionFilter):
    """Who is to do it, and whether the day for it has passed."""

    title = gettext_lazy("who does it")
    parameter_name = "whose"

    def conditions(self, request):
        overdue = Q(state__in=Translation.TO_DO, due_on__lt=timezone.localdate())
        return {
            "mine": (_("I"), Q(assignee=request.user)),
            "nobody": (_("nobody yet"), Q(assignee=None)),
            "overdue": (pgettext_lazy("translation", "overdue"), overdue),
        }


class DeskList(PatientList):
    """A page of the desk whose rows know under which filters: "next one" keeps to them."""

    def get_results(self, request):
        super().get_results(request)
        kept = QueryDict(self.model_admin.get_preserved_filters(request))
        for row in self.result_list:
            row.shown = kept.get("_changelist_filters", "")


class AssignmentForm(forms.Form):
    """Who is asked for a translation, and until when."""

    assignee = forms.ModelChoiceField(None, label=gettext_lazy("Who does it"), required=False)
    due_on = forms.DateField(
        label=gettext_lazy("Deadline"),
        required=False,
        widget=DayInput,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = rights.translators()


class AssignForm(AssignmentForm, ActionForm):
    """The same for all rows that are ticked in the list."""


@admin.register(Translation)
class TranslationAdmin(ReadOnlyAdmin):
    """The list, and for each row a page with the texts that are not current."""

    list_display = ["record", "kind", "language", "state", "lacking", "assignee", "deadline"]
    list_filter = [StateFilter, "language", KindFilter, WhoseFilter]
    list_select_related = ["card__content_type", "assignee"]
    show_facets = admin.ShowFacets.ALWAYS
    show_full_result_count = False
    search_fields = ["card__names"]
    actions = ["take", "assign", "release"]
    action_form = AssignForm

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return rights.may_translate(request.user) or rights.may_assign(request.user)

    def has_assign_permission(self, request):
        return rights.may_assign(request.user)

    def get_queryset(self, request):
        visible = rights.visible_cards(request.user)
        return super().get_queryset(request).filter(card__in=visible)

    def get_changelist(self, request, **kwargs):
        return DeskList

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": _("Translator’s desk")})

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        called = Card.objects.filter(translations.called(search_term))
        return queryset.filter(card__in=called), False

    @admin.display(description=gettext_lazy("record"), ordering="card")
    def record(self, row):
        return row.card

    @admin.display(description=gettext_lazy("kind"), ordering="card__content_type")
    def kind(self, row):
        return capfirst(row.card.content_type.name)

    @admin.display(description=pgettext_lazy("texts", "not current"))
    def lacking(self, row):
        """Links to the first of the texts, and how many more there are."""
        links = [
            (form_url(row, place, row.shown), label) for label, place in first_alike(row).items()
        ][:SHOWN_TEXTS]
        shown = format_html_join(", ", '<a href="{}">{}</a>', links)
        more = len(row.fields) - len(links)
        return format_html(_("{texts} and {more} more"), texts=shown, more=more) if more else shown

    @admin.display(description=gettext_lazy("deadline"), ordering="due_on")
    def deadline(self, row):
        if row.due_on is None:
            return None
        is_late = row.due_on < timezone.localdate()
        shown = date_format(row.due_on, "SHORT_DATE_FORMAT")
        return format_html("<strong>{}</strong>", shown) if is_late else shown

    @admin.action(description=gettext_lazy("Take for myself"))
    def take(self, request, queryset):
        self.give(request, queryset, request.user)

    @admin.action(description=gettext_lazy("Ask the person"), permissions=["assign"])
    def assign(self, request, queryset):
        if person := typed(request, "assignee"):
            self.give(request, queryset, person)
        else:
            messages.error(request, _("Choose the person first."))

    @admin.action(description=gettext_lazy("Ask nobody"), permissions=["assign"])
    def release(self, request, queryset):
        self.give(request, queryset, None)

    def response_action(self, request, queryset):
        """A person or day that is none is named; Django would say that no action was chosen."""
        try:
            for name in AssignmentForm.base_fields:
                typed(request, name)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(request.get_full_path())
        return super().response_action(request, queryset)

    def give(self, request, queryset, person):
        """Let `person` do these, until the day that was typed.

        The page of one row shows its day, so an empty one there means none; the list shows none.
        """
        chosen = Translation.objects.filter(pk__in=list(queryset.values_list("pk", flat=True)))
        due_on = typed(request, "due_on")
        says_day = due_on or "_assign" in request.POST or person is None
        until = {"due_on": person and due_on} if says_day else {}
        count = translations.assign(chosen, person, **until)
        what = {"count": count, "person": person or _("nobody")}
        messages.success(request, _("Translations now for %(person)s: %(count)s.") % what)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The texts that are not current, each with what the other language says, and changed."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        if request.method == "POST":
            try:
                self.act(request, row)
            except ValidationError as refusal:
                messages.error(request, " ".join(refusal.messages))
            return redirect(request.get_full_path())
        shown = request.GET.get("_changelist_filters", "")
        form = AssignmentForm(initial={"assignee": row.assignee_id, "due_on": row.due_on})
        context = self.admin_site.each_context(request) | {
            "title": str(row.card),
            "opts": self.opts,
            "row": row,
            "other_language": staleness.other_than(row.language),
            "texts": lacking_texts(row, shown),
            "form": form,
            "may_assign": rights.may_assign(request.user),
            "record_url": f"{card_url(row.card)}?{urlencode({'desk': row.pk, 'shown': shown})}",
            "list_url": f"{reverse('admin:publishing_translation_changelist')}?{shown}",
            "next_url": self.next_url(request, row, shown),
        }
        return TemplateResponse(request, "admin/publishing/translation.html", context)

    def act(self, request, row):
        """Do what the pressed button says."""
        rows = Translation.objects.filter(pk=row.pk)
        if "_right" in request.POST:
            note_still_right(row, request.POST["_right"])
            messages.success(request, _("It is noted that this text is still right."))
        elif "_take" in request.POST:
            self.give(request, rows, request.user)
        elif "_assign" in request.POST:
            if not rights.may_assign(request.user):
                raise PermissionDenied(_("Only editors and approvers ask others."))
            self.give(request, rows, typed(request, "assignee"))

    def next_url(self, request, row, shown: str) -> str:
        """The page of the row that follows `row` in the list under the filters `shown`, or ""."""
        asked = copy(request)
        asked.GET = QueryDict(shown)
        try:
            rows = self.get_changelist_instance(asked).queryset
        except (DisallowedModelAdminLookup, IncorrectLookupParameters):
            return ""  # an address that no list of ours has
        following = follower(row, list(rows.values_list("pk", "due_on", "card_id", "language")))
        if following is None:
            return ""
        url = reverse("admin:publishing_translation_change", args=[following])
        return f"{url}?{urlencode({'_changelist_filters': shown})}" if shown else url


@transaction.atomic
def note_still_right(row, place: str):
    """Note that the text of `row` at `place` is right as it is; one writer at a time."""
    services.lock()
    translations.still_right(row, place)
    services.follow_up()  # the public share changes with it


def typed(request, name: str):
    """What was typed into a field of AssignmentForm; None if that is nothing."""
    return AssignmentForm().fields[name].clean(request.POST.get(name))


def follower(row, listed: list[tuple]):
    """The key after that of `row` in `listed`; where it is gone from there, after its place."""
    keys = [key for key, *_place in listed]
    if row.pk in keys:
        later = keys[keys.index(row.pk) + 1 :]
    else:
        own = place_of(row.due_on, row.card_id, row.language)
        later = [key for key, *place in listed if place_of(*place) > own] or keys
    return next(iter(later), None)


def place_of(due_on, card_id: int, language: str) -> tuple:
    """How the desk is ordered, as `Translation.Meta.ordering` says."""
    return due_on or date.max, card_id, LANGUAGES.index(language)


def offer_next(request):
    """After a record was saved that the desk led to: a sentence with the way to the next one."""
    row = Translation.objects.filter(pk=as_key(request.GET["desk"])).first()
    desk = admin.site.get_model_admin(Translation)
    if row and desk.has_view_permission(request):
        if url := desk.next_url(request, row, request.GET.get("shown", "")):
            messages.info(request, format_html('<a href="{}">{}</a>', url, _("Next translation")))
        else:
            messages.info(request, _("This was the last translation on the desk."))
