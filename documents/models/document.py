"""The documents and their versions."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ascn_portal.bilingual.dates import PRECISION_HELP, Precision
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

    slug = models.SlugField(
        gettext_lazy("address"),
        max_length=120,
        unique=True,
        help_text=gettext_lazy(
            "The end of the page's address, which stays for ever, for example: ascn-me-report-2025"
        ),
    )
    symbol = models.CharField(
        gettext_lazy("symbol"),
        max_length=80,
        blank=True,
        help_text=gettext_lazy(
            "The number that the document bears, if any, for example: 950/QD-TTg"
        ),
    )
    kind = models.CharField(
        gettext_lazy("kind"),
        max_length=20,
        choices=Kind,
        help_text=gettext_lazy(
            "By its content rather than its name: a report tells what was done, a guideline "
            "how to do it. For example: toolkit for the ASEAN Smart City Financing Toolkit."
        ),
    )
    title = models.CharField(
        gettext_lazy("title"),
        max_length=300,
        help_text=gettext_lazy(
            "The full title, for example: Terms of Reference of the ASEAN Smart Cities Network"
        ),
    )
    title_vi_sort = SortKeyField("title", "vi")
    title_en_sort = SortKeyField("title", "en")
    summary = models.TextField(
        gettext_lazy("summary"),
        blank=True,
        help_text=gettext_lazy(
            "What it is and who decided on it, in a few sentences, for example: A guide "
            "that the leaders of ASEAN adopted on 13 November 2018."
        ),
    )
    issuing_body = models.CharField(
        gettext_lazy("issuing body"),
        max_length=300,
        blank=True,
        help_text=gettext_lazy("The body that put it out, for example: ASEAN Secretariat"),
    )
    status = models.CharField(
        gettext_lazy("status"),
        max_length=10,
        choices=Status,
        help_text=gettext_lazy(
            "Discussed: put before a meeting without a decision. Adopted: a meeting decided "
            "on it. Published: put out without a decision. Superseded: a newer document "
            "takes its place. Withdrawn: no longer in force. For example: adopted for the "
            "Terms of Reference."
        ),
    )
    status_on = models.DateField(
        gettext_lazy("status since"),
        null=True,
        blank=True,
        help_text=gettext_lazy("The day of the decision or publication, for example: 23/08/2019"),
    )
    status_precision = models.CharField(
        gettext_lazy("precision"),
        max_length=5,
        choices=Precision,
        default=Precision.DAY,
        help_text=PRECISION_HELP,
    )
    year = models.PositiveSmallIntegerField(
        gettext_lazy("year"),
        help_text=gettext_lazy("The year under which the register lists it, for example: 2019"),
    )
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
        help_text=gettext_lazy(
            "The older document whose place it takes; type a word of its title, for "
            "example: framework"
        ),
    )
    official_url = models.URLField(
        gettext_lazy("official address"),
        max_length=1000,
        blank=True,
        help_text=gettext_lazy(
            "Where its publisher offers it, for example: "
            "https://asean.org/wp-content/uploads/2019/02/ASCN-Concept-Note.pdf"
        ),
    )
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=gettext_lazy("the source that this document is"),
        help_text=gettext_lazy(
            "Where other records cite this document: they then lead to its page here. Type "
            "a word of the title, for example: Concept Note"
        ),
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
        now = timezone.now()
        if self.first_published_at and self.first_published_at <= now:
            return []
        unseen = Q(first_published_at=None) | Q(first_published_at__gt=now)
        unseen &= ~Q(state=Publishable.State.WITHDRAWN)
        return list(self.versions.filter(unseen).order_by("number"))

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
        help_text=gettext_lazy("Type a word of its title, for example: framework"),
    )
    number = models.PositiveSmallIntegerField(
        gettext_lazy("number"),
        help_text=gettext_lazy(
            "Versions count from 1; the highest is offered first, for example: 2"
        ),
    )
    dated_on = models.DateField(
        gettext_lazy("date"),
        null=True,
        blank=True,
        help_text=gettext_lazy("The date that the version bears, for example: 30/09/2025"),
    )
    change = models.TextField(
        gettext_lazy("what changed"),
        blank=True,
        help_text=gettext_lazy(
            "What differs from the version before, for example: Wrong page numbers put right."
        ),
    )

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
