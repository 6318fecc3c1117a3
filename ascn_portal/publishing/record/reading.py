"""What the files say, and all that is wrong with them."""

import hashlib
import os
from collections import Counter
from pathlib import Path

from django.conf import settings

from ascn_portal.bilingual.languages import LANGUAGES
from ascn_portal.publishing.models import LoadedFile, LoadedRow

from .entries import WRONG_TYPE, Entry, Fault, read_file
from .kinds import Kind
from .rows import Row, Uid, known

FOUNDATION = sorted(Path(__file__).parent.glob("*.py"))


class Reading:
    """The rows of each kind whose files, or the code that reads them, have changed.

    `taken` are keys of rows whose kind is read in any case. `faults` is empty if all is well.
    """

    def __init__(self, kinds: list[Kind], directory: Path | None, taken):
        self.directory = directory
        self.faults: list[Fault] = []
        self.rows: dict[Kind, list[Row]] = {}
        # What each file was when it was read, to know later whether it has changed.
        self.digests: dict[str, str] = {}
        self.contents: dict[Path, Entry | list[Entry]] = {}
        self.unchanged: list[Kind] = []
        self.read_changed(kinds, {key.partition(":")[0] for key in taken})
        self.check(kinds, taken)

    def path(self, kind: Kind, name: str) -> Path:
        """The data file of this name: the given one, or else the shipped one."""
        shipped = kind.folder / "data" / name
        given = self.directory / name if self.directory else shipped
        return given if given.exists() else shipped

    def read_changed(self, kinds: list[Kind], asked_for: set[str]):
        """Make the rows of each kind that has changed or is asked for."""
        last = dict(LoadedFile.objects.values_list("name", "digest"))
        for kind in kinds:
            paths = [self.path(kind, name) for name in kind.files]
            digests = {label(path): digest(path) for path in (*paths, *kind.code, *FOUNDATION)}
            if digests.items() <= last.items() and kind.name not in asked_for:
                self.unchanged.append(kind)
                continue
            readable = [self.read(path) for path in paths]
            if all(readable):
                self.digests |= digests
                self.rows[kind] = self.make_rows(kind, [self.contents[path] for path in paths])

    def read(self, path: Path) -> bool:
        """Read a file once; False if it cannot be understood."""
        if path not in self.contents:
            self.contents[path] = None
            try:
                self.contents[path], faults = read_file(path)
            except Fault as fault:
                faults = [fault]
            self.faults += faults
        return self.contents[path] is not None

    def make_rows(self, kind: Kind, contents: list) -> list[Row]:
        """What the app makes of the contents of its files."""
        rows = []
        try:
            for row in kind.make_rows(*contents):
                if isinstance(row, Fault):
                    self.faults.append(row)
                    continue
                row.key, row.shape = f"{kind.name}:{row.name}", known(row.shape)
                rows.append(row)
        except Fault as fault:
            self.faults.append(fault)
        except WRONG_TYPE as error:
            self.faults.append(Fault(", ".join(kind.files), f"a value is of a wrong type: {error}"))
        return rows

    def check(self, kinds: list[Kind], taken):
        """Note what only all rows together show."""
        rows = [row for group in self.rows.values() for row in group]
        self.faults += self.unknown_keys()
        for kind, group in self.rows.items():
            self.faults += [*double_names(group), *gaps(kind, group)]
        # A file that could not be read would leave a reference to each of its rows dangling.
        if all(kind in self.rows or kind in self.unchanged for kind in kinds):
            self.faults += self.dangling(rows)
        if self.directory:
            names = {name for kind in kinds for name in kind.files}
            strangers = sorted({path.name for path in self.directory.glob("*.json")} - names)
            self.faults += [Fault(name, "no data file has this name") for name in strangers]
        if not self.faults:
            unknown = set(taken) - {row.key for row in rows}
            self.faults += [Fault(key, "no file has such a row") for key in sorted(unknown)]

    def unknown_keys(self) -> list[Fault]:
        """Keys that no mapping asks for, in the files of which every kind was read."""
        half_read = {self.path(kind, name) for kind in self.unchanged for name in kind.files}
        read = [content for path, content in self.contents.items() if path not in half_read]
        entries = [
            e for content in read for e in (content if isinstance(content, list) else [content])
        ]
        return [fault for entry in filter(None, entries) for fault in entry.unread()]

    def dangling(self, rows: list[Row]) -> list[Fault]:
        """References to records that are in no file."""
        there = {row.key for row in rows} | set(LoadedRow.objects.values_list("key", flat=True))
        spoilt = {fault.row for fault in self.faults}
        return [
            Fault(uid.place, f"there is no {uid.key}")
            for row in rows
            for uid in dict.fromkeys(named_records(row))
            if uid.key not in there and uid.key.partition(":")[2] not in spoilt
        ]


def named_records(row: Row) -> list[Uid]:
    """The records, not the sources, that a row names."""
    return [uid for uid in row.named if uid.description is None]


def double_names(rows: list[Row]) -> list[Fault]:
    """Names, and former addresses, that more than one row of a kind lays claim to."""
    claims = Counter(row.name for row in rows)
    claims.update(slug for row in rows for slug in set(row.former_slugs) - {row.name})
    return [
        row.entry.fault(f"“{name}” is the name or former address of more than one row")
        for row in rows
        for name in dict.fromkeys((row.name, *row.former_slugs))
        if claims[name] > 1
    ]


def gaps(kind: Kind, rows: list[Row]) -> list[Fault]:
    """What rows still need before the public may see them; drafts need nothing."""
    needed = [f"{field}_{code}" for field in kind.model.required_in_both for code in LANGUAGES]
    public = [row for row in rows if not row.is_doubtful]
    faults = [
        row.entry.fault(f"“{field}” is empty")
        for row in public
        for field in needed
        if not row.shape.get(field)
    ]
    if kind.model.needs_source:
        sourceless = [row for row in public if not row.shape.get("parts", {}).get("citations")]
        faults += [row.entry.fault("there is no source") for row in sourceless]
    return faults


def digest(path: Path) -> str:
    """What changes when the file does."""
    return hashlib.sha256(path.read_bytes() if path.exists() else b"").hexdigest()


def label(path: Path) -> str:
    """What a file is called in LoadedFile: its way from the project, as far as that holds it."""
    return os.path.relpath(path, settings.BASE_DIR)[-200:]
