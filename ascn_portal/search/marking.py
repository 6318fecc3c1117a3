"""Showing where a text answers a question: its best sentence, with the words marked in it."""

import re
from typing import NamedTuple

from ascn_portal.bilingual.folding import Word, words_of

from .engine import STEMMED
from .query import Query
from .stemming import stem

LONGEST_SNIPPET = 240  # characters
SENTENCE = re.compile(r"[^.!?…\n]+(?:[.!?…]+(?=\s|$)|[.!?…](?!\s)[^.!?…\n]*)*")


class Piece(NamedTuple):
    """A stretch of a text, and whether it answers the question."""

    text: str
    is_match: bool


class Wanted:
    """The words that a question asks for, to be recognised in a text."""

    def __init__(self, query: Query):
        phrases = [phrase for group in query.groups for phrase in group.phrases]
        self.words = {
            word for reading in query.groups for said in reading.readings for word in said.split()
        }
        self.stems = {word for phrase in phrases if phrase.form == STEMMED for word in phrase.words}
        self.beginning = query.groups[-1].readings[0] if query.begins and query.groups else ""

    def has(self, word: Word, language: str) -> bool:
        """Whether a word of a text in `language` is asked for."""
        if word.folded in self.words:
            return True
        if self.beginning and word.folded.startswith(self.beginning):
            return True
        return language == "en" and stem(word.folded) in self.stems


def mark(text: str, wanted: Wanted, language: str) -> list[Piece]:
    """`text` in pieces; words that stand together are marked together."""
    pieces, done = [], 0
    for start, end in spans(text, wanted, language):
        if start > done:
            pieces.append(Piece(text[done:start], False))
        pieces.append(Piece(text[start:end], True))
        done = end
    if done < len(text):
        pieces.append(Piece(text[done:], False))
    return pieces


def spans(text: str, wanted: Wanted, language: str) -> list[tuple[int, int]]:
    """Where the words asked for stand in `text`; neighbours are one."""
    found = []
    for word in words_of(text):
        if wanted.has(word, language):
            if found and text[found[-1][1] : word.start].isspace():
                found[-1] = (found[-1][0], word.end)
            else:
                found.append((word.start, word.end))
    return found


def snippet(text: str, wanted: Wanted, language: str) -> list[Piece]:
    """The sentence of `text` that answers best, marked; its beginning where none does."""
    sentences = [match[0].strip() for match in SENTENCE.finditer(text)]
    sentences = [sentence for sentence in sentences if sentence]
    if not sentences:
        return []
    best = max(sentences, key=lambda sentence: answered(sentence, wanted, language))
    return mark(shortened(best, wanted, language), wanted, language)


def answered(sentence: str, wanted: Wanted, language: str) -> tuple[int, int]:
    """How many different words of the question a sentence holds, and how many together."""
    words = [word.folded for word in words_of(sentence) if wanted.has(word, language)]
    longest = max((end - start for start, end in spans(sentence, wanted, language)), default=0)
    return len(set(words)), longest


def shortened(sentence: str, wanted: Wanted, language: str) -> str:
    """A long sentence around its first match, cut between words, with marks of omission."""
    if len(sentence) <= LONGEST_SNIPPET:
        return sentence
    first = next(iter(spans(sentence, wanted, language)), (0, 0))[0]
    start = sentence.rfind(" ", 0, max(0, first - LONGEST_SNIPPET // 3)) + 1
    end = sentence.rfind(" ", start, start + LONGEST_SNIPPET)
    cut = sentence[start : end if end > start else start + LONGEST_SNIPPET]
    is_end = start + len(cut) >= len(sentence)
    return ("… " if start else "") + cut + ("" if is_end else " …")
