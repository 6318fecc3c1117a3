"""What every public record has: a state, parts, and an address that keeps answering."""

import uuid

from django.apps import apps
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ascn_portal.publishing.querysets import PublicQuerySet
from ascn_portal.sources.models import Citation

# Of the parts that staff put into an order.
ORDER_HELP = _("The smallest number comes first, for example: 0")


class Publishable(models.Model):
    """A record: the public sees it while it is published, and each change of it is a Revision."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Confidence(models.TextChoices):
        HIGH = "high", _("high")
        MEDIUM = "medium", _("medium")
        LOW = "low", _("low")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.DRAFT, editable=False
    )
    publish_at = models.DateTimeField(_("public from"), null=True, blank=True, editable=False)
    withdraw_at = models.DateTimeField(_("public until"), null=True, blank=True, editable=False)
    withdrawal_reason = models.TextField(_("why withdrawn"), blank=True, editable=False)
    first_published_at = models.DateTimeField(
        _("first published"), null=True, blank=True, editable=False
    )
    last_published_at = models.DateTimeField(
        _("last published"), null=True, blank=True, editable=False
    )
    revision_number = models.PositiveIntegerField(_("revision"), default=0, editable=False)
    confidence = models.CharField(
        _("confidence"),
        max_length=6,
        choices=Confidence,
        default=Confidence.HIGH,
        help_text=_(
            "High where an official document or two independent sources agree, medium where "
            "one source says so, low where it is in doubt. For example: high for what the "
            "Terms of Reference say."
        ),
    )
    note = models.TextField(
        _("note"),
        blank=True,
        help_text=_(
            "What the reader should know: doubts, other readings. For example: Some sources "
            "give 8 January as the day."
        ),
    )
    checked_on = models.DateField(
        _("last checked on"),
        null=True,
        blank=True,
        help_text=_(
            "The day when someone last held the record against its sources, for example: 21/11/2026"
        ),
    )
    citations = GenericRelation(Citation, verbose_name=_("citations"))

    objects = PublicQuerySet.as_manager()

    has_state = True
    # Relations to records without which this one is not public.
    public_with = ()
    # Reverse relations whose rows travel with the record.
    parts = ("citations",)
    # Bilingual fields that publication asks for in both languages.
    required_in_both = ()
    needs_source = True

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(first_published_at__isnull=False),
                name="%(app_label)s_%(class)s_public_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(publish_at__isnull=True)
                | Q(withdraw_at__isnull=True)
                | Q(withdraw_at__gt=F("publish_at")),
                name="%(app_label)s_%(class)s_times_in_order",
            ),
        ]

    @classmethod
    def asks_second_person(cls, shape: dict) -> bool:
        """Whether who approves what `shape` says must be another person than who wrote it."""
        return False

    def shown_at(self) -> str:
        """The address of the page on which the public sees the record."""
        return self.get_absolute_url()

    def obstacles(self) -> list[str]:
        """What of its own kind keeps the record from publication, one sentence each."""
        return []

    def companions(self) -> list["Publishable"]:
        """The records that first go public when this one does, as a document's first version."""
        return []


def record_models() -> list[type[Publishable]]:
    """Every kind of record of the portal."""
    return [model for model in apps.get_models() if issubclass(model, Publishable)]


class Part(models.Model):
    """A row that belongs to a record: public, changed, kept and restored together with it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = PublicQuerySet.as_manager()

    has_state = False
    # The relation to the record that this is a part of, and others needed to be public.
    public_with = ()
    parts = ()

    class Meta:
        abstract = True


class CitedPart(Part):
    """A part that rests on sources of its own, beside those of its record."""

    citations = GenericRelation(Citation, verbose_name=_("citations"))

    parts = ("citations",)

    class Meta:
        abstract = True


class SlugHistory(models.Model):
    """An address that a record once had, or has under another name: it leads to the record."""

    content_type = models.ForeignKey(
        ContentType, on_delete=models.CASCADE, related_name="+", verbose_name=_("kind")
    )
    slug = models.SlugField(_("address"), max_length=120)
    uid = models.UUIDField(_("record"))

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        ordering = ["content_type", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["content_type", "slug"], name="former_slug_once_a_kind")
        ]

    def __str__(self):
        return self.slug
