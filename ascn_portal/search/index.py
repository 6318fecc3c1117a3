"""The index: which things of each app can be found, and how it is kept in step with the record.

An app says in its `search.py`, for each kind of record, what is found of one. The publishing
services then call `update` for every record that they change, in their own transaction.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice

from django.db import transaction
from django.utils import timezone, translation

from ascn_portal.bilingual.folding import Word, words_of
from ascn_portal.bilingual.languages import LANGUAGES
from ascn_portal.publishing.addresses import follow
from ascn_portal.publishing.models import Publishable
from ascn_portal.publishing.services import lock

from .engine import NAMES, WORDS, Forms, engine
from .models import SearchEntry, SearchWord
from .stemming import stem

LONGEST_WORD = 80
LONGEST_JOINED_NAME = 5  # words; longer names nobody writes without blanks
ROWS_AT_ONCE = 1_000
ALWAYS = datetime(1967, 8, 8, tzinfo=timezone.get_fixed_timezone(0))


@dataclass
class Found:
    """A thing as it is found in the language that is active when it is made.

    `names[0]` is its title; `slug` and `path` are of the page on which it stands. `part` tells
    things of one record apart. Proper names are found without blanks, too; what is not named so
    is found by its text alone. Nothing is found before `starts_at` or from `ends_at` on.
    """

    kind: str
    path: str
    names: list[str]
    priority: int
    slug: str = ""
    text: str = ""
    place: str = ""
    part: str = ""
    language: str = ""
    dated_on: date | None = None
    date_precision: str = ""
    year: int | None = None
    city: str = ""
    country: str = ""
    focus_area: str = ""
    page: int | None = None
    is_current: bool = True
    has_proper_name: bool = False
    is_named: bool = True
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass
class Kind:
    """How records of `model` are found: `found(record)` for each language, read as `rows` says.

    What is said beside one comes from the records at `beside`: it changes with them.
    """

    model: type[Publishable]
    found: Callable[[Publishable], Iterable[Found]]
    rows: Callable
    beside: tuple[str, ...] = ()


KINDS: dict[type[Publishable], Kind] = {}


def said(row, *fields: str) -> str:
    """Bilingual `fields` of a row in the active language only, one under the other."""
    language = translation.get_language()
    return "\n".join(filter(None, (getattr(row, f"{name}_{language}") for name in fields)))


def titled_in(language: str) -> str:
    """The language of the title of a text in `language`, which may be none of the portal's."""
    return language if language in LANGUAGES else LANGUAGES[-1]


def register(model, *, rows=None, beside=()):
    """Let `model` be found: decorates a function that gives the `Found` of one record.

    It is called once a language, which is then active. `rows` gives a queryset of records with
    what the function reads; `beside` are relations whose records it names.
    """

    def decorate(found):
        read = rows or (lambda: model._default_manager.all())
        KINDS[model] = Kind(model, found, read, tuple(beside))
        return found

    return decorate


@dataclass
class Row:
    """An entry with its words, ready to be written."""

    entry: SearchEntry
    names: Forms
    words: Forms
    splits: dict[str, str] = field(default_factory=dict)


def update(record: Publishable):
    """Bring the entries of `record`, and of those that rest on it, into step with the tables.

    Called by the publishing services within their transaction.
    """
    before = standing(record.uid)
    if kind := KINDS.get(type(record)):
        read = kind.rows().filter(pk=record.pk)  # with what the entries say of its neighbours
        write(record.uid, [row for each in read for row in rows_of(each)])
    now = standing(record.uid)
    # A record without entries, as a country without members, does not tell whether it changed.
    if now != before or not now:
        for dependent in dependents(record):
            write(dependent.uid, list(rows_of(dependent)))


def standing(uid) -> set[tuple]:
    """What others say of the record `uid` or share with it: title, address, when it is public."""
    columns = ("language", "part", "title", "path", "visible_from", "visible_until")
    return set(SearchEntry.objects.filter(uid=uid).values_list(*columns))


def write(uid, rows: list[Row]):
    """Make `rows` the entries of the record `uid`."""
    old = SearchEntry.objects.filter(uid=uid)
    keys = list(old.values_list("pk", flat=True))
    engine().remove(keys)
    old.delete()
    add(rows, engine())
    know_words(Counter(word for row in rows for word in set(row.words.folded)))
    know_splits({joined: split for row in rows for joined, split in row.splits.items()})


def dependents(record) -> Iterator[Publishable]:
    """Records of other kinds that are public with `record` only, or name it."""
    for kind in KINDS.values():
        for path in {*kind.model.public_with, *kind.beside}:
            if leads_to(kind.model, path) is type(record):
                yield from kind.rows().filter(**{path: record.pk})


def leads_to(model, path: str):
    """The model at the end of the relations `path`."""
    for step in path.split("__"):
        model = model._meta.get_field(step).related_model
    return model


def rows_of(record) -> Iterator[Row]:
    """The entries of a record in each language, none if it is not and will not be public."""
    kind = KINDS.get(type(record))
    span = kind and public_span(record)
    if not span:
        return
    begins, ends = span
    for language in LANGUAGES:
        with translation.override(language):
            for found in kind.found(record):
                starts = max(begins, found.starts_at or begins)
                until = min((end for end in (ends, found.ends_at) if end), default=None)
                if found.names and found.names[0] and (until is None or starts < until):
                    yield row_of(record, found, found.language or language, starts, until)


