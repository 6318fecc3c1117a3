"""What every public record has: a state, an address that keeps answering, and a history."""

import uuid

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ascn_portal.publishing import shapes
from ascn_portal.publishing.querysets import PublicQuerySet
from ascn_portal.sources.models import Citation

# Of the parts that staff put into an order.
ORDER_HELP = _("The smallest number comes first, for example: 0")


class Publishable(models.Model):
    """A record: the public sees it while it is published, and each change of it is a Revision."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Confidence(models.TextChoices):
        HIGH = "high", _("high")
        MEDIUM = "medium", _("medium")
        LOW = "low", _("low")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.DRAFT, editable=False
    )
    publish_at = models.DateTimeField(_("public from"), null=True, blank=True, editable=False)
    withdraw_at = models.DateTimeField(_("public until"), null=True, blank=True, editable=False)
    withdrawal_reason = models.TextField(_("why withdrawn"), blank=True, editable=False)
    first_published_at = models.DateTimeField(
        _("first published"), null=True, blank=True, editable=False
    )
    last_published_at = models.DateTimeField(
        _("last published"), null=True, blank=True, editable=False
    )
    revision_number = models.PositiveIntegerField(_("revision"), default=0, editable=False)
    confidence = models.CharField(
        _("confidence"),
        max_length=6,
        choices=Confidence,
        default=Confidence.HIGH,
        help_text=_(
            "High where an official document or two independent sources agree, medium where "
            "one source says so, low where it is in doubt. For example: high for what the "
            "Terms of Reference say."
        ),
    )
    note = models.TextField(
        _("note"),
        blank=True,
        help_text=_(
            "What the reader should know: doubts, other readings. For example: Some sources "
            "give 8 January as the day."
        ),
    )
    checked_on = models.DateField(
        _("last checked on"),
        null=True,
        blank=True,
        help_text=_(
            "The day when someone last held the record against its sources, for example: 21/11/2026"
        ),
    )
    citations = GenericRelation(Citation, verbose_name=_("citations"))

    objects = PublicQuerySet.as_manager()

    has_state = True
    # Relations to records without which this one is not public.
    public_with = ()
    # Reverse relations whose rows travel with the record.
    parts = ("citations",)
    # Bilingual fields that publication asks for in both languages.
    required_in_both = ()
    needs_source = True

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(first_published_at__isnull=False),
                name="%(app_label)s_%(class)s_public_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(publish_at__isnull=True)
                | Q(withdraw_at__isnull=True)
                | Q(withdraw_at__gt=F("publish_at")),
                name="%(app_label)s_%(class)s_times_in_order",
            ),
        ]

    @property
    def is_low_confidence(self) -> bool:
        return self.confidence == self.Confidence.LOW

    @classmethod
    def asks_second_person(cls, shape: dict) -> bool:
        """Whether who approves what `shape` says must be another person than who wrote it."""
        return False

    def shown_at(self) -> str:
        """The address of the page on which the public sees the record."""
        return self.get_absolute_url()

    def obstacles(self) -> list[str]:
        """What of its own kind keeps the record from publication, one sentence each."""
        return []

    def companions(self) -> list["Publishable"]:
        """The records that first go public when this one does, as a document's first version."""
        return []


def record_models() -> list[type[Publishable]]:
    """Every kind of record of the portal."""
    return [model for model in apps.get_models() if issubclass(model, Publishable)]


