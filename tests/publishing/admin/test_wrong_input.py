"""Wrong input is answered with a sentence and kept."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ascn_portal.accounts.models import AuditEntry
from ascn_portal.publishing import services
from ascn_portal.publishing.models import Revision
from ascn_portal.search.models import MissedQuery
from ascn_portal.sources.models import Source
from cities.models import City, Project, Term
from documents.models import Document, DownloadCount, StoredFile
from events.models import Event
from partners.models import Partner
from tests.factories import (
    make_city,
    make_country,
    make_document,
    make_event,
    make_partner,
    make_project,
    make_term,
    part,
)
from tests.html import Html

from .form_reader import read_form
from .screens import errors, now_says, save, url

pytestmark = pytest.mark.django_db


def test_terms_that_overlap_are_refused_with_a_sentence(staff):
    make_term(starts_on="2041-01-01", ends_on="2041-12-31")
    typed = {
        "role": "chair",
        "country": str(make_country().pk),
        "starts_on": "01/06/2041",
        "ends_on": "31/12/2042",
        "agency_en": "Typed with care",
    }
    answer = save(staff, url(Term, "add"), **typed)
    assert answer.status_code == 200
    assert len(answer.context["adminform"].form.non_field_errors()) == 1
    assert read_form(answer).values["agency_en"] == ["Typed with care"]
    assert not Term.objects.filter(starts_on="2041-06-01").exists()


@pytest.mark.parametrize(
    ("maker", "typed"),
    [
        (make_event, {"ends_on": "01/01/1999"}),
        (make_event, {"starts_on": "31/02/2026"}),
        (make_term, {"starts_on": "banana"}),
        (make_city, {"timezone": "Asia/Nowhere"}),
        (make_city, {"latitude": "100"}),
        (make_city, {"slug": "Đà Nẵng"}),
        (make_country, {"code": "v1"}),
        (make_project, {"starts_year": "2025", "ends_year": "2020"}),
        (make_document, {"year": "1"}),
    ],
)
def test_wrong_input_is_answered_with_a_sentence_and_kept(staff, maker, typed):
    record = maker()
    before = now_says(record)
    answer = save(staff, url(record), "_publish", note_en="Typed with care", **typed)
    assert answer.status_code == 200
    found = errors(answer)
    assert found != "[{}]"
    assert "_" not in "".join(answer.context["adminform"].form.non_field_errors())
    values = read_form(answer).values
    assert all(values[name] == [text] for name, text in typed.items())
    assert values["note_en"] == ["Typed with care"]
    assert now_says(record) == before


def test_what_only_the_service_refuses_is_shown_with_what_was_typed(staff, monkeypatch):
    city = make_city()

    def refuse(*args, **kwargs):
        raise ValidationError({"name_en": ["Not this name."], "uid": ["Nor this."]})

    monkeypatch.setattr(services, "approve", refuse)
    answer = save(staff, url(city), "_publish", name_en="Typed with care")
    form = answer.context["adminform"].form
    assert form.errors["name_en"] == ["Not this name."]
    assert form.non_field_errors() == ["Nor this."]
    assert read_form(answer).values["name_en"] == ["Typed with care"]
    assert services.open_revision(city) is None


# --- Addresses and hidden fields that nobody types ------------------------------------------------

ENDLESS = "9" * 5_000  # more digits than Python turns into a number
TOO_LARGE = "9" * 20  # more than a database does


@pytest.mark.parametrize("key", ["abc", ENDLESS, TOO_LARGE], ids=["word", "endless", "large"])
@pytest.mark.parametrize("page", ["history", "compare", "review", "preview", "withdraw"])
def test_a_page_about_no_record_is_not_found(staff, page, key):
    address = reverse(f"admin:cities_city_{page}", args=[key])
    assert staff.get(address).status_code == 404


def test_the_other_pages_about_no_record_are_not_found_either(staff):
    assert staff.get(reverse("admin:cities_city_merge", args=["abc", 1])).status_code == 404
    assert staff.post(reverse("admin:cities_city_presence", args=["abc"])).status_code == 404
    desk = reverse("admin:publishing_translation_change", args=["abc"])
    assert staff.get(desk).status_code == 404
    part = reverse("admin:partners_proposal_change", args=[ENDLESS])
    assert staff.get(part, follow=True).status_code == 200  # the start page says so


@pytest.mark.parametrize("number", [ENDLESS, TOO_LARGE, "٣"], ids=["endless", "large", "arabic"])
def test_a_number_that_no_revision_has_is_answered_with_a_page(staff, number):
    city = make_city()
    compare = staff.get(url(city, "compare"), {"to": number}, follow=True)
    assert compare.status_code == 200
    typed = {"seen": number, "name_en": "Typed with care"}
    assert save(staff, url(city), **typed).status_code == 302
    assert save(staff, f"{url(city)}?desk={number}", name_en="Again").status_code == 302


@pytest.mark.parametrize("key", ["abc", "9" * 30, ENDLESS], ids=["word", "large", "endless"])
@pytest.mark.parametrize(
    ("maker", "field"), [(make_partner, "country"), (make_city, "focus_areas")]
)
def test_a_choice_that_no_record_is_is_refused_at_its_field(staff, maker, field, key):
    record = maker()
    answer = save(staff, url(record), **{field: key}, note_en="Typed with care")
    assert answer.status_code == 200
    assert field in answer.context["adminform"].form.errors
    assert read_form(answer).values["note_en"] == ["Typed with care"]


@pytest.mark.parametrize("key", ["abc", "9" * 30])
def test_an_address_that_fills_a_form_with_no_record_opens_it(staff, key):
    assert staff.get(url(Partner, "add"), {"country": key}).status_code == 200
    assert staff.get(url(City, "add"), {"focus_areas": f"{key},1"}).status_code == 200


def test_keys_of_parts_that_are_nested_without_end_are_not_read(staff):
    partner = make_partner()
    answer = save(staff, url(partner), keys="[" * 100_000, note_en="Typed with care")
    assert answer.status_code == 302


DATES = ["checked_on", "first_published_at", "publish_at", "withdraw_at"]
YEARS = ["0", "10000", "9" * 20, "9" * 30, ENDLESS]


@pytest.mark.parametrize("model", [City, Document, Event, Partner])
def test_a_list_of_no_possible_day_is_the_list_of_all(staff, model):
    page = url(model, "changelist")
    for name in DATES:
        for lookup in ("year", "year__gte", "year__lt", "month", "iso_year"):
            for year in YEARS:
                asked = {f"{name}__{lookup}": year}
                assert staff.get(page, asked, follow=True).status_code == 200, asked
        asked = f"?{name}__year=10000"
        assert staff.get(page + asked)["Location"] == page + "?e=1"
        assert staff.post(f"{page}export/{asked}", {"format": "csv"}).status_code == 302


@pytest.mark.parametrize(
    ("model", "field"),
    [
        *((AuditEntry, "at"), (Revision, "created_at"), (Event, "starts_on")),
        *((Source, "published_on"), (MissedQuery, "last_on"), (DownloadCount, "day")),
        (StoredFile, "stored_at"),
    ],
)
def test_a_day_that_no_calendar_has_leads_to_the_whole_list(signed_in_as, model, field):
    window, page = signed_in_as("Administrator"), url(model, "changelist")
    days = [{"year": "9999"}, {"year": "9999", "month": "12"}]
    days += [{"year": "9999", "month": "12", "day": "31"}, {"month": "9" * 20}]
    days += [{"year": "1", "month": "1", "day": "1"}, *({"year": year} for year in YEARS)]
    for day in days:
        asked = {f"{field}__{name}": value for name, value in day.items()}
        answer = window.get(page, asked)
        assert answer.status_code in {200, 302}, asked
        assert answer.get("Location", page + "?e=1") == page + "?e=1"


def test_the_log_of_no_possible_year_is_not_exported(signed_in_as):
    page = url(AuditEntry, "changelist")
    answer = signed_in_as("Administrator").post(f"{page}export/?at__year=99999999999")
    assert answer.status_code == 302


def test_the_top_of_a_form_names_each_wrong_field_and_leads_to_it(staff):
    typed = {
        "slug": "Đà Nẵng",
        "costs-TOTAL_FORMS": "1",
        "costs-0-currency": "euro",
        "costs-0-amount": "a lot",
    }
    html = Html(save(staff, url(Project, "add"), **typed).text)
    assert {"#id_slug", "#id_costs-0-currency", "#id_costs-0-amount"} <= html.links()
    assert "Chi phí 1, Số tiền" in html.text("a")
    assert "Cần điền mục này." in html.text("li")
    assert html.faults == []


def test_a_part_that_is_taken_away_is_not_said_to_be_wrong(staff):
    project = make_project(parts={"costs": part(amount="5", currency="USD")})
    typed = {"slug": "Đà Nẵng", "costs-0-amount": "a lot", "costs-0-DELETE": "on"}
    links = Html(save(staff, url(project), **typed).text).links()
    assert "#id_slug" in links
    assert "#id_costs-0-amount" not in links


def test_a_text_that_is_too_long_is_refused_whole_and_never_cut(staff):
    page_url, long_title = url(make_city()), "Tên dài " * 40 + "hết"
    name = read_form(staff.get(page_url)).attributes["name_vi"]
    assert "maxlength" not in name
    answer = save(staff, page_url, name_vi=long_title)
    limit, count = name["data-limit"], len(long_title)
    assert f"Chỉ được có nhiều nhất {limit} ký tự (hiện có {count})." in answer.text
    assert read_form(answer).values["name_vi"] == [long_title]
