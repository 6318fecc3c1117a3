"""What staff type into the admin, checked before it goes to the services."""

import uuid

from django import forms
from django.contrib.admin.widgets import (
    AdminTextareaWidget,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
)
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ascn_portal.bilingual.dates import LAST_YEAR, check_day, check_year, is_year
from ascn_portal.bilingual.forms import CleanForm, CleanModelForm, TranslationMarksForm
from ascn_portal.bilingual.languages import LANGUAGES
from ascn_portal.keys import as_key

from .models import Publishable, Revision, record_models
from .services import approvers, goes_public_at, may_approve_alone, withdrawal_takes_two

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


class PlainForm(CleanModelForm):
    """A form of the admin whose texts are clean and whose errors are sentences.

    `refusal` is what the services said against this very input: it is then shown with what was
    typed.
    """

    refusal = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.DateField):
                field.validators.append(check_day)
            elif is_year(name):
                field.validators.append(check_year)

    def add_error(self, field, error):
        super().add_error(field, in_plain_words(error))

    def clean(self):
        super().clean()
        if self.refusal:
            by_field = getattr(self.refusal, "error_dict", {None: self.refusal})
            for field, errors in by_field.items():
                self.add_error(field if field in self.fields else None, errors)


class SaidInWords:
    """For a date in a control of the browser, which speaks the browser's language: a script says
    beside it what is chosen, in the page's language.
    """

    # Translators: your language and region, as browsers know how to write its dates (BCP 47).
    locale = _("en-GB")

    class Media:
        js = [forms.Script("js/admin/dates.js", type="module")]


class DayInput(SaidInWords, forms.DateInput):
    """A day."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__({"data-locale": self.locale} | (attrs or {}), format="%Y-%m-%d")


class MomentInput(SaidInWords, forms.DateTimeInput):
    """Date and time in one control, with one label; the time is Viet Nam's."""

    input_type = "datetime-local"

    def __init__(self, attrs=None):
        said = {"data-locale": self.locale, "data-zone": _("Viet Nam time, UTC+7")}
        super().__init__(said | (attrs or {}), format="%Y-%m-%dT%H:%M")


class MomentField(forms.DateTimeField):
    """A day and time of the record."""

    widget = MomentInput
    default_validators = [check_day]


class PublicationTime(MomentField):
    """When something is to become public or to end; a time that has passed is refused."""

    default_validators = []  # of a time to come `validate` knows better bounds
    default_error_messages = {
        "past": _("This time has passed. Leave it empty to publish at once."),
        "far": _("This time is too far ahead: the last year that can be chosen is %(year)s."),
    }

    def validate(self, value):
        super().validate(value)
        if value and value <= timezone.now():
            raise ValidationError(self.error_messages["past"], code="past")
        if value and value.year > LAST_YEAR:
            last = {"year": LAST_YEAR}
            raise ValidationError(self.error_messages["far"], code="far", params=last)


def go_public_at() -> PublicationTime:
    """The field that asks when a draft is to become public."""
    return PublicationTime(
        label=_("Publish at"),
        required=False,
        help_text=_(
            "Viet Nam time (UTC+7), for example 17/07/2026 09:00. Leave empty to publish at once."
        ),
    )


