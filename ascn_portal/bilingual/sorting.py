"""Sorting as the reader's language does, alike on every database.

A key is stored beside the name, for an ICU collation does not exist on SQLite. Its rule: first
the letters (in Vietnamese ă, â, ê, ô, ơ, ư, đ are letters of their own), then the tones.
"""

import unicodedata

from django.db import models

VIETNAMESE_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
ENGLISH_LETTERS = "abcdefghijklmnopqrstuvwxyz"
TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
DIGITS = "0123456789"


def split_tone(letter: str) -> tuple[str, str]:
    """A letter of Vietnamese without its tone, and the tone's rank ("0" for none)."""
    marks = unicodedata.normalize("NFD", letter)
    tone = next((TONES[mark] for mark in marks if mark in TONES), "0")
    plain = "".join(mark for mark in marks if mark not in TONES)
    return unicodedata.normalize("NFC", plain), tone


def without_marks(text: str) -> str:
    """`text` without diacritics and with d for đ: how English files a Vietnamese name."""
    decomposed = unicodedata.normalize("NFKD", text.translate(str.maketrans("đĐ", "dD")))
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark))


def sort_key(text: str, language: str) -> str:
    """A string of [0-9a-z] that sorts, under any collation, as `language` sorts `text`."""
    letters, tones = [], []
    alphabet = VIETNAMESE_LETTERS if language == "vi" else ENGLISH_LETTERS
    source = text if language == "vi" else without_marks(text)
    for character in unicodedata.normalize("NFC", source).casefold():
        letter, tone = split_tone(character)
        if letter not in alphabet and language == "vi":
            letter = without_marks(letter)
        letters.append(letter_rank(letter, alphabet))
        tones.append(tone)
    return ("".join(letters) + "00" + "".join(tones))[:400]


def letter_rank(letter: str, alphabet: str) -> str:
    """Two characters for one letter: blank, other signs, digits, then the alphabet in order."""
    if letter.isspace():
        return "01"
    if letter in DIGITS:
        return f"1{letter}"
    if len(letter) == 1 and letter in alphabet:
        return f"{20 + alphabet.index(letter)}"
    return "02"


class SortKeyField(models.CharField):
    """Key by which rows sort in one language, made on each save from a bilingual field."""

    def __init__(self, source: str = "", language: str = "", **kwargs):
        self.source, self.language = source, language
        kwargs.update(max_length=400, editable=False, default="")
        super().__init__(**kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("max_length", "editable", "default"):
            kwargs.pop(fixed, None)
        return name, path, args, kwargs | {"source": self.source, "language": self.language}

    def pre_save(self, instance, add):
        """The key of what `instance` is called now, in the other language if need be."""
        from .text import translated

        key = sort_key(translated(instance, self.source, self.language).text, self.language)
        setattr(instance, self.attname, key)
        return key
