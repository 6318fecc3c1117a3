"""What programs write and staff read: former addresses, loaded rows, failures."""

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy

from ascn_portal.bilingual.admin import PatientList, ReadOnlyAdmin
from ascn_portal.bilingual.sorting import sort_key
from ascn_portal.publishing.models import Card, FailedHook, LoadedRow, SlugHistory


class KindFilter(admin.RelatedOnlyFieldListFilter):
    """Rows by the kind of record that they are about, as people call it."""

    def field_choices(self, field, request, model_admin):
        keys = [key for key, _name in super().field_choices(field, request, model_admin)]
        kinds = ContentType.objects.get_for_id
        named = [(key, capfirst(kinds(key).name)) for key in keys]
        return sorted(named, key=lambda choice: sort_key(choice[1], get_language()))


class NamedRecords(PatientList):
    """A page of a list whose rows know what the records that they are about are called."""

    def get_results(self, request):
        super().get_results(request)
        cards = Card.objects.filter(uid__in=[row.uid for row in self.result_list])
        titles = {(card.content_type_id, card.uid): card.title for card in cards}
        for row in self.result_list:
            row.title = titles.get((row.content_type_id, row.uid), "")


class AboutRecords(ReadOnlyAdmin):
    """Rows that each are about a record of whatever kind: both are named in words."""

    list_filter = [("content_type", KindFilter)]
    list_select_related = ["content_type"]
    readonly_fields = ["kind"]

    def get_changelist(self, request, **kwargs):
        return NamedRecords

    @admin.display(description=gettext_lazy("record"))
    def title(self, row):
        return row.title

    @admin.display(description=gettext_lazy("kind"), ordering="content_type")
    def kind(self, row):
        return capfirst(row.content_type.name)


@admin.register(SlugHistory)
class SlugHistoryAdmin(AboutRecords):
    is_upkeep = True
    fields = ["slug", "kind", "uid"]
    list_display = ["slug", "title", "kind"]
    search_fields = ["slug", "uid"]


@admin.register(LoadedRow)
class LoadedRowAdmin(AboutRecords):
    is_upkeep = True
    fields = ["key", "kind", "uid", "digest"]
    list_display = ["key", "title", "kind"]
    search_fields = ["key", "uid"]


@admin.register(FailedHook)
class FailedHookAdmin(ReadOnlyAdmin):
    is_upkeep = True
    list_display = ["hook", "error", "failed_at", "tries"]
