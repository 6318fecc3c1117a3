"""What the network wrote: documents, their versions and files."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ascn_portal.bilingual.dates import Precision
from ascn_portal.bilingual.languages import in_both_languages
from ascn_portal.bilingual.sorting import SortKeyField
from ascn_portal.publishing.models import Part, Publishable
from ascn_portal.sources.models import Source

from .querysets import DocumentQuerySet


class Document(Publishable):
    """A text of the network or about it: a framework, plan, report, declaration."""

    class Kind(models.TextChoices):
        FRAMEWORK = "framework", _("framework")
        ACTION_PLAN = "action_plan", _("action plan")
        CONCEPT_NOTE = "concept_note", _("concept note")
        DECLARATION = "declaration", _("declaration")
        GUIDELINE = "guideline", _("guideline")
        REPORT = "report", _("report")
        TERMS_OF_REFERENCE = "terms_of_reference", _("terms of reference")
        TOOLKIT = "toolkit", _("toolkit")

    class Status(models.TextChoices):
        DISCUSSED = "discussed", _("discussed")
        ADOPTED = "adopted", _("adopted")
        PUBLISHED = "published", pgettext_lazy("document", "published")
        SUPERSEDED = "superseded", _("superseded")
        WITHDRAWN = "withdrawn", pgettext_lazy("document", "withdrawn")

    slug = models.SlugField(_("address"), max_length=120, unique=True)
    symbol = models.CharField(_("symbol"), max_length=80, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    title = models.CharField(_("title"), max_length=300)
    title_vi_sort = SortKeyField("title", "vi")
    title_en_sort = SortKeyField("title", "en")
    summary = models.TextField(_("summary"), blank=True)
    issuing_body = models.CharField(_("issuing body"), max_length=300, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status)
    status_on = models.DateField(_("status since"), null=True, blank=True)
    status_precision = models.CharField(
        _("precision"), max_length=5, choices=Precision, default=Precision.DAY
    )
    year = models.PositiveSmallIntegerField(_("year"))
    languages = models.CharField(
        _("languages of the text"),
        max_length=60,
        blank=True,
        help_text=_("ISO 639-1 codes, for example: en vi"),
    )
    replaces = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("replaces"),
    )
    official_url = models.URLField(_("official address"), max_length=1000, blank=True)
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("the source that this document is"),
    )

    objects = DocumentQuerySet.as_manager()

    required_in_both = ("title", "summary")

    class Meta(Publishable.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-year", "slug"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(state="published") | in_both_languages("title", "summary"),
                name="document_published_in_both_languages",
            ),
            models.CheckConstraint(
                condition=~Q(replaces=F("pk")), name="document_replaces_another"
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1967, year__lte=2200), name="document_year_in_range"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("documents:document_detail", args=[self.slug])


class DocumentVersion(Publishable):
    """One edition of a document; its files stay as they are for ever."""

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="versions", verbose_name=_("document")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    dated_on = models.DateField(_("date"), null=True, blank=True)
    change = models.TextField(_("what changed"), blank=True)

    parts = ("files", "citations")
    public_with = ("document",)
    needs_source = False  # the document has it

    class Meta(Publishable.Meta):
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["document", "-number"]
        constraints = [
            *Publishable.Meta.constraints,
            models.UniqueConstraint(
                fields=["document", "number"], name="version_number_once_a_document"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_number_from_one"),
        ]

    def __str__(self):
        return f"{self.document} v{self.number}"

    def get_absolute_url(self):
        return self.document.get_absolute_url()


class DocumentFile(Part):
    """A version in one language and format, stored under the hash of its bytes."""

    version = models.ForeignKey(
        DocumentVersion, on_delete=models.CASCADE, related_name="files", verbose_name=_("version")
    )
    language = models.CharField(_("language"), max_length=2)
    media_type = models.CharField(_("media type"), max_length=100)
    file_name = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    is_authentic = models.BooleanField(_("authentic text"), default=False)
    is_primary = models.BooleanField(_("offered first"), default=True)
    text_by_page = models.JSONField(_("text by page"), default=list, blank=True)
    cover = models.CharField(_("cover"), max_length=100, blank=True)

    public_with = ("version", "version__document")

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["language", "-is_primary", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "language", "file_name"], name="file_name_once_a_version"
            ),
            models.UniqueConstraint(
                fields=["version", "language"],
                condition=Q(is_primary=True),
                name="file_one_primary_a_language",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="file_sha256_well_formed"
            ),
            models.CheckConstraint(
                condition=Q(language__regex=r"^[a-z]{2}$"), name="file_language_well_formed"
            ),
        ]

    def __str__(self):
        return self.file_name

    @property
    def stored_as(self) -> str:
        """Name in the storage: files are never overwritten, for the name is made of the bytes."""
        return f"files/{self.sha256[:2]}/{self.sha256}"
