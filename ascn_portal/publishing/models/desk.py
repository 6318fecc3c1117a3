"""What the desk of staff shows: a card for each record, how far its texts are, who was told."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .revision import Revision


class Card(models.Model):
    """One record of whatever kind, so that lists of all kinds need not ask fourteen tables.

    `publishing.translations` keeps it in step; `number` is the last revision that it knows.
    """

    content_type = models.ForeignKey(
        ContentType, on_delete=models.CASCADE, related_name="+", verbose_name=_("kind")
    )
    object_id = models.PositiveBigIntegerField()
    uid = models.UUIDField()
    title = models.TextField(_("record"), blank=True)
    # The folded words of its names, each behind a blank, and the names written without blanks.
    names = models.TextField(blank=True)
    public_from = models.DateTimeField(null=True)
    public_until = models.DateTimeField(null=True)
    checked_on = models.DateField(null=True)
    open = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, related_name="+")
    asks_second_person = models.BooleanField(default=False)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("card of a record")
        verbose_name_plural = _("cards of records")
        ordering = ["content_type", "object_id"]
        constraints = [
            models.UniqueConstraint(fields=["content_type", "uid"], name="card_once_a_record"),
            models.UniqueConstraint(fields=["content_type", "object_id"], name="card_once_a_row"),
        ]

    def __str__(self):
        return self.title


class TranslationQuerySet(models.QuerySet):
    """The desk's rows, read by name."""

    def to_do(self):
        """Those in which something is missing or stale."""
        return self.filter(state__in=Translation.TO_DO)


class Translation(models.Model):
    """How far a record is in one language, and who is to bring it there.

    `fields` names the texts that are not current: {"summary": {"state": "stale", "since": 7,
    "was": "what the other language said before revision 7"}}. A text of a part is
    "proposals/<uid>/summary"; one that somebody marked by hand has "marked": who did.
    `texts` counts the public texts of the record, `current` those that are good in the language.
    """

    class State(models.TextChoices):
        MISSING = "missing", pgettext_lazy("translation", "missing")
        STALE = "stale", pgettext_lazy("translation", "stale")
        DRAFT = "draft", pgettext_lazy("translation", "draft")
        CURRENT = "current", pgettext_lazy("translation", "current")

    TO_DO = (State.MISSING, State.STALE)

    card = models.ForeignKey(
        Card, on_delete=models.CASCADE, related_name="translations", verbose_name=_("record")
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.CURRENT)
    fields = models.JSONField(_("what is missing or stale"), default=dict, blank=True)
    since = models.DateTimeField(_("since"), default=timezone.now)
    marked = models.BooleanField(_("marked by hand"), default=False)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="translations",
        verbose_name=_("assigned to"),
    )
    due_on = models.DateField(_("deadline"), null=True, blank=True)
    texts = models.PositiveIntegerField(default=0, editable=False)
    current = models.PositiveIntegerField(default=0, editable=False)

    objects = TranslationQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        ordering = [F("due_on").asc(nulls_last=True), "card_id", "-language"]
        constraints = [
            models.UniqueConstraint(
                fields=["card", "language"], name="translation_once_a_language"
            ),
            models.CheckConstraint(
                condition=Q(current__lte=F("texts")), name="translation_current_among_texts"
            ),
        ]

    def __str__(self):
        return f"{self.card} ({self.get_language_display()})"


class Digest(models.Model):
    """The mail that tells somebody what waits for them: its day, and what they were told of."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    # When they were last sent one; while it is being made, its day already.
    day = models.DateField(null=True)
    told = models.JSONField(default=list)

    class Meta:
        verbose_name = _("mail of the day")
        verbose_name_plural = _("mails of the day")

    def __str__(self):
        return f"{self.user} {self.day}"
