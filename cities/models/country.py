from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ascn_portal.bilingual.languages import in_both_languages
from ascn_portal.bilingual.sorting import SortKeyField
from ascn_portal.publishing.models import CitedPart, Part, Publishable
from cities.querysets import CountryQuerySet
from documents.models import Document


def belongs_to_one(*owners: str) -> Q:
    """A condition: exactly one of the relations `owners` is set."""
    condition = Q()
    for owner in owners:
        condition |= Q(**{f"{other}__isnull": other != owner for other in owners})
    return condition


class Country(Publishable):
    """A country that the record names; a member's has a page and is counted."""

    code = models.CharField(
        _("code"), max_length=2, unique=True, help_text=_("ISO 3166-1 alpha-2, for example: VN")
    )
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_vi_sort = SortKeyField("name", "vi")
    name_en_sort = SortKeyField("name", "en")
    official_name = models.CharField(_("official name"), max_length=200, blank=True)
    capital = models.CharField(_("capital"), max_length=120, blank=True)
    joined_asean_on = models.DateField(_("joined ASEAN on"), null=True, blank=True)
    agency = models.CharField(
        _("agency of the National Representative"), max_length=300, blank=True
    )
    agency_as_of = models.DateField(_("agency as of"), null=True, blank=True)
    aliases = models.TextField(
        _("other names"), blank=True, help_text=_("For search only, one a line.")
    )
    documents = models.ManyToManyField(
        Document, blank=True, related_name="countries", verbose_name=_("documents")
    )

    objects = CountryQuerySet.as_manager()

    parts = ("native_names", "representatives", "citations")
    required_in_both = ("name",)

    class Meta(Publishable.Meta):
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["code"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z]{2}$"), name="country_code_well_formed"
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | in_both_languages("name"),
                name="country_published_in_both_languages",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("cities:country_detail", args=[self.slug])


class NativeName(Part):
    """What a country or city is called in a language of its own."""

    country = models.ForeignKey(
        Country, on_delete=models.CASCADE, null=True, blank=True, related_name="native_names"
    )
    city = models.ForeignKey(
        "cities.City", on_delete=models.CASCADE, null=True, blank=True, related_name="native_names"
    )
    text = models.CharField(_("name"), max_length=200)
    language = models.CharField(
        _("language"), max_length=20, help_text=_("A BCP 47 tag, for example: km or ms-Arab")
    )

    public_with = ("country", "city")

    class Meta:
        verbose_name = _("native name")
        verbose_name_plural = _("native names")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=belongs_to_one("country", "city"), name="native_name_has_one_owner"
            ),
            models.CheckConstraint(
                condition=Q(language__regex=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"),
                name="native_name_language_well_formed",
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def direction(self) -> str:
        """`rtl` for a name in Arabic script, else `ltr`."""
        return "rtl" if "-Arab" in self.language else "ltr"


class Representative(CitedPart):
    """Who speaks for a country (National Representative) or a city (Chief Smart City Officer)."""

    class Role(models.TextChoices):
        NATIONAL_REPRESENTATIVE = "national_representative", _("National Representative")
        CSCO = "csco", _("Chief Smart City Officer")

    country = models.ForeignKey(
        Country, on_delete=models.CASCADE, null=True, blank=True, related_name="representatives"
    )
    city = models.ForeignKey(
        "cities.City",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="representatives",
    )
    role = models.CharField(_("role"), max_length=25, choices=Role)
    post = models.CharField(_("post"), max_length=300)
    name = models.CharField(_("name"), max_length=200, blank=True)
    as_of = models.DateField(_("as of"))

    public_with = ("country", "city")

    class Meta:
        verbose_name = _("representative")
        verbose_name_plural = _("representatives")
        ordering = ["-as_of", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=belongs_to_one("country", "city"), name="representative_has_one_owner"
            )
        ]

    def __str__(self):
        return f"{self.name}, {self.post}" if self.name else self.post
