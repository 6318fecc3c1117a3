"""Parts are saved with their record, whatever they hold themselves."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ascn_portal.publishing import services
from cities.models import Correspondent
from partners.models import Proposal
from tests import factories
from tests.factories import (
    cites,
    make_city,
    make_country,
    make_indicator,
    make_source,
    part,
)

from .form_reader import posted, read_form
from .screens import errors, now_says, partner_with_sourced_proposal, save, url

pytestmark = pytest.mark.django_db


def test_to_save_a_partner_keeps_the_sources_of_its_proposals(staff):
    partner = partner_with_sourced_proposal()
    before = now_says(partner)
    save(staff, url(partner), "_publish", **{"proposals-0-title_en": "Better offer"})
    after = now_says(partner)
    (uid,) = after["parts"]["proposals"]
    assert after["parts"]["proposals"][uid].pop("title_en") == "Better offer"
    assert before["parts"]["proposals"][uid].pop("title_en") == "Offer"
    assert after == before


def test_a_part_with_sources_has_a_page_that_saves_its_record(staff, editor):
    partner = partner_with_sourced_proposal()
    proposal = partner.proposals.get()
    assert url(proposal) in staff.get(url(partner)).content.decode()
    answer = save(
        staff,
        url(proposal),
        **{"title_en": "Better offer", "sources-citation-content_type-object_id-0-pages": "77"},
    )
    assert answer.url == url(partner)
    draft = services.open_revision(partner)
    assert (draft.number, draft.author) == (2, editor)
    assert Proposal.objects.get(pk=proposal.pk).title_en == "Offer"
    services.publish(draft)
    proposal.refresh_from_db()
    assert (proposal.title_en, proposal.citations.get().pages) == ("Better offer", "77")
    assert staff.get(reverse("admin:partners_proposal_add")).status_code == 403
    assert staff.post(url(proposal, "delete"), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("is_public", [True, False], ids=["a live part", "a part of a draft"])
def test_what_was_typed_into_a_part_that_was_taken_away_is_not_lost(staff, is_public):
    partner = partner_with_sourced_proposal()
    if not is_public:
        added = {
            "proposals-TOTAL_FORMS": "2",
            "proposals-1-order": "1",
            "proposals-1-year": "2021",
            "proposals-1-title_en": "Second offer",
        }
        save(staff, url(partner), **added)
    values = read_form(staff.get(url(partner))).values
    keys = {int(values[f"proposals-{row}-id"][0]): row for row in range(1 if is_public else 2)}
    newest = max(keys)  # parts that only a draft has stand above all others
    address = reverse("admin:partners_proposal_change", args=[newest])
    page = staff.get(address)
    save(staff, url(partner), "_publish", **{f"proposals-{keys[newest]}-DELETE": "on"})
    answer = staff.post(address, posted(page, _save="x", title_en="Typed for an hour"))
    assert answer.status_code == 200
    assert "Typed for an hour" in answer.text
    assert "csrfmiddlewaretoken" not in answer.text.partition("<dl>")[2].partition("</dl>")[0]


def test_parts_are_added_changed_and_taken_away(staff):
    city = make_city(parts={"native_names": part(text="ដា", language="km"), "citations": cites()})
    typed = {
        "native_names-TOTAL_FORMS": "2",
        "native_names-0-DELETE": "on",
        "native_names-1-text": "ດາ",
        "native_names-1-language": "lo",
    }
    answer = save(staff, url(city), "_publish", **typed)
    assert answer.status_code == 302, errors(answer)
    assert [name.language for name in city.native_names.all()] == ["lo"]


def test_a_page_with_many_parts_asks_the_database_no_more_often(staff):
    figure = {"period_on": "2020-01-01", "country": make_country(), "source": make_source()}
    figure = {name: factories.reference(value) for name, value in figure.items()}
    counts = []
    staff.get(url(make_indicator()))  # the first visit also writes the session
    for rows in (2, 12):
        figures = {}
        for value in range(rows):
            figures |= part(value=str(value), **figure)
        indicator = make_indicator(parts={"observations": figures})
        with CaptureQueriesContext(connection) as queries:
            page = staff.get(url(indicator))
        counts.append(len(queries))
    assert counts[0] == counts[1]
    typed = posted(page, _publish="x", **{"observations-11-value": "99.5"})
    answer = staff.post(url(indicator), typed)
    assert answer.status_code == 302, errors(answer)
    assert indicator.observations.filter(value="99.5").count() == 1
    assert indicator.observations.count() == 12


def test_a_translator_writes_the_notes_of_a_parts_sources_and_nothing_else_of_it(signed_in_as):
    window = signed_in_as("Translator")
    partner = partner_with_sourced_proposal()
    proposal = partner.proposals.get()
    page = window.get(url(proposal))
    assert page.status_code == 200
    assert "year" not in read_form(page).values
    prefix = "sources-citation-content_type-object_id-0"
    forged = {"year": "1999", f"{prefix}-pages": "99", f"{prefix}-note_en": "A note"}
    window.post(url(proposal), posted(page, _save="x", title_en="Better offer", **forged))
    (part_of_draft,) = services.open_revision(partner).shape["parts"]["proposals"].values()
    (citation,) = part_of_draft["parts"]["citations"].values()
    assert (part_of_draft["title_en"], part_of_draft["year"]) == ("Better offer", 2020)
    assert (citation["note_en"], citation["pages"]) == ("A note", "5")


def officer() -> dict:
    """The part `representatives` of a city, with a source of its own."""
    return part(role="csco", as_of="2026-01-01", parts={"citations": cites()})


def test_a_correspondent_reaches_the_parts_of_their_own_city_alone(signed_in_as):
    window = signed_in_as("City correspondent")
    own, other = (make_city(parts={"representatives": officer()}) for _city in range(2))
    Correspondent.objects.create(user=window.user, city=own)
    page = window.get(url(own.representatives.get()))
    assert page.status_code == 200
    cited = "sources-citation-content_type-object_id-0-pages"
    save(window, url(own.representatives.get()), post_en="Chief officer", **{cited: "77"})
    (shape,) = services.open_revision(own).shape["parts"]["representatives"].values()
    (citation,) = shape["parts"]["citations"].values()
    assert (shape["post_en"], citation["pages"]) == ("Chief officer", "77")
    assert window.get(url(other.representatives.get())).status_code == 403
    assert window.post(url(other.representatives.get()), {}).status_code == 403
