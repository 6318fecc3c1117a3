"""The two languages of the portal and what must be said in both."""

from django.db.models import Q

LANGUAGES = ("vi", "en")


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
