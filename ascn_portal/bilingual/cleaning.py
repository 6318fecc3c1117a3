"""Texts without what nobody sees: word processors and web pages leave it behind when pasted.

What is left: letters, marks, signs and blanks in NFC, lines that end in "\\n" and not in blanks.
No-break and other special blanks and tabs become blanks, without exception.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import ngettext_lazy

LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
DIRECTIONS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# Of the category of invisible characters, but seen: Arabic signs that stand before numbers.
SEEN = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd"
JOINERS = "\u200c\u200d"
BREAK = "\u200b"
# Scripts of the region and of its faiths in which joiners choose the form of a letter.
JOINED = {
    *("ARABIC", "BALINESE", "BENGALI", "DEVANAGARI", "GUJARATI", "GURMUKHI", "JAVANESE"),
    *("KANNADA", "KHMER", "MALAYALAM", "MYANMAR", "SINHALA", "TAMIL", "TELUGU"),
}
# These have no blanks between words; this one says where a line may break, and keyboards write it.
UNSPACED = {"KHMER", "LAO", "MYANMAR", "THAI"}

INVISIBLE, HYPHEN, DIRECTION = "invisible", "hyphen", "direction"
CONTROL, UNREADABLE, BLANK = "control", "unreadable", "blank"
KINDS = {
    INVISIBLE: ngettext_lazy("%d invisible character", "%d invisible characters"),
    HYPHEN: ngettext_lazy("%d soft hyphen", "%d soft hyphens"),
    DIRECTION: ngettext_lazy("%d mark of writing direction", "%d marks of writing direction"),
    CONTROL: ngettext_lazy("%d control character", "%d control characters"),
    UNREADABLE: ngettext_lazy("%d unreadable character", "%d unreadable characters"),
    BLANK: ngettext_lazy(
        "%d special blank (now an ordinary one)", "%d special blanks (now ordinary ones)"
    ),
}
# What a character is by its category in Unicode; any other stays, also one newer than this Python.
BY_CATEGORY = {"Cc": CONTROL, "Cf": INVISIBLE, "Co": UNREADABLE, "Cs": UNREADABLE, "Zs": BLANK}


class Cleaned(NamedTuple):
    """A text that can be stored, and how many characters of which kind it lost."""

    text: str
    findings: Counter


def clean_text(text: str) -> Cleaned:
    """`text` in NFC without hidden characters, and what was found.

    Line ends, blanks at the end of a line and composed letters are put right without mention.
    """
    text = LINE_ENDS.sub("\n", text)
    hidden = {char: kind for char in set(text) if (kind := kind_of(char))}
    findings = Counter()
    if hidden:
        text = "".join(without(text, hidden, findings))
    lines = unicodedata.normalize("NFC", text).split("\n")
    return Cleaned("\n".join(line.rstrip() for line in lines).strip(), findings)


def without(text: str, hidden: dict[str, str], findings: Counter) -> Iterator[str]:
    """The characters of `text` that stay; the others are counted in `findings`."""
    last = ""
    for place, char in enumerate(text):
        kind = hidden.get(char)
        if kind and not is_spelling(last, char, text[place + 1 : place + 2]):
            findings[kind] += 1
            char = " " if kind == BLANK else ""
        last = char or last
        yield char


def is_spelling(before: str, char: str, after: str) -> bool:
    """Whether an invisible `char` between two others is part of how the word is written."""
    if char in JOINERS:
        return script(before) in JOINED
    return char == BREAK and {script(before), script(after)} <= UNSPACED


@lru_cache(maxsize=4096)
def kind_of(char: str) -> str | None:
    """Why `char` cannot stay, one of KINDS; None if it can."""
    if char.isprintable() or char == "\n" or char in SEEN:
        return None
    if char == "\u00ad":
        return HYPHEN
    if char == "\t":
        return BLANK
    if char in DIRECTIONS:
        return DIRECTION
    if 0xFDD0 <= ord(char) <= 0xFDEF or ord(char) & 0xFFFE == 0xFFFE:  # no characters at all
        return UNREADABLE
    return BY_CATEGORY.get(unicodedata.category(char))


@lru_cache(maxsize=4096)
def script(char: str) -> str:
    """The first word of the name of a letter or mark, which is its script; "" of anything else."""
    is_letter = char and unicodedata.category(char)[0] in "LM"
    return unicodedata.name(char, "").partition(" ")[0] if is_letter else ""


def say_findings(findings: Counter) -> str:
    """What was found, in the reader's language: "2 invisible characters, 1 soft hyphen"."""
    return ", ".join(KINDS[kind] % count for kind, count in findings.items())
