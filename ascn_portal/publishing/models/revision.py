"""The history of a record."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ascn_portal.publishing import shapes

from .record import Publishable


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
        CALL_OFF = "call_off", _("called off")

    OPEN = (State.DRAFT, State.IN_REVIEW, State.RETURNED, State.SCHEDULED)
    # Never what the record said: kept beside its line of states.
    BESIDE = (State.SET_ASIDE, State.SETTLED)
    # Written into the history by what changes no content; see services.history.note.
    NOTES = (Action.WITHDRAW, Action.DELETE, Action.CALL_OFF)

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
    # Who had planned it, where that was called off by somebody else: they are told.
    planner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    reason = models.TextField(_("reason"), blank=True)
    # When it becomes public, while it is scheduled; of a planned withdrawal, when that comes.
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