def own_reason(label) -> forms.CharField:
    """The field that asks someone who decides alone for the reason."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=500,
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text=_(
            "Needed only where a second person is, and nobody else can approve. It stands in the"
            " audit log, for example: the other approver is on leave until 15 March."
        ),
    )


def posted_uid(data, model) -> uuid.UUID | None:
    """What the form of a new record of `model` gave it to be known by.

    None where that is no uid, or that of a record of another kind, there or deleted.
    """
    try:
        uid = uuid.UUID(data.get("uid", ""))
    except ValueError:
        return None
    others = ContentType.objects.get_for_models(*(set(record_models()) - {model})).values()
    is_taken = Revision.objects.filter(content_type__in=others, uid=uid).exists()
    return None if is_taken else uid


class RecordForm(TranslationMarksForm, PlainForm):
    """A record with what is to become of it: saved, sent to review, published now or later."""

    reviewer = forms.ModelChoiceField(
        None,  # read when the form is made
        label=_("Ask for review"),
        required=False,
        empty_label=_("Whoever may approve"),
        help_text=_(
            "For “Save and send to review”. Choose a person, for example the colleague who knows"
            " this city; else everybody who may approve sees it."
        ),
    )
    go_public_at = go_public_at()
    own_reason = own_reason(_("Why you publish your own text"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound:
            # What is typed is written on trial; a draft may lack what a public record may not.
            self.instance.state = Publishable.State.DRAFT
        if self.is_bound and self.instance._state.adding:
            self.instance.uid = posted_uid(self.data, type(self.instance)) or self.instance.uid
        if "reviewer" in self.fields:
            self.fields["reviewer"].queryset = approvers()
        if "go_public_at" in self.fields:
            self.fields["go_public_at"].initial = goes_public_at(self.instance)

    def clean_checked_on(self):
        checked_on = self.cleaned_data["checked_on"]
        if checked_on and checked_on > timezone.localdate():
            raise ValidationError(_("This day is still to come."))
        return checked_on

    def clean(self):
        super().clean()
        if "_publish" in self.data:
            self.require_both_languages()
        elif self.cleaned_data.get("go_public_at") and "go_public_at" in self.changed_data:
            sentence = _("To publish at this time, press “Save and publish”; else empty the field.")
            self.add_error("go_public_at", sentence)

    def require_both_languages(self):
        for field in self.instance.required_in_both:
            for language in LANGUAGES:
                name = f"{field}_{language}"
                if name not in self.fields or name in self.errors:
                    continue
                if not self.cleaned_data.get(name):
                    self.add_error(name, _("To be public, this is needed in both languages."))


class ReviewForm(CleanForm, forms.Form):
    """What an approver says of a draft: when it goes live, or why it goes back."""

    at = go_public_at()
    own_reason = own_reason(_("Why you publish your own text"))
    reason = forms.CharField(
        label=_("What is to be mended"),
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 3}),
        help_text=_("Needed to return a draft, for example: the date differs from the source."),
    )

    def __init__(self, user, draft, data=None):
        super().__init__(data)
        self.fields["at"].initial = draft.due_at
        if not may_approve_alone(user):
            del self.fields["own_reason"]


def as_choice(text) -> str:
    """A posted choice of a row; "0", which none is, for what a database takes for no key."""
    return text and str(as_key(text))


class OfPossibleRows:
    """For a widget that chooses rows: whatever is posted or in an address can be asked for."""

    def format_value(self, value):
        return [as_choice(text) for text in super().format_value(value)]


class RecordSelect(OfPossibleRows, AutocompleteSelect):
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


class RecordSelectMultiple(OfPossibleRows, AutocompleteSelectMultiple):
    """Several records. Without “clear all”, which Select2 puts into a list as no list item."""

    def value_from_datadict(self, data, files, name):
        """What was posted; the field looks for all of it at once, without a look at each."""
        return [as_choice(text) for text in super().value_from_datadict(data, files, name)]

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


class WithdrawForm(CleanForm, forms.Form):
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
    at = PublicationTime(
        label=_("Withdraw at"),
        required=False,
        help_text=_(
            "Viet Nam time (UTC+7), for example 31/12/2026 17:00. Leave empty to withdraw at once."
        ),
        error_messages={"past": _("This time has passed. Leave it empty to withdraw at once.")},
    )
    own_reason = own_reason(_("Why you decide alone"))

    def __init__(self, user, record, data=None):
        super().__init__(data)
        if not (withdrawal_takes_two(record) and may_approve_alone(user)):
            del self.fields["own_reason"]


class MergeForm(forms.Form):
    """Of each conflict between two texts, which stays. None is chosen for people.

    `theirs` and `mine` are what the texts are called.
    """

    def __init__(self, conflicts, theirs: str, mine: str, data=None):
        super().__init__(data)
        sides = [("theirs", theirs), ("mine", mine)]
        for conflict in conflicts:
            self.fields[conflict.key] = forms.ChoiceField(
                choices=sides,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose which of the two is to stay.")},
            )
