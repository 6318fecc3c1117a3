"""What an app makes of its files: rows, references to other rows, citations of sources."""

import hashlib
import json
import re
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q

from ascn_portal.bilingual.dates import Precision
from ascn_portal.bilingual.languages import LANGUAGES

from .entries import WRONG_TYPE, Entry, Fault, name_of

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "record.ascn")
# Entered as a source where something is common knowledge: it names no publication.
NO_PUBLICATION = "general reference"
# Letters that only one of the languages of our sources has.
LETTERS = {
    "vi": re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]"),
    "ja": re.compile("[\u3040-\u30ff\u4e00-\u9fff]"),
    "th": re.compile("[\u0e00-\u0e7f]"),
}
MONTH_OR_YEAR = re.compile(r"\d{4}(-\d{2})?")


class Uid(str):
    """The uid of a record or source, made of its key, so that nothing needs to be looked up.

    `key` is what the row is called in the files, as in `cities:da-nang`, `place` where a file
    names it; that of a source carries as `description` what the file says of it.
    """

    def __new__(cls, key: str, place: str = "", description: dict | None = None):
        uid = super().__new__(cls, uuid.uuid5(NAMESPACE, key))
        uid.key = key
        uid.place = place
        uid.description = description
        return uid


@dataclass
class Row:
    """A record as the files describe it.

    `name` tells it from others of its kind; `same` finds a record that is the same thing though
    staff made it; `former_slugs` are addresses that lead to it.
    """

    entry: Entry
    name: str
    shape: dict
    same: Q
    former_slugs: tuple[str, ...] = ()
    key: str = ""

    @property
    def is_doubtful(self) -> bool:
        return self.shape.get("confidence") == "low"

    @cached_property
    def named(self) -> list[Uid]:
        """Every record and source that the shape names."""
        return list(uids_in(self.shape))

    @cached_property
    def digest(self) -> str:
        """What changes whenever the files say something else of the record."""
        said = json.dumps([self.shape, self.former_slugs], cls=DjangoJSONEncoder, sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()


def uids_in(value):
    """Each Uid in a shape, and in what is said of a source that it names."""
    if isinstance(value, Uid):
        yield value
        yield from uids_in(value.description)
    elif isinstance(value, dict | list | tuple):
        for child in value.values() if isinstance(value, dict) else value:
            yield from uids_in(child)


def settled(value, uids: dict[str, str]):
    """A shape with the uids that records and sources really have, keyed by those of the files."""
    if isinstance(value, dict):
        return {key: settled(child, uids) for key, child in value.items()}
    if isinstance(value, list):
        return [settled(child, uids) for child in value]
    return uids.get(value, value) if isinstance(value, Uid) else value


def known(value):
    """A shape without what is not known: null means that nothing is shown."""
    if isinstance(value, dict):
        return {key: known(child) for key, child in value.items() if child is not None}
    return [known(child) for child in value] if isinstance(value, list) else value


def each(entries: Iterable[Entry], make: Callable[..., Row], *context):
    """The row of each entry, or the fault that keeps it from being one."""
    for entry in entries:
        try:
            yield make(entry, *context)
        except (Fault, *WRONG_TYPE) as error:
            yield fault_of(entry, error)


def fault_of(entry: Entry, error: Exception) -> Fault:
    """What is wrong with the row that an entry stands for."""
    fault = (
        error if isinstance(error, Fault) else entry.fault(f"a value is of a wrong type: {error}")
    )
    fault.row = name_of(entry.values).replace("_", "-")
    return fault


def refer(entry: Entry, kind: str, name) -> Uid | None:
    """The record that an entry names, or None where it names none."""
    if name in (None, ""):
        return None
    return Uid(f"{kind}:{str(name).replace('_', '-')}", entry.place)


def parts(owner: str, relation: str, shapes: Iterable[dict] | dict[str, dict]) -> dict:
    """The parts of the record `owner` as its shape holds them: by uid, in order.

    Parts are known again by their names, or by their places if they have none.
    """
    named = shapes.items() if isinstance(shapes, dict) else enumerate(shapes)
    return {relation: {str(Uid(f"{owner}/{relation}/{name}")): shape for name, shape in named}}


def numbered(entries: Iterable[Entry], make: Callable[[Entry], dict]) -> list[dict]:
    """The shapes that `make` makes of the entries, each with its place in the file."""
    return [{"order": order, **make(entry)} for order, entry in enumerate(entries)]


def citations(owner: str, entries: Iterable[Entry]) -> dict:
    """What the record or part `owner` cites, as its shape holds it."""
    shapes = []
    for entry in entries:
        shape = {
            "order": len(shapes),
            "source": source_of(entry),
            "pages": cited_pages(entry),
            **entry.both_if_there("note"),
        }
        if entry["title"] != NO_PUBLICATION:
            shapes.append(shape)
    return parts(owner, "citations", shapes)


def cited_pages(entry: Entry) -> str:
    """The pages of a citation; the files hold numbers, or none."""
    return page_range(entry.numbers("pages")) if "pages" in entry else ""


def source_of(entry: Entry) -> Uid:
    """The source that an entry of `sources` describes."""
    published_on, precision = published(entry)
    return source(
        entry,
        entry["title"],
        entry["url"],
        language=entry.get("language"),
        publisher=entry.get("publisher"),
        published_on=published_on,
        published_precision=precision,
        via=entry.get("via"),
        # Only to see that there is such a document: Document.source ties the two.
        document=refer(entry, "documents", entry.get("document")),
    )


def published(entry: Entry) -> tuple[date | None, str | None]:
    """When a source was published, and how much of that is known: a day, a month, a year."""
    value = entry.get("published")
    if value and MONTH_OR_YEAR.fullmatch(str(value)):
        year, _dash, month = str(value).partition("-")
        return date(int(year), int(month or 1), 1), Precision.MONTH if month else Precision.YEAR
    return (entry.date("published"), Precision.DAY) if value else (None, None)


def figure_source(entry: Entry) -> Uid:
    """The source that a figure names in its own keys."""
    language = entry.get("source_language")
    return source(entry, entry["source_title"], entry["source"], language=language)


def source(entry: Entry, title: str, url: str | None, *, language=None, **others) -> Uid:
    """The source with this address; without one, that of this title, publisher and day.

    The files name the language of a title that its letters do not tell.
    """
    key = url or f"{title}|{others.get('publisher')}|{others.get('published_on')}"
    language = language or language_of(title)
    said = {"title": title, "url": url, "language": language, **others}
    return Uid(f"sources:{key}", entry.place, said)


def language_of(title: str) -> str:
    """The language that the letters of a title tell, else English."""
    return next((tag for tag, letters in LETTERS.items() if letters.search(title or "")), "en")


def page_range(pages: Iterable[int]) -> str:
    """Numbers of pages in their shortest form: "5, 8–9"."""
    runs = []
    for page in sorted(set(pages)):
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return ", ".join(f"{first}" if first == last else f"{first}–{last}" for first, last in runs)


def join_texts(name: str, *texts: dict) -> dict:
    """Bilingual texts after each other as one, called `name`; each is said once."""
    joined = {}
    for language in LANGUAGES:
        found = [
            next((t for k, t in text.items() if k.endswith(f"_{language}")), "") for text in texts
        ]
        joined[f"{name}_{language}"] = " ".join(dict.fromkeys(filter(None, found)))
    return joined


def lines(name: str, entries: Iterable[Entry], key: str, prefix: str = "") -> dict:
    """One bilingual text, called `name`, with a line for each entry."""
    texts = [entry.both(key) for entry in entries]
    return {
        f"{name}_{language}": "\n".join(f"{prefix}{text[f'{key}_{language}']}" for text in texts)
        for language in LANGUAGES
    }
