"""Two states of a record, compared field by field in both languages, in the reader's words.

`compare`, `say_all` and `deeds` give words; `mark` marks what differs between two texts; `Merge`
joins what two people made of the same state.
"""

from .changes import changes, is_same
from .marks import Span, mark
from .merging import Merge, clashes
from .naming import titles
from .words import Cell, Section, compare, deeds, say_all

__all__ = [
    "Cell",
    "Merge",
    "Section",
    "Span",
    "changes",
    "clashes",
    "compare",
    "deeds",
    "is_same",
    "mark",
    "say_all",
    "titles",
]
