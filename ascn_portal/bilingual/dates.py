"""Dates that are known to the day, the month or the year, printed as the reader's language does."""

import calendar
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext


class Precision(models.TextChoices):
    """How much of a date is known; the rest is a placeholder that is never shown."""

    DAY = "day", gettext_lazy("day")
    MONTH = "month", gettext_lazy("month")
    YEAR = "year", gettext_lazy("year")


PRECISION_HELP = gettext_lazy(
    "How much of the date is known, for example: month where only “September 2025” is."
)
FIRST_YEAR, LAST_YEAR = 1967, 2200
FORMATS = {
    Precision.DAY: "DATE_FORMAT",
    Precision.MONTH: "YEAR_MONTH_FORMAT",
    Precision.YEAR: "Y",
}


def first_day(day: date, precision: str) -> date:
    """The first day that a date of this precision may mean."""
    if precision == Precision.YEAR:
        return day.replace(month=1, day=1)
    return day.replace(day=1) if precision == Precision.MONTH else day


def last_day(day: date, precision: str) -> date:
    """The last day that a date of this precision may mean."""
    if precision == Precision.YEAR:
        return day.replace(month=12, day=31)
    if precision == Precision.MONTH:
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day


def check_year(year: int):
    """Raise ValidationError for a year in which nothing of the record can have happened."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValidationError(_("A year lies between 1967 and 2200."))


def check_day(day: date):
    """The same of a day, or of a moment: Python has some that no other time zone can name."""
    check_year(day.year)


def is_year(name: str) -> bool:
    """Whether a field of this name holds a year, such as "starts_year"."""
    return name.rpartition("_")[2] == "year"


def show_date(day: date, precision: str = Precision.DAY) -> str:
    """ "17 July 2020", "September 2025" or "2023", in the reader's language."""
    return date_format(day, FORMATS[Precision(precision)])


def show_moment(at: datetime) -> str:
    """Date and time in Viet Nam, as the reader's language prints them."""
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


def say_date(day: date, precision: str = Precision.DAY) -> str:
    """The same within a sentence ("since …"): Vietnamese says first that it is a day or a year."""
    forms = {
        # Translators: a day within a sentence, as in "since 28 April 2018"
        Precision.DAY: pgettext("day in a sentence", "{date}"),
        # Translators: a month within a sentence, as in "since September 2025"
        Precision.MONTH: pgettext("month in a sentence", "{date}"),
        # Translators: a year within a sentence, as in "since 2023"
        Precision.YEAR: pgettext("year in a sentence", "{date}"),
    }
    return forms[Precision(precision)].format(date=show_date(day, precision))


def show_period(start: date, end: date | None, precision: str = Precision.DAY) -> str:
    """One or more days in their shortest clear form: "20–21 July 2026", "6 June – 2 July 2019"."""
    if end is None or show_date(start, precision) == show_date(end, precision):
        return show_date(start, precision)
    if precision == Precision.DAY and (start.year, start.month) == (end.year, end.month):
        # Translators: days of one month, as in "20–21 July 2026"
        return _("{first_day}–{last_date}").format(first_day=start.day, last_date=show_date(end))
    first = show_date(start, precision)
    if precision == Precision.DAY and start.year == end.year:
        first = date_format(start, "MONTH_DAY_FORMAT")
    return f"{first} – {show_date(end, precision)}"
