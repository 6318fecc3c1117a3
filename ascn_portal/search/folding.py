"""Finding a name however it is written: case, diacritics, đ, blanks and hyphens do not matter."""

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=8192)
def fold(text: str) -> tuple[str, ...]:
    """The words of `text` without case and marks, with d for đ; of any script."""
    plain = text.translate(str.maketrans("đĐ", "dD"))
    letters = (
        letter if letter.isalnum() else " "
        for letter in unicodedata.normalize("NFKD", plain)
        if not unicodedata.category(letter).startswith("M")
    )
    return tuple("".join(letters).casefold().split())


def closeness(asked: tuple[str, ...], text: str) -> int | None:
    """How well `text` answers the folded words `asked`: 0 is best, None is not at all.

    0 is the same name, 1 begins alike, 2 holds the words, joined or in any order.
    """
    words = fold(text)
    joined, name = "".join(asked), "".join(words)
    if name.startswith(joined):
        return 0 if name == joined else 1
    if joined in name and begins_at_a_word(words, joined):
        return 2
    if len(asked) > 1 and all(any(word.startswith(part) for word in words) for part in asked):
        return 2
    return None


def begins_at_a_word(words: tuple[str, ...], joined: str) -> bool:
    """Whether `words`, written without blanks, have `joined` where one of them begins."""
    return any("".join(words[start:]).startswith(joined) for start in range(1, len(words)))
