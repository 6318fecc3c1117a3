"""Two states of a record, compared field by field in both languages, in the reader's words.

`compare`, `say_all` and `deeds` give words; `Merge` joins what two people made of the same state.
"""

from .changes import changes, is_same
from .merging import Merge, clashes
from .naming import titles
from .words import Section, compare, deeds, say_all

__all__ = [
    "Merge",
    "Section",
    "changes",
    "clashes",
    "compare",
    "deeds",
    "is_same",
    "say_all",
    "titles",
]
