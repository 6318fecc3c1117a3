"""What a file would change, record by record, and what is wrong with it.

Only what a file says otherwise counts, against the state that it was made from. So a row that
nobody touched changes nothing, whatever has become of its record since.
"""

import copy
import hashlib
import uuid
from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .keeping import Entry, in_chunks, keeper_of
from .names import Names, is_uid, name_field
from .reading import Table
from .rows import Problem, Row
from .sheets import PART, RECORD, REVISION, UID, Sheet
from .trying import try_out


@dataclass
class Change:
    """A record as it is and as the file would have it; `record` is None where it is new."""

    row: Row
    uid: uuid.UUID
    record: object
    base: dict
    shape: dict
    parts: list[Row] = field(default_factory=list)

    @property
    def rows(self) -> list[Row]:
        return [self.row, *self.parts]


@dataclass
class Plan:
    """All that a file would do; nothing of it is done where there are problems."""

    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unchanged: int = 0

    @property
    def mark(self) -> str:
        """By this it is known again: what was shown is done, nothing else."""
        said = [(str(change.uid), change.shape) for change in self.changes]
        return hashlib.sha256(repr((said, self.problems)).encode()).hexdigest()


class Planner:
    """Makes the plan for one file.

    `rows` are the rows that this person sees, `may` says what they may do (see
    `admin.exchange.Rights`), `digest` tells this file from all others.
    """

    def __init__(self, sheets: list[Sheet], rows, may, digest: str):
        self.sheets, self.rows, self.may, self.digest = sheets, rows, may, digest
        self.keeper = keeper_of(rows.model)
        self.names = Names(may.see)
        self.plan = Plan()
        self.seen = set()  # uids of rows so far
        self.parts: dict[str, list[Row]] = defaultdict(list)  # by what names their record

    def read(self, tables: list[Table]) -> Plan:
        """What `tables` would change."""
        named = self.by_sheet(tables)
        if self.plan.problems:
            return self.plan
        for sheet in self.sheets[1:]:
            for row in rows_of(sheet, named):
                self.parts[row.key(RECORD)].append(row)
        for chunk in in_chunks(rows_of(self.sheets[0], named)):
            self.read_chunk(chunk)
        for rows in self.parts.values():
            for row in rows:
                row.refuse(_("The first sheet has no such record."), RECORD)
                self.plan.problems += row.problems
        self.plan.problems += try_out(self.rows.model, self.plan.changes)
        return self.plan

    def by_sheet(self, tables: list[Table]) -> dict[str, Table]:
        """Each table by the title of its sheet; what does not belong is a problem."""
        known = {sheet.title: sheet for sheet in self.sheets}
        first = self.sheets[0].title
        if len(tables) == 1 and tables[0].title not in known:
            named = {first: tables[0]}
        else:
            named = {table.title: table for table in tables}
        accepted = ", ".join(known)
        for title in named.keys() - known.keys():
            sentence = _("This sheet is not known. Accepted: %(accepted)s.")
            self.refuse_table(title, sentence % {"accepted": accepted})
        if first not in named:
            self.refuse_table("", _("The sheet “%(title)s” is missing.") % {"title": first})
        for title in named.keys() & known.keys():
            self.check_header(known[title], named[title])
        return named

    def refuse_table(self, title: str, sentence: str, column: str = ""):
        self.plan.problems.append(Problem(sentence, title, 0, column))

    def check_header(self, sheet: Sheet, table: Table):
        """Columns that mean nothing, that stand twice, or that are missing."""
        for name in dict.fromkeys(table.header):
            if name not in sheet.header:
                sentence = _("This column is not known. Accepted: %(accepted)s.")
                accepted = {"accepted": ", ".join(sheet.header)}
                self.refuse_table(table.title, sentence % accepted, name or "–")
            elif table.header.count(name) > 1:
                self.refuse_table(table.title, _("This column stands twice."), name)
        needed = sheet.keys if UID in table.header or sheet.path else []
        for name in needed:
            if name not in table.header:
                self.refuse_table(table.title, _("This column is missing."), name)

    def read_chunk(self, rows: list[Row]):
        """Compare rows of the first sheet, and the parts of their records, with what is stored."""
        uids = [row.key(UID) for row in rows if is_uid(row.key(UID))]
        uids += [self.new_uid(row) for row in rows if not row.key(UID)]
        found = self.keeper.entries(self.rows.filter(uid__in=uids))
        entries = {entry.record.uid: entry for entry in found}
        marks = {uuid.UUID(row.key(UID)): row.key(REVISION) for row in rows if is_uid(row.key(UID))}
        late = {uid: mark for uid, mark in marks.items() if is_late(entries.get(uid), mark)}
        earlier = self.keeper.earlier(late)
        for row in rows:
            self.read_record(row, entries, earlier)

    def read_record(self, row: Row, entries: dict, earlier: dict):
        """Compare a record with the state that its row was made from."""
        uid = self.uid_of(row, entries)
        entry = entries.get(uid) if row.key(UID) else None
        parts = self.parts_of(row, uid, entry)
        if row.problems:
            self.plan.problems += row.problems
            return
        stale = entry and is_late(entry, row.key(REVISION))
        base = earlier.get(uid, entry.shape) if stale else entry and entry.shape
        shape = copy.deepcopy(base or {})
        change = Change(row, uid, entry and entry.record, base or {}, shape, parts)
        row.compare(base, self.names)
        change.shape |= row.values
        for part in parts:
            self.read_part(part, change)
        self.settle(change, is_stale=stale)

    def uid_of(self, row: Row, entries: dict) -> uuid.UUID | None:
        """The uid of the record that a row of the first sheet is about."""
        if not row.key(UID):
            uid = self.new_uid(row)
            if uid in entries:
                sentence = _("This row has made “%(record)s” already. Export the list anew.")
                row.refuse(sentence % {"record": entries[uid].record}, UID)
            return uid
        uid = uuid.UUID(row.key(UID)) if is_uid(row.key(UID)) else None
        if uid not in entries:
            row.refuse(
                _("You have no %(kind)s with this uid. For a new one leave the cell empty.")
                % {"kind": self.rows.model._meta.verbose_name},
                UID,
            )
        elif uid in self.seen:
            row.refuse(_("This record stands in the file twice."), UID)
        elif not row.key(REVISION):
            row.refuse(_("Leave here what the export wrote: by it later changes show."), REVISION)
        self.seen.add(uid)
        return uid

    def new_uid(self, row: Row) -> uuid.UUID:
        """The uid of what a row makes: the same however often the file is sent."""
        place = f"{self.digest} {self.rows.model._meta.label} {row.sheet.title} {row.number}"
        return uuid.uuid5(uuid.NAMESPACE_OID, place)

    def parts_of(self, row: Row, uid, entry: Entry | None) -> list[Row]:
        """The rows of the other sheets that name the record of `row`, by uid or as people do."""
        called_by = name_field(self.rows.model)
        names = [str(uid), row.key(called_by), entry and entry.shape.get(called_by)]
        return [part for name in names if name for part in self.parts.pop(name, ())]

    def read_part(self, row: Row, change: Change):
        """Compare a part with what it was made from, and put what it says into the change."""
        stored = self.siblings(row, change.base)
        said = self.siblings(row, change.shape)
        if stored is None or said is None:
            row.refuse(_("There is no such part of this record."), PART)
            return
        uid = row.key(UID)
        if uid and uid not in stored:
            row.refuse(_("There is no such part. For a new one leave the cell empty."), UID)
        elif uid in self.seen:
            row.refuse(_("This part stands in the file twice."), UID)
        else:
            row.compare(stored.get(uid), self.names)
            said.setdefault(uid or str(self.new_uid(row)), {}).update(row.values)
        self.seen.update({uid} - {""})

    def siblings(self, row: Row, shape: dict) -> dict | None:
        """The parts in `shape` among which `row` stands, by uid; None if there is no such place."""
        *above, name = row.sheet.path
        for relation in above:
            shape = shape.get("parts", {}).get(relation, {}).get(row.key(PART))
            if shape is None:
                return None
        return shape.setdefault("parts", {}).setdefault(name, {})

    def settle(self, change: Change, *, is_stale: bool):
        """Take up a change that its author may make; else say why not."""
        touched = [row for row in change.rows if row.values or not row.key(UID)]
        if touched and not any(row.problems for row in change.rows):
            self.check_rights(change, touched)
            if is_stale:
                change.row.refuse(self.changed_since(change.record), REVISION)
        problems = [problem for row in change.rows for problem in row.problems]
        self.plan.problems += problems
        if touched and not problems:
            self.plan.changes.append(change)
        elif not problems:
            self.plan.unchanged += 1

    def check_rights(self, change: Change, touched: list[Row]):
        """Say of each row and column that its author may not change it."""
        record = change.record
        if not (self.may.change(record) if record else self.may.add()):
            if record:
                change.row.refuse(_("You may not change this record."))
            else:
                change.row.refuse(_("You may not add a record."))
            return
        for row in touched:
            if row.sheet.path and not row.key(UID) and not self.may.add_part(row.sheet, record):
                row.refuse(_("You may not add a part."))
            for name in row.values.keys() & self.may.fixed(row.sheet, record):
                row.refuse(_("You may not change this column."), name)

    def changed_since(self, record) -> str:
        """That somebody changed `record` after the file was made, and who."""
        author = self.keeper.last_author(record)
        if author is None:
            return _("This has been changed since the file was made. Export the list anew.")
        return _(
            "%(author)s has changed this since the file was made. Nothing of it is overwritten:"
            " export the list anew and make your change there."
        ) % {"author": author}


def is_late(entry: Entry | None, mark: str) -> bool:
    """Whether the record has changed since a file was given this mark."""
    return entry is not None and entry.mark != mark


def rows_of(sheet: Sheet, named: dict[str, Table]) -> list[Row]:
    """The rows of `sheet`, none where the file does not have it."""
    table = named.get(sheet.title)
    return [Row(sheet, table, number, said) for number, said in table.rows] if table else []


def is_current(plan: Plan, model) -> bool:
    """Whether the records that `plan` changes are as they were when it was made."""
    rows = model.objects.filter(uid__in=[change.uid for change in plan.changes])
    marks = {entry.record.uid: entry.mark for entry in keeper_of(model).entries(rows)}
    return all(marks.get(change.uid, "") == change.row.key(REVISION) for change in plan.changes)


def carry_out(plan: Plan, model, *, author):
    """Save all that was planned; raises ValidationError where the services refuse it."""
    keeper = keeper_of(model)
    for change in plan.changes:
        keeper.save(change.uid, change.shape, author=author)
