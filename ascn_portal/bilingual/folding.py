"""How words are compared whatever their case and marks: folded, and with their marks."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from .sorting import split_tone

MARKS = "".join(
    f"{chr(point)}"
    for point in (*range(0x3000), *range(0xFE20, 0xFE30))
    if unicodedata.category(chr(point)).startswith("M")
)
# "M&E" is one word; else a word is letters and digits with the marks that follow them.
WORD = re.compile(rf"(?<![^\W_])[^\W\d_]&[^\W\d_](?![^\W_])|[^\W_](?:[^\W_]|[{re.escape(MARKS)}])*")


class Word(NamedTuple):
    """A word of a text: how it is compared, and where it stands in the text (NFC)."""

    folded: str
    accented: str  # "" where it has no marks
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """The words of `text`, which is in NFC, in order."""
    return [
        Word(*forms(match[0]), match.start(), match.end())
        for match in WORD.finditer(text)
        if forms(match[0])[0]
    ]


@lru_cache(maxsize=65_536)
def forms(word: str) -> tuple[str, str]:
    """A word without case and marks, and with its marks ("" if it has none)."""
    folded, accented = fold_word(word), accent(word)
    return folded, "" if accented == folded else accented


def fold_word(word: str) -> str:
    """`word` without case and marks, with d for đ; of any script."""
    plain = unicodedata.normalize("NFKD", word.translate(str.maketrans("đĐ", "dD")))
    return "".join(letter for letter in plain.casefold() if letter.isalnum())


def accent(word: str) -> str:
    """`word` with its marks and without case; the tone stands at the end as a digit.

    So "hoà" and "hòa" are one: "hoa1". Writers place the tone in two ways.
    """
    letters, tone = [], ""
    for letter in unicodedata.normalize("NFC", word).casefold():
        plain, rank = split_tone(letter)
        tone = rank if rank != "0" else tone
        letters.append(plain)
    return "".join(filter(str.isalnum, letters)) + tone


def fold(text: str) -> tuple[str, ...]:
    """The folded words of `text`."""
    return tuple(word.folded for word in words_of(unicodedata.normalize("NFC", text)))
