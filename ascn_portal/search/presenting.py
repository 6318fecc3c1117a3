"""How what was found is shown: rows of the page and of the API, and choices that narrow it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ascn_portal.bilingual.dates import show_date
from ascn_portal.bilingual.languages import language_name

from .index import titled_in
from .marking import Wanted, mark, snippet
from .models import SearchEntry
from .query import Query
from .results import Hit

KINDS: dict[str, str | Promise] = {
    "city": _("City"),
    "country": _("Country"),
    "chair": _("Chair"),
    "focus_area": _("Focus area"),
    "event": _("Meeting or event"),
    "document": _("Document"),
    "project": _("Project"),
    "partner": _("Partner"),
    "shepherd": _("Shepherd"),
    "page": _("About the network"),
    "outcome": pgettext_lazy("of a meeting", "Outcome"),
    "file": _("Text of a file"),
}


def rows(hits: list[Hit], query: Query, language: str) -> list[dict]:
    """What is shown of `hits`, in their order, to a reader of `language`.

    A row: kind, kind_label, slug, url, title and snippet as pieces with their languages, place,
    date, page, is_current. Titles are in the reader's language where there is one.
    """
    uids, parts = {hit.thing[0] for hit in hits}, {hit.thing[1] for hit in hits}
    entries = {
        (entry.uid.hex, entry.part, entry.language): entry
        for entry in SearchEntry.objects.visible().filter(uid__in=uids, part__in=parts)
    }
    wanted = Wanted(query)
    return [
        row(entry, entries.get((*hit.thing, language), entry), wanted, language)
        for hit in hits
        if (entry := entries.get((*hit.thing, hit.facets["language"])))
    ]


def row(entry: SearchEntry, shown: SearchEntry, wanted: Wanted, language: str) -> dict:
    """One row; `shown` is the same thing in the reader's language, if it has one."""
    return {
        "kind": entry.kind,
        "kind_label": KINDS[entry.kind],
        "slug": entry.slug,
        "url": address(shown, language),
        "title": mark(shown.title, wanted, shown.language),
        "title_language": titled_in(shown.language),
        "place": shown.place,
        "date": show_date(entry.dated_on, entry.date_precision) if entry.dated_on else "",
        "snippet": snippet(entry.text, wanted, entry.language),
        "snippet_language": entry.language,
        "snippet_language_name": language_name(entry.language),
        "page": entry.page,
        "is_current": entry.is_current,
    }


def address(entry: SearchEntry, language: str) -> str:
    """Where a thing stands: a page in the reader's language, or the page of a file."""
    path = entry.path if entry.path.startswith("/") else f"/{language}/{entry.path}"
    return f"{path}#page={entry.page}" if entry.page else path


def names_of(kinds: list[str], language: str) -> dict[str, str]:
    """{slug: title} of the things of these kinds, as the reader's language calls them."""
    named = SearchEntry.objects.visible().filter(kind__in=kinds, language=language)
    return dict(named.values_list("slug", "title"))


def plain(pieces) -> str:
    """Pieces as one text."""
    return "".join(piece.text for piece in pieces)
