from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ascn_portal.publishing.models import Publishable
from cities.querysets import MonitoringReportQuerySet
from documents.models import Document


class MonitoringReport(Publishable):
    """A yearly report of monitoring and evaluation; what it prints are Observations."""

    document = models.OneToOneField(
        Document,
        on_delete=models.PROTECT,
        related_name="monitoring_report",
        verbose_name=_("document"),
        help_text=_("Type a word of its title, for example: 2025"),
    )
    year = models.PositiveSmallIntegerField(
        _("year"), unique=True, help_text=_("The year in the title, for example: 2025")
    )
    as_of = models.DateField(
        _("as of"), help_text=_("The day for which its figures hold, for example: 30/09/2025")
    )
    mismatches = models.TextField(
        _("contradictions within the report"),
        blank=True,
        help_text=_(
            "Markdown, one a list item, each with its page, for example: - Exhibit 2 and "
            "the appendix differ on Mandalay (pages 6, 23)."
        ),
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
