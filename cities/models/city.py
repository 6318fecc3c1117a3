import zoneinfo
from functools import cache

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ascn_portal.bilingual.dates import Precision
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

    slug = models.SlugField(_("address"), max_length=120, unique=True)
    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, related_name="cities", verbose_name=_("country")
    )
    name = models.CharField(_("name"), max_length=120)
    name_vi_sort = SortKeyField("name", "vi")
    name_en_sort = SortKeyField("name", "en")
    aliases = models.TextField(
        _("other names"), blank=True, help_text=_("For search only, one a line.")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    latitude = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=5, help_text=_("WGS 84, for example: 16.0678")
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=8, decimal_places=5, help_text=_("WGS 84, for example: 108.2208")
    )
    timezone = models.CharField(
        _("time zone"), max_length=40, help_text=_("For example: Asia/Ho_Chi_Minh")
    )
    website = models.URLField(_("website"), max_length=500, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    vision = models.TextField(_("vision"), blank=True)
    focus_areas = models.ManyToManyField(
        FocusArea, blank=True, related_name="cities", verbose_name=_("focus areas")
    )
    focus_areas_basis = models.CharField(
        _("where the focus areas come from"), max_length=300, blank=True
    )
    documents = models.ManyToManyField(
        Document, blank=True, related_name="cities", verbose_name=_("documents")
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
            raise ValidationError(
                {"slug": _now("“%(slug)s” is the address of another page.") % {"slug": self.slug}}
            )
        if self.timezone not in time_zones():
            raise ValidationError(
                {"timezone": _now("“%(zone)s” is no time zone.") % {"zone": self.timezone}}
            )


class Membership(Publishable):
    """That a city belongs to the network, since when and, if it left, until when."""

    class Kind(models.TextChoices):
        PILOT = "pilot", _("founding member")
        MEMBER = "member", _("joined later")

    city = models.ForeignKey(
        City, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("city")
    )
    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    starts_on = models.DateField(_("start"))
    starts_precision = models.CharField(
        _("precision"), max_length=5, choices=Precision, default=Precision.DAY
    )
    starts_not_before = models.DateField(_("earliest possible start"))
    starts_not_after = models.DateField(_("latest possible start"))
    ends_on = models.DateField(_("end"), null=True, blank=True)

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
