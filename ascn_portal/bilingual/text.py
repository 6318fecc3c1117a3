"""A bilingual text as its reader gets it."""

from typing import NamedTuple

from django.utils.translation import get_language

from .languages import LANGUAGES


class Translated(NamedTuple):
    """A text, the language it is in, and whether that is not the reader's."""

    text: str
    language: str
    is_fallback: bool

    def __bool__(self):
        return bool(self.text)


def translated(instance, field: str, language: str | None = None) -> Translated:
    """`field` of `instance` in `language` (the reader's if not said), else in the other one.

    Where neither is filled in, the text is empty and is no fallback.
    """
    asked = language or get_language() or LANGUAGES[0]
    for candidate in (asked, *(other for other in LANGUAGES if other != asked)):
        text = (getattr(instance, f"{field}_{candidate}") or "").strip()
        if text:
            return Translated(text, candidate, candidate != asked)
    return Translated("", asked, False)
