"""What of the events and their outcomes is found."""

from django.utils.text import capfirst

from ascn_portal.search.index import Found, register, said

from .models import Event, Outcome


def events():
    """Events with what is found of them."""
    return Event.objects.select_related("host_country").prefetch_related("outcomes")


@register(Event, rows=events, beside=["host_country"])
def event(record):
    host = record.host_country
    shared = {
        "slug": record.slug,
        "dated_on": record.starts_on,
        "date_precision": record.precision,
        "year": record.starts_on.year,
        "country": host.slug if host else "",
    }
    yield Found(
        kind="event",
        priority=6,
        path=record.get_absolute_url(),
        names=[said(record, "title"), f"{said(record, 'title')} {record.starts_on.year}"],
        place=said(host, "name") if host else "",
        text=said(record, "theme", "summary", "venue"),
        **shared,
    )
    for place, outcome in enumerate(record.outcomes.all(), 1):
        yield Found(
            kind="outcome",
            priority=11,
            part=str(outcome.uid),
            path=f"{record.get_absolute_url()}#{Outcome.anchor(place)}",
            names=[f"{capfirst(outcome.get_kind_display())}: {said(record, 'title')}"],
            is_named=False,  # its title is that of the meeting
            place=said(record, "title"),
            text=said(outcome, "text"),
            **shared,
        )
