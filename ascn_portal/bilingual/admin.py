"""Bilingual texts in the admin: both languages side by side, and what is missing in one."""

from contextlib import contextmanager

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db import DataError, models
from django.utils.text import capfirst, format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modeltranslation.fields import TranslationField

from .folding import fold
from .forms import CleanModelForm, check_length
from .languages import language_within
from .markdown import markdown_fields
from .numbers import LocalDecimalField
from .sorting import SortKeyField

MARKS = _(
    "Marks: ### heading, **bold**, *italic*, [words](https://address), - list, 1. numbered list,"
    " > quotation."
)


class BilingualFields:
    """For an admin or inline: a text field says which language it is in, to the eye and in `lang`.

    An empty translation is NULL, as everywhere: a record that is saved unchanged stays the same.
    """

    form = CleanModelForm
    formfield_overrides = {models.DecimalField: {"form_class": LocalDecimalField}}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, models.URLField):
            kwargs.setdefault("assume_scheme", "https")
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(db_field, models.TextField):
            field.widget.attrs["rows"] = 5  # the sheet lets it grow with its text
            # Not `maxlength`: a browser would cut what is pasted, without a word.
            field.validators.append(check_length)
        if field and isinstance(db_field, TranslationField):
            name = db_field.translated_field.verbose_name
            field.label = f"{capfirst(name)} ({language_within(db_field.language)})"
            field.widget.attrs |= {"lang": db_field.language, "spellcheck": "true"}
            field.empty_value = None
            if db_field.translated_field.name in markdown_fields(db_field.model):
                # The script adds a toolbar and a preview.
                field.widget.attrs["data-markdown"] = True
                field.help_text = format_lazy("{} {}", MARKS, field.help_text)
        return field


class PatientList(ChangeList):
    """A page of a list; an address that asks for impossible days or numbers leads to the whole.

    Django notices wrong values while it makes a query, but not those that are refused when the
    query is asked, nor the years at the ends of the calendar.
    """

    def get_queryset(self, *args, **kwargs):
        with as_wrong_lookups():
            return super().get_queryset(*args, **kwargs)

    def get_results(self, request):
        with as_wrong_lookups():
            super().get_results(request)


@contextmanager
def as_wrong_lookups():
    """Raise what Django's lists answer where Python or the database refuses a value."""
    try:
        yield
    except (ValueError, OverflowError, DataError) as error:
        raise IncorrectLookupParameters from error


class BilingualAdmin(BilingualFields, admin.ModelAdmin):
    """Lists in the order of the reader's language, searched with or without diacritics.

    No bulk action: what it would change, nobody has seen.
    """

    actions = None
    list_per_page = 50

    def get_queryset(self, request):
        """Rows with what their names are made of; for lists and for autocompletion alike."""
        return super().get_queryset(request).select_related(*self.list_select_related or ())

    def get_changelist(self, request, **kwargs):
        return PatientList

    def get_ordering(self, request):
        keys = [
            field.name
            for field in self.opts.fields
            if isinstance(field, SortKeyField) and field.language == get_language()
        ]
        return [*keys, "pk"] if keys else super().get_ordering(request)

    def get_search_results(self, request, queryset, search_term):
        """Rows that hold every word asked for, in either language and whatever its marks."""
        asked = fold(search_term)
        if not asked:
            return queryset, False
        columns = [name.lstrip("^=@") for name in self.get_search_fields(request)]
        rows = queryset.order_by().values_list("pk", *columns)
        keys = {key for key, *texts in rows if answers(asked, texts)}
        return queryset.filter(pk__in=keys), False


class ReadOnlyAdmin(BilingualAdmin):
    """Rows that programs write and people read."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def answers(asked: tuple[str, ...], texts: list) -> bool:
    """Whether words of `texts` begin with each folded word `asked`; blanks may be missing."""
    words = [word for text in texts if text for word in fold(str(text))]
    if all(any(word.startswith(begun) for word in words) for begun in asked):
        return True
    return "".join(asked) in "".join(words)
