"""Lists that a reader narrows down: filters as plain GET parameters, and pages of rows."""

from dataclasses import dataclass, field

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from .errors import NotAccepted

ROWS_A_PAGE = 50


@dataclass
class Filter:
    """One choice over a list: its parameter, its label and its (value, label) options.

    `unset` names the choice of none, where that is not "All"; `counts` may say by value how many
    rows each option would leave, 0 where it says nothing.
    """

    name: str
    label: str
    options: list[tuple[str, str]]
    unset: str = ""
    counts: dict[str, int] = field(default_factory=dict)

    def read(self, request) -> str:
        """The chosen value, "" for all. Raises NotAccepted, naming what is accepted."""
        value = request.GET.get(self.name, "")
        if value and value not in dict(self.options):
            raise NotAccepted(
                _("“%(value)s” is not one of the choices for “%(filter)s”. Accepted: %(accepted)s.")
                % {
                    "value": value[:40],
                    "filter": self.label,
                    "accepted": ", ".join(str(option) for option, _label in self.options),
                }
            )
        return value

    def as_field(self, request) -> dict:
        """The choice as components/filter_bar.html prints it, each option with its count."""
        return {
            "name": self.name,
            "label": self.label,
            "value": self.read(request),
            "unset": self.unset,
            "options": [(value, self.counted(value, label)) for value, label in self.options],
        }

    def counted(self, value: str, label: str) -> str:
        """ "Report (12)", or the label alone in a list that does not count."""
        return f"{label} ({number_format(self.counts.get(value, 0))})" if self.counts else label


def address(request, **changes) -> str:
    """This address with its known parameters, some of them changed; "" takes one away."""
    query = request.GET.copy()
    for name in list(query):
        if name not in request.known_parameters:
            del query[name]
    for name, value in changes.items():
        query[name] = value
        if not value:
            del query[name]
    return request.path + (f"?{query.urlencode()}" if query else "")


def filter_bar(request, filters: list[Filter], result: str, order: Filter | None = None) -> dict:
    """What components/filter_bar.html needs; `result` is the sentence that counts the rows.

    `order` is the choice of an order in the same form: it narrows nothing and is not cleared.
    """
    shown = [*filters, order] if order else filters
    names = [choice.name for choice in filters]
    return {
        "filters": [choice.as_field(request) for choice in shown],
        "applied": [
            {
                "label": choice.label,
                "value": dict(choice.options)[value],
                "clear_url": address(request, **{choice.name: "", "page": ""}),
            }
            for choice in filters
            if (value := choice.read(request))
        ],
        "clear_all_url": address(request, page="", **dict.fromkeys(names, "")),
        "kept": [
            (name, value)
            for name in request.known_parameters
            if name not in {*(choice.name for choice in shown), "page"}
            and (value := request.GET.get(name))
        ],
        "result": result,
    }


def page_of(request, rows, length: int = ROWS_A_PAGE):
    """The page of `rows` that the address asks for, `length` long; 404 where there is none."""
    asked = request.GET.get("page") or "1"
    try:
        # int() would take the digits of any script: one page, many addresses.
        return Paginator(rows, length).page(asked if asked.isascii() else "")
    except InvalidPage:
        raise Http404 from None


def page_prefix(request) -> str:
    """The query string before `page=`, as components/pagination.html takes it."""
    query = address(request, page="").partition("?")[2]
    return f"{query}&" if query else ""
