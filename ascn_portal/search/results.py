"""What is found, the nearest first, alike on every database.

Names are looked at first. Of what only its text answers, as many as MOST_BY_TEXT are ranked and
counted: to rank every page that holds a common word would keep the reader waiting.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from .engine import ACCENTED, NAMES, WORDS, Expression, Phrase, look_up
from .query import Query

HITS_A_PAGE = 20
MOST_BY_NAME = 1_000
MOST_BY_TEXT = 1_000
FILTERS = ("kind", "year", "city", "country", "focus_area", "language")
COLUMNS = ("uid", "part", "priority", "is_current", *FILTERS)
NAMED = ("names_folded", "names_accented")
# How near an entry is; the lower number comes first.
EQUAL, BEGINS, HOLDS, SCATTERED = 0, 2, 4, 6
FOLDED_ONLY = 1
TEXT_ACCENTED_PHRASE, TEXT_PHRASE, TEXT_ACCENTED, TEXT_WORDS = 10, 11, 12, 13


class Hit(NamedTuple):
    """An entry that was found: its rank and what filters ask of it.

    `thing` is the record and its part, `languages` all in which it was found; the entry at hand
    is in the language `facets` says.
    """

    rank: tuple
    thing: tuple
    facets: dict[str, str]
    languages: set[str]


@dataclass
class Found:
    """What was found: hits in order, one a thing, and whether more were left out."""

    hits: list[Hit] = field(default_factory=list)
    is_cut: bool = False

    def counts(self, name: str) -> Counter:
        """How many hits the filter `name` would leave for each of its values."""
        if name == "language":
            return Counter(language for hit in self.hits for language in hit.languages)
        values = (hit.facets[name] for hit in self.hits)
        return Counter(value for value in values if value not in {"", None})


def find(
    query: Query, language: str, filters: dict[str, str] | None = None, *, only_names: bool = False
) -> Found:
    """All that answers `query` for a reader of `language`, narrowed by `filters`."""
    if not query.groups:
        return Found()
    search = Search(query, language, filters or {})
    search.by_name()
    if not only_names:
        search.by_text()
    hits = sorted(search.best.values(), key=lambda hit: hit.rank)
    return Found(hits, search.is_cut)


class Search:
    """One question as it is being answered: the best hit of each thing so far."""

    def __init__(self, query: Query, language: str, filters: dict[str, str]):
        self.query, self.language, self.filters = query, language, filters
        self.best: dict[tuple, Hit] = {}
        self.languages: dict[tuple, set[str]] = defaultdict(set)
        self.is_cut = False

    def by_name(self):
        """Entries that are called so, in any order of the words."""
        rows = self.rows(NAMES, self.query.expression, MOST_BY_NAME, (*COLUMNS, *NAMED))
        self.is_cut |= len(rows) == MOST_BY_NAME
        for row in rows:
            names = Names(row.pop("names_folded"), row.pop("names_accented"))
            self.keep(row, *names.nearness(self.query))

    def by_text(self):
        """Entries whose text answers, by the nearness of the words, until there are enough."""
        most = len(self.best) + MOST_BY_TEXT
        for rank, expression in self.steps():
            rows = self.rows(WORDS, expression, MOST_BY_TEXT, COLUMNS)
            for row in rows:
                self.keep(row, rank, most=most)
            if len(rows) == MOST_BY_TEXT or len(self.best) == most:
                self.is_cut = True
            if len(self.best) == most:
                break

    def steps(self):
        """Ways in which a text can answer, the best first: (rank, expression)."""
        query, without = self.query, tuple(self.query.without)
        if len(query.typed) > 1:
            if query.has_marks:
                phrase = Phrase(tuple(query.typed), ACCENTED)
                yield TEXT_ACCENTED_PHRASE, Expression(((phrase,),), without)
            in_order = tuple(Phrase(tuple(reading.split())) for reading in query.readings)
            yield TEXT_PHRASE, Expression((in_order,), without)
        if query.has_marks:
            accented = tuple((Phrase((word,), ACCENTED),) for word in query.typed)
            yield TEXT_ACCENTED, Expression(accented, without)
        yield TEXT_WORDS, query.expression

    def keep(self, row: dict, rank: int, length: int = 0, most: int | None = None):
        """Remember an entry unless the same thing was found nearer, or `most` are found."""
        thing = thing_of(row)
        if thing not in self.best and most is not None and len(self.best) >= most:
            return
        self.languages[thing].add(row["language"])
        order = (
            rank,
            row["language"] != self.language,
            not row["is_current"],
            row["priority"],
            length,
            -(row["year"] or 0),
            *thing,
        )
        if thing not in self.best or order < self.best[thing].rank:
            facets = {name: row[name] for name in FILTERS}
            self.best[thing] = Hit(order, thing, facets, self.languages[thing])

    def rows(self, table: str, expression: Expression, limit: int, columns) -> list[dict]:
        """At most `limit` entries that match in `table` and that the filters leave."""
        return look_up(table, expression, limit, columns, self.filters)


def thing_of(row: dict) -> tuple[str, str]:
    """What an entry tells of, in whatever language: its record and the part of it."""
    return str(row["uid"]).replace("-", ""), row["part"]


class Names(NamedTuple):
    """The names of an entry as the index keeps them."""

    folded: str
    accented: str

    def nearness(self, query: Query) -> tuple[int, int]:
        """How near one of the names is to what was asked, and how many words it has."""
        if query.has_marks:
            typed = " ".join(query.typed)
            if (rank := place_of(typed, self.accented, query.begins)) is not None:
                return rank, words_of_nearest(self.accented, typed)
        readings = query.readings
        ranks = [place_of(reading, self.folded, query.begins) for reading in readings]
        found = [
            (rank + FOLDED_ONLY, words_of_nearest(self.folded, reading))
            for rank, reading in zip(ranks, readings, strict=True)
            if rank is not None
        ]
        return min(found, default=(SCATTERED, self.folded.count(" ")))


def place_of(asked: str, names: str, begins: bool) -> int | None:
    """Where `asked` stands in the best of `names`: EQUAL, BEGINS, HOLDS, or None."""
    if f"| {asked} |" in names:
        return EQUAL
    end = "" if begins else " "
    if f"| {asked}{end}" in names:
        return BEGINS
    return HOLDS if f" {asked}{end}" in names else None


def words_of_nearest(names: str, asked: str) -> int:
    """How many words the shortest of `names` has that holds `asked`."""
    holding = (name for name in names.split("|") if asked in name)
    return min((name.count(" ") for name in holding), default=0)
