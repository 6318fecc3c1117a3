"""With whom the network works: external partners, what they proposed and what came of it."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ascn_portal.bilingual.languages import in_both_languages
from ascn_portal.bilingual.sorting import SortKeyField
from ascn_portal.publishing.models import ORDER_HELP, CitedPart, Publishable
from cities.models import City, Country, Project
from events.models import Event

from .querysets import PartnerQuerySet


class Partner(Publishable):
    """A government, organisation, association or company outside the network that works with it."""

    class Kind(models.TextChoices):
        GOVERNMENT = "government", _("government")
        INTERNATIONAL_ORGANISATION = (
            "international_organisation",
            _("international organisation"),
        )
        ASSOCIATION = "association", _("association or university")
        PRIVATE_SECTOR = "private_sector", _("private sector")

    slug = models.SlugField(
        _("address"),
        max_length=120,
        unique=True,
        help_text=_("The end of the page's address, which stays for ever, for example: jasca"),
    )
    kind = models.CharField(
        _("kind"),
        max_length=30,
        choices=Kind,
        help_text=_(
            "Government for ministries and agencies of a state too. For example: "
            "international organisation for the World Bank."
        ),
    )
    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="partners",
        verbose_name=_("country"),
        help_text=_(
            "Empty for an international organisation; type a letter or two, for example: japan"
        ),
    )
    name = models.CharField(
        _("name"),
        max_length=200,
        help_text=_(
            "The full name with its short form, for example: Japan Association for Smart "
            "Cities in ASEAN (JASCA)"
        ),
    )
    name_vi_sort = SortKeyField("name", "vi")
    name_en_sort = SortKeyField("name", "en")
    website = models.URLField(
        _("website"), max_length=500, blank=True, help_text=_("For example: https://www.adb.org")
    )
    summary = models.TextField(
        _("summary"),
        blank=True,
        help_text=_(
            "Who it is and what it does with the network, for example: A single point of "
            "contact for ASEAN cities, set up by seven Japanese ministries and agencies."
        ),
    )

    objects = PartnerQuerySet.as_manager()

    parts = ("proposals", "partnerships", "citations")
    required_in_both = ("name", "summary")

    class Meta(Publishable.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["slug"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(state="published") | in_both_languages("name", "summary"),
                name="partner_published_in_both_languages",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("partners:partner_detail", args=[self.slug])


class Proposal(CitedPart):
    """Something that a partner proposed to the network, and at which event."""

    partner = models.ForeignKey(
        Partner, on_delete=models.CASCADE, related_name="proposals", verbose_name=_("partner")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0, help_text=ORDER_HELP)
    title = models.CharField(
        _("title"),
        max_length=300,
        help_text=_(
            "What was proposed, in a few words, for example: Training for officials of "
            "member cities"
        ),
    )
    summary = models.TextField(
        _("summary"),
        blank=True,
        help_text=_(
            "What the partner would do, for example: Technical help and training for city leaders."
        ),
    )
    year = models.PositiveSmallIntegerField(
        _("year"), help_text=_("The year when it was proposed, for example: 2020")
    )
    event = models.ForeignKey(
        Event,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("event"),
        help_text=_("Where it was put forward; type a word of the title, for example: annual"),
    )

    public_with = ("partner",)

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-year", "order", "pk"]

    def __str__(self):
        return self.title


class Partnership(CitedPart):
    """That a partner works with a city, on a project, or with the network as a whole."""

    partner = models.ForeignKey(
        Partner, on_delete=models.CASCADE, related_name="partnerships", verbose_name=_("partner")
    )
    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="partnerships",
        verbose_name=_("city"),
        help_text=_("Only for work with one city; type a letter or two, for example: da"),
    )
    project = models.ForeignKey(
        Project,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="partnerships",
        verbose_name=_("project"),
        help_text=_(
            "Only for work on one project; with neither it is with the network. Type a word "
            "of the title, for example: water"
        ),
    )
    starts_year = models.PositiveSmallIntegerField(
        _("first year"), null=True, blank=True, help_text=_("For example: 2019")
    )
    ends_year = models.PositiveSmallIntegerField(
        _("last year"),
        null=True,
        blank=True,
        help_text=_("Empty while it goes on; for example: 2025"),
    )
    text = models.TextField(
        _("text"),
        blank=True,
        help_text=_(
            "What is done together, for example: Feasibility study for a smart water system"
        ),
    )

    public_with = ("partner",)

    class Meta:
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")
        ordering = ["starts_year", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_year__isnull=True)
                | Q(ends_year__isnull=True)
                | Q(ends_year__gte=F("starts_year")),
                name="partnership_years_in_order",
            ),
            models.CheckConstraint(
                condition=Q(city__isnull=True) | Q(project__isnull=True),
                name="partnership_has_one_subject",
            ),
        ]

    def __str__(self):
        return f"{self.partner} {self.starts_year or ''}".strip()
