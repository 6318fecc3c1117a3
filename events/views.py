"""Pages of the events: the list by year, and each event with what it decided."""

from itertools import groupby

from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from ascn_portal.as_of import as_of_bar, read_as_of, today
from ascn_portal.bilingual.dates import show_period
from ascn_portal.bilingual.text import translated
from ascn_portal.caching import public_page
from ascn_portal.listing import Filter, filter_bar, page_of, page_prefix
from ascn_portal.publishing.addresses import find_public
from ascn_portal.sources.listing import list_sources
from documents.views import document_row

from .models import Event, Outcome


@require_safe
@public_page("kind", "year", "as_of", "page")
def event_list(request):
    """All events by year, newest first, or those begun by a past day."""
    as_of = read_as_of(request)
    public = Event.objects.published()
    kind, year = filters = [kind_filter(), year_filter(public)]
    narrowed = public.narrowed(kind.read(request), year.read(request))
    begun = narrowed.as_of(as_of) if as_of else narrowed
    page = page_of(request, begun.for_event_list(today()))
    unsure = []
    if as_of and not page.has_next():
        unsure = narrowed.maybe_as_of(as_of).for_event_list(today())
    context = {
        "trail": [(_("Meetings"), "")],
        "as_of_bar": as_of_bar(request, as_of),
        "filter_bar": filter_bar(request, filters, count_events(page.paginator.count)),
        "years": by_year(page.object_list),
        "unsure": [event_row(event) for event in unsure],
        "ways": [(_("All events"), reverse("events:event_list"))],
        "page_obj": page,
        "prefix": page_prefix(request),
    }
    return render(request, "events/event_list.html", context)


def kind_filter() -> Filter:
    """The choice of one kind of event."""
    options = [(value, capfirst(label)) for value, label in Event.Kind.choices]
    return Filter("kind", _("Kind"), options)


def year_filter(events) -> Filter:
    """The choice of one year in which any of `events` began."""
    return Filter("year", _("Year"), [(str(year), str(year)) for year in events.years()])


def count_events(count: int) -> str:
    """ "12 events" """
    return ngettext("%(count)s event", "%(count)s events", count) % {"count": number_format(count)}


def by_year(events) -> list[dict]:
    """`events`, sorted by day, as one dict a year: year, rows."""
    groups = groupby(events, key=lambda event: event.starts_on.year)
    return [{"year": year, "rows": [event_row(event) for event in rows]} for year, rows in groups]


def event_row(event) -> dict:
    """What components/event_row.html needs of an event read `for_event_list`."""
    count = event.outcome_count
    places = ", ".join(name for name, _url in where(event))
    outcomes = ngettext("%(count)s outcome", "%(count)s outcomes", count) % {"count": count}
    return {
        "url": event.get_absolute_url(),
        "title": event.title,
        "date": show_period(event.starts_on, event.ends_on, event.precision),
        "kind": capfirst(event.get_kind_display()),
        "place": " · ".join(filter(None, [places, event.get_format_display()])),
        "outcome_count_text": outcomes if count else "",
    }


def where(event) -> list[tuple[str, str]]:
    """Venue and host country of an event, as (name, address of its page or "")."""
    country = event.host_country
    venue = translated(event, "venue").text
    places = [(venue, "")] if venue and (country is None or venue != country.name) else []
    if country:
        places.append((country.name, country.get_absolute_url() if country.has_page else ""))
    return places


@require_safe
@public_page()
def event_detail(request, slug):
    """One event: when and where, who chaired, what it decided and what came of it."""
    event = find_public(Event.objects.for_event_page(today()), slug)
    before, after = Event.objects.neighbours(event)
    outcomes = [
        outcome_row(outcome) | {"anchor": Outcome.anchor(place)}
        for place, outcome in enumerate(event.outcomes.all(), 1)
    ]
    context = {
        "event": event,
        "trail": [(_("Meetings"), reverse("events:event_list")), (event.title, "")],
        "eyebrow": series_name(event),
        "eyebrow_url": f"{reverse('events:event_list')}?kind={event.kind}",
        "date": show_period(event.starts_on, event.ends_on, event.precision),
        "where": where(event),
        "is_ahead": event.starts_on > today(),
        "chair": chair_then(event),
        "outcomes": outcomes,
        "untranslated": next(
            (row["text"].language for row in outcomes if row["text"].is_fallback), ""
        ),
        "documents": [document_row(document) for document in documents_of(event)],
        "sessions": event.sessions.all(),
        "participants": event.participants.all(),
        "proposals": event.proposals.all(),
        "lacks": what_lacks(event),
        "previous": before and (before.title, before.get_absolute_url()),
        "next": after and (after.title, after.get_absolute_url()),
        "series": capfirst(event.get_kind_display()),
        "sources": list_sources(event),
    }
    return render(request, "events/event_detail.html", context)


def series_name(event) -> str:
    """The kind of event and which of its kind it is: "Annual meeting no. 3"."""
    kind = capfirst(event.get_kind_display())
    if not event.ordinal:
        return kind
    # Translators: which of its kind an event is, as in "Annual meeting no. 3"
    return _("%(kind)s no. %(ordinal)s") % {"kind": kind, "ordinal": event.ordinal}


def chair_then(event) -> tuple[str, str] | None:
    """The country that chaired the network, with the year, and the page of that year."""
    term = event.chair_term
    return term and (f"{term.country}, {term.starts_on.year}", term.get_absolute_url())


def outcome_row(outcome) -> dict:
    """What components/outcome.html needs, and the document, term or cities that it made."""
    cities = [row.city for row in outcome.public_memberships]
    made = [*outcome.public_documents, *outcome.public_terms, *cities]
    return {
        "kind": outcome.kind,
        "kind_label": capfirst(outcome.get_kind_display()),
        "text": translated(outcome, "text"),
        "links": [(str(record), record.get_absolute_url()) for record in made],
    }


def documents_of(event) -> list:
    """The public documents that the outcomes of `event` name, each once, in their order."""
    outcomes = event.outcomes.all()
    return list(dict.fromkeys(row for outcome in outcomes for row in outcome.public_documents))


def what_lacks(event) -> list[str]:
    """What no public source says of an event that is over, one sentence each."""
    if event.starts_on > today():
        return []
    sentences = {
        "sessions": _("The agenda: no source read so far gives it."),
        "participants": _("Who took part: no source read so far names them."),
    }
    return [text for relation, text in sentences.items() if not getattr(event, relation).all()]
