"""What pages read of the events."""

from django.db.models import Count, Exists, OuterRef, Prefetch

from ascn_portal.bilingual.dates import Precision
from ascn_portal.publishing.querysets import PublicQuerySet, prefetch_published
from cities.models import Country, Membership, Term
from documents.models import Document
from documents.querysets import surely_by


class EventQuerySet(PublicQuerySet):
    """Events, read by name."""

    def as_of(self, day):
        """Events that had begun on `day`, whatever day their date may mean."""
        return self.filter(surely_by(day, "starts_on", "precision"))

    def maybe_as_of(self, day):
        """Events that began before or after `day`, it is not known which."""
        return self.filter(starts_on__lte=day).exclude(surely_by(day, "starts_on", "precision"))

    def narrowed(self, kind: str = "", year: str = ""):
        """Events of `kind` that began in `year`; "" leaves all."""
        events = self.filter(kind=kind) if kind else self
        return events.filter(starts_on__year=int(year)) if year else events

    def years(self) -> list[int]:
        """The years in which events began, newest first."""
        return [day.year for day in self.dates("starts_on", "year", order="DESC")]

    def newest_first(self):
        """By day, newest first."""
        return self.order_by("-starts_on", "slug")

    def annual_meetings(self):
        """The network's yearly meetings, oldest first."""
        return self.filter(kind="annual_meeting").order_by("starts_on", "pk")

    def annual_meeting_days(self) -> list[tuple]:
        """(day, title) of each public annual meeting whose day is known, oldest first."""
        meetings = self.published().annual_meetings().filter(precision=Precision.DAY)
        return list(meetings.values_list("starts_on", "title"))

    def for_event_list(self, day):
        """Newest first, with the number of outcomes (`outcome_count`) and `host_country`.

        The country's `has_page` says whether it has a page on `day`.
        """
        return (
            self.newest_first()
            .annotate(outcome_count=Count("outcomes"))
            .prefetch_related(Prefetch("host_country", countries_with_pages(day)))
        )

    def for_event_page(self, day):
        """With all that an event's page says, and of other records only what is public.

        `host_country.has_page` says whether that country has a page on `day`.
        """
        outcomes = self.model._meta.get_field("outcomes").related_model.objects
        return self.prefetch_related(
            Prefetch("host_country", countries_with_pages(day)),
            prefetch_published(self.model, "chair_term", "country"),
            Prefetch("outcomes", outcomes.with_links()),
            "sessions",
            "participants",
            prefetch_published(self.model, "proposals", "partner"),
        )

    def neighbours(self, event) -> tuple:
        """The public events of the same kind before and after `event`; None where there is none."""
        series = list(self.published().filter(kind=event.kind).order_by("starts_on", "pk"))
        place = series.index(event)
        before = series[place - 1] if place else None
        return before, next(iter(series[place + 1 :]), None)


class OutcomeQuerySet(PublicQuerySet):
    """What meetings decided."""

    def with_links(self):
        """With the public records that each made or named, and what links to them need.

        Lists: `public_documents` (as rows), `public_terms` and `public_memberships`. As relations
        each would cost a query built for every outcome, only to be thrown away.
        """
        names = ("slug", "name")
        terms = Term.objects.published().select_related("country")
        terms = terms.only("role", "starts_on", *(f"country__{name}" for name in names))
        memberships = Membership.objects.published().select_related("city")
        memberships = memberships.only(*(f"city__{name}" for name in names))
        return self.prefetch_related(
            Prefetch("documents", Document.objects.for_rows(), "public_documents"),
            Prefetch("terms", terms, "public_terms"),
            Prefetch("memberships", memberships, "public_memberships"),
        )


def countries_with_pages(day):
    """The public countries; `has_page` says whether one has a page on `day`, as members have."""
    members = Country.objects.members_by(day).filter(pk=OuterRef("pk"))
    return Country.objects.published().annotate(has_page=Exists(members))
