from django.db import models

from ascn_portal.bilingual.folding import fold


class AppendOnly(Exception):
    """Somebody's code would change or delete what may only be added to."""


class AppendOnlyQuerySet(models.QuerySet):
    """Rows that are added and read; `bulk_update` goes through `update`."""

    def update(self, **fields):
        raise AppendOnly

    def delete(self):
        raise AppendOnly

    def with_words(self, text: str):
        """Entries that hold every word of `text`, whatever its case and marks."""
        for word in fold(text):
            self = self.filter(words__contains=word)
        return self
