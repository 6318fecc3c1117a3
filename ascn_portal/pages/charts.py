"""Where days and numbers stand in the charts of the network's life.

Templates draw; what they draw is worked out here. Shares of a width or height are texts
("12.5%"), for a template would write a number with the reader's decimal comma.
"""

from datetime import date, timedelta
from typing import NamedTuple

from ascn_portal.bilingual.dates import first_day, last_day, show_period
from events.views import series_name

ONE_DAY = timedelta(days=1)
YEARS_A_ROW = 10  # more would leave too little room for the names of countries
ROOM_ABOVE = 1.15  # of the highest number, for its label
ROOM_OF_A_LABEL = 7  # percent of the width of a phone


class Axis(NamedTuple):
    """Time from the day `start` up to the day before `end`, laid out evenly."""

    start: date
    end: date

    @classmethod
    def of_years(cls, years: list[int]) -> "Axis":
        """The calendar years from the first of `years` to the last."""
        return cls(date(years[0], 1, 1), date(years[-1] + 1, 1, 1))

    def at(self, day: date) -> float:
        """How much of the axis lies before `day`, in percent: 0 or 100 for days outside."""
        inside = min(max(day, self.start), self.end)
        return 100 * (inside - self.start) / (self.end - self.start)

    def stretch(self, first: date, last: date) -> dict | None:
        """How much lies before (`at`), in (`length`) and after (`rest`) a period; None if all."""
        at, end = self.at(first), self.at(last + ONE_DAY)
        if at >= end:
            return None
        return {"at": share(at), "length": share(end - at), "rest": share(100 - end)}

    def point(self, day: date) -> dict | None:
        """How much lies before (`at`) and after (`rest`) the beginning of `day`; None if all."""
        if not self.start <= day < self.end:
            return None
        at = self.at(day)
        return {"at": share(at), "rest": share(100 - at), "is_late": at > 50}

    def years(self) -> list[dict]:
        """Where each year begins: year, at, rest."""
        years = range(self.start.year, (self.end - ONE_DAY).year + 1)
        return [{"year": year} | self.point(date(year, 1, 1)) for year in years]


def share(percent: float) -> str:
    """`percent` as the attributes of a drawing take it."""
    return f"{percent:.3f}%"


def in_rows(years: list[int]) -> list[list[int]]:
    """`years` in rows short enough to name a country in each year."""
    return [years[start : start + YEARS_A_ROW] for start in range(0, len(years), YEARS_A_ROW)]


def draw_rotation(years: list[int], chairs, shepherds, meetings, day: date, until: date) -> dict:
    """What templates/pages/_rotation.html needs to draw `years`, oldest first, as on `day`.

    After the last known term of a role a bar without a name lasts up to `until`.
    """
    axis = Axis.of_years(years)
    bands = [draw_terms(axis, terms, day, until) for terms in (chairs, shepherds)]
    return {
        "years": axis.years(),
        "chairs": bands[0],
        "shepherds": bands[1],
        "is_doubtful": any(bar["doubtful"] for band in bands for bar in band),
        "meetings": [mark for row in meetings if (mark := draw_meeting(axis, row))],
        "now": axis.point(day),
        "height": f"{3.5 * len(years)}rem",
    }


def draw_terms(axis: Axis, terms, day: date, until: date) -> list[dict]:
    """The bars of the terms of one role; the last has no term if none is announced."""
    bars = [draw_term(axis, term, day) for term in terms]
    last = terms[-1].ends_on if terms else None
    if last and (bar := axis.stretch(last + ONE_DAY, until)):
        bars.append(bar | {"term": None, "is_now": False, "doubtful": []})
    return [bar for bar in bars if bar]


