"""What the network did together: meetings and other events, and what they decided."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ascn_portal.bilingual.dates import Precision
from ascn_portal.bilingual.languages import in_both_languages
from ascn_portal.publishing.models import Part, Publishable
from cities.models import Country, Membership, Term
from documents.models import Document

from .querysets import EventQuerySet, OutcomeQuerySet


class Event(Publishable):
    """A meeting, workshop, summit or other event of the network or about it."""

    class Kind(models.TextChoices):
        ANNUAL_MEETING = "annual_meeting", _("annual meeting")
        SUMMIT = "summit", _("summit")
        HIGH_LEVEL_MEETING = "high_level_meeting", _("high-level meeting")
        CONFERENCE = "conference", _("conference")
        FORUM = "forum", _("forum")
        WORKSHOP = "workshop", _("workshop")
        EXHIBITION = "exhibition", _("exhibition")

    class Format(models.TextChoices):
        IN_PERSON = "in_person", _("in person")
        ONLINE = "online", _("online")
        HYBRID = "hybrid", _("in person and online")

    slug = models.SlugField(_("address"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    ordinal = models.PositiveSmallIntegerField(
        _("ordinal"), null=True, blank=True, help_text=_("3 for the third of its kind.")
    )
    title = models.CharField(_("title"), max_length=300)
    starts_on = models.DateField(_("start"))
    ends_on = models.DateField(_("end"), null=True, blank=True)
    precision = models.CharField(
        _("precision"), max_length=5, choices=Precision, default=Precision.DAY
    )
    format = models.CharField(_("format"), max_length=10, choices=Format, blank=True)
    host_country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_events",
        verbose_name=_("host country"),
    )
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    theme = models.CharField(_("theme"), max_length=300, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    chair_term = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("chair's term"),
    )

    objects = EventQuerySet.as_manager()

    parts = ("sessions", "outcomes", "participants", "citations")
    required_in_both = ("title", "summary")

    class Meta(Publishable.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-starts_on", "slug"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="event_dates_in_order",
            ),
            models.UniqueConstraint(
                fields=["kind", "ordinal"],
                condition=Q(ordinal__isnull=False) & ~Q(state="withdrawn"),
                name="event_ordinal_once_a_kind",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | in_both_languages("title", "summary"),
                name="event_published_in_both_languages",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("events:event_detail", args=[self.slug])


class Session(Part):
    """An item of the agenda."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sessions")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title = models.CharField(_("title"), max_length=300)
    starts_at = models.DateTimeField(_("start"), null=True, blank=True)
    ends_at = models.DateTimeField(_("end"), null=True, blank=True)
    text = models.TextField(_("text"), blank=True)

    public_with = ("event",)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("agenda")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True)
                | Q(ends_at__isnull=True)
                | Q(ends_at__gt=F("starts_at")),
                name="session_times_in_order",
            )
        ]

    def __str__(self):
        return self.title


class Outcome(Part):
    """Something that an event decided, and the document, term or membership that it made."""

    class Kind(models.TextChoices):
        ADOPTS = "adopts", pgettext_lazy("outcome", "adopted")
        ELECTS = "elects", pgettext_lazy("outcome", "elected")
        NOMINATES = "nominates", pgettext_lazy("outcome", "nominated")
        AGREES = "agrees", pgettext_lazy("outcome", "agreed")
        NOTES = "notes", pgettext_lazy("outcome", "noted")
        LAUNCHES = "launches", pgettext_lazy("outcome", "launched")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="outcomes")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    text = models.TextField(_("text"))
    documents = models.ManyToManyField(
        Document, blank=True, related_name="outcomes", verbose_name=_("documents")
    )
    terms = models.ManyToManyField(
        Term, blank=True, related_name="outcomes", verbose_name=_("terms")
    )
    memberships = models.ManyToManyField(
        Membership, blank=True, related_name="outcomes", verbose_name=_("memberships")
    )

    objects = OutcomeQuerySet.as_manager()

    public_with = ("event",)

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        ordering = ["event", "order", "pk"]

    def __str__(self):
        return self.text

    @staticmethod
    def anchor(place: int) -> str:
        """The id under which the outcome at `place`, counted from 1, stands on the event's page."""
        return f"outcome-{place}"


class Participant(Part):
    """Someone who took part in an event in an office that public reports name."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="participants")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    name = models.CharField(_("name"), max_length=200)
    role = models.CharField(_("role at the event"), max_length=300, blank=True)
    organisation = models.CharField(_("office or organisation"), max_length=300, blank=True)

    public_with = ("event",)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["order", "pk"]

    def __str__(self):
        return self.name