class Part(models.Model):
    """A row that belongs to a record: public, changed, kept and restored together with it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = PublicQuerySet.as_manager()

    has_state = False
    # The relation to the record that this is a part of, and others needed to be public.
    public_with = ()
    parts = ()

    class Meta:
        abstract = True


class CitedPart(Part):
    """A part that rests on sources of its own, beside those of its record."""

    citations = GenericRelation(Citation, verbose_name=_("citations"))

    parts = ("citations",)

    class Meta:
        abstract = True


class Revision(models.Model):
    """A state of one record with all its parts: what it said, who said so and when.

    It outlives the record, and brings it back. `shape` is the record as
    `publishing.snapshot.take` writes it, `shape_number` the number of that form.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("in review")
        RETURNED = "returned", _("returned")
        SCHEDULED = "scheduled", _("scheduled")
        APPLIED = "applied", _("applied")
        # Saved over by a later one before it was applied.
        REPLACED = "replaced", _("replaced")
        # Typed while somebody else saved first; its author decides what becomes of it.
        SET_ASIDE = "set_aside", _("set aside")
        # The same, after that was decided: what was wanted of it stands in a later revision.
        SETTLED = "settled", _("settled")

    class Action(models.TextChoices):
        EDIT = "edit", _("edited")
        PUBLISH = "publish", _("published")
        WITHDRAW = "withdraw", _("withdrawn")
        RESTORE = "restore", _("restored")
        DELETE = "delete", _("deleted")

    OPEN = (State.DRAFT, State.IN_REVIEW, State.RETURNED, State.SCHEDULED)
    # Never what the record said: kept beside its line of states.
    BESIDE = (State.SET_ASIDE, State.SETTLED)
    # Written into the history by what changes no content; see services.history.note.
    NOTES = (Action.WITHDRAW, Action.DELETE)

    content_type = models.ForeignKey(
        ContentType, on_delete=models.PROTECT, related_name="+", verbose_name=_("kind")
    )
    uid = models.UUIDField(_("record"))
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    action = models.CharField(_("action"), max_length=10, choices=Action, default=Action.EDIT)
    shape = models.JSONField(_("content"), encoder=DjangoJSONEncoder)
    shape_number = models.PositiveIntegerField(_("form of the content"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="revisions",
        verbose_name=_("author"),
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="approved_revisions",
        verbose_name=_("approver"),
    )
    based_on = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made from"),
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="revisions_to_review",
        verbose_name=_("who is asked to review"),
    )
    submitted_at = models.DateTimeField(_("sent to review"), null=True, blank=True)
    # Sent to review with another record, with which it goes public: that one is reviewed.
    goes_along = models.BooleanField(default=False, editable=False)
    reason = models.TextField(_("reason"), blank=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-created_at", "-pk"]
        permissions = [
            ("translate_records", _("Can change the texts of records and nothing else")),
            ("approve_revisions", _("Can publish, return and withdraw")),
            ("approve_own_revisions", _("Can publish their own text where nobody else could")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "uid", "number"], name="revision_number_once_a_record"
            ),
            models.UniqueConstraint(
                fields=["content_type", "uid"],
                condition=Q(state__in=["draft", "in_review", "returned", "scheduled"]),
                name="revision_one_open_a_record",
            ),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(due_at__isnull=False),
                name="revision_scheduled_has_a_time",
            ),
        ]

    def __str__(self):
        return f"{self.content_type.name} {self.shape.get('slug', '')} #{self.number}"

    @property
    def model(self) -> type[Publishable]:
        """The kind of record that it is about; asks the database once, not for each revision."""
        return ContentType.objects.get_for_id(self.content_type_id).model_class()

    @property
    def content(self) -> dict:
        """What it says, as today's models take it."""
        return shapes.in_todays_form(self.model._meta.label_lower, self.shape, self.shape_number)

    @property
    def record(self) -> Publishable | None:
        """The record as the tables have it; None where it was deleted."""
        return self.model.objects.filter(uid=self.uid).first()


class SlugHistory(models.Model):
    """An address that a record once had, or has under another name: it leads to the record."""

    content_type = models.ForeignKey(
        ContentType, on_delete=models.CASCADE, related_name="+", verbose_name=_("kind")
    )
    slug = models.SlugField(_("address"), max_length=120)
    uid = models.UUIDField(_("record"))

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        ordering = ["content_type", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["content_type", "slug"], name="former_slug_once_a_kind")
        ]

    def __str__(self):
        return self.slug


class ContentVersion(models.Model):
    """One row: the number that each publication raises, and when what is public next changes.

    A page is as old as this number; no copy of it lives beyond `next_change_at`.
    """

    number = models.PositiveBigIntegerField(default=1)
    next_change_at = models.DateTimeField()

    class Meta:
        verbose_name = _("version of all pages")
        verbose_name_plural = _("version of all pages")

    def __str__(self):
        return str(self.number)


class FailedHook(models.Model):
    """A consequence of a publication that did not happen; `services.apply_due` tries it again."""

    hook = models.CharField(_("consequence"), max_length=200, unique=True)
    error = models.TextField(_("error"))
    failed_at = models.DateTimeField(_("last tried"), auto_now=True)
    tries = models.PositiveIntegerField(_("tries"), default=1)

    class Meta:
        verbose_name = _("failed consequence")
        verbose_name_plural = _("failed consequences")

    def __str__(self):
        return f"{self.hook} ({self.tries})"


class LoadedRow(models.Model):
    """A record that the shipped data made: which row of which file, and what it said then."""

    content_type = models.ForeignKey(
        ContentType, on_delete=models.CASCADE, related_name="+", verbose_name=_("kind")
    )
    uid = models.UUIDField(_("record"))
    key = models.CharField(_("row of the file"), max_length=200, unique=True)
    digest = models.CharField(_("digest"), max_length=64)

    class Meta:
        verbose_name = _("loaded row")
        verbose_name_plural = _("loaded rows")
        constraints = [
            models.UniqueConstraint(fields=["content_type", "uid"], name="loaded_row_once_a_record")
        ]

    def __str__(self):
        return self.key


class LoadedFile(models.Model):
    """A data file as it was last loaded: what has not changed is not read again."""

    name = models.CharField(max_length=200, unique=True)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("loaded file")
        verbose_name_plural = _("loaded files")

    def __str__(self):
        return self.name


class OpenForm(models.Model):
    """Somebody has the form of a record open; `seen_at` is renewed while the page is looked at."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    uid = models.UUIDField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("open form")
        verbose_name_plural = _("open forms")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "uid", "user"], name="open_form_once_a_person"
            )
        ]

    def __str__(self):
        return f"{self.user}: {self.content_type.name} {self.uid}"


class KeptInput(models.Model):
    """What somebody sent after their session had ended, until they have signed in and seen it.

    `fields` is the body of the form, as browsers write it into addresses.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=500)
    fields = models.TextField()
    had_files = models.BooleanField(default=False)
    kept_at = models.DateTimeField()

    class Meta:
        verbose_name = _("kept input")
        verbose_name_plural = _("kept inputs")
        constraints = [
            models.UniqueConstraint(fields=["user", "path"], name="kept_input_once_a_page")
        ]

    def __str__(self):
        return f"{self.user}: {self.path}"
