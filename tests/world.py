"""Whole neighbourhoods of records: one with as many rows as asked, one that nobody may see."""

import itertools
from datetime import timedelta

from django.utils import timezone

from ascn_portal.publishing import services
from cities.models import City, Country, FocusArea, Project, Term
from documents.models import Document
from events.models import Event
from partners.models import Partner
from tests import factories
from tests.factories import both, cites, make_source, part

years = itertools.count(2050)
MARK = "xqzjk"
STATES = ("draft", "scheduled", "withdrawn")


def make_world(rows: int) -> dict[str, str]:
    """Records of every kind, each with `rows` of all that it can have: {name of page: path}."""
    year = next(years)
    area = FocusArea.objects.published().first()
    country = factories.make_country(
        parts={"citations": sources(rows), "representatives": representatives(rows)}
    )
    documents = [factories.make_document(year=year) for _row in range(rows)]
    cities = [factories.make_city(country=country) for _row in range(rows - 1)]
    city = factories.make_city(
        country=country,
        documents=documents,
        focus_areas=[area],
        parts={"citations": sources(rows), "representatives": representatives(rows)},
    )
    for member in [*cities, city]:
        factories.make_membership(city=member)
    factories.make_action_plan(
        city=city,
        document=documents[0],
        parts={"citations": cites(), "targets": merged(part(text_en="A") for _ in range(rows))},
    )
    reports = [factories.make_report() for _row in range(min(rows, 3))]
    projects = [make_project(city, area, reports, documents) for _row in range(rows)]
    term = factories.make_term(country=country, starts_on=f"{year}-01-01", ends_on=f"{year}-12-31")
    events = [
        make_event(country, term, documents, starts_on=f"{year}-05-0{place % 9 + 1}")
        for place in range(rows)
    ]
    partner = make_partner(rows, country, events[0], city, projects[0])
    for _row in range(rows):
        make_figures(country, city, reports[0])
    document = factories.make_document(year=year, parts={"citations": sources(rows)})
    versions = [
        factories.make_version(document=document, number=number) for number in range(1, rows + 1)
    ]
    page = factories.make_page(parts={"citations": sources(rows)})
    named = [country, city, projects[0], events[0], partner, documents[0], document, page, term]
    paths = {type(record).__name__: record.get_absolute_url() for record in named}
    paths["focus area"] = area.get_absolute_url()
    paths["version"] = f"{document.get_absolute_url()}v{versions[0].number}/"
    return paths


def merged(parts) -> dict:
    """Several parts as one relation of a shape."""
    return dict(itertools.chain.from_iterable(each.items() for each in parts))


def sources(rows: int) -> dict:
    """Citations of `rows` sources."""
    return merged(cites(make_source()) for _row in range(rows))


def representatives(rows: int) -> dict:
    """National Representatives or Chief Smart City Officers."""
    return merged(
        part(role="csco", post_vi="Giám đốc", post_en="Head", as_of="2026-01-31")
        for _row in range(rows)
    )


def make_project(city, area, reports, documents):
    statuses = merged(
        part(report=str(report.uid), status="ongoing", focus_area=str(area.uid), page=5)
        for report in reports
    )
    return factories.make_project(
        city=city,
        focus_area=area,
        documents=documents,
        parts={"citations": cites(), "statuses": statuses},
    )


def make_event(country, term, documents, **fields):
    outcomes = merged(
        part(
            kind="adopts",
            order=order,
            text_en="Adopted.",
            text_vi="Đã thông qua.",
            documents=[str(document.uid)],
            terms=[str(term.uid)],
        )
        for order, document in enumerate(documents)
    )
    return factories.make_event(
        host_country=country,
        chair_term=term,
        parts={"citations": cites(), "outcomes": outcomes},
        **fields,
    )


def make_partner(rows: int, country, event, city, project):
    proposals = merged(
        part(order=order, title_en="Idea", title_vi="Ý", year=2020, event=str(event.uid))
        for order in range(rows)
    )
    partnerships = merged(
        part(city=str(city.uid), starts_year=2020 + order) for order in range(rows)
    ) | part(project=str(project.uid))
    return factories.make_partner(
        country=country,
        parts={"citations": cites(), "proposals": proposals, "partnerships": partnerships},
    )


def make_figures(country, city, report):
    source = make_source()
    about = [{"city": str(city.uid)}, {"country": str(country.uid)}, {"report": str(report.uid)}]
    observations = merged(
        part(value="12.5", period_on="2025-01-01", source=str(source.uid), **subject)
        for subject in about
    )
    return factories.make_indicator(parts={"citations": cites(), "observations": observations})


