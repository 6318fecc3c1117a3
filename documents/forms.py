"""What staff say of a file that they bring, on the screen and in a manifest."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ascn_portal.bilingual.languages import LANGUAGES
from ascn_portal.publishing.forms import DayInput, PartForm, RecordForm, RecordSelect

from . import reading
from .languages import FILE_LANGUAGES, language_choices
from .models import Document, DocumentFile, DocumentVersion, StoredFile
from .placing import Placement
from .reading.names import LONGEST_NAME

DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
LARGEST_NUMBER = 32767  # what the column takes
YES_AND_NO = {"yes": True, "1": True, "true": True, "có": True}
YES_AND_NO |= {"no": False, "0": False, "false": False, "không": False}

FILE_NAME_HELP = gettext_lazy(
    "Under this name readers save the file, for example: ascn-me-report-2025-en.pdf"
)
LANGUAGE_HELP = gettext_lazy("The language of its text, for example: English")


def help_of(model, field: str):
    """What the model says of a field that a form asks for in its own way."""
    return model._meta.get_field(field).help_text


class FileNameField(forms.CharField):
    """The name under which readers save a file."""

    def __init__(self, **kwargs):
        super().__init__(max_length=LONGEST_NAME, **kwargs)

    def to_python(self, value):
        return reading.check_name(super().to_python(value))


def check_ending(name: str, stored: StoredFile):
    """Raise ValidationError if `name` ends as files of another kind do."""
    ending = name.rpartition(".")[2].lower()
    if reading.MEDIA_TYPES.get(ending) == stored.media_type:
        return
    endings = [kind for kind, known in reading.MEDIA_TYPES.items() if known == stored.media_type]
    raise ValidationError(
        _("The name of this file must end in .%(ending)s."), params={"ending": endings[0]}
    )


class LanguageField(forms.ChoiceField):
    """A language that files are in, by its code."""

    def __init__(self, **kwargs):
        super().__init__(choices=language_choices, **kwargs)

    def to_python(self, value):
        return super().to_python(value).strip().lower()

    def validate(self, value):
        if value and value not in FILE_LANGUAGES:
            raise ValidationError(
                _("“%(value)s” is no language of files. Accepted are: %(codes)s."),
                params={"value": value, "codes": ", ".join(FILE_LANGUAGES)},
            )
        super().validate(value)


class PlaceForm(forms.Form):
    """The place that a file gets; `placement` says it once the form is valid."""

    document = forms.ModelChoiceField(
        label=gettext_lazy("Document"),
        queryset=None,
        help_text=gettext_lazy("Type a word of its title, for example: framework"),
    )
    version = forms.IntegerField(
        label=gettext_lazy("Version"),
        required=False,
        min_value=1,
        max_value=LARGEST_NUMBER,
        help_text=gettext_lazy(
            "The number of one that exists, for example: 1; empty for a new version."
        ),
    )
    language = LanguageField(label=gettext_lazy("Language"), help_text=LANGUAGE_HELP)
    file_name = FileNameField(
        label=gettext_lazy("File name"), widget=AdminTextInputWidget, help_text=FILE_NAME_HELP
    )
    is_authentic = forms.BooleanField(
        label=gettext_lazy("Authentic text"),
        required=False,
        help_text=help_of(DocumentFile, "is_authentic"),
    )
    is_primary = forms.BooleanField(
        label=gettext_lazy("Offered first in its language"),
        required=False,
        help_text=help_of(DocumentFile, "is_primary"),
    )
    dated_on = forms.DateField(
        label=gettext_lazy("Date of the new version"),
        required=False,
        input_formats=DAY_FORMATS,
        error_messages={"invalid": gettext_lazy("Write a date such as 2020-07-17 or 17/07/2020.")},
        widget=DayInput,
        help_text=help_of(DocumentVersion, "dated_on"),
    )
    change_vi = forms.CharField(
        label=gettext_lazy("What changed (Vietnamese)"),
        required=False,
        widget=AdminTextareaWidget({"rows": 2, "lang": "vi"}),
        help_text=help_of(DocumentVersion, "change"),
    )
    change_en = forms.CharField(
        label=gettext_lazy("What changed (English)"),
        required=False,
        widget=AdminTextareaWidget({"rows": 2, "lang": "en"}),
        help_text=help_of(DocumentVersion, "change"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = Document.objects.all()

    def placement(self, sha256: str, **where) -> Placement:
        """The place that was said for a file with this hash; `where` is its `stored` or `path`."""
        said = {name: self.cleaned_data[name] for name in PlaceForm.base_fields}
        return Placement(sha256=sha256, number=said.pop("version"), **said, **where)


class FileForm(PlaceForm):
    """A stored file on the screen, and the place that it gets.

    `known` are stored files by uid, the row's own among them unless its uid was made up.
    """

    stored = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, known: dict, **kwargs):
        super().__init__(*args, **kwargs)
        widget = RecordSelect(DocumentVersion._meta.get_field("document"), admin.site)
        self.fields["document"].widget = widget
        widget.choices = self.fields["document"].choices
        self.stored_file = known.get(str(self["stored"].value()))
        self.label_suffix = ""

    def clean_stored(self) -> StoredFile:
        if self.stored_file is None:
            raise ValidationError(_("This file is not stored. Upload it again."))
        return self.stored_file

    def clean_file_name(self) -> str:
        if self.stored_file:
            check_ending(self.cleaned_data["file_name"], self.stored_file)
        return self.cleaned_data["file_name"]


class VersionField(forms.IntegerField):
    """The number of a version, or “new”, which is None."""

    def clean(self, value):
        text = (value or "").strip().lower()
        if text == "new":
            return None
        if not (text.isascii() and text.isdigit()):
            raise ValidationError(
                _("Write the number of a version or “new”, not “%(value)s”."),
                params={"value": value or ""},
            )
        return super().clean(text)


class YesNoField(forms.CharField):
    """Yes or no in a word of either language; `default` if nothing is said."""

    def __init__(self, *, default: bool):
        super().__init__(required=False)
        self.default = default

    def clean(self, value):
        text = super().clean(value).lower()
        if text and text not in YES_AND_NO:
            raise ValidationError(
                _("“%(value)s” is neither of: %(words)s."),
                params={"value": value, "words": ", ".join(YES_AND_NO)},
            )
        return YES_AND_NO.get(text, self.default)


class ManifestLineForm(PlaceForm):
    """A line of a manifest: a document by its address, the rest in words."""

    document = forms.ModelChoiceField(
        queryset=None,
        to_field_name="slug",
        error_messages={
            "invalid_choice": gettext_lazy("There is no document with the address “%(value)s”.")
        },
    )
    version = VersionField(min_value=1, max_value=LARGEST_NUMBER)
    is_authentic = YesNoField(default=False)
    is_primary = YesNoField(default=True)


class DocumentFileForm(PartForm):
    """A file on the page of its version."""

    file_name = FileNameField(
        label=gettext_lazy("File name"), widget=AdminTextInputWidget, help_text=FILE_NAME_HELP
    )
    language = LanguageField(label=gettext_lazy("Language"), help_text=LANGUAGE_HELP)

    def clean_file_name(self) -> str:
        check_ending(self.cleaned_data["file_name"], self.instance.stored)
        return self.cleaned_data["file_name"]


class FirstFileField(forms.FileField):
    """The file of a new document in one language."""

    def __init__(self, label):
        super().__init__(
            label=label,
            required=False,
            help_text=gettext_lazy(
                "PDF, Word or OpenDocument, for example: ascn-me-report-2025.pdf"
            ),
        )


class DocumentForm(RecordForm):
    """A document; a new one may bring the files of its first version along.

    `upload_refusal` says why a file that was sent did not come. On the page the files stand last,
    so that what was typed has arrived when one of them is refused.
    """

    upload_refusal = ""

    file_vi = FirstFileField(gettext_lazy("File (Vietnamese)"))
    file_en = FirstFileField(gettext_lazy("File (English)"))

    def first_files(self) -> list:
        """The fields that take them, in the order of the languages."""
        return [self[f"file_{code}"] for code in LANGUAGES]

    def files_by_language(self) -> dict:
        """The uploads that came, by their language."""
        chosen = {code: self.cleaned_data.get(f"file_{code}") for code in LANGUAGES}
        return {language: upload for language, upload in chosen.items() if upload}

    def clean(self):
        super().clean()
        if self.upload_refusal:
            self.add_error(None, self.upload_refusal)
