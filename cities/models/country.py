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
    slug = models.SlugField(
        _("address"),
        max_length=120,
        unique=True,
        help_text=_("The end of the page's address, which stays for ever, for example: viet-nam"),
    )
    name = models.CharField(
        _("name"), max_length=120, help_text=_("As ASEAN writes it, for example: Viet Nam")
    )
    name_vi_sort = SortKeyField("name", "vi")
    name_en_sort = SortKeyField("name", "en")
    official_name = models.CharField(
        _("official name"),
        max_length=200,
        blank=True,
        help_text=_("The full name, for example: Socialist Republic of Viet Nam"),
    )
    capital = models.CharField(
        _("capital"), max_length=120, blank=True, help_text=_("For example: Ha Noi")
    )
    joined_asean_on = models.DateField(
        _("joined ASEAN on"),
        null=True,
        blank=True,
        help_text=_("Empty for a country outside ASEAN; for example: 28/07/1995"),
    )
    agency = models.CharField(
        _("agency of the National Representative"),
        max_length=300,
        blank=True,
        help_text=_(
            "The agency that speaks for the country in the network, for example: Ministry "
            "of Construction"
        ),
    )
    agency_as_of = models.DateField(
        _("agency as of"),
        null=True,
        blank=True,
        help_text=_("The day on which a source named the agency, for example: 31/01/2026"),
    )
    aliases = models.TextField(
        _("other names"),
        blank=True,
        help_text=_("For search only, one a line, for example: Vietnam"),
    )
    documents = models.ManyToManyField(
        Document,
        blank=True,
        related_name="countries",
        verbose_name=_("documents"),
        help_text=_(
            "Documents that the page of the country shows; type a word of the title, for "
            "example: scheme"
        ),
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
        Country,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="native_names",
        verbose_name=_("country"),
    )
    city = models.ForeignKey(
        "cities.City",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="native_names",
        verbose_name=_("city"),
    )
    text = models.CharField(
        _("name"), max_length=200, help_text=_("In its own script, for example: កម្ពុជា")
    )
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
        Country,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="representatives",
        verbose_name=_("country"),
    )
    city = models.ForeignKey(
        "cities.City",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="representatives",
        verbose_name=_("city"),
    )
    role = models.CharField(
        _("role"),
        max_length=25,
        choices=Role,
        help_text=_(
            "National Representative for a country, Chief Smart City Officer for a city. "
            "For example: Chief Smart City Officer for Da Nang."
        ),
    )
    post = models.CharField(
        _("post"),
        max_length=300,
        help_text=_(
            "The office that the person holds, for example: Vice Chairperson, People’s "
            "Committee of Da Nang City"
        ),
    )
    name = models.CharField(
        _("name"),
        max_length=200,
        blank=True,
        help_text=_(
            "As public lists print it, never with address or telephone number, for example: Sok Lou"
        ),
    )
    as_of = models.DateField(
        _("as of"),
        help_text=_("The day on which a source named the person, for example: 31/01/2026"),
    )

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
