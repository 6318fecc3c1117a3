"""Publishing what the files say, without touching what staff have changed.

Reading and checking come first and need no lock; then all is written in one transaction, or
nothing.
"""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import override

from ascn_portal.accounts.models import LOADER
from ascn_portal.publishing import services, snapshot
from ascn_portal.publishing.models import LoadedFile, LoadedRow, Publishable, Revision

from .entries import Fault
from .kinds import Kind, discover
from .reading import Reading, named_records
from .rows import Row, Uid, settled
from .sources import write_sources


class RecordRefused(Exception):
    """The files cannot be loaded; `faults` says why, a line for each wrong row."""

    def __init__(self, faults: list):
        super().__init__("\n".join(map(str, faults)))
        self.faults = [str(fault) for fault in faults]


@dataclass
class Report:
    """What a load did: how many rows of each kind came to what, and what it left as it was."""

    counts: dict[str, Counter] = field(default_factory=dict)
    left_alone: dict[str, str] = field(default_factory=dict)
    vanished: list[str] = field(default_factory=list)

    def count(self, kind: Kind, outcome: str):
        self.counts.setdefault(kind.name, Counter())[outcome] += 1


def load(directory: Path | None = None, take=(), *, dry_run: bool = False) -> Report:
    """Publish what has changed in the files since they were last loaded.

    Files in `directory` stand in for the shipped ones of their name. Rows that staff have touched
    stay as they are, but for those whose key is in `take`. Raises RecordRefused, having changed
    nothing, if anything is wrong with the files.
    """
    reading = Reading(discover(), directory, take)
    if reading.faults:
        raise RecordRefused(reading.faults)
    # What the models say of a wrong row: in the language of the other faults.
    with override("en"), transaction.atomic():
        report = Loading(reading, set(take)).run()
        if dry_run:
            transaction.set_rollback(True)
    return report


