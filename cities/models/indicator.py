from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ascn_portal.bilingual.dates import Precision
from ascn_portal.bilingual.languages import in_both_languages
from ascn_portal.publishing.models import Part, Publishable
from ascn_portal.sources.models import Source

from .city import City
from .country import Country
from .project import MonitoringReport


class Indicator(Publishable):
    """Something that is measured: what, in which unit, and how it is meant."""

    slug = models.SlugField(_("short name"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=200)
    unit = models.CharField(_("unit"), max_length=60)
    definition = models.TextField(_("definition"), blank=True)

    parts = ("observations", "citations")
    required_in_both = ("name", "unit")
    needs_source = False  # each observation has its own

    class Meta(Publishable.Meta):
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["slug"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(state="published") | in_both_languages("name", "unit"),
                name="indicator_published_in_both_languages",
            ),
        ]

    def __str__(self):
        return self.name

    def shown_at(self) -> str:
        """The page of the place, or of the report, that its first figure is about."""
        figure = self.observations.select_related("city", "country", "report").first()
        about = figure and (figure.city or figure.country or figure.report)
        return about.get_absolute_url() if about else reverse("pages:home")


class Observation(Part):
    """One figure: its value, the time and place it is about, its scope and its source.

    Without country and city it is about the network. `report` says which report prints it.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="observations")
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4)
    period_on = models.DateField(_("time"))
    period_precision = models.CharField(
        _("precision"), max_length=5, choices=Precision, default=Precision.YEAR
    )
    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="observations",
        verbose_name=_("country"),
    )
    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="observations",
        verbose_name=_("city"),
    )
    report = models.ForeignKey(
        MonitoringReport,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="observations",
        verbose_name=_("printed in the report"),
    )
    scope = models.CharField(_("scope"), max_length=300, blank=True)
    is_approximate = models.BooleanField(_("approximate"), default=False)
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="observations", verbose_name=_("source")
    )
    page = models.CharField(_("pages"), max_length=40, blank=True)
    comment = models.TextField(_("comment"), blank=True)

    public_with = ("indicator", "country", "city", "report")

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ["-period_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(country__isnull=True) | Q(city__isnull=True),
                name="observation_has_one_place",
            )
        ]

    def __str__(self):
        return f"{self.value}"
