from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ascn_portal.bilingual.languages import in_both_languages
from ascn_portal.bilingual.numbers import show_number
from ascn_portal.bilingual.sorting import SortKeyField
from ascn_portal.publishing.models import ORDER_HELP, CitedPart, Part, Publishable
from cities.querysets import ProjectQuerySet, ProjectStatusQuerySet
from documents.models import Document

from .action_plan import ActionPlan
from .city import City
from .focus_area import FocusArea
from .monitoring_report import MonitoringReport


class Project(Publishable):
    """A project of a city, from its action plan or from the monitoring reports."""

    slug = models.SlugField(
        _("address"),
        max_length=120,
        unique=True,
        help_text=_(
            "The end of the page's address, which stays for ever, for example: "
            "da-nang-smart-water-management"
        ),
    )
    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        related_name="projects",
        verbose_name=_("city"),
        help_text=_("Type a letter or two of its name, for example: da"),
    )
    focus_area = models.ForeignKey(
        FocusArea,
        on_delete=models.PROTECT,
        related_name="projects",
        verbose_name=_("focus area"),
        help_text=_(
            "The one under which the latest report lists it; type a letter or two, for "
            "example: quality"
        ),
    )
    focus_area_basis = models.CharField(
        _("where the focus area comes from"),
        max_length=300,
        blank=True,
        help_text=_("For example: monitoring report of the network"),
    )
    title = models.CharField(
        _("title"),
        max_length=300,
        help_text=_("As the latest report prints it, for example: Smart Water Management System"),
    )
    title_vi_sort = SortKeyField("title", "vi")
    title_en_sort = SortKeyField("title", "en")
    former_names = models.TextField(
        _("former names"),
        blank=True,
        help_text=_(
            "As printed, one a line, with the year, for example: 2018: Smart Water Management"
        ),
    )
    summary = models.TextField(
        _("summary"),
        blank=True,
        help_text=_(
            "What is done and where it stands, for example: Water supply is being upgraded "
            "with control systems."
        ),
    )
    objective = models.TextField(
        _("objective"),
        blank=True,
        help_text=_(
            "What it is to reach, one a list item, for example: - Less congestion and "
            "shorter journeys"
        ),
    )
    partners_printed = models.TextField(
        _("partners as printed"),
        blank=True,
        help_text=_("One a line, as sources print them, for example: Viettel"),
    )
    starts_year = models.PositiveSmallIntegerField(
        _("first year"),
        null=True,
        blank=True,
        help_text=_("Empty where no source says it; for example: 2019"),
    )
    ends_year = models.PositiveSmallIntegerField(
        _("last year"),
        null=True,
        blank=True,
        help_text=_("The year of completion, planned or real, for example: 2025"),
    )
    timeline_note = models.TextField(
        _("note on the timeline"),
        blank=True,
        help_text=_(
            "What the years alone do not tell, for example: Cameras planned at 85 junctions "
            "in 2019 and on the main roads in 2020."
        ),
    )
    action_plan = models.ForeignKey(
        ActionPlan,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("action plan"),
        help_text=_(
            "The plan that names the project; type a letter or two of the city, for example: da"
        ),
    )
    plan_page = models.PositiveSmallIntegerField(
        _("page of the plan"),
        null=True,
        blank=True,
        help_text=_("The page of the file, counted from 1, for example: 53"),
    )
    documents = models.ManyToManyField(
        Document,
        blank=True,
        related_name="projects",
        verbose_name=_("documents"),
        help_text=_(
            "Documents that the page of the project shows; type a word of the title, for "
            "example: report"
        ),
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

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="statuses", verbose_name=_("project")
    )
    report = models.ForeignKey(
        MonitoringReport,
        on_delete=models.PROTECT,
        related_name="project_statuses",
        verbose_name=_("report"),
        help_text=_("Type its year, for example: 2025"),
    )
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=Status,
        blank=True,
        help_text=_("Empty where the report does not decide it; for example: ongoing"),
    )
    candidates = models.CharField(
        _("statuses that it may be"),
        max_length=40,
        blank=True,
        help_text=_(
            "Only where the status is empty; codes with a blank between, for example: "
            "planning ongoing"
        ),
    )
    basis = models.CharField(
        _("basis"),
        max_length=30,
        choices=Basis,
        blank=True,
        help_text=_(
            "Where in the report the status stands, for example: list of completed projects"
        ),
    )
    focus_area = models.ForeignKey(
        FocusArea,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("focus area in this report"),
        help_text=_(
            "The one of this very report, which may differ from the latest; type a letter "
            "or two, for example: civic"
        ),
    )
    page = models.PositiveSmallIntegerField(
        _("page"),
        null=True,
        blank=True,
        help_text=_("The page of the file, counted from 1, for example: 28"),
    )
    number = models.CharField(
        _("number in the list"),
        max_length=10,
        blank=True,
        help_text=_("As the report counts its projects, for example: A14"),
    )
    title_printed = models.CharField(
        _("title as printed"),
        max_length=300,
        blank=True,
        help_text=_("For example: E-Office Desa"),
    )

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
        said = [self.get_status_display()] if self.status else self.candidate_labels
        return f"{self.report}: {' / '.join(map(str, said))}"

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

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="support_sought", verbose_name=_("project")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0, help_text=ORDER_HELP)
    kind = models.CharField(
        _("kind"),
        max_length=15,
        choices=Kind,
        help_text=_(
            "What was asked for in the first place; funding where money and help were. For "
            "example: technical expertise for “design of the water system”."
        ),
    )
    text = models.TextField(
        _("text"),
        help_text=_("In the words of the plan, for example: A data integration platform and model"),
    )
    as_of = models.DateField(
        _("as of"), help_text=_("The date that the plan bears, for example: 08/07/2018")
    )

    public_with = ("project",)

    class Meta:
        verbose_name = _("support sought")
        verbose_name_plural = _("support sought")
        ordering = ["order", "pk"]

    def __str__(self):
        return self.text


class Cost(CitedPart):
    """An amount of money reported for a project."""

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="costs", verbose_name=_("project")
    )
    amount = models.DecimalField(
        _("amount"),
        max_digits=20,
        decimal_places=2,
        help_text=_("The full number, not in thousands or millions, for example: 21,717,622.97"),
    )
    currency = models.CharField(
        _("currency"), max_length=3, help_text=_("ISO 4217, for example: USD")
    )
    year = models.PositiveSmallIntegerField(
        _("year"),
        null=True,
        blank=True,
        help_text=_("The year for which the amount was given, for example: 2024"),
    )
    comment = models.TextField(
        _("comment"),
        blank=True,
        help_text=_(
            "What the amount covers, for example: Loan for the wastewater plant, as "
            "reported by the press."
        ),
    )

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
        return f"{show_number(self.amount)} {self.currency}"
