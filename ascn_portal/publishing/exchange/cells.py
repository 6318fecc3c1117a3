"""One value of a record as the text of a cell, and back."""

import re
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from ascn_portal.bilingual.cleaning import clean_text
from ascn_portal.bilingual.dates import check_day, check_year, is_year
from ascn_portal.bilingual.forms import check_length
from ascn_portal.keys import as_key

from .names import name_field

# Characters that Excel keeps in a cell; it cuts the rest off without a word.
LONGEST = 32_767
# Stands for a text that is longer; a cell that says so changes nothing.
TOO_LONG = "[…]"
YES, NO = "yes", "no"
TRUE, FALSE = {YES, "true", "1", "có"}, {NO, "false", "0", "không"}
RETURN = "_x000D_"
DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def clean(text: str) -> str:
    """`text` as forms clean it; Excel's way to write a carriage return is left out too."""
    return clean_text(text.replace(RETURN, "")).text


def text_of(field, value, names) -> str:
    """What a cell says of `value`, as a shape holds it."""
    if value is None or value == []:
        return ""
    if field.many_to_many:
        return " ".join(sorted(names.name(field.related_model, uid) for uid in value))
    if field.is_relation:
        return names.name(field.related_model, value)
    if isinstance(field, models.BooleanField):
        return YES if value else NO
    if isinstance(field, models.DateTimeField):
        moment = timezone.localtime(field.to_python(value))
        return moment.replace(tzinfo=None).isoformat(" ", "auto" if moment.second else "minutes")
    if isinstance(field, models.DecimalField):
        return plain_number(field.to_python(value))
    text = str(value)
    return TOO_LONG if len(text) > LONGEST else text


def plain_number(number: Decimal) -> str:
    """A number without the zeros at its end and without an exponent: "16.0471"."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def number_of(field, text: str) -> int | Decimal | None:
    """The number that a cell should hold so that spreadsheets count with it; None: as text.

    They keep fifteen digits: a longer number would come back as another one.
    """
    if not text or len(text) > 15:
        return None
    if isinstance(field, models.IntegerField):
        return int(text)
    return Decimal(text) if isinstance(field, models.DecimalField) else None


def typed_text(field, cell) -> str:
    """What stands in a cell of a spreadsheet, as one would have typed it.

    Raises ValidationError where the spreadsheet has made a date of a text.
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return YES if cell else NO
    if isinstance(cell, float):
        return plain_number(Decimal(repr(cell)))
    if isinstance(cell, date | time) and not isinstance(field, models.DateField):
        raise ValidationError(
            _("The spreadsheet has made a date of this. Format the cell as text, then type again.")
        )
    if isinstance(cell, datetime):
        is_day = cell.time() == time() and not isinstance(field, models.DateTimeField)
        return cell.date().isoformat() if is_day else cell.isoformat(" ")
    return clean(str(cell))


def value_of(field, text: str, names, *, decimal_comma: bool = False):
    """The value, as a shape holds it, that the text of a cell means.

    `decimal_comma`: whether a comma may stand before the decimals, as a file of a Vietnamese
    spreadsheet has it. Raises ValidationError, saying why, for a text that means none.
    """
    if field.many_to_many:
        parts = re.split(r"[\s,;]+", text) if text else []
        return sorted({names.uid(field.related_model, part) for part in parts})
    if field.is_relation:
        if text:
            return names.uid(field.related_model, text)
        if field.null:
            return None
        raise ValidationError(field.error_messages["null"])
    if text == "" and field.null:
        return None
    if isinstance(field, models.TextField):
        check_length(text)
    value = field.clean(typed_value(field, text, decimal_comma), None)
    return value if isinstance(value, bool | int | str | list | None) else str(value)


def typed_value(field, text: str, decimal_comma: bool):
    """`text` as the field itself takes it."""
    if isinstance(field, models.BooleanField):
        word = text.lower()
        if word not in TRUE | FALSE:
            raise ValidationError(_("This is neither yes nor no."))
        return word in TRUE
    if text == "" and not field.empty_strings_allowed:
        raise ValidationError(field.error_messages["blank"])
    if isinstance(field, models.DateTimeField):
        return moment_of(text)
    if isinstance(field, models.DateField):
        return checked_day(day_of(text))
    if isinstance(field, models.IntegerField):
        number = text.removesuffix(".0")
        if is_year(field.name):
            check_year(as_key(number))
        return number
    if isinstance(field, models.DecimalField) and decimal_comma:
        return text.replace(",", ".")
    return text


def day_of(text: str) -> str:
    """A day in ISO 8601; it may be typed with the day first, as both languages write it."""
    if match := DAY_FIRST.fullmatch(text):
        day, month, year = match.groups()
        return f"{year}-{month:0>2}-{day:0>2}"
    return text


def checked_day(text: str) -> str:
    """The day that `text` names; what is none the field itself refuses."""
    with suppress(ValueError):
        check_day(date.fromisoformat(text))
    return text


def moment_of(text: str):
    """A moment; without an offset it is that of the portal's time zone."""
    day, blank, clock = text.partition(" ")
    try:
        moment = parse_datetime(day_of(day) + blank + clock)
    except ValueError:
        moment = None
    if moment is None:
        raise ValidationError(_("This is no day and time."))
    check_day(moment)
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def is_same(field, value, other) -> bool:
    """Whether two values of a shape mean the same: 1.50 and 1.5, two ways to write a moment."""
    if field.is_relation or value is None or other is None:
        return value == other
    return field.to_python(value) == field.to_python(other)


def accepted(field) -> str:
    """What a cell of this field may say, as a sentence."""
    if field.many_to_many or field.is_relation:
        return accepted_names(field)
    if field.choices:
        values = [str(value) for value, _label in field.choices if value]
        return _("Accepted: %(values)s.") % {"values": ", ".join(values)}
    if isinstance(field, models.BooleanField):
        return _("Accepted: %(values)s.") % {"values": f"{YES}, {NO}"}
    if isinstance(field, models.DateTimeField):
        return _("A day and time, Viet Nam time, for example 2026-07-17 09:00.")
    if isinstance(field, models.DateField):
        return _("A day, for example 2026-07-17 or 17/07/2026.")
    if isinstance(field, models.IntegerField):
        return _("A whole number, for example 2026.")
    if isinstance(field, models.DecimalField):
        return _("A number with a decimal point, for example 16.0471.")
    if field.max_length:
        return _("Text, at most %(count)s characters.") % {"count": field.max_length}
    return _("Text; it may have several lines.")


def accepted_names(field) -> str:
    """How a cell names what this relation leads to, as a sentence."""
    kind = field.related_model._meta
    by = {"slug": _("slug (the end of its address)"), "url": _("address"), "": "uid"}[
        name_field(field.related_model)
    ]
    words = {"kind": kind.verbose_name, "kinds": kind.verbose_name_plural, "by": by}
    if field.many_to_many:
        return _("%(kinds)s, each by its %(by)s, with blanks between them.") % words
    return _("One %(kind)s by its %(by)s.") % words