def public_span(record) -> tuple[datetime, datetime | None] | None:
    """From when until when a record is public with all that it needs; None if it is not."""
    named = [record, *(follow(record, path) for path in record.public_with)]
    named = [row for row in named if row is not None]
    if any(row.state != Publishable.State.PUBLISHED for row in named):
        return None
    begins = max((row.publish_at for row in named if row.publish_at), default=ALWAYS)
    ends = min((row.withdraw_at for row in named if row.withdraw_at), default=None)
    return (begins, ends) if ends is None or begins < ends else None


def row_of(record, found: Found, language: str, begins, ends) -> Row:
    """The entry of `found` with its words."""
    names = [unicodedata.normalize("NFC", name) for name in found.names if name]
    text = unicodedata.normalize("NFC", found.text)
    tokens = [words_of(name) for name in names] if found.is_named else []
    entry = SearchEntry(
        kind=found.kind,
        uid=record.uid,
        part=found.part,
        language=language,
        slug=found.slug,
        path=without_prefix(found.path),
        title=names[0],
        place=found.place,
        text=text,
        names_folded=barred(tokens, lambda word: word.folded),
        names_accented=barred(tokens, lambda word: word.accented or word.folded),
        dated_on=found.dated_on,
        date_precision=found.date_precision,
        year=found.year,
        city=found.city,
        country=found.country,
        focus_area=found.focus_area,
        page=found.page,
        is_current=found.is_current,
        priority=found.priority,
        visible_from=begins,
        visible_until=ends,
    )
    named = [word for words in tokens for word in words]
    place = words_of(unicodedata.normalize("NFC", found.place))
    return Row(
        entry,
        names=forms([*named, *place], language),
        words=forms([*named, *place, *words_of(text)], language),
        splits=splits_of(tokens) if found.has_proper_name else {},
    )


def without_prefix(path: str) -> str:
    """A path of a page without its language; others are complete and keep their first "/"."""
    first, _slash, rest = path.lstrip("/").partition("/")
    return rest if first in LANGUAGES else path


def barred(names: list[list[Word]], form: Callable[[Word], str]) -> str:
    """Names in one string, to be asked for " da nang ": "| da nang | tourane |"."""
    return "| " + " | ".join(" ".join(map(form, words)) for words in names) + " |"


def forms(words: list[Word], language: str) -> Forms:
    """The three forms of `words`; only English is stemmed."""
    folded = [word.folded[:LONGEST_WORD] for word in words]
    accented = [(word.accented or word.folded)[:LONGEST_WORD] for word in words]
    stems = [stem(word) if language == "en" else "" for word in folded]
    return Forms(
        folded,
        accented if accented != folded else [],
        [one if one != word else "" for one, word in zip(stems, folded, strict=True)],
    )


def splits_of(names: list[list[Word]]) -> dict[str, str]:
    """Names of two to five words as they are written without blanks: {"danang": "da nang"}."""
    splits = {}
    for words in names:
        if 2 <= len(words) <= LONGEST_JOINED_NAME:
            folded = [word.folded for word in words]
            for end in range(2, len(folded) + 1):
                splits["".join(folded[:end])] = " ".join(folded[:end])
    return {joined: split for joined, split in splits.items() if len(joined) <= LONGEST_WORD}


def add(rows: list[Row], into):
    """Write entries and their words into the tables of the engine `into`."""
    entries = SearchEntry.objects.bulk_create([row.entry for row in rows], batch_size=500)
    keyed = list(zip([entry.pk for entry in entries], rows, strict=True))
    into.add(NAMES, ((key, row.names) for key, row in keyed))
    into.add(WORDS, ((key, row.words) for key, row in keyed))


def know_words(counts: Counter):
    """Remember words that texts hold, with how many entries hold them when they are new.

    A rebuild alone counts again, and forgets words that no text holds any longer.
    """
    known = SearchWord.objects.filter(word__in=counts, count__gt=0)
    new = counts.keys() - set(known.values_list("word", flat=True))
    SearchWord.objects.bulk_create(
        (SearchWord(word=word, count=counts[word]) for word in sorted(new)),
        update_conflicts=True,  # it may be there as a name without blanks
        unique_fields=["word"],
        update_fields=["count"],
        batch_size=1_000,
    )


def know_splits(splits: dict[str, str]):
    """Remember how names are split that readers write without blanks."""
    if splits:
        SearchWord.objects.bulk_create(
            (SearchWord(word=joined, split=split) for joined, split in splits.items()),
            update_conflicts=True,
            unique_fields=["word"],
            update_fields=["split"],
            batch_size=1_000,
        )


def rebuild(report: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Make the whole index anew from the tables; how many entries it has then.

    One transaction: readers find the old entries until the new ones are all there. `report` is
    told after each record how many are done, and of how many.
    """

    def rows():
        total, done = sum(kind.rows().count() for kind in KINDS.values()), 0
        for kind in KINDS.values():
            for record in kind.rows().order_by("pk").iterator(chunk_size=200):
                yield from rows_of(record)
                done += 1
                report(done, total)

    return rebuild_from(rows())


@transaction.atomic
def rebuild_from(rows: Iterator[Row]) -> int:
    """Make `rows` the whole index; what is published meanwhile comes after it."""
    lock()
    SearchEntry.objects.all().delete()
    SearchWord.objects.all().delete()
    counts, splits, count = Counter(), {}, 0
    with engine().rebuilding() as new:
        while chunk := list(islice(rows, ROWS_AT_ONCE)):
            add(chunk, new)
            for row in chunk:
                counts.update(set(row.words.folded))
                splits |= row.splits
            count += len(chunk)
        know_words(counts)
        know_splits(splits)
    return count
