"""What staff type into the admin, checked before it goes to the services."""

from django import forms
from django.contrib.admin.widgets import (
    AdminTextareaWidget,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
)
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ascn_portal.bilingual.languages import LANGUAGES

from .models import Publishable
from .standing import planned_for

# A rule of the database, by its name, in a sentence; each app's admin adds those of its models.
RULES = {}


def in_plain_words(error) -> ValidationError:
    """`error` with the sentence of RULES wherever it names a rule of the database."""
    error = error if isinstance(error, ValidationError) else ValidationError(error)
    named = error.error_dict.values() if hasattr(error, "error_dict") else [error.error_list]
    for single in (single for errors in named for single in errors):
        text = str(next(iter(single)))
        for rule, sentence in RULES.items():
            if rule in text:
                single.message, single.params = sentence, None
    return error


class PlainForm(forms.ModelForm):
    """A form of the admin whose errors are sentences.

    `refusal` is what the services said against this very input: it is then shown with what was
    typed.
    """

    refusal = None

    def add_error(self, field, error):
        super().add_error(field, in_plain_words(error))

    def clean(self):
        super().clean()
        if self.refusal:
            by_field = getattr(self.refusal, "error_dict", {None: self.refusal})
            for field, errors in by_field.items():
                self.add_error(field if field in self.fields else None, errors)


class MomentInput(forms.DateTimeInput):
    """Date and time in one control of the browser, with one label; the time is Viet Nam's."""

    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class RecordForm(PlainForm):
    """A record with what is to become of it: saved, published now, published later."""

    go_public_at = forms.DateTimeField(
        label=_("Publish at"),
        required=False,
        widget=MomentInput,
        help_text=_("Viet Nam time. Leave empty to publish at once. For example: 20/07/2026 08:30"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "go_public_at" in self.fields:
            self.fields["go_public_at"].initial = planned_for(self.instance)

    @property
    def is_for_the_public(self) -> bool:
        """Whether saving publishes: by its button, or because the record is public already."""
        return "_publish" in self.data or self.instance.state == Publishable.State.PUBLISHED

    def clean(self):
        super().clean()
        if self.is_for_the_public:
            self.require_both_languages()
        self.check_moment(self.cleaned_data.get("go_public_at"))

    def require_both_languages(self):
        for field in self.instance.required_in_both:
            for language in LANGUAGES:
                name = f"{field}_{language}"
                if not self.cleaned_data.get(name) and name not in self.errors:
                    self.add_error(name, _("To be public, this is needed in both languages."))

    def check_moment(self, at):
        if at and not self.is_for_the_public:
            sentence = _("To publish at this time, press “Save and publish”; else empty the field.")
            self.add_error("go_public_at", sentence)
        elif at and at <= timezone.now():
            self.add_error(
                "go_public_at", _("This time has passed. Leave it empty to publish at once.")
            )


class RecordSelect(AutocompleteSelect):
    """One record, found by typing. What the row was read with is named without a query: a record
    may have a hundred parts with four such choices each.
    """

    chosen = None

    def build_attrs(self, base_attrs, extra_attrs=None):
        return super().build_attrs(base_attrs, extra_attrs) | {"data-width": "100%"}

    def optgroups(self, name, value, attr=None):
        if self.chosen is None or value != [str(self.chosen.pk)]:
            return super().optgroups(name, value, attr)
        none = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        row = self.create_option(name, self.chosen.pk, str(self.chosen), True, len(none))
        return [(None, [*none, row], 0)]


class RecordSelectMultiple(AutocompleteSelectMultiple):
    """Several records. Without “clear all”, which Select2 puts into a list as no list item."""

    def build_attrs(self, base_attrs, extra_attrs=None):
        attributes = super().build_attrs(base_attrs, extra_attrs)
        return attributes | {"data-width": "100%", "data-allow-clear": "false"}


class PartForm(PlainForm):
    """A part on the page of its record."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            widget = getattr(field.widget, "widget", None)  # inside the links to add and change
            if isinstance(widget, RecordSelect):
                widget.chosen = self.instance._state.fields_cache.get(name)


WITHDRAWAL_HELP = _(
    "One sentence for readers, for example: This record stood here twice; the other one remains."
)


class WithdrawForm(forms.Form):
    """Why a record is withdrawn: its address answers with this for ever."""

    reason_vi = forms.CharField(
        label=_("Reason (Vietnamese)"),
        widget=AdminTextareaWidget(attrs={"rows": 4, "lang": "vi"}),
        help_text=WITHDRAWAL_HELP,
    )
    reason_en = forms.CharField(
        label=_("Reason (English)"),
        widget=AdminTextareaWidget(attrs={"rows": 4, "lang": "en"}),
        help_text=WITHDRAWAL_HELP,
    )
