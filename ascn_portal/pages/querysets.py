"""What the assembly pages read of all apps, each read under a name."""

from datetime import date

from django.db.models import Count, F, Prefetch, Value, prefetch_related_objects
from django.utils.translation import get_language

from ascn_portal.bilingual.languages import LANGUAGES
from ascn_portal.publishing.addresses import is_withdrawn
from ascn_portal.publishing.querysets import prefetch_published, published_q
from cities.models import Country, Membership, MonitoringReport, ProjectStatus, Term
from documents.models import Document
from events.models import Event, Outcome

from .models import Page

NEWEST_DOCUMENTS = 5
# What a link to a city or country needs; rows that are wide cost more to read than to find.
NAMES = ("slug", "name_vi", "name_en")


def names_of(relation: str) -> list[str]:
    """The columns of a city or country, joined as `relation`, that a link to it needs."""
    return [relation, *(f"{relation}__{name}" for name in NAMES)]


def members_for_home(day: date):
    """Memberships that were or may have been in force on `day`, with names of city and country.

    By country and city, with what the map needs to place them.
    """
    dates = ("kind", "starts_on", "starts_precision", "starts_not_after")
    places = ("city__latitude", "city__longitude", "city__country__code")
    memberships = Membership.objects.for_city_list(day)
    return memberships.only(*dates, *places, *names_of("city"), *names_of("city__country"))


def memberships_begun_by(day: date):
    """All memberships that began, or may have, by `day`, with the names of their cities.

    By the day on which they were certain; those of a day as the reader's language sorts cities.
    """
    begun = Membership.objects.published().filter(starts_not_before__lte=day)
    rows = begun.select_related("city").only(
        *("kind", "starts_on", "starts_precision", "starts_not_before", "starts_not_after"),
        *("ends_on", "last_published_at"),
        *names_of("city"),
    )
    return rows.order_by("starts_not_after", f"city__name_{get_language()}_sort", "pk")


def holders(day: date) -> dict[str, Term]:
    """The public term of each role on `day`, with country; a role without one is left out."""
    terms = Term.objects.published().overlapping(day, day).select_related("country")
    return {term.role: term for term in terms}


def is_unannounced(role: str, day: date) -> bool:
    """Whether `day` lies after all that is known of `role`."""
    return not Term.objects.published().filter(role=role, starts_on__gt=day).exists()


def annual_meetings():
    """The network's yearly meetings, newest first, with `outcome_count`."""
    meetings = Event.objects.published().annual_meetings()
    return meetings.newest_first().annotate(outcome_count=Count("outcomes"))


def outcomes_of(event):
    """What `event` decided, in order."""
    return Outcome.objects.published(given="event").filter(event=event)


def newest_documents(day: date | None):
    """The newest documents with their files, or the newest of those that existed on a past day."""
    documents = Document.objects.for_rows().with_files()
    return (documents.as_of(day) if day else documents).newest_first()[:NEWEST_DOCUMENTS]


def latest_report(day: date) -> MonitoringReport | None:
    """The monitoring report that was the latest on `day`, with its document."""
    reports = MonitoringReport.objects.published().filter(as_of__lte=day)
    return reports.select_related("document").order_by("-as_of", "pk").first()


def project_counts(report):
    """How many projects `report` gives which status, by focus area in the framework's order.

    Rows of slug, name (of the area), status, projects.
    """
    return (
        ProjectStatus.objects.published(given="report")
        .filter(published_q("project__city__"), published_q("project__city__country__"))
        .filter(report=report)
        .order_by("focus_area__order", "focus_area__pk")
        .values(
            "status",
            slug=F("focus_area__slug"),
            # Values of a relation are not rewritten to the reader's language.
            name=F(f"focus_area__name_{get_language()}"),
        )
        .annotate(projects=Count("pk"))
    )


def all_terms():
    """The public terms of both roles, oldest first, with what links to their country need."""
    said = ("theme", "agency", "person", "note")
    terms = Term.objects.published().select_related("country").order_by("starts_on", "role", "pk")
    return terms.only(
        *("role", "starts_on", "starts_precision", "ends_on", "ends_precision"),
        *("confidence", "checked_on", "last_published_at"),
        *(f"{field}_{language}" for field in said for language in LANGUAGES),
        *names_of("country"),
    )


def read_decisions(terms):
    """Read for `terms` the outcomes that made them, with their events."""
    prefetch_related_objects(terms, prefetch_published(Term, "outcomes", "event"))


def withdrawn_chair(year: int) -> Term | None:
    """The withdrawn term of Chair that began in `year`, or None."""
    terms = Term.objects.filter(role=Term.Role.CHAIR, starts_on__year=year)
    return next(filter(is_withdrawn, terms), None)


def events_of(year: int):
    """Events that began in `year`, oldest first, with host country, outcomes and what they made."""
    outcomes = Outcome.objects.published(given="event").with_links()
    events = events_for_rows().narrowed(year=str(year))
    return events.prefetch_related(Prefetch("outcomes", outcomes))


def events_for_rows():
    """All events, oldest first, with host country and `outcome_count`."""
    # Rows name the host without a link: whether it has a page is not asked.
    hosts = Country.objects.published().annotate(has_page=Value(False))
    return (
        Event.objects.published()
        .annotate(outcome_count=Count("outcomes"))
        .order_by("starts_on", "slug")
        .prefetch_related(Prefetch("host_country", hosts.only(*NAMES)))
    )


def events_begun_by(day: date):
    """Events that began by `day`, oldest first, with host country and `outcome_count`."""
    return events_for_rows().filter(starts_on__lte=day)


def documents_of(year: int):
    """The documents of `year`, newest first."""
    return Document.objects.for_rows().filter(year=year).newest_first()


def documents_until(year: int):
    """The documents of the years up to `year`, as the reader's language sorts titles."""
    documents = Document.objects.for_rows().filter(year__lte=year)
    return documents.order_by(f"title_{get_language()}_sort", "pk")


def about_pages():
    """The pages of text, in their order."""
    return Page.objects.published()


def map_note() -> Page | None:
    """The page about the map, whose summary stands under each map."""
    return Page.objects.published().filter(slug="map").only("slug", *both("summary")).first()


def both(field: str) -> list[str]:
    """The columns of a bilingual field."""
    return [f"{field}_{language}" for language in LANGUAGES]
