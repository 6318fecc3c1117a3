"""The shipped record: facts in the apps' `data/*.json`, read, checked and published as records.

An app says in its module `record` which rows its files make (`register`); `load_record` reads the
files that have changed and publishes their rows through `publishing.services`, as staff does.
"""

from .entries import WRONG_TYPE, Entry, Fault, read_day
from .kinds import register
from .loading import RecordRefused, Report, load
from .rows import (
    Row,
    citations,
    each,
    fault_of,
    figure_source,
    join_texts,
    lines,
    numbered,
    page_range,
    parts,
    refer,
    source,
    source_of,
)

__all__ = [
    "WRONG_TYPE",
    "Entry",
    "Fault",
    "RecordRefused",
    "Report",
    "Row",
    "citations",
    "each",
    "fault_of",
    "figure_source",
    "join_texts",
    "lines",
    "load",
    "numbered",
    "page_range",
    "parts",
    "read_day",
    "refer",
    "register",
    "source",
    "source_of",
]
