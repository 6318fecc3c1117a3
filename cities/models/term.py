from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ascn_portal.bilingual.dates import PRECISION_HELP, Precision, show_date
from ascn_portal.publishing.models import Publishable
from cities.querysets import TermQuerySet

from .country import Country


class Term(Publishable):
    """A country's time as Chair or as Shepherd of the network.

    Chair terms are calendar years, the first from the founding day. A shepherd's runs from the
    meeting that chose it to the day before the next: a convention of this portal.
    """

    class Role(models.TextChoices):
        CHAIR = "chair", _("Chair")
        SHEPHERD = "shepherd", _("Shepherd")

    role = models.CharField(
        _("role"),
        max_length=8,
        choices=Role,
        help_text=_(
            "Chair for the country that chairs the network for a year, Shepherd for the one "
            "that a meeting chose to guide it. For example: Chair for Viet Nam in 2020."
        ),
    )
    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        related_name="terms",
        verbose_name=_("country"),
        help_text=_("Type a letter or two of its name, for example: vi"),
    )
    starts_on = models.DateField(
        _("start"),
        help_text=_(
            "For a Chair the first day of the year, for a Shepherd the day of its election, "
            "for example: 01/01/2020"
        ),
    )
    starts_precision = models.CharField(
        _("precision of the start"),
        max_length=5,
        choices=Precision,
        default=Precision.DAY,
        help_text=PRECISION_HELP,
    )
    ends_on = models.DateField(
        _("end"),
        null=True,
        blank=True,
        help_text=_("The last day, empty while it is not known, for example: 31/12/2020"),
    )
    ends_precision = models.CharField(
        _("precision of the end"),
        max_length=5,
        choices=Precision,
        default=Precision.DAY,
        help_text=PRECISION_HELP,
    )
    theme = models.CharField(
        _("theme"),
        max_length=300,
        blank=True,
        help_text=_("The motto of the year, for example: Advancing Partnership for Sustainability"),
    )
    agency = models.CharField(
        _("agency"),
        max_length=300,
        blank=True,
        help_text=_(
            "The ministry that acts for the country, for example: Ministry of Housing and "
            "Local Government (KPKT)"
        ),
    )
    person = models.CharField(
        _("person"),
        max_length=200,
        blank=True,
        help_text=_(
            "Who acts for the country, as sources name them, for example: Ajarin Pattanapanchai"
        ),
    )

    objects = TermQuerySet.as_manager()

    public_with = ("country",)

    class Meta(Publishable.Meta):
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["-starts_on", "role", "pk"]
        # A migration adds on PostgreSQL that terms of a role exclude each other; SQLite has no
        # such constraint, there `clean` under the writers' lock stands alone.
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="term_dates_in_order",
            ),
            models.UniqueConstraint(
                fields=["role", "starts_on"],
                condition=~Q(state="withdrawn"),
                name="term_one_start_a_role",
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()} {self.starts_on.year}: {self.country}"

    def get_absolute_url(self):
        if self.role == self.Role.CHAIR:
            return reverse("pages:chair_year", args=[self.starts_on.year])
        return reverse("pages:chair_list")

    def clean(self):
        """Refuse a term that overlaps another of its role."""
        if self.starts_on is None:
            return  # the field itself is refused
        others = type(self).objects.filter(role=self.role).exclude(uid=self.uid)
        if (
            other := others.exclude(state=self.State.WITHDRAWN)
            .overlapping(self.starts_on, self.ends_on)
            .first()
        ):
            raise ValidationError(
                gettext("This term overlaps the term of %(country)s that starts on %(day)s.")
                % {"country": other.country, "day": show_date(other.starts_on)}
            )