def make_hidden_records():
    """Of each kind a draft, a scheduled and a withdrawn record, tied to records that are public.

    Each of their texts and addresses holds MARK.
    """
    for state in STATES:
        for make in (hide_places, hide_office, hide_writings, hide_doings):
            make(state)


def hidden(make, state: str, **fields):
    """A record of one kind in `state`."""
    record = make(state="draft" if state == "scheduled" else state, **fields)
    if state == "scheduled":
        revision = services.revisions_of(record).first()
        services.publish(revision, at=timezone.now() + timedelta(days=1))
        record.refresh_from_db()
    return record


def texts(state: str, *fields: str) -> dict:
    """Bilingual `fields` of a shape that give a hidden record away."""
    said = {}
    for field in fields:
        said |= both(field, f"{MARK} {state} vi", f"{MARK} {state} en")
    return said


def hide_places(state: str):
    """A country, a city of a public country, a member of the network, a focus area."""
    slug = f"{MARK}-{state}"
    public_country = Country.objects.get(slug="viet-nam")
    city = City.objects.get(slug="da-nang")
    hidden(factories.make_country, state, slug=slug, **texts(state, "name", "official_name"))
    member = hidden(
        factories.make_city,
        state,
        slug=slug,
        country=public_country,
        **texts(state, "name", "summary", "vision"),
    )
    hidden(factories.make_membership, state, city=member)
    area = hidden(factories.make_focus_area, state, slug=slug, **texts(state, "name", "definition"))
    city.focus_areas.add(area)
    hidden(
        factories.make_action_plan,
        state,
        city=city,
        starts_year=next(years) - 100,
        ends_year=2100,
        **texts(state, "vision"),
    )
    hidden(factories.make_project, state, slug=slug, city=city, **texts(state, "title", "summary"))
    hidden(
        factories.make_indicator,
        state,
        slug=slug,
        parts={
            "citations": cites(),
            "observations": part(
                value="1",
                period_on="2025-01-01",
                city=str(city.uid),
                source=str(make_source().uid),
                scope_en=MARK,
            ),
        },
        **texts(state, "name", "unit"),
    )


def hide_office(state: str):
    """A chair's and a shepherd's term of a public country."""
    year = next(years)
    for role in Term.Role:
        hidden(
            factories.make_term,
            state,
            role=role,
            country=Country.objects.get(slug="viet-nam"),
            starts_on=f"{year}-01-01",
            ends_on=f"{year}-12-31",
            **texts(state, "theme", "agency", "person"),
        )


def hide_writings(state: str):
    """A document that public records rest on, a version of a public one, a report, a page."""
    slug = f"{MARK}-{state}"
    document = hidden(
        factories.make_document,
        state,
        slug=slug,
        symbol=f"{MARK} {state}",
        **texts(state, "title", "summary", "issuing_body"),
    )
    for record in (
        City.objects.get(slug="da-nang"),
        Country.objects.get(slug="viet-nam"),
        Project.objects.get(slug="da-nang-intelligent-operation-centre"),
        FocusArea.objects.get(slug="quality-environment"),
        *Event.objects.get(slug="ascn-annual-meeting-3-2020").outcomes.all(),
    ):
        record.documents.add(document)
    public = Document.objects.get(slug="asean-smart-cities-framework-2018")
    hidden(
        factories.make_version,
        state,
        document=public,
        number=100 + STATES.index(state),
        **texts(state, "change"),
    )
    hidden(factories.make_report, state, **texts(state, "mismatches"))
    hidden(factories.make_page, state, slug=slug, **texts(state, "title", "summary", "body"))


def hide_doings(state: str):
    """An event and a partner, tied to public ones."""
    slug = f"{MARK}-{state}"
    country = Country.objects.get(slug="viet-nam")
    event = hidden(
        factories.make_event,
        state,
        slug=slug,
        host_country=country,
        chair_term=Term.objects.get(role="chair", starts_on__year=2020),
        parts={"citations": cites(), "outcomes": part(kind="notes", **texts(state, "text"))},
        **texts(state, "title", "summary", "venue"),
    )
    hidden(
        factories.make_partner,
        state,
        slug=slug,
        country=country,
        parts={
            "citations": cites(),
            "proposals": part(
                year=2020,
                event=str(Event.objects.get(slug="ascn-annual-meeting-3-2020").uid),
                **texts(state, "title"),
            ),
            "partnerships": part(city=str(City.objects.get(slug="da-nang").uid)),
        },
        **texts(state, "name", "summary"),
    )
    partner = Partner.objects.get(slug="japan")
    partner.proposals.create(year=2020, title_vi="Ý", title_en="Idea", event=event)