class Loading:
    """The writing half: within a transaction, behind the writers' lock."""

    def __init__(self, reading: Reading, take: set[str]):
        services.lock()
        self.reading = reading
        self.take = take
        self.report = Report()
        self.faults: list[Fault] = []
        self.author = loading_author()
        self.loaded = {row.key: row for row in LoadedRow.objects.all()}
        self.kinds = [*reading.rows, *reading.unchanged]
        self.states = {
            str(uid): state
            for kind in self.kinds
            for uid, state in kind.model.objects.values_list("uid", "state")
        }
        # Records that no file made.
        self.others = self.states.keys() - {str(row.uid) for row in self.loaded.values()}
        self.touched = self.find_touched()
        self.uids: dict[str, str] = {}
        self.remembered: dict[str, LoadedRow] = {}

    def run(self) -> Report:
        """Write every row that is to be written; raises RecordRefused if one cannot be."""
        rows = [row for group in self.reading.rows.values() for row in group]
        self.uids, self.faults = write_sources(rows)
        for key, loaded in self.loaded.items():
            self.uids[Uid(key)] = str(loaded.uid)
        for kind, group in self.reading.rows.items():
            for row in group:
                self.report.count(kind, self.handle(kind, row))
        if self.faults:
            raise RecordRefused(self.faults)
        self.finish()
        return self.report

    def find_touched(self) -> dict[str, str]:
        """Loaded rows in which staff had a hand, by key, and how."""
        touched = {}
        for kind in self.kinds:
            hands = self.last_hands(kind)
            for key, loaded in self.loaded.items():
                if kind_in(key) != kind.name:
                    continue
                state = self.states.get(str(loaded.uid))
                if state is None:
                    touched[key] = "deleted by staff"
                elif state == Publishable.State.WITHDRAWN:
                    touched[key] = "withdrawn by staff"
                elif hands.get(loaded.uid, set()) != {self.author.pk}:
                    touched[key] = "changed by staff"
        return touched

    def last_hands(self, kind: Kind) -> dict:
        """Who wrote and who approved the newest revision of each record of a kind, by its uid."""
        history = Revision.objects.filter(
            content_type=ContentType.objects.get_for_model(kind.model)
        ).order_by("number")
        return {
            uid: {author, approver or author}
            for uid, author, approver in history.values_list("uid", "author_id", "approver_id")
        }

    def handle(self, kind: Kind, row: Row) -> str:
        """Write a row if that is due; returns what became of it."""
        loaded = self.loaded.get(row.key)
        if loaded is None and (double := self.made_by_staff(kind, row)):
            # What names the row means their record from now on.
            self.uids[Uid(row.key)] = str(double.uid)
            self.remember(kind, row, digest="")
            self.touched[row.key] = "made by staff"
        if row.key in self.touched and row.key not in self.take:
            return "left alone"
        if loaded and loaded.digest == row.digest and row.key not in self.take:
            return "unchanged"
        if missing := self.missing_records(row):
            self.report.left_alone[row.key] = f"names {missing[0]}, which staff deleted"
            return "left alone"
        return self.write(kind, row)

    def made_by_staff(self, kind: Kind, row: Row) -> Publishable | None:
        """A record that is the same thing as the row, though no file made it."""
        alike = kind.model.objects.filter(row.same) if self.others else ()
        return next((record for record in alike if str(record.uid) in self.others), None)

    def missing_records(self, row: Row) -> list[str]:
        """Keys of records that the row names and that are not in the database."""
        return [uid.key for uid in named_records(row) if self.uids.get(uid, uid) not in self.states]

    def write(self, kind: Kind, row: Row) -> str:
        """Publish the row; what is doubtful stays a draft, what is withdrawn stays withdrawn."""
        outcome = "updated" if row.key in self.loaded else "created"
        uid = self.uids.setdefault(Uid(row.key), str(Uid(row.key)))
        state = self.states.get(uid, Publishable.State.DRAFT)
        is_draft = row.is_doubtful and state == Publishable.State.DRAFT
        try:
            revision = services.save(
                kind.model, uid, settled(row.shape, self.uids), author=self.author
            )
            if state == Publishable.State.WITHDRAWN:
                record = services.apply(revision)
            elif is_draft:
                record = kind.model.objects.get(uid=uid)
            else:
                record = services.publish(revision)
        except ValidationError as error:
            self.faults += [row.entry.fault(line) for line in snapshot.lines(error)]
            return "refused"
        for slug in set(row.former_slugs) - {row.name}:
            services.keep_slug(record, slug)
        self.states[uid] = record.state
        self.touched.pop(row.key, None)
        self.remember(kind, row, row.digest)
        return f"{outcome} as draft" if is_draft else outcome

    def remember(self, kind: Kind, row: Row, digest: str):
        """Keep which record a row is and what it said."""
        self.loaded[row.key] = self.remembered[row.key] = LoadedRow(
            key=row.key,
            content_type=ContentType.objects.get_for_model(kind.model),
            uid=self.uids[Uid(row.key)],
            digest=digest,
        )

    def finish(self):
        """Report what was not written, and remember the files."""
        for kind in self.reading.unchanged:
            keys = [key for key in self.loaded if kind_in(key) == kind.name]
            self.report.counts[kind.name] = Counter(unchanged=len(keys))
        self.report.left_alone |= self.touched
        names = {kind.name for kind in self.reading.rows}
        there = {row.key for rows in self.reading.rows.values() for row in rows}
        self.report.vanished = [
            key for key in self.loaded if kind_in(key) in names and key not in there
        ]
        files = [LoadedFile(name=n, digest=digest) for n, digest in self.reading.digests.items()]
        store(files, "name", "digest")
        store(list(self.remembered.values()), "key", "content_type", "uid", "digest")


def kind_in(key: str) -> str:
    """The kind of record that a key names: "cities" in "cities:da-nang"."""
    return key.partition(":")[0]


def loading_author():
    """The account under which the record is published; nobody can log in with it."""
    users = get_user_model().objects
    return users.filter(username=LOADER).first() or users.create_user(LOADER, is_active=False)


def store(rows: list, key: str, *fields: str):
    """Insert rows of one model; those that are stored under `key` get the new `fields`."""
    if rows:
        type(rows[0]).objects.bulk_create(
            rows, update_conflicts=True, unique_fields=[key], update_fields=fields
        )
