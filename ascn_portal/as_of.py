"""The network on a past day: `?as_of=YYYY-MM-DD`.

It asks today's record about that day; it is not the history of the portal.
"""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from .bilingual.dates import show_date
from .errors import NotAccepted
from .listing import address

PARAMETER = "as_of"
# The day on which ASEAN's leaders set up the network, at their 32nd Summit in Singapore.
FOUNDED_ON = date(2018, 4, 28)

# Functions that give ready choices, (day, label) pairs; apps register theirs when they are ready.
day_sources = []


def register_days(function):
    """Offer the days that `function` returns, as (day, label) pairs, wherever a day is chosen."""
    day_sources.append(function)
    return function


def today() -> date:
    """Today in the portal's time zone."""
    return timezone.localdate()


def read_as_of(request) -> date | None:
    """The past day that the address asks for, or None for today.

    Raises NotAccepted for what is no day, or one outside the network's life.
    """
    values = request.GET.getlist(PARAMETER)
    if not values or values == [""]:
        return None
    try:
        day = date.fromisoformat(values[-1]) if len(values[-1]) == 10 else None
    except ValueError:
        day = None
    if day is None:
        raise NotAccepted(
            _("“%(value)s” is not a date. Write it as year-month-day, for example 2021-08-30.")
            % {"value": values[-1][:40]}
        )
    if not FOUNDED_ON <= day <= today():
        raise NotAccepted(
            _("%(day)s is outside the record. Accepted: days from %(first)s to today, %(last)s.")
            % {
                "day": show_date(day),
                "first": show_date(FOUNDED_ON),
                "last": show_date(today()),
            }
        )
    return day


def as_of_bar(request, as_of: date | None) -> dict:
    """What components/as_of.html needs: the day, ready choices, and the way back to today."""
    choices = [(FOUNDED_ON, _("Founding of the network"))]
    for source in day_sources:
        choices += source()
    return {
        "as_of": as_of,
        "choices": [
            {"date": day, "label": label, "url": address(request, as_of=day.isoformat(), page="")}
            for day, label in choices
            if FOUNDED_ON <= day <= today()
        ],
        "clear_url": address(request, as_of="", page=""),
        "kept": [
            (name, value)
            for name in request.known_parameters
            if name not in {PARAMETER, "page"} and (value := request.GET.get(name))
        ],
        "earliest": FOUNDED_ON,
        "latest": today(),
    }
