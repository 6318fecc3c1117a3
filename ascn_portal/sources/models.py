"""Where the facts of the record come from."""

import uuid

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ascn_portal.bilingual.dates import PRECISION_HELP, Precision


class Source(models.Model):
    """A publication that the record cites: one row an address.

    It has no state of its own. Where it is a document of the portal, `documents` leads there.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(
        _("title as printed"),
        max_length=500,
        help_text=_(
            "As the publisher prints it, in its own language, for example: ASEAN "
            "Sustainable Urbanisation Forum"
        ),
    )
    language = models.CharField(
        _("language of the title"),
        max_length=20,
        default="en",
        help_text=_("A BCP 47 tag, for example: vi"),
    )
    publisher = models.CharField(
        _("publisher"),
        max_length=300,
        blank=True,
        help_text=_("Who put it out, for example: ASEAN Secretariat"),
    )
    url = models.URLField(
        _("address"),
        max_length=1000,
        blank=True,
        help_text=_("Where it can be read, for example: https://evbn.org/asean-info/"),
    )
    published_on = models.DateField(
        _("published on"),
        null=True,
        blank=True,
        help_text=_("Empty where it bears no date; for example: 23/08/2019"),
    )
    published_precision = models.CharField(
        _("precision"),
        max_length=5,
        choices=Precision,
        default=Precision.DAY,
        help_text=PRECISION_HELP,
    )
    via = models.CharField(
        _("how it was read"),
        max_length=300,
        blank=True,
        help_text=_(
            "Where it was not read at its own address. For example: a copy in a public archive."
        ),
    )

    # It has none (publishing.models.Part): it is taken and written as records are.
    parts = ()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["url"], condition=~Q(url=""), name="source_once_an_address"
            ),
            models.UniqueConstraint(
                fields=["title", "publisher", "published_on"],
                condition=Q(url=""),
                name="source_once_without_address",
            ),
        ]

    def __str__(self):
        return f"{self.title} ({self.publisher})" if self.publisher else self.title


class Citation(models.Model):
    """That a record, or one field of it, rests on a source: with the pages and a note."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    cited_by = GenericForeignKey()
    order = models.PositiveSmallIntegerField(
        _("order"),
        default=0,
        help_text=_("The source with the smallest number is named first, for example: 0"),
    )
    field = models.CharField(
        _("field"),
        max_length=60,
        blank=True,
        help_text=_(
            "The whole record where the source supports all of it, else the field, for example: "
            "summary"
        ),
    )
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        related_name="citations",
        verbose_name=_("source"),
        help_text=_("Type a word of its title or publisher, for example: framework"),
    )
    pages = models.CharField(
        _("pages"),
        max_length=100,
        blank=True,
        help_text=_("The pages of the file, counted from 1, for example: 5, 8–9"),
    )
    note = models.TextField(
        _("note"),
        blank=True,
        help_text=_(
            "What the source says on this, for example: Adoption of the Monitoring and "
            "Evaluation Framework"
        ),
    )

    # It is a part of what cites it (publishing.models.Part) and has none itself.
    parts = ()

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="citation_cited_by")]

    def __str__(self):
        return f"{self.source}, {self.pages}" if self.pages else str(self.source)
