"""Where the facts of the record come from."""

import uuid

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ascn_portal.bilingual.dates import Precision


class Source(models.Model):
    """A publication that the record cites: one row an address.

    It has no state of its own. Where it is a document of the portal, `documents` leads there.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title as printed"), max_length=500)
    language = models.CharField(
        _("language of the title"),
        max_length=20,
        default="en",
        help_text=_("A BCP 47 tag, for example: vi"),
    )
    publisher = models.CharField(_("publisher"), max_length=300, blank=True)
    url = models.URLField(_("address"), max_length=1000, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    published_precision = models.CharField(
        _("precision"), max_length=5, choices=Precision, default=Precision.DAY
    )
    via = models.CharField(
        _("how it was read"),
        max_length=300,
        blank=True,
        help_text=_("For example: a copy in a public archive."),
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
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    field = models.CharField(
        _("field"),
        max_length=60,
        blank=True,
        help_text=_("Empty where the source supports the record as a whole."),
    )
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="citations", verbose_name=_("source")
    )
    pages = models.CharField(
        _("pages"), max_length=100, blank=True, help_text=_("For example: 5, 8–9")
    )
    note = models.TextField(_("note"), blank=True)

    # It is a part of what cites it (publishing.models.Part) and has none itself.
    parts = ()

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="citation_cited_by")]

    def __str__(self):
        return f"{self.source}, {self.pages}" if self.pages else str(self.source)
