from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ascn_portal.publishing.models import ORDER_HELP, Part, Publishable
from documents.models import Document

from .city import City
from .focus_area import FocusArea


class ActionPlan(Publishable):
    """A city's Smart City Action Plan."""

    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        related_name="action_plans",
        verbose_name=_("city"),
        help_text=_("Type a letter or two of its name, for example: da"),
    )
    starts_year = models.PositiveSmallIntegerField(
        _("first year"), help_text=_("The first year that the plan covers, for example: 2018")
    )
    ends_year = models.PositiveSmallIntegerField(
        _("last year"), help_text=_("The last year that the plan covers, for example: 2025")
    )
    vision = models.TextField(
        _("vision"),
        blank=True,
        help_text=_(
            "The vision of the plan, for example: By 2030 a smart, liveable and sustainable "
            "city with the citizen at the centre."
        ),
    )
    document = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="action_plans",
        verbose_name=_("document"),
        help_text=_(
            "The document that holds the plan; type a word of its title, for example: pilot cities"
        ),
    )
    pages = models.CharField(
        _("pages"),
        max_length=40,
        blank=True,
        help_text=_("The pages of the file, counted from 1, for example: 52–54"),
    )
    as_of = models.DateField(
        _("as of"),
        null=True,
        blank=True,
        help_text=_("The date that the plan bears, for example: 08/07/2018"),
    )

    public_with = ("city", "city__country")
    parts = ("targets", "plan_focus_areas", "citations")
    required_in_both = ("vision",)

    class Meta(Publishable.Meta):
        verbose_name = _("action plan")
        verbose_name_plural = _("action plans")
        ordering = ["city", "-starts_year", "pk"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_year__gte=F("starts_year")), name="action_plan_years_in_order"
            ),
            models.UniqueConstraint(
                fields=["city", "starts_year"], name="action_plan_once_a_city_and_year"
            ),
        ]

    def __str__(self):
        return f"{self.city} {self.starts_year}–{self.ends_year}"

    def get_absolute_url(self):
        return self.city.get_absolute_url()


class Target(Part):
    """What a city set out to reach in its plan, and by when."""

    plan = models.ForeignKey(
        ActionPlan, on_delete=models.CASCADE, related_name="targets", verbose_name=_("action plan")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0, help_text=ORDER_HELP)
    text = models.TextField(
        _("text"),
        help_text=_("What is to be reached, for example: Smart applications in 16 key domains"),
    )
    year = models.PositiveSmallIntegerField(
        _("target year"),
        null=True,
        blank=True,
        help_text=_("The year by which it is to be reached, for example: 2025"),
    )
    figure = models.CharField(
        _("figure as printed"),
        max_length=200,
        blank=True,
        help_text=_("As the plan prints it, for example: 16 key domains"),
    )
    value = models.DecimalField(
        _("value"),
        max_digits=20,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("The number alone, for example: 2,620.5"),
    )
    unit = models.CharField(
        _("unit"),
        max_length=60,
        blank=True,
        help_text=_("What the number counts, for example: domains"),
    )

    public_with = ("plan", "plan__city")

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["order", "pk"]

    def __str__(self):
        return self.text


class PlanFocusArea(Part):
    """A focus area as the plan names it, or as its wording was matched to the framework's."""

    class Basis(models.TextChoices):
        STATED = "stated", _("stated in the plan")
        MAPPED = "mapped", _("matched to the framework by the compilers")

    plan = models.ForeignKey(
        ActionPlan,
        on_delete=models.CASCADE,
        related_name="plan_focus_areas",
        verbose_name=_("action plan"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0, help_text=ORDER_HELP)
    focus_area = models.ForeignKey(
        FocusArea,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("focus area"),
        help_text=_("Type a letter or two of its name, for example: health"),
    )
    labels_printed = models.CharField(
        _("as printed"),
        max_length=300,
        blank=True,
        help_text=_("The words of the plan, for example: Smart Governance; Smart Citizen"),
    )
    basis = models.CharField(
        _("basis"),
        max_length=6,
        choices=Basis,
        help_text=_(
            "Stated where the plan uses the name of the framework, matched where it has "
            "words of its own. For example: matched for “Smart Living”."
        ),
    )
    comment = models.TextField(
        _("comment"),
        blank=True,
        help_text=_(
            "What the plan says on it, for example: Education, health care and food safety."
        ),
    )

    public_with = ("plan", "plan__city", "focus_area")

    class Meta:
        verbose_name = _("focus area of the plan")
        verbose_name_plural = _("focus areas of the plan")
        ordering = ["order", "pk"]

    def __str__(self):
        return str(self.focus_area)
