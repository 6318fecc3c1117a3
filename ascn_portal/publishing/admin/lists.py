"""Lists of records: what of each is to be translated, as a column and as a filter."""

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.utils.translation import gettext_lazy

from ascn_portal.publishing import translations
from ascn_portal.publishing.models import Translation
from ascn_portal.publishing.translations import kind_of


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
        rows = Translation.objects.filter(
            card__content_type=kind_of(queryset.model), state=state, language=language
        )
        return queryset.filter(pk__in=rows.values("card__object_id"))


class RecordList(ChangeList):
    """A page of a list whose rows know what of them is to be translated."""

    def get_results(self, request):
        super().get_results(request)
        to_do = translations.to_do_by_key(self.model, [row.pk for row in self.result_list])
        for row in self.result_list:
            row.to_do = to_do.get(row.pk, [])
