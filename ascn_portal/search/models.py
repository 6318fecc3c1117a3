"""What search knows: a row for each thing that can be found, and the words of all of them."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SearchEntryQuerySet(models.QuerySet):
    """Entries, read by name."""

    def visible(self, at=None):
        """What readers see at the moment `at` (now if not said)."""
        at = at or timezone.now()
        ends = Q(visible_until__isnull=True) | Q(visible_until__gt=at)
        return self.filter(ends, visible_from__lte=at)


class SearchEntry(models.Model):
    """One thing that can be found, in one language: a record, a part of one, a page of a file.

    Its words lie in tables of the database's own full-text search (`engine.py`). Only what is
    or will be public has entries; readers see one from `visible_from` until `visible_until`.
    """

    kind = models.CharField(max_length=20)
    uid = models.UUIDField()
    part = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=2)
    slug = models.CharField(max_length=120, blank=True)
    # Without a language prefix; one that begins with "/" is complete.
    path = models.CharField(max_length=500)
    title = models.TextField()
    place = models.TextField(blank=True)
    text = models.TextField(blank=True)
    # The names, each between bars and blanks, to see how near one is: "| da nang | tourane |".
    names_folded = models.TextField()
    names_accented = models.TextField()
    dated_on = models.DateField(null=True)
    date_precision = models.CharField(max_length=5, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    city = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=120, blank=True)
    focus_area = models.CharField(max_length=120, blank=True)
    page = models.PositiveIntegerField(null=True)
    is_current = models.BooleanField(default=True)
    # Of hits that are equally near, kinds with a lower number come first.
    priority = models.PositiveSmallIntegerField()
    visible_from = models.DateTimeField()
    visible_until = models.DateTimeField(null=True)

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        ordering = ["priority", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["uid", "part", "language"], name="search_entry_once_a_language"
            ),
            models.CheckConstraint(
                condition=Q(visible_until__isnull=True) | Q(visible_until__gt=F("visible_from")),
                name="search_entry_times_in_order",
            ),
        ]

    def __str__(self):
        return self.title


class SearchWord(models.Model):
    """A folded word that texts hold, or a name as it is written without blanks.

    `split` is that name with its blanks ("da nang" of "danang"). What readers type is compared
    with these words: known, begun, mistyped.
    """

    word = models.CharField(max_length=80, primary_key=True)
    split = models.CharField(max_length=200, blank=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("word of the search")
        verbose_name_plural = _("words of the search")
        ordering = ["word"]

    def __str__(self):
        return self.word


class MissedQuery(models.Model):
    """Words that readers looked for and did not find, and how often; nothing of who did."""

    words = models.CharField(_("words"), max_length=100, unique=True)
    count = models.PositiveIntegerField(_("times"), default=0)
    last_on = models.DateField(_("last on"))

    class Meta:
        verbose_name = _("search without result")
        verbose_name_plural = _("searches without result")
        ordering = ["-count", "words"]

    def __str__(self):
        return self.words
