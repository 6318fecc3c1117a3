"""Citations in the admin, on every record.

`Source` itself is registered in publishing.admin.sources: to change one renews the public pages
that cite it, and this app knows nothing of those.
"""

from django import forms
from django.contrib.contenttypes.admin import GenericStackedInline
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modeltranslation.fields import TranslationField

from ascn_portal.bilingual.admin import BilingualFields

from .models import Citation


class CitationInline(BilingualFields, GenericStackedInline):
    model = Citation
    extra = 0
    fields = [("source", "pages"), ("field", "order"), ("note_vi", "note_en")]
    autocomplete_fields = ["source"]

    def get_extra(self, request, obj=None, **kwargs):
        """A new record has a place for its source; one that stands gets more by the button."""
        return 1 if obj is None else self.extra

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "field":
            choices = [("", _("the whole record")), *fields_to_cite(self.parent_model)]
            return forms.ChoiceField(
                label=_("Supports"),
                choices=choices,
                required=False,
                help_text=db_field.help_text,
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("source")


def fields_to_cite(model) -> list[tuple[str, str]]:
    """The fields of `model` that a source may support, with their names; both languages as one."""
    return [
        (field.name, capfirst(field.verbose_name))
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.editable and not field.primary_key and not isinstance(field, TranslationField)
    ]
