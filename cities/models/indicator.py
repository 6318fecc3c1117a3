from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ascn_portal.bilingual.dates import PRECISION_HELP, Precision
from ascn_portal.bilingual.languages import in_both_languages
from ascn_portal.bilingual.numbers import show_number
from ascn_portal.publishing.models import Part, Publishable
from ascn_portal.sources.models import Source

from .city import City
from .country import Country
from .monitoring_report import MonitoringReport


class Indicator(Publishable):
    """Something that is measured: what, in which unit, and how it is meant."""

    slug = models.SlugField(
        _("short name"),
        max_length=120,
        unique=True,
        help_text=_("Names the indicator in the open data, for example: urban-population-share"),
    )
    name = models.CharField(
        _("name"), max_length=200, help_text=_("What is counted, for example: Smart city projects")
    )
    unit = models.CharField(_("unit"), max_length=60, help_text=_("For example: projects"))
    definition = models.TextField(
        _("definition"),
        blank=True,
        help_text=_(
            "What is counted and what is not, for example: Projects that the cities have "
            "reported under the network."
        ),
    )

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

    indicator = models.ForeignKey(
        Indicator,
        on_delete=models.CASCADE,
        related_name="observations",
        verbose_name=_("indicator"),
    )
    value = models.DecimalField(
        _("value"),
        max_digits=20,
        decimal_places=4,
        help_text=_("The full number, not in thousands or millions, for example: 3,065,628"),
    )
    period_on = models.DateField(
        _("time"),
        help_text=_(
            "The first day of the month or year where the figure is for all of it, for "
            "example: 01/01/2025"
        ),
    )
    period_precision = models.CharField(
        _("precision"),
        max_length=5,
        choices=Precision,
        default=Precision.YEAR,
        help_text=PRECISION_HELP,
    )
    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="observations",
        verbose_name=_("country"),
        help_text=_("Only for the figure of a country; type a letter or two, for example: vi"),
    )
    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="observations",
        verbose_name=_("city"),
        help_text=_(
            "Only for the figure of a city; with neither it is about the network. Type a "
            "letter or two, for example: da"
        ),
    )
    report = models.ForeignKey(
        MonitoringReport,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="observations",
        verbose_name=_("printed in the report"),
        help_text=_("The report that prints the figure; type its year, for example: 2025"),
    )
    scope = models.CharField(
        _("scope"),
        max_length=300,
        blank=True,
        help_text=_(
            "What the figure covers, for example: city after the merger with Quang Nam province"
        ),
    )
    is_approximate = models.BooleanField(
        _("approximate"),
        default=False,
        help_text=_("Mark a rounded figure, for example: “about 8.3 million”."),
    )
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        related_name="observations",
        verbose_name=_("source"),
        help_text=_("Where the figure stands; type a word of the title, for example: report"),
    )
    page = models.CharField(
        _("pages"),
        max_length=40,
        blank=True,
        help_text=_("The pages of the file, counted from 1, for example: 5, 8–9"),
    )
    comment = models.TextField(
        _("comment"),
        blank=True,
        help_text=_("How the figure was found, for example: Counted from Appendix B."),
    )

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
        return show_number(self.value)
