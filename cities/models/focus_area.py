from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ascn_portal.bilingual.languages import in_both_languages
from ascn_portal.publishing.models import Publishable
from cities.querysets import FocusAreaQuerySet
from documents.models import Document


class FocusArea(Publishable):
    """One of the focus areas of the ASEAN Smart Cities Framework.

    Its slug is also the name of its colour token and of its icon.
    """

    slug = models.SlugField(
        _("address"),
        max_length=120,
        unique=True,
        help_text=_(
            "The end of the page's address, also the name of its colour and icon, for "
            "example: health-wellbeing"
        ),
    )
    order = models.PositiveSmallIntegerField(
        _("order"), help_text=_("The place in the list of the framework, for example: 2")
    )
    name = models.CharField(
        _("name"),
        max_length=120,
        help_text=_("As the framework calls it, for example: Health and Well-being"),
    )
    definition = models.TextField(
        _("definition"),
        blank=True,
        help_text=_(
            "What belongs to it, for example: Health care, housing and education that use "
            "public means well."
        ),
    )
    sub_areas = models.TextField(
        _("sub-areas"), blank=True, help_text=_("One a line, for example: Housing and home")
    )
    documents = models.ManyToManyField(
        Document,
        blank=True,
        related_name="focus_areas",
        verbose_name=_("documents"),
        help_text=_(
            "Documents that its page shows; type a word of the title, for example: framework"
        ),
    )

    objects = FocusAreaQuerySet.as_manager()

    required_in_both = ("name", "definition")

    class Meta(Publishable.Meta):
        verbose_name = _("focus area")
        verbose_name_plural = _("focus areas")
        ordering = ["order", "pk"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(state="published") | in_both_languages("name", "definition"),
                name="focus_area_published_in_both_languages",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("cities:focus_area_detail", args=[self.slug])
