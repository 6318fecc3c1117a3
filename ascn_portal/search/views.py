"""The search page, and what is suggested while a reader types."""

from http import HTTPStatus

from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ascn_portal.bilingual.languages import language_name
from ascn_portal.caching import public_page
from ascn_portal.errors import NotAccepted
from ascn_portal.listing import Filter, filter_bar, page_of, page_prefix

from .asking import ask, count_missed, nearest_question
from .presenting import KINDS, names_of, plain, rows
from .query import LONGEST_QUESTION
from .results import FILTERS, HITS_A_PAGE, MOST_BY_TEXT

MOST_SUGGESTIONS = 8


@require_safe
@public_page("q", *FILTERS, "page")
def search(request):
    """What the record holds for a question, the nearest first, narrowed by filters."""
    language = get_language()
    chosen = chosen_filters(request)
    answer = ask(request.GET.get("q", ""), language, chosen)
    context = {
        "question": answer.question[: LONGEST_QUESTION * 2],
        "problem": answer.problem,
        "answer": answer,
        "ways": ways(),
    }
    if answer.found is not None:
        context |= results(request, answer, chosen, language)
    status = HTTPStatus.BAD_REQUEST if answer.problem else HTTPStatus.OK
    return render(request, "search/search.html", context, status=status)


def results(request, answer, chosen: dict, language: str) -> dict:
    """What the template needs of an answer; counts a question that found nothing."""
    page = page_of(request, answer.found.hits, HITS_A_PAGE)
    nearest = ""
    if not answer.total and not chosen:
        count_missed(answer.question)
        nearest = nearest_question(answer, language)
    return {
        "filter_bar": filter_bar(
            request, filters(answer, chosen, language), count_hits(answer) if answer.total else ""
        ),
        "rows": rows(page.object_list, answer.query, language),
        "instead": [group for group in answer.query.groups if group.instead_of],
        "nearest": nearest,
        "page_obj": page,
        "prefix": page_prefix(request),
    }


def count_hits(answer) -> str:
    """ "12 found", or that there are more than were counted."""
    if answer.found.is_cut:
        return _("More than %(count)s found") % {
            "count": number_format(MOST_BY_TEXT, force_grouping=True)
        }
    return ngettext("%(count)s found", "%(count)s found", answer.total) % {
        "count": number_format(answer.total, force_grouping=True)
    }


def labels() -> dict[str, str]:
    """What each filter is called."""
    return {
        "kind": _("Kind"),
        "year": _("Year"),
        "city": _("City"),
        "country": _("Country"),
        "focus_area": _("Focus area"),
        "language": _("Language of the text"),
    }


def filters(answer, chosen: dict, language: str) -> list[Filter]:
    """The choices that narrow what was found, with how many each leaves; useless ones left out."""
    bar = []
    for name, label in labels().items():
        counts = {str(value): count for value, count in answer.found.counts(name).items()}
        if name in chosen:
            counts.setdefault(chosen[name], 0)
        options = options_of(name, ordered(name, counts), language)
        if len(options) > 1 or name in chosen:
            bar.append(Filter(name, label, options, counts=counts))
    return bar


def ordered(name: str, counts: dict[str, int]) -> list[str]:
    """Years newest first, kinds as they rank, others by how many there are."""
    if name == "year":
        return sorted(counts, reverse=True)
    if name == "kind":
        return [kind for kind in KINDS if kind in counts]
    return sorted(counts, key=lambda value: (-counts[value], value))


def options_of(name: str, values: list[str], language: str) -> list[tuple[str, str]]:
    """The choices of a filter: each of `values` with what it is called."""
    if name == "kind":
        return [(value, str(KINDS[value])) for value in values]
    if name == "language":
        return [(value, capfirst(language_name(value))) for value in values]
    if name == "year":
        return [(value, value) for value in values]
    names = names_of([name], language)
    # A country that hosts a meeting need not have a page of its own, nor so a name here.
    return [(value, names[value]) for value in values if value in names]


def chosen_filters(request) -> dict[str, str]:
    """The filters in the address. Raises NotAccepted, naming what is accepted."""
    chosen = {name: value for name in FILTERS if (value := request.GET.get(name, ""))}
    language = get_language()
    for name, value in chosen.items():
        if not is_accepted(name, value, language):
            raise NotAccepted(
                _("“%(value)s” is not one of the choices for “%(filter)s”.")
                % {"value": value[:40], "filter": labels()[name]}
            )
    return chosen


def is_accepted(name: str, value: str, language: str) -> bool:
    """Whether a filter can have this value."""
    if name == "year":
        return value.isascii() and value.isdigit() and len(value) == 4
    if name == "kind":
        return value in KINDS
    if name == "language":
        return value.isascii() and value.islower() and value.isalpha() and len(value) == 2
    return value in names_of([name], language)


def ways() -> list[tuple[str, str]]:
    """Where to go on from an empty result."""
    return [
        (_("Cities"), reverse("cities:city_list")),
        (_("Documents"), reverse("documents:document_list")),
        (_("Meetings and events"), reverse("events:event_list")),
        (_("Projects"), reverse("cities:project_list")),
    ]


@require_safe
@public_page("q")
def suggestions(request):
    """Names that begin as what has been typed, for js/search.js: title, kind, address."""
    language = get_language()
    answer = ask(request.GET.get("q", ""), language, begins=True)
    hits = answer.found.hits[:MOST_SUGGESTIONS] if answer.found else []
    found = [
        {
            "title": plain(row["title"]),
            "language": row["title_language"],
            "kind": str(row["kind_label"]),
            "url": row["url"],
        }
        for row in (rows(hits, answer.query, language) if hits else [])
    ]
    return JsonResponse({"suggestions": found})
