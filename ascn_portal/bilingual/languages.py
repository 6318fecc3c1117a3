"""The two languages of the portal and what must be said in both."""

from babel import Locale
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy

LANGUAGES = ("vi", "en")
NAMES_WITHIN = {
    "vi": pgettext_lazy("within a phrase", "Vietnamese"),
    "en": pgettext_lazy("within a phrase", "English"),
}


def language_name(code: str) -> str:
    """What the reader calls the language `code` (ISO 639-1); the code itself if it has no name."""
    return Locale.parse(get_language()).languages.get(code, code)


def language_within(code: str) -> str:
    """What the reader calls the language `code` of the portal, in the midst of a phrase."""
    return str(NAMES_WITHIN[code])


def in_both_languages(*fields: str) -> Q:
    """A condition: each of `fields` is filled in in Vietnamese and in English.

    The columns are nullable, and a check constraint takes NULL for true: both are asked.
    """
    condition = Q()
    for field in fields:
        for language in LANGUAGES:
            column = f"{field}_{language}"
            condition &= Q(**{f"{column}__isnull": False}) & ~Q(**{column: ""})
    return condition
