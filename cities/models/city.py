import zoneinfo
from functools import cache

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ascn_portal.bilingual.dates import PRECISION_HELP, Precision
from ascn_portal.bilingual.languages import in_both_languages
from ascn_portal.bilingual.sorting import SortKeyField
from ascn_portal.publishing.models import Publishable
from cities.querysets import CityQuerySet, MembershipQuerySet
from documents.models import Document

from .country import Country
from .focus_area import FocusArea

time_zones = cache(zoneinfo.available_timezones)  # reads some hundred files

# Other pages stand at these addresses under cities/.
RESERVED_SLUGS = {"map", "compare"}


class City(Publishable):
    """A city, province or regency that is or was a member of the network."""

    class Kind(models.TextChoices):
        CITY = "city", pgettext_lazy("kind of city", "city")
        CAPITAL = "capital", _("capital city")
        CITY_STATE = "city_state", _("city-state")
        PROVINCE = "province", _("province")
        REGENCY = "regency", _("regency")

    slug = models.SlugField(
        _("address"),
        max_length=120,
        unique=True,
        help_text=_("The end of the page's address, which stays for ever, for example: da-nang"),
    )
    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        related_name="cities",
        verbose_name=_("country"),
        help_text=_("Type a letter or two of its name, for example: vi"),
    )
    name = models.CharField(
        _("name"), max_length=120, help_text=_("Without “city” or “province”, for example: Da Nang")
    )
    name_vi_sort = SortKeyField("name", "vi")
    name_en_sort = SortKeyField("name", "en")
    aliases = models.TextField(
        _("other names"),
        blank=True,
        help_text=_("For search only, one a line, for example: Danang"),
    )
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=Kind,
        help_text=_("What the member is, for example: city for Da Nang, regency for Sumedang"),
    )
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        help_text=_("Degrees of WGS 84, south below zero, for example: 16.0544"),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        help_text=_("Degrees of WGS 84, for example: 108.2022"),
    )
    timezone = models.CharField(
        _("time zone"),
        max_length=40,
        help_text=_("A name of the IANA database, for example: Asia/Ho_Chi_Minh"),
    )
    website = models.URLField(
        _("website"),
        max_length=500,
        blank=True,
        help_text=_("The website of the city's government, for example: https://danang.gov.vn"),
    )
    summary = models.TextField(
        _("summary"),
        blank=True,
        help_text=_(
            "What the city is and does in the network, for example: Da Nang is the largest "
            "city of central Viet Nam."
        ),
    )
    vision = models.TextField(
        _("vision"),
        blank=True,
        help_text=_(
            "What the city wants to become, for example: By 2030 a smart, liveable and "
            "sustainable city centred on its citizens."
        ),
    )
    focus_areas = models.ManyToManyField(
        FocusArea,
        blank=True,
        related_name="cities",
        verbose_name=_("focus areas"),
        help_text=_("Those of the action plan; type a letter or two, for example: health"),
    )
    focus_areas_basis = models.CharField(
        _("where the focus areas come from"),
        max_length=300,
        blank=True,
        help_text=_("For example: stated in the action plan of 2018"),
    )
    documents = models.ManyToManyField(
        Document,
        blank=True,
        related_name="cities",
        verbose_name=_("documents"),
        help_text=_(
            "Documents that the page of the city shows; type a word of the title, for "
            "example: report"
        ),
    )

    objects = CityQuerySet.as_manager()

    public_with = ("country",)
    parts = ("native_names", "representatives", "citations")
    required_in_both = ("name", "summary")

    class Meta(Publishable.Meta):
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        ordering = ["slug"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(latitude__gte=-90, latitude__lte=90), name="city_latitude_in_range"
            ),
            models.CheckConstraint(
                condition=Q(longitude__gte=-180, longitude__lte=180),
                name="city_longitude_in_range",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | in_both_languages("name", "summary"),
                name="city_published_in_both_languages",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("cities:city_detail", args=[self.slug])

    def clean(self):
        """Refuse the address of another page and a time zone that the world does not have."""
        if self.slug in RESERVED_SLUGS:
            sentence = gettext("“%(slug)s” is the address of another page.")
            raise ValidationError({"slug": sentence % {"slug": self.slug}})
        if self.timezone not in time_zones():
            raise ValidationError(
                {"timezone": gettext("“%(zone)s” is no time zone.") % {"zone": self.timezone}}
            )


class Membership(Publishable):
    """That a city belongs to the network, since when and, if it left, until when."""

    class Kind(models.TextChoices):
        PILOT = "pilot", _("founding member")
        MEMBER = "member", _("joined later")

    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name=_("city"),
        help_text=_("Type a letter or two of its name, for example: da"),
    )
    kind = models.CharField(
        _("kind"),
        max_length=6,
        choices=Kind,
        help_text=_(
            "Founding member for the cities that founded the network in 2018, else joined "
            "later. For example: joined later for Khon Kaen."
        ),
    )
    starts_on = models.DateField(
        _("start"),
        help_text=_(
            "The first day of the month or year where no more is known, for example: 28/04/2018"
        ),
    )
    starts_precision = models.CharField(
        _("precision"),
        max_length=5,
        choices=Precision,
        default=Precision.DAY,
        help_text=PRECISION_HELP,
    )
    starts_not_before = models.DateField(
        _("earliest possible start"),
        help_text=_(
            "The first day on which the city may have joined; the start itself where that "
            "is known. For example: 01/01/2023"
        ),
    )
    starts_not_after = models.DateField(
        _("latest possible start"),
        help_text=_(
            "The last day on which the city may have joined; it counts as a member from "
            "then on. For example: 31/12/2023"
        ),
    )
    ends_on = models.DateField(
        _("end"),
        null=True,
        blank=True,
        help_text=_("Empty while the city is a member; for example: 31/12/2030"),
    )

    objects = MembershipQuerySet.as_manager()

    public_with = ("city", "city__country")

    class Meta(Publishable.Meta):
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["starts_not_after", "pk"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(starts_not_before__lte=F("starts_not_after")),
                name="membership_bounds_in_order",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_not_before")),
                name="membership_dates_in_order",
            ),
            models.UniqueConstraint(
                fields=["city"],
                condition=Q(ends_on__isnull=True) & ~Q(state="withdrawn"),
                name="membership_one_open_a_city",
            ),
        ]

    def __str__(self):
        return f"{self.city}, {self.get_kind_display()}"

    def get_absolute_url(self):
        return self.city.get_absolute_url()

    @classmethod
    def asks_second_person(cls, shape: dict) -> bool:
        """Who belongs to the network is not said on one person's word."""
        return True

    @property
    def is_founding(self) -> bool:
        return self.kind == self.Kind.PILOT

    def is_certain_on(self, day) -> bool:
        """Whether the city was a member on `day` whatever day within the bounds it joined."""
        return self.starts_not_after <= day

    def is_in_force_on(self, day) -> bool:
        """Whether the city was a member on `day` for certain, and had not left by then."""
        return self.is_certain_on(day) and (self.ends_on is None or self.ends_on >= day)
