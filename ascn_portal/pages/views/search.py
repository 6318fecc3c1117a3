"""Search by name over every kind of record."""

from http import HTTPStatus

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ascn_portal.caching import public_page
from ascn_portal.pages.search import find
from ascn_portal.search.folding import fold

LONGEST_QUESTION = 100


@require_safe
@public_page("q")
def search(request):
    """What the record knows by a name like the one asked for, by kind."""
    question = request.GET.get("q", "").strip()
    asked = fold(question[:LONGEST_QUESTION])
    problem = what_is_wrong(question, asked)
    groups = find(asked) if asked and not problem else []
    context = {
        "question": question[: LONGEST_QUESTION * 2],
        "problem": problem,
        "groups": groups,
        "count": sum(group["count"] for group in groups),
        "ways": [
            (_("Cities"), reverse("cities:city_list")),
            (_("Documents"), reverse("documents:document_list")),
            (_("Meetings and events"), reverse("events:event_list")),
            (_("Projects"), reverse("cities:project_list")),
        ],
    }
    status = HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK
    return render(request, "search/search.html", context, status=status)


def what_is_wrong(question: str, asked) -> str:
    """Why `question` cannot be looked up, in one sentence; "" if it can, or is empty."""
    if len(question) > LONGEST_QUESTION:
        return _("Please search for at most %(count)d characters.") % {"count": LONGEST_QUESTION}
    if question and not asked:
        return _("Please write at least one letter or digit.")
    return ""
