"""The files of a version, the bytes they are made of, and what reading these found."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ascn_portal.bilingual.languages import in_both_languages
from ascn_portal.publishing.models import Part
from documents.querysets import DocumentFileQuerySet, StoredFileQuerySet

from .document import DocumentVersion

# Without, the admin shows a picture that is called True or False.
YES_OR_NO = [(True, gettext_lazy("yes")), (False, gettext_lazy("no"))]


class StoredFile(models.Model):
    """Bytes that the portal holds, known by their SHA-256, and what reading them found.

    They are never changed and never deleted: a row is made once they are in the storage. The
    findings are those of `documents.reading`, for staff and for search; no revision holds them,
    for they follow from the bytes.
    """

    class Reading(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("file", "waits to be read")
        READ = "read", pgettext_lazy("file", "read")
        FAILED = "failed", pgettext_lazy("file", "could not be read")

    class VirusCheck(models.TextChoices):
        NOT_ASKED = "not_asked", pgettext_lazy("file", "not checked for viruses")
        WAITING = "waiting", pgettext_lazy("file", "waits for the virus check")
        CLEAN = "clean", pgettext_lazy("file", "no virus found")
        INFECTED = "infected", pgettext_lazy("file", "infected")

    class Problem(models.TextChoices):
        TIME = "time", pgettext_lazy("file", "it takes too long to read")
        MEMORY = "memory", pgettext_lazy("file", "it takes too much memory to read")
        TEXT = "text", pgettext_lazy("file", "it holds more text than can be kept")
        DAMAGED = "damaged", pgettext_lazy("file", "it is damaged")
        CRASHED = "crashed", pgettext_lazy("file", "the program that reads files broke down on it")
        VIRUS = "virus", pgettext_lazy("file", "it holds a virus")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    size = models.PositiveBigIntegerField(gettext_lazy("size in bytes"))
    media_type = models.CharField(gettext_lazy("media type"), max_length=100)
    stored_at = models.DateTimeField(gettext_lazy("stored"), default=timezone.now)
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=gettext_lazy("stored by"),
    )
    virus_check = models.CharField(
        gettext_lazy("virus check"),
        max_length=9,
        choices=VirusCheck,
        default=VirusCheck.NOT_ASKED,
    )
    reading = models.CharField(
        gettext_lazy("reading"), max_length=7, choices=Reading, default=Reading.WAITING
    )
    problem = models.CharField(
        gettext_lazy("what hindered the reading"), max_length=7, choices=Problem, blank=True
    )
    pages = models.PositiveIntegerField(gettext_lazy("pages"), null=True, blank=True)
    inner_title = models.CharField(gettext_lazy("title in the file"), max_length=300, blank=True)
    inner_language = models.CharField(
        gettext_lazy("language that the file names"), max_length=35, blank=True
    )
    guessed_language = models.CharField(
        gettext_lazy("language of its text"), max_length=2, blank=True
    )
    is_tagged = models.BooleanField(
        gettext_lazy("tagged for screen readers"), null=True, choices=YES_OR_NO
    )
    is_encrypted = models.BooleanField(gettext_lazy("protected"), null=True, choices=YES_OR_NO)
    is_searchable = models.BooleanField(gettext_lazy("holds text"), null=True, choices=YES_OR_NO)
    has_cover = models.BooleanField(gettext_lazy("has a cover"), default=False)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("stored file")
        verbose_name_plural = gettext_lazy("stored files")
        ordering = ["-stored_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="stored_sha256_well_formed"
            ),
            models.CheckConstraint(condition=Q(size__gte=1), name="stored_file_not_empty"),
        ]

    def __str__(self):
        return self.sha256[:12]

    @property
    def path(self) -> str:
        """Name in the storage: nothing is overwritten, for the name is made of the bytes."""
        return f"files/{self.sha256[:2]}/{self.sha256}"

    @property
    def cover_path(self) -> str:
        """Name of the cover in the storage."""
        return f"covers/{self.sha256[:2]}/{self.sha256}.webp"

    @property
    def is_waiting(self) -> bool:
        """Whether it is still to be read or checked for viruses."""
        return "waiting" in {self.reading, self.virus_check}

    @property
    def is_harmless(self) -> bool:
        """Whether readers may be given it: a virus check that was asked for has passed."""
        return self.virus_check in {self.VirusCheck.NOT_ASKED, self.VirusCheck.CLEAN}


class FilePage(models.Model):
    """The text of one page of a stored file, in NFC, as search finds it; without pages all is 1."""

    stored = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="text_pages")
    number = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        verbose_name = gettext_lazy("page of a file")
        verbose_name_plural = gettext_lazy("pages of files")
        ordering = ["stored", "number"]
        constraints = [
            models.UniqueConstraint(fields=["stored", "number"], name="text_once_a_page"),
            models.CheckConstraint(condition=Q(number__gte=1), name="text_pages_from_one"),
        ]

    def __str__(self):
        return f"{self.stored} p. {self.number}"


class DocumentFile(Part):
    """A version in one language and format: a stored file under a name for people.

    One that was public is withdrawn with a reason, never taken away: its address keeps answering.
    """

    version = models.ForeignKey(
        DocumentVersion,
        on_delete=models.CASCADE,
        related_name="files",
        verbose_name=gettext_lazy("version"),
    )
    stored = models.ForeignKey(
        StoredFile,
        on_delete=models.PROTECT,
        related_name="document_files",
        verbose_name=gettext_lazy("stored file"),
    )
    language = models.CharField(gettext_lazy("language"), max_length=2)
    file_name = models.CharField(gettext_lazy("file name"), max_length=200)
    is_authentic = models.BooleanField(
        gettext_lazy("authentic text"),
        default=False,
        help_text=gettext_lazy(
            "Mark the text that decides where languages differ, for example: the English "
            "text of an ASEAN document."
        ),
    )
    is_primary = models.BooleanField(
        gettext_lazy("offered first"),
        default=True,
        help_text=gettext_lazy(
            "Mark one file a language, for example: the PDF where there is a DOCX too."
        ),
    )
    withdrawal_reason = models.TextField(
        gettext_lazy("why withdrawn"),
        blank=True,
        help_text=gettext_lazy(
            "In both languages; the file is then no longer offered and its address says "
            "why. For example: The scan lacks page 3."
        ),
    )

    public_with = ("version", "version__document")

    objects = DocumentFileQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("file")
        verbose_name_plural = gettext_lazy("files")
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
                condition=Q(language__regex=r"^[a-z]{2}$"), name="file_language_well_formed"
            ),
            models.CheckConstraint(
                condition=Q(withdrawal_reason_vi__isnull=True, withdrawal_reason_en__isnull=True)
                | in_both_languages("withdrawal_reason"),
                name="file_withdrawn_in_both_languages",
            ),
        ]

    def __str__(self):
        return self.file_name

    def delete(self, *args, **kwargs):
        """Refused once the public has seen the version: addresses of files are for ever."""
        if self.version.first_published_at:
            raise ValidationError(
                _("“%(file)s” was public: it can be withdrawn, not taken away.")
                % {"file": self.file_name}
            )
        return super().delete(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("files:file", args=self.address)

    @property
    def address(self) -> list:
        """What the address of the file is made of; it stays for ever."""
        return [self.version.document.slug, self.version.number, self.language, self.file_name]

    @property
    def cover_url(self) -> str:
        """Address of the picture of its first page; "" where there is none."""
        return reverse("files:cover", args=self.address) if self.stored.has_cover else ""

    @property
    def is_withdrawn(self) -> bool:
        """Whether staff took it from the public, with a reason."""
        return bool(self.withdrawal_reason_vi)


class DownloadCount(models.Model):
    """How often a document was downloaded in one language on one day; nothing of who did so."""

    document = models.ForeignKey(
        "documents.Document",
        on_delete=models.CASCADE,
        related_name="download_counts",
        verbose_name=gettext_lazy("document"),
    )
    language = models.CharField(gettext_lazy("language"), max_length=2)
    day = models.DateField(gettext_lazy("day"))
    count = models.PositiveIntegerField(gettext_lazy("downloads"), default=0)

    class Meta:
        verbose_name = gettext_lazy("downloads of a day")
        verbose_name_plural = gettext_lazy("downloads by day")
        ordering = ["-day", "document", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "language", "day"], name="downloads_once_a_day"
            )
        ]

    def __str__(self):
        return f"{self.document} {self.language} {self.day}: {self.count}"
