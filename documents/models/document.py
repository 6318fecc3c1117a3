"""The documents and their versions."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ascn_portal.bilingual.dates import Precision
from ascn_portal.bilingual.languages import in_both_languages
from ascn_portal.bilingual.sorting import SortKeyField
from ascn_portal.publishing.models import Publishable
from ascn_portal.sources.models import Source
from documents.querysets import DocumentQuerySet


class Document(Publishable):
    """A text of the network or about it: a framework, plan, report, declaration."""

    class Kind(models.TextChoices):
        FRAMEWORK = "framework", gettext_lazy("framework")
        ACTION_PLAN = "action_plan", gettext_lazy("action plan")
        CONCEPT_NOTE = "concept_note", gettext_lazy("concept note")
        DECLARATION = "declaration", gettext_lazy("declaration")
        GUIDELINE = "guideline", gettext_lazy("guideline")
        REPORT = "report", gettext_lazy("report")
        TERMS_OF_REFERENCE = "terms_of_reference", gettext_lazy("terms of reference")
        TOOLKIT = "toolkit", gettext_lazy("toolkit")

    class Status(models.TextChoices):
        DISCUSSED = "discussed", gettext_lazy("discussed")
        ADOPTED = "adopted", gettext_lazy("adopted")
        PUBLISHED = "published", pgettext_lazy("document", "published")
        SUPERSEDED = "superseded", gettext_lazy("superseded")
        WITHDRAWN = "withdrawn", pgettext_lazy("document", "withdrawn")

    slug = models.SlugField(gettext_lazy("address"), max_length=120, unique=True)
    symbol = models.CharField(gettext_lazy("symbol"), max_length=80, blank=True)
    kind = models.CharField(gettext_lazy("kind"), max_length=20, choices=Kind)
    title = models.CharField(gettext_lazy("title"), max_length=300)
    title_vi_sort = SortKeyField("title", "vi")
    title_en_sort = SortKeyField("title", "en")
    summary = models.TextField(gettext_lazy("summary"), blank=True)
    issuing_body = models.CharField(gettext_lazy("issuing body"), max_length=300, blank=True)
    status = models.CharField(gettext_lazy("status"), max_length=10, choices=Status)
    status_on = models.DateField(gettext_lazy("status since"), null=True, blank=True)
    status_precision = models.CharField(
        gettext_lazy("precision"), max_length=5, choices=Precision, default=Precision.DAY
    )
    year = models.PositiveSmallIntegerField(gettext_lazy("year"))
    languages = models.CharField(
        gettext_lazy("languages of the text"),
        max_length=60,
        blank=True,
        help_text=gettext_lazy("ISO 639-1 codes, for example: en vi"),
    )
    replaces = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=gettext_lazy("replaces"),
    )
    official_url = models.URLField(gettext_lazy("official address"), max_length=1000, blank=True)
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=gettext_lazy("the source that this document is"),
    )

    objects = DocumentQuerySet.as_manager()

    required_in_both = ("title", "summary")

    class Meta(Publishable.Meta):
        verbose_name = gettext_lazy("document")
        verbose_name_plural = gettext_lazy("documents")
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

    def companions(self) -> list[Publishable]:
        """A new document goes public with the versions that were made for it."""
        if self.first_published_at:
            return []
        return list(self.versions.filter(first_published_at=None).order_by("number"))

    @classmethod
    def asks_second_person(cls, shape: dict) -> bool:
        """That the network adopted a text is not said on one person's word."""
        return shape.get("status") == cls.Status.ADOPTED


class DocumentVersion(Publishable):
    """One edition of a document; its files stay as they are for ever."""

    document = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        related_name="versions",
        verbose_name=gettext_lazy("document"),
    )
    number = models.PositiveSmallIntegerField(gettext_lazy("number"))
    dated_on = models.DateField(gettext_lazy("date"), null=True, blank=True)
    change = models.TextField(gettext_lazy("what changed"), blank=True)

    parts = ("files", "citations")
    public_with = ("document",)
    needs_source = False  # the document has it

    class Meta(Publishable.Meta):
        verbose_name = gettext_lazy("version")
        verbose_name_plural = gettext_lazy("versions")
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
        return reverse("documents:version_detail", args=[self.document.slug, self.number])

    def obstacles(self) -> list[str]:
        """Files that a virus check has not passed keep a version from the public."""
        files = self.files.select_related("stored")
        return [
            _("“%(file)s”: %(state)s.")
            % {"file": file, "state": file.stored.get_virus_check_display()}
            for file in files
            if not (file.is_withdrawn or file.stored.is_harmless)
        ]
