"""One row of a file beside what it was made from."""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ascn_portal.publishing import snapshot

from . import cells
from .names import Names
from .reading import Table
from .sheets import Column, Sheet


class Problem(NamedTuple):
    """Why a file cannot be taken: a sentence, with the sheet, row and column where there are."""

    sentence: str
    sheet: str = ""
    row: int = 0
    column: str = ""

    def __str__(self):
        """The sentence after its place: "citations, row 5, pages: …"."""
        row = _("row %(row)s") % {"row": self.row} if self.row else ""
        place = ", ".join(filter(None, [self.sheet, row, self.column]))
        return f"{place}: {self.sentence}" if place else self.sentence


class Row:
    """A row of a sheet: how it is known, and what it says."""

    def __init__(self, sheet: Sheet, table: Table, number: int, said: dict):
        self.sheet, self.table, self.number, self.said = sheet, table, number, said
        # What it says otherwise than what it was made from: values of a shape by field.
        self.values: dict = {}
        self.problems: list[Problem] = []

    def key(self, name: str) -> str:
        """What stands in one of the columns by which rows are known."""
        return cells.clean(str(self.said.get(name) or ""))

    def refuse(self, sentence: str, column: str = ""):
        self.problems.append(Problem(sentence, self.table.title, self.number, column))

    def compare(self, base: dict | None, names: Names):
        """Find what it says otherwise than `base`, the shape it was made from; None: all is new."""
        for name, cell in self.said.items():
            if column := self.sheet.by_name.get(name):
                try:
                    self.compare_cell(column, cell, base, names)
                except ValidationError as error:
                    accepted = cells.accepted(column.field)
                    self.refuse(" ".join([*error.messages, accepted]), name)

    def compare_cell(self, column: Column, cell, base: dict | None, names: Names):
        """Note the value of one cell if it is another; raises ValidationError if it is none."""
        field = column.field
        value = snapshot.said_in(base or {}, field)
        before = "" if base is None else cells.text_of(field, value, names)
        if ("" if cell is None else cell) == before:
            return  # as it went out: most cells of most files, and cleaning takes long
        after = cells.typed_text(field, cell)
        if after in {cells.clean(before), cells.TOO_LONG}:
            return
        comma = self.table.decimal_comma
        said = cells.value_of(field, after, names, decimal_comma=comma)
        if base is None or not cells.is_same(field, said, value):
            self.values[field.name] = said
