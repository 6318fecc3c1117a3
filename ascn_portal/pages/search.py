"""Which records a reader finds by name, by which names, and what is said beside each.

Rows are read as plain values: a question goes through every name of the record.
"""

from collections.abc import Callable
from typing import NamedTuple

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language

from ascn_portal.as_of import today
from ascn_portal.bilingual.languages import LANGUAGES
from ascn_portal.search.lookup import Name, look_up
from cities.models import City, Country, FocusArea, NativeName, Project, Term
from documents.models import Document
from events.models import Event
from partners.models import Partner

from .models import Page

HITS_A_KIND = 10


def page_of(name: str) -> Callable[[dict], str]:
    """How the page called `name` of a row is addressed."""
    return lambda row: reverse(name, args=[row["slug"]])


def page_of_term(row: dict) -> str:
    """The year of a Chair; the list of terms for a Shepherd."""
    if row["role"] == Term.Role.CHAIR:
        return reverse("pages:chair_year", args=[row["starts_on__year"]])
    return reverse("pages:chair_list")


class Kind(NamedTuple):
    """A kind of record and the columns by which one is found.

    `names` are bilingual, the first of them is the title; `others` hold further names, one a
    line; `year` is said beside the title and may be asked for with it; `place` is a bilingual
    name that is said beside it. `address` and `title` are made of a row and what `columns` adds;
    `public` gives the rows that have a page.
    """

    model: type
    address: Callable[[dict], str]
    names: tuple[str, ...] = ("name",)
    others: tuple[str, ...] = ()
    year: str = ""
    place: str = ""
    columns: tuple[str, ...] = ("slug",)
    public: Callable = lambda model: model.objects.published()
    title: Callable[[dict, str], str] = lambda row, name: name


KINDS = (
    Kind(City, page_of("cities:city_detail"), others=("aliases",), place="country__name"),
    Kind(
        Country,
        page_of("cities:country_detail"),
        names=("name", "official_name"),
        others=("aliases",),
        # Others that the record names have no page.
        public=lambda model: model.objects.published().members_by(today()),
    ),
    Kind(
        Term,
        page_of_term,
        names=("country__name", "theme", "person"),
        year="starts_on__year",
        columns=("role",),
        title=lambda row, country: f"{Term.Role(row['role']).label}: {country}",
    ),
    Kind(
        Event,
        page_of("events:event_detail"),
        names=("title", "theme"),
        year="starts_on__year",
    ),
    Kind(
        Document,
        page_of("documents:document_detail"),
        names=("title",),
        others=("symbol",),
        year="year",
    ),
    Kind(
        Project,
        page_of("cities:project_detail"),
        names=("title",),
        others=("former_names",),
        place="city__name",
    ),
    Kind(FocusArea, page_of("cities:focus_area_detail")),
    Kind(Partner, page_of("partners:partner_detail")),
    Kind(Page, page_of("pages:about"), names=("title",)),
)


def find(asked: tuple[str, ...]) -> list[dict]:
    """What is found for the folded words `asked`, one dict a kind: name, count, left_out, hits."""
    native = native_names()
    groups = []
    for kind in KINDS:
        named = ((row, all_names(kind, row, native)) for row in read(kind))
        if hits := look_up(asked, named):
            groups.append(
                {
                    "name": capfirst(kind.model._meta.verbose_name_plural),
                    "count": len(hits),
                    "left_out": max(0, len(hits) - HITS_A_KIND),
                    "hits": [describe(kind, hit) for hit in hits[:HITS_A_KIND]],
                }
            )
    return groups


def languages() -> list[str]:
    """The languages, the reader's first."""
    return sorted(LANGUAGES, key=lambda code: code != get_language())


def in_both(*fields: str) -> set[str]:
    """The columns of bilingual `fields`."""
    return {f"{field}_{code}" for code in LANGUAGES for field in fields}


def read(kind: Kind):
    """The public rows of a kind, as values of the columns that it names."""
    columns = in_both(*kind.names, *filter(None, [kind.place]))
    columns |= {*kind.others, *kind.columns, *filter(None, [kind.year]), "pk"}
    return kind.public(kind.model).values(*columns)


def native_names() -> dict[tuple, list[Name]]:
    """What cities and countries are called in languages of their own, by model and key."""
    names = {}
    for row in NativeName.objects.published().values("text", "language", "city", "country"):
        owner = (City, row["city"]) if row["city"] else (Country, row["country"])
        names.setdefault(owner, []).append(Name(row["text"], row["language"]))
    return names


def all_names(kind: Kind, row: dict, native: dict) -> list[Name]:
    """Every name by which the record of `row` may be asked for, the reader's language first."""
    year = str(row.get(kind.year, ""))
    names = [
        Name(text, code, year)
        for code in languages()
        for field in kind.names
        if (text := row[f"{field}_{code}"])
    ]
    for column in kind.others:
        names += [Name(text) for text in row[column].splitlines()]
    return names + native.get((kind.model, row["pk"]), [])


def describe(kind: Kind, hit) -> dict:
    """One record that was found; `also` is the name that matched, where it is another one."""
    row = hit.record
    name = first_filled(row, kind.names[0])
    place = first_filled(row, kind.place) if kind.place else ""
    return {
        "title": kind.title(row, name),
        "url": kind.address(row),
        "beside": place or str(row.get(kind.year, "")),
        "also": None if hit.name.text in name else hit.name,
    }


def first_filled(row: dict, field: str) -> str:
    """A bilingual value in the reader's language, else in the other."""
    return next(filter(None, (row[f"{field}_{code}"] for code in languages())), "")
