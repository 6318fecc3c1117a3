"""Forms that read texts clean, and say what they took out of them."""

from collections import Counter

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.forms import BoundField, ModelForm
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from .cleaning import Cleaned, clean_text, say_findings

# Of a long text; ten times the longest of the shipped record, and read by a page within a second.
check_length = MaxLengthValidator(100_000)


class CleanField(BoundField):
    """A field of a form that gives, checks and shows again the cleaned text of what was posted.

    Browsers cut what is pasted at `maxlength`, and say nothing: so they are only told the limit
    that the script counts to, and the form refuses what is longer.
    """

    @cached_property
    def reading(self) -> Cleaned:
        """What was posted, cleaned; what is no text comes as it is."""
        posted = super().data
        if not isinstance(posted, str):
            return Cleaned(posted, Counter())
        text, findings = clean_text(posted)
        is_one_line = getattr(self.field.widget, "input_type", None) == "text"
        return Cleaned(" ".join(text.split("\n")) if is_one_line else text, findings)

    @property
    def data(self):
        return self.reading.text

    def build_widget_attrs(self, attrs, widget=None):
        attrs = super().build_widget_attrs(attrs, widget)
        if limit := (widget or self.field.widget).attrs.get("maxlength"):
            attrs |= {"maxlength": False, "data-limit": limit}
        return attrs


class CleanForm:
    """For a form: hidden characters are taken out, and that is seen before anything is saved.

    The form comes back once with the cleaned texts in place; to save it again is to agree.
    """

    bound_field_class = CleanField

    def clean(self):
        cleaned = super().clean()
        for name in self.fields:
            if findings := self[name].reading.findings:
                sentence = _("Removed from the pasted text: %(findings)s. Check it and save again.")
                removed = ValidationError(sentence % {"findings": say_findings(findings)})
                self.add_error(name, removed)
        return cleaned


class CleanModelForm(CleanForm, ModelForm):
    """The form of a row, with clean texts."""


class MarkedField(CleanField):
    """A field with a box “needs translation” below it, if it is a text in one language."""

    @property
    def box_name(self) -> str:
        return self.form.add_prefix(f"needs_translation-{self.name}")

    @property
    def needs_translation(self) -> bool:
        """Whether the box is ticked."""
        if "lang" not in self.field.widget.attrs:
            return False
        if self.form.is_bound:
            return self.box_name in self.form.data
        return self.name in self.form.marked

    def as_widget(self, *args, **kwargs):
        widget = super().as_widget(*args, **kwargs)
        if "lang" not in self.field.widget.attrs:
            return widget
        return widget + render_to_string("admin/texts/_mark.html", {"field": self})


class TranslationMarksForm(CleanForm):
    """For the form of a record: staff mark the texts that need translation.

    `marked` are the names of those that are marked already, such as "summary_en".
    """

    bound_field_class = MarkedField
    marked = frozenset()

    @property
    def needs_translation(self) -> set[str]:
        """Names of the texts that are marked now; to store them is left to who saves the form."""
        return {name for name in self.fields if self[name].needs_translation}
