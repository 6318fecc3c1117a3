"""Numbers as the language of who reads or types them writes them: 1.234,5 or 1,234.5."""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import get_format, number_format
from django.utils.translation import gettext_lazy as _


def show_number(value: Decimal) -> str:
    """Thousands apart, without empty decimals: "3.065.628"."""
    return number_format(value.normalize(), use_l10n=True, force_grouping=True)


class LocalDecimalField(forms.DecimalField):
    """A decimal number, shown and read with the signs of the reader's language.

    The other language's decimal sign is taken where it can be nothing else; what it cannot be
    sure of it refuses. So 16.0678 is never read as 160678.
    """

    widget = forms.TextInput  # browsers show type=number in their own language
    default_error_messages = {"invalid": _("Write the number as in this example: %(example)s")}

    def prepare_value(self, value):
        """What is stored as it is shown elsewhere; what was typed as it is."""
        return show_number(value) if isinstance(value, Decimal) else value

    def to_python(self, value):
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        number = plain_number(value)
        if number is None:
            example = {"example": show_number(Decimal("1234.5"))}
            raise ValidationError(self.error_messages["invalid"], "invalid", example)
        return super().to_python(number)


def plain_number(typed: str) -> str | None:
    """What was typed in the active language as Python writes it; None if that is not certain."""
    text = re.sub(r"\s", "", typed).replace("\N{MINUS SIGN}", "-")
    point = re.escape(get_format("DECIMAL_SEPARATOR"))
    thousands = re.escape(get_format("THOUSAND_SEPARATOR"))
    grouped = rf"[1-9]\d{{0,2}}(?:{thousands}\d{{3}})+"
    if re.fullmatch(rf"[-+]?(?:{grouped}|\d+)(?:{point}\d+)?", text):
        return re.sub(point, ".", re.sub(thousands, "", text))
    if re.fullmatch(rf"[-+]?\d+{thousands}\d+", text):
        return re.sub(thousands, ".", text)
    return None
