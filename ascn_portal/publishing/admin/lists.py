"""Lists of records: where each stands on its way, and what of it is to be translated."""

from django.conf import settings
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from ascn_portal.bilingual.admin import PatientList
from ascn_portal.publishing import translations
from ascn_portal.publishing.models import Card, Publishable, Revision, Translation
from ascn_portal.publishing.querysets import published_q
from ascn_portal.publishing.standing import LABELS, PUBLIC, WITHDRAWN


class StateFilter(admin.SimpleListFilter):
    """Records of which a draft waits in some state, or to which the public stands in some way."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        waiting = [(str(state), state.label) for state in Revision.OPEN]
        return [*waiting, *((name, LABELS[name]) for name in (PUBLIC, WITHDRAWN))]

    def queryset(self, request, queryset):
        asked = self.value()
        if asked == PUBLIC:
            return queryset.filter(published_q())
        if asked == WITHDRAWN:
            return queryset.filter(is_withdrawn())
        if asked not in Revision.OPEN:
            return queryset
        kind = ContentType.objects.get_for_model(queryset.model)
        cards = Card.objects.filter(content_type=kind, open__state=asked)
        found = Q(pk__in=cards.values("object_id"))
        if asked == Revision.State.SCHEDULED:
            found |= Q(state=Publishable.State.PUBLISHED, publish_at__gt=timezone.now())
        return queryset.filter(found)


def is_withdrawn() -> Q:
    """The condition that a record is WITHDRAWN now, as `publishing.standing` says it."""
    has_ended = Q(state=Publishable.State.PUBLISHED, withdraw_at__lte=timezone.now())
    return Q(state=Publishable.State.WITHDRAWN) | has_ended


class LanguageFilter(admin.SimpleListFilter):
    """Records of which something is missing or stale in a language."""

    title = gettext_lazy("languages")
    parameter_name = "lacks"

    def lookups(self, request, model_admin):
        return [
            (f"{state}-{code}", f"{label}: {state.label}")
            for state in Translation.TO_DO
            for code, label in settings.LANGUAGES
        ]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        state, _dash, language = self.value().rpartition("-")
        kind = ContentType.objects.get_for_model(queryset.model)
        rows = Translation.objects.filter(card__content_type=kind, state=state, language=language)
        return queryset.filter(pk__in=rows.values("card__object_id"))


class RecordList(PatientList):
    """A page of a list whose rows know their open draft and what of them is to be translated."""

    def get_results(self, request):
        super().get_results(request)
        keys = [row.pk for row in self.result_list]
        to_do = translations.to_do_by_key(self.model, keys)
        drafts = translations.drafts_by_key(self.model, keys)
        for row in self.result_list:
            row.to_do = to_do.get(row.pk, [])
            row.draft = drafts.get(row.pk)
