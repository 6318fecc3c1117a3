"""Which public documents have what readers ask the register for, kept in the process.

A choice of a filter is a whole number with one bit for each document that has it: choices combine
with `&` and are counted with `bit_count`. To count every choice among ten thousand documents
takes the database 70 ms, and this 0.02 ms.
"""

from collections import defaultdict
from datetime import date
from functools import lru_cache

from django.db import connection
from django.utils.translation import get_language

from ascn_portal.caching import content_version

from .models import Document, DocumentFile

YES, NO = "yes", "no"
# Sorted so, documents stand in the order of the choices of that filter.
GROUPING = ("kind", "status")


def read_register() -> "Register":
    """The register as it is now; read again whenever a record has changed."""
    # The rows are looked at too: the hook that raises the version may have failed and run later.
    # What is seen inside a transaction, as by a preview, is not what others may see.
    inside = connection.in_atomic_block
    return read(inside, content_version(), Document.objects.newest_change())


@lru_cache(maxsize=2)
def read(*_state) -> "Register":
    return Register()


class Register:
    """The public documents as they were when it was made: what each has, and their orders.

    `bits` are {filter: {value: bits}} of kind, status, year, meeting, language and file;
    `meetings` are (slug, {language: title}), the newest first.
    """

    def __init__(self):
        rows = list(Document.objects.for_register())
        self.places = {row.pk: place for place, row in enumerate(rows)}
        files = DocumentFile.objects.latest_languages()
        adoptions = Document.objects.adoptions()
        self.meetings = list({slug: titles for _pk, slug, titles in adoptions}.items())
        self.all = self.bits_of(self.places)
        self.bits = {
            "kind": self.index((row.pk, row.kind) for row in rows),
            "status": self.index((row.pk, row.status) for row in rows),
            "year": self.index((row.pk, str(row.year)) for row in rows),
            "meeting": self.index((pk, slug) for pk, slug, _titles in adoptions),
            "language": self.index(
                (row.pk, code)
                for row in rows
                for code in {*row.languages.split(), *files.get(row.pk, ())}
            ),
            "file": self.index((row.pk, YES if row.pk in files else NO) for row in rows),
        }
        self.orders = {}
        self.days = {}

    def index(self, pairs) -> dict[str, int]:
        """{value: bits} of (primary key, value) pairs."""
        keys = defaultdict(list)
        for key, value in pairs:
            keys[value].append(key)
        return {value: self.bits_of(keys) for value, keys in keys.items()}

    def bits_of(self, keys) -> int:
        """The documents with these primary keys as bits; the first place is the highest bit."""
        digits = bytearray(b"0" * (len(self.places) or 1))
        for key in keys:
            if key in self.places:
                digits[self.places[key]] = ord("1")
        return int(digits, 2)

    def found(self, chosen: dict[str, str]) -> int:
        """The documents that have each of the chosen values; "" asks for nothing."""
        found = self.all
        for name, value in chosen.items():
            if value:
                found &= self.bits[name].get(value, 0)
        return found

    def counts(self, name: str, chosen: dict[str, str], among: int) -> dict[str, int]:
        """How many documents of `among` each value of a filter leaves, the other filters given."""
        others = among & self.found(chosen | {name: ""})
        return {value: (bits & others).bit_count() for value, bits in self.bits[name].items()}

    def existing(self, day: date | None) -> tuple[int, int]:
        """The documents that existed on `day`, and those that may have; without a day all."""
        if day is None:
            return self.all, 0
        if day not in self.days:
            public = Document.objects.published().order_by()
            kept = public.as_of(day), public.maybe_as_of(day)
            self.days[day] = tuple(self.bits_of(rows.values_list("pk", flat=True)) for rows in kept)
        return self.days[day]

    def in_order(self, found: int, sort: str) -> list[int]:
        """The primary keys of `found` in the order `sort`, as the reader's language has it."""
        order = self.order(sort)
        if found == self.all:
            return order
        digits = f"{found:0{len(self.places)}b}"
        return [key for key in order if digits[self.places[key]] == "1"]

    def order(self, sort: str) -> list[int]:
        """The primary keys of all documents in the order `sort`: "" is the newest first."""
        key = sort, get_language()
        if key not in self.orders:
            self.orders[key] = self.read_order(sort)
        return self.orders[key]

    def read_order(self, sort: str) -> list[int]:
        if sort in GROUPING:
            groups = (
                self.in_order(self.bits[sort].get(value, 0), "")
                for value, _label in Document._meta.get_field(sort).choices
            )
            return [key for group in groups for key in group]
        public = Document.objects.published()
        rows = public.by_title() if sort == "title" else public.newest_first()
        return [key for key in rows.values_list("pk", flat=True) if key in self.places]
