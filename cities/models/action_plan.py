from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ascn_portal.publishing.models import Part, Publishable
from documents.models import Document

from .city import City
from .focus_area import FocusArea


class ActionPlan(Publishable):
    """A city's Smart City Action Plan."""

    city = models.ForeignKey(
        City, on_delete=models.PROTECT, related_name="action_plans", verbose_name=_("city")
    )
    starts_year = models.PositiveSmallIntegerField(_("first year"))
    ends_year = models.PositiveSmallIntegerField(_("last year"))
    vision = models.TextField(_("vision"), blank=True)
    document = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="action_plans",
        verbose_name=_("document"),
    )
    pages = models.CharField(_("pages"), max_length=40, blank=True)
    as_of = models.DateField(_("as of"), null=True, blank=True)

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

    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="targets")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    text = models.TextField(_("text"))
    year = models.PositiveSmallIntegerField(_("target year"), null=True, blank=True)
    figure = models.CharField(_("figure as printed"), max_length=200, blank=True)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=60, blank=True)

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

    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="plan_focus_areas")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    focus_area = models.ForeignKey(
        FocusArea, on_delete=models.PROTECT, related_name="+", verbose_name=_("focus area")
    )
    labels_printed = models.CharField(_("as printed"), max_length=300, blank=True)
    basis = models.CharField(_("basis"), max_length=6, choices=Basis)
    comment = models.TextField(_("comment"), blank=True)

    public_with = ("plan", "plan__city", "focus_area")

    class Meta:
        verbose_name = _("focus area of the plan")
        verbose_name_plural = _("focus areas of the plan")
        ordering = ["order", "pk"]

    def __str__(self):
        return str(self.focus_area)
