"""Search for programs: the same results in the same order as on the page."""

from typing import Literal

from django.utils import translation
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema

from ascn_portal.errors import NotAccepted
from ascn_portal.listing import page_of

from .asking import ask
from .presenting import plain, rows
from .results import HITS_A_PAGE

router = Router()


class Result(Schema):
    """One thing that was found; `page` is that of a file."""

    kind: str
    slug: str
    url: str
    title: str
    snippet: str
    page: int | None


class Results(Schema):
    """One page of what was found; `total` counts all pages, or says that it stopped counting."""

    results: list[Result]
    total: int
    total_is_exact: bool
    page: int


@router.get("/search", response=Results, url_name="search")
def search(
    request,
    q: str = Query(min_length=1, max_length=200),
    language: Literal["vi", "en"] = "vi",
    page: int = Query(1, ge=1, le=1_000),
):
    """What the record holds for a question, the nearest first, HITS_A_PAGE at a time."""
    with translation.override(language):
        answer = ask(q, language)
        if answer.found is None:
            raise NotAccepted(answer.problem or _("Please write at least one letter or digit."))
        hits = page_of(request, answer.found.hits, HITS_A_PAGE)
        found = [
            {
                **{name: row[name] for name in ("kind", "slug", "url", "page")},
                "title": plain(row["title"]),
                "snippet": plain(row["snippet"]),
            }
            for row in rows(hits.object_list, answer.query, language)
        ]
    return {
        "results": found,
        "total": answer.total,
        "total_is_exact": not answer.found.is_cut,
        "page": page,
    }
