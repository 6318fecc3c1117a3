"""What the network did together: meetings and other events, and what they decided."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ascn_portal.bilingual.dates import PRECISION_HELP, Precision
from ascn_portal.bilingual.languages import in_both_languages
from ascn_portal.publishing.models import ORDER_HELP, Part, Publishable
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

    slug = models.SlugField(
        _("address"),
        max_length=120,
        unique=True,
        help_text=_(
            "The end of the page's address, which stays for ever, for example: "
            "ascn-governance-workshop-2018"
        ),
    )
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=Kind,
        help_text=_(
            "Annual meeting only for the yearly one of the network itself. For example: "
            "workshop for the Smart Cities Governance Workshop."
        ),
    )
    ordinal = models.PositiveSmallIntegerField(
        _("ordinal"),
        null=True,
        blank=True,
        help_text=_("Which of its kind it is, for example: 3 for the third annual meeting"),
    )
    title = models.CharField(
        _("title"),
        max_length=300,
        help_text=_("The full name, for example: 3rd ASCN Annual Meeting"),
    )
    starts_on = models.DateField(_("start"), help_text=_("The first day, for example: 20/07/2026"))
    ends_on = models.DateField(
        _("end"),
        null=True,
        blank=True,
        help_text=_("The last day, empty for an event of one day, for example: 21/07/2026"),
    )
    precision = models.CharField(
        _("precision"),
        max_length=5,
        choices=Precision,
        default=Precision.DAY,
        help_text=PRECISION_HELP,
    )
    format = models.CharField(
        _("format"),
        max_length=10,
        choices=Format,
        blank=True,
        help_text=_("How people took part, for example: online for the meeting of 17 July 2020"),
    )
    host_country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_events",
        verbose_name=_("host country"),
        help_text=_("Type a letter or two of its name, for example: vi"),
    )
    venue = models.CharField(
        _("venue"),
        max_length=200,
        blank=True,
        help_text=_("The city where it was held, for example: Ha Noi"),
    )
    theme = models.CharField(
        _("theme"),
        max_length=300,
        blank=True,
        help_text=_("The motto of the event, for example: Inclusivity"),
    )
    summary = models.TextField(
        _("summary"),
        blank=True,
        help_text=_(
            "What happened, in a few sentences, for example: The second annual meeting "
            "adopted the Terms of Reference."
        ),
    )
    chair_term = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("chair's term"),
        help_text=_(
            "The year of the Chair in which it was held; type the country, for example: vi"
        ),
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

    @classmethod
    def asks_second_person(cls, shape: dict) -> bool:
        """That a meeting adopted a document is not said on one person's word, here either."""
        outcomes = shape.get("parts", {}).get("outcomes", {}).values()
        return any(
            outcome.get("kind") == Outcome.Kind.ADOPTS and outcome.get("documents")
            for outcome in outcomes
        )


class Session(Part):
    """An item of the agenda."""

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="sessions", verbose_name=_("event")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0, help_text=ORDER_HELP)
    title = models.CharField(_("title"), max_length=300, help_text=_("For example: Opening"))
    starts_at = models.DateTimeField(
        _("start"),
        null=True,
        blank=True,
        help_text=_("Viet Nam time, for example: 20/07/2026 08:30"),
    )
    ends_at = models.DateTimeField(
        _("end"),
        null=True,
        blank=True,
        help_text=_("Viet Nam time, for example: 20/07/2026 11:30"),
    )
    text = models.TextField(
        _("text"),
        blank=True,
        help_text=_(
            "What was spoken about, for example: Members discussed monitoring and evaluation."
        ),
    )

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

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="outcomes", verbose_name=_("event")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0, help_text=ORDER_HELP)
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=Kind,
        help_text=_(
            "Adopted for a document, elected or nominated for an office, launched for "
            "something new, agreed for another decision, noted for the rest. For example: "
            "elected for the choice of a Shepherd."
        ),
    )
    text = models.TextField(
        _("text"),
        help_text=_("In one sentence, for example: Singapore was elected Shepherd for two years."),
    )
    documents = models.ManyToManyField(
        Document,
        blank=True,
        related_name="outcomes",
        verbose_name=_("documents"),
        help_text=_(
            "What was adopted or discussed; type a word of the title, for example: framework"
        ),
    )
    terms = models.ManyToManyField(
        Term,
        blank=True,
        related_name="outcomes",
        verbose_name=_("terms"),
        help_text=_("The terms that it began; type the country, for example: vi"),
    )
    memberships = models.ManyToManyField(
        Membership,
        blank=True,
        related_name="outcomes",
        verbose_name=_("memberships"),
        help_text=_("The memberships that it began; type the city, for example: khon kaen"),
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

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="participants", verbose_name=_("event")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0, help_text=ORDER_HELP)
    name = models.CharField(
        _("name"),
        max_length=200,
        help_text=_("As public reports print it, for example: Lim Jock Hoi"),
    )
    role = models.CharField(
        _("role at the event"),
        max_length=300,
        blank=True,
        help_text=_("What the person did there, for example: Chair"),
    )
    organisation = models.CharField(
        _("office or organisation"),
        max_length=300,
        blank=True,
        help_text=_("For example: Secretary-General of ASEAN"),
    )

    public_with = ("event",)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["order", "pk"]

    def __str__(self):
        return self.name
