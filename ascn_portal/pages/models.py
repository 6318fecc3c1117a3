"""Pages of text: what the network is, how it is governed, about this record."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ascn_portal.bilingual.languages import in_both_languages
from ascn_portal.publishing.models import Publishable


class Page(Publishable):
    """A page of text under /about/, in both languages."""

    slug = models.SlugField(
        _("address"),
        max_length=120,
        unique=True,
        help_text=_("The end of the page's address, for example: governance"),
    )
    order = models.PositiveSmallIntegerField(
        _("order"),
        default=0,
        help_text=_("The page with the smallest number comes first in the list, for example: 1"),
    )
    title = models.CharField(
        _("title"),
        max_length=200,
        help_text=_("The heading of the page, for example: How the network is governed"),
    )
    summary = models.CharField(
        _("summary"),
        max_length=300,
        blank=True,
        help_text=_(
            "What the page tells, in one sentence, for example: The Terms of Reference lay "
            "down how the network decides."
        ),
    )
    body = models.TextField(
        _("text"),
        help_text=_("Markdown; headings from the third level, for example: ### How it decides"),
    )

    required_in_both = ("title", "summary", "body")

    class Meta(Publishable.Meta):
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["order", "slug"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(state="published") | in_both_languages("title", "summary", "body"),
                name="page_published_in_both_languages",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("pages:about", args=[self.slug])
