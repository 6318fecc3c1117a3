from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ascn_portal.bilingual.languages import in_both_languages
from ascn_portal.bilingual.sorting import SortKeyField
from ascn_portal.publishing.models import CitedPart, Part, Publishable
from cities.querysets import MonitoringReportQuerySet, ProjectQuerySet, ProjectStatusQuerySet
from documents.models import Document

from .action_plan import ActionPlan
from .city import City
from .focus_area import FocusArea


class MonitoringReport(Publishable):
    """A yearly report of monitoring and evaluation; what it prints are Observations."""

    document = models.OneToOneField(
        Document,
        on_delete=models.PROTECT,
        related_name="monitoring_report",
        verbose_name=_("document"),
    )
    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    as_of = models.DateField(_("as of"))
    mismatches = models.TextField(
        _("contradictions within the report"),
        blank=True,
        help_text=_("Markdown, one a list item, each with its page."),
    )

    objects = MonitoringReportQuerySet.as_manager()

    public_with = ("document",)

    class Meta(Publishable.Meta):
        verbose_name = _("monitoring report")
        verbose_name_plural = _("monitoring reports")
        ordering = ["-year"]
        constraints = [*Publishable.Meta.constraints]

    def __str__(self):
        return str(self.document)

    def get_absolute_url(self):
        return f"{reverse('cities:monitoring')}#report-{self.year}"


class Project(Publishable):
    """A project of a city, from its action plan or from the monitoring reports."""

    slug = models.SlugField(_("address"), max_length=120, unique=True)
    city = models.ForeignKey(
        City, on_delete=models.PROTECT, related_name="projects", verbose_name=_("city")
    )
    focus_area = models.ForeignKey(
        FocusArea,
        on_delete=models.PROTECT,
        related_name="projects",
        verbose_name=_("focus area"),
    )
    focus_area_basis = models.CharField(
        _("where the focus area comes from"), max_length=300, blank=True
    )
    title = models.CharField(_("title"), max_length=300)
    title_vi_sort = SortKeyField("title", "vi")
    title_en_sort = SortKeyField("title", "en")
    former_names = models.TextField(
        _("former names"), blank=True, help_text=_("As printed, one a line.")
    )
    summary = models.TextField(_("summary"), blank=True)
    objective = models.TextField(_("objective"), blank=True)
    partners_printed = models.TextField(
        _("partners as printed"), blank=True, help_text=_("One a line.")
    )
    starts_year = models.PositiveSmallIntegerField(_("first year"), null=True, blank=True)
    ends_year = models.PositiveSmallIntegerField(_("last year"), null=True, blank=True)
    timeline_note = models.TextField(_("note on the timeline"), blank=True)
    action_plan = models.ForeignKey(
        ActionPlan,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("action plan"),
    )
    plan_page = models.PositiveSmallIntegerField(_("page of the plan"), null=True, blank=True)
    documents = models.ManyToManyField(
        Document, blank=True, related_name="projects", verbose_name=_("documents")
    )

    objects = ProjectQuerySet.as_manager()

    public_with = ("city", "city__country", "focus_area")
    parts = ("statuses", "support_sought", "costs", "citations")
    required_in_both = ("title",)

    class Meta(Publishable.Meta):
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["slug"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(starts_year__isnull=True)
                | Q(ends_year__isnull=True)
                | Q(ends_year__gte=F("starts_year")),
                name="project_years_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | in_both_languages("title"),
                name="project_published_in_both_languages",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("cities:project_detail", args=[self.slug])


class ProjectStatus(Part):
    """What one monitoring report says of a project."""

    class Status(models.TextChoices):
        PLANNING = "planning", _("planning")
        ONGOING = "ongoing", _("ongoing")
        COMPLETED = "completed", _("completed")

    class Basis(models.TextChoices):
        CHART = "exhibit_2", _("symbols of Exhibit 2")
        CHART_AND_TEXT = "exhibit_2_and_text", _("Exhibit 2 and the text")
        CHART_AND_LATER = "exhibit_2_and_later_lists", _("Exhibit 2 and later lists")
        APPENDIX = "appendix_b", _("list of completed projects")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="statuses")
    report = models.ForeignKey(
        MonitoringReport,
        on_delete=models.PROTECT,
        related_name="project_statuses",
        verbose_name=_("report"),
    )
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=Status,
        blank=True,
        help_text=_("Empty where the report does not decide it."),
    )
    candidates = models.CharField(
        _("statuses that it may be"), max_length=40, blank=True, help_text="planning ongoing"
    )
    basis = models.CharField(_("basis"), max_length=30, choices=Basis, blank=True)
    focus_area = models.ForeignKey(
        FocusArea,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("focus area in this report"),
    )
    page = models.PositiveSmallIntegerField(_("page"), null=True, blank=True)
    number = models.CharField(_("number in the list"), max_length=10, blank=True)
    title_printed = models.CharField(_("title as printed"), max_length=300, blank=True)

    objects = ProjectStatusQuerySet.as_manager()

    public_with = (
        "project",
        "project__city",
        "project__city__country",
        "report",
        "report__document",
        "focus_area",
    )

    class Meta:
        verbose_name = _("status by report")
        verbose_name_plural = _("statuses by report")
        ordering = ["-report__year", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "report"], name="status_once_a_report"),
            models.CheckConstraint(
                condition=Q(status="") | Q(candidates=""), name="status_decided_or_candidates"
            ),
        ]

    def __str__(self):
        return f"{self.report_id}: {self.status or self.candidates}"

    @property
    def candidate_labels(self) -> list:
        """The statuses that an undecided one may be, in words."""
        return [self.Status(value).label for value in self.candidates.split()]


class SupportSought(Part):
    """Support that the city asked for in its plan."""

    class Kind(models.TextChoices):
        FUNDING = "funding", _("funding")
        TECHNICAL = "technical", _("technical expertise")
        ADVISORY = "advisory", _("advisory support")
        TRAINING = "training", _("training and knowledge sharing")
        TECHNOLOGY = "technology", _("technology and equipment")
        PARTNERSHIP = "partnership", _("partnership")
        POLITICAL = "political", _("political support")
        INFRASTRUCTURE = "infrastructure", _("infrastructure support")
        COMMUNITY = "community", _("community support")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="support_sought")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    text = models.TextField(_("text"))
    as_of = models.DateField(_("as of"))

    public_with = ("project",)

    class Meta:
        verbose_name = _("support sought")
        verbose_name_plural = _("support sought")
        ordering = ["order", "pk"]

    def __str__(self):
        return self.text


class Cost(CitedPart):
    """An amount of money reported for a project."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="costs")
    amount = models.DecimalField(_("amount"), max_digits=20, decimal_places=2)
    currency = models.CharField(
        _("currency"), max_length=3, help_text=_("ISO 4217, for example: USD")
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    comment = models.TextField(_("comment"), blank=True)

    public_with = ("project",)

    class Meta:
        verbose_name = _("cost")
        verbose_name_plural = _("costs")
        ordering = ["year", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$"), name="cost_currency_well_formed"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="cost_amount_positive"),
        ]

    def __str__(self):
        return f"{self.amount} {self.currency}"