def draw_term(axis: Axis, term, day: date) -> dict | None:
    """A term as a bar: its stretch, the term, is_now, and stretches that are `doubtful`.

    In doubt are the days of a year or month of which the first or the last day of the term is not
    known. An open term lasts as long as is known, until `day`. None for a term outside the axis.
    """
    ends_on = term.ends_on or max(day, term.starts_on)
    if (bar := axis.stretch(term.starts_on, ends_on)) is None:
        return None
    doubts = [
        (term.starts_on, last_day(term.starts_on, term.starts_precision)),
        (first_day(ends_on, term.ends_precision), ends_on),
    ]
    stretches = [axis.stretch(first, last) for first, last in doubts if first != last]
    return bar | {
        "term": term,
        "is_now": term.starts_on <= day <= ends_on,
        "doubtful": [stretch for stretch in stretches if stretch],
    }


def draw_meeting(axis: Axis, meeting) -> dict | None:
    """A mark at the middle of the days that a meeting's date may mean; None if it is outside."""
    first = first_day(meeting.starts_on, meeting.precision)
    last = last_day(meeting.ends_on or meeting.starts_on, meeting.precision)
    mark = axis.point(first + (last - first) // 2)
    day = show_period(meeting.starts_on, meeting.ends_on, meeting.precision)
    return mark and mark | {"meeting": meeting, "label": f"{series_name(meeting)}, {day}"}


def growth_steps(memberships, until: date) -> list[dict]:
    """How membership changed up to `until`, oldest first; one dict for each span of possible days.

    `first`, `last`: the span; `joined`, `left`: memberships; `count`: members on `last` for
    certain, None if that day is after `until`.
    """
    steps = {}
    for row in memberships:
        step_of(steps, row.starts_not_before, row.starts_not_after)["joined"].append(row)
        if row.ends_on and row.ends_on < until:
            step_of(steps, row.ends_on + ONE_DAY, row.ends_on + ONE_DAY)["left"].append(row)
    for step in steps.values():
        known = step["last"] <= until
        step["count"] = certain_on(memberships, step["last"]) if known else None
    return sorted(steps.values(), key=lambda step: (step["last"], step["first"]))


def step_of(steps: dict, first: date, last: date) -> dict:
    """The step of this span, made at its first mention."""
    return steps.setdefault((first, last), {"first": first, "last": last, "joined": [], "left": []})


def certain_on(memberships, day: date) -> int:
    """How many members there were on `day` for certain."""
    return sum(row.is_in_force_on(day) for row in memberships)


def possible_on(memberships, day: date) -> int:
    """How many members there were on `day` at the most."""
    return sum(
        row.starts_not_before <= day and (row.ends_on is None or row.ends_on >= day)
        for row in memberships
    )


def draw_growth(memberships, since: date, until: date) -> dict:
    """What templates/pages/_growth.html draws: the members for certain, and at the most.

    `certain` and `possible` are paths in a square of 100 by 100, from its lower left corner along
    the numbers to its right edge.
    """
    axis = Axis(date(since.year, 1, 1), until + ONE_DAY)
    changes = [row.starts_not_before for row in memberships]
    changes += [row.starts_not_after for row in memberships]
    changes += [row.ends_on + ONE_DAY for row in memberships if row.ends_on]
    days = sorted({day for day in changes if day <= until})
    most = max((possible_on(memberships, day) for day in days), default=1)

    def top(number: int) -> float:
        return 100 - 100 * number / (most * ROOM_ABOVE)

    def path(count) -> str:
        steps = (f"H{axis.at(day):.3f}V{top(count(memberships, day)):.3f}" for day in days)
        return f"M0 100{''.join(steps)}H100"

    return {
        "years": axis.years(),
        "certain": path(certain_on),
        "possible": path(possible_on),
        "labels": [
            {"number": number, "at": share(at), "top": share(top(number))}
            for at, number in growth_labels(axis, memberships, until)
        ],
    }


def growth_labels(axis: Axis, memberships, until: date) -> list[tuple[float, int]]:
    """(percent of the axis, number) at the end of the last year of each number, and at `until`."""
    labels = []
    for day in [*(date(year, 12, 31) for year in range(axis.start.year, until.year)), until]:
        at, number = axis.at(day + ONE_DAY), certain_on(memberships, day)
        if labels and (labels[-1][1] == number or at - labels[-1][0] < ROOM_OF_A_LABEL):
            labels.pop()
        labels.append((at, number))
    return labels
