"""The secretariat's screens, used as an editor uses them: each page read, filled in and posted."""

import json
import re
import unicodedata
from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db import connection
from django.db.models import CheckConstraint
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from ascn_portal.accounts.models import User
from ascn_portal.bilingual.languages import LANGUAGES
from ascn_portal.publishing import services, snapshot
from ascn_portal.publishing.forms import RULES
from ascn_portal.publishing.models import Part, Revision, SlugHistory
from ascn_portal.sources.models import Source
from cities.models import City, Term
from events.models import Event
from partners.models import Partner
from tests import factories
from tests.factories import (
    cites,
    make_city,
    make_country,
    make_document,
    make_event,
    make_indicator,
    make_partner,
    make_project,
    make_source,
    make_term,
    make_user,
    part,
)

from .form_reader import posted, read_form

pytestmark = pytest.mark.django_db
RECORDS = services.record_models()
MAKERS = {
    "cities.actionplan": "make_action_plan",
    "cities.focusarea": "make_focus_area",
    "cities.monitoringreport": "make_report",
    "documents.documentversion": "make_version",
}


@pytest.fixture
def staff(client, editor):
    client.force_login(editor)
    return client


def label(model) -> str:
    return model._meta.label_lower


def make(model, **fields):
    """A record of any kind."""
    maker = MAKERS.get(label(model), f"make_{model._meta.model_name}")
    return getattr(factories, maker)(**fields)


def url(row_or_model, page="change") -> str:
    opts = row_or_model._meta
    args = [row_or_model.pk] if page not in {"add", "changelist"} else []
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=args)


def save(client, page_url: str, button="_save", **typed):
    """Open the page, type, press the button; where that leads."""
    page = client.get(page_url)
    assert page.status_code == 200
    return client.post(page_url, posted(page, **{button: "x"}, **typed))


def now_says(record) -> dict:
    return snapshot.take(type(record).objects.get(uid=record.uid))


def errors(response) -> str:
    """All that the forms of the page object to."""
    context = response.context
    formsets = [inline.formset for inline in context["inline_admin_formsets"]]
    return str([context["adminform"].form.errors, *(formset.errors for formset in formsets)])


# --- Each kind of record ------------------------------------------------------------------------


def variety(record) -> tuple[int, int]:
    """More for a record that has more kinds of parts, and few of each."""
    shape = snapshot.take(record)
    return sum(map(bool, shape["parts"].values())), -len(json.dumps(shape))


@pytest.mark.parametrize("model", RECORDS, ids=label)
def test_a_form_changes_what_was_typed_and_nothing_else(staff, editor, model):
    if not model.objects.exists():
        make(model)
    record = max(model.objects.all()[:30], key=variety)
    before, number = now_says(record), record.revision_number
    unchanged = posted(staff.get(url(record)))
    for typed, revisions in (({}, 0), ({"note_vi": "Ghi chú mới", "note_en": "New note"}, 1)):
        answer = staff.post(url(record), unchanged | typed)
        assert answer.status_code == 302, errors(answer)
        assert now_says(record) == before | typed
        record.refresh_from_db()
        assert record.revision_number == number + revisions
    last = services.revisions_of(record).get(number=number + 1)
    assert (last.author, last.state) == (editor, "applied")


@pytest.mark.parametrize("model", RECORDS, ids=label)
def test_each_language_has_its_own_field_that_says_which_it_is(rf, editor, model):
    request = rf.get("/admin/")
    request.user = editor
    fields = admin.site.get_model_admin(model).get_form(request).base_fields
    for name in snapshot.bilingual_fields(model) - {"withdrawal_reason"}:
        assert name not in fields
        for language in LANGUAGES:
            assert fields[f"{name}_{language}"].widget.attrs["lang"] == language
    shape = {field.name for field in snapshot.content_fields(model)}
    assert fields.keys() == shape | {"go_public_at"}


@pytest.mark.parametrize("model", RECORDS, ids=label)
def test_a_list_costs_the_same_for_one_row_and_for_many(staff, model, monkeypatch):
    while model.objects.count() < 3:
        make(model)
    counts = []
    for rows in (1, 3):
        monkeypatch.setattr(admin.site.get_model_admin(model), "list_per_page", rows)
        with CaptureQueriesContext(connection) as queries:
            answer = staff.get(url(model, "changelist"))
        assert len(answer.context["cl"].result_list) == rows
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_every_model_has_its_screen_and_no_list_acts_in_bulk(staff):
    own = {
        "accounts",
        "sources",
        "publishing",
        "pages",
        "cities",
        "documents",
        "events",
        "partners",
    }
    for model, model_admin in admin.site._registry.items():
        assert not model_admin.actions
        if model._meta.app_label in own:
            page = staff.get(url(model, "changelist"))
            assert page.status_code == 200
            assert b'name="action"' not in page.content
    assert set(RECORDS) <= set(admin.site._registry)


def test_every_part_is_on_the_page_of_its_record():
    for model in RECORDS:
        shown = {
            inline.model for inline in admin.site.get_model_admin(model).get_inlines(None, None)
        }
        assert shown == {model._meta.get_field(name).related_model for name in model.parts}


def test_every_rule_of_the_database_has_its_sentence():
    models = [*RECORDS, *Part.__subclasses__(), Source]
    rules = {
        rule.name
        for model in models
        for rule in model._meta.constraints
        if isinstance(rule, CheckConstraint) or rule.condition
    }
    # What no form can break: columns that staff do not write, owners that the page gives.
    ours = r"public_has_a_date|times_in_order|published_in_both|one_owner|file_sha256|file_language"
    assert {name for name in rules if not re.search(ours, name)} <= RULES.keys()


# --- Add, publish, at a time --------------------------------------------------------------------

EVENT = {
    "title_vi": "Hội thảo mới",
    "title_en": "New workshop",
    "summary_vi": "Tóm tắt.",
    "summary_en": "Summary.",
    "slug": "new-workshop",
    "kind": "workshop",
    "starts_on": "17/07/2026",
    "precision": "day",
    "confidence": "high",
}


def with_source(**typed) -> dict:
    """What is typed to cite one source."""
    prefix = "sources-citation-content_type-object_id"
    return typed | {
        f"{prefix}-TOTAL_FORMS": "1",
        f"{prefix}-0-source": str(make_source().pk),
        f"{prefix}-0-order": "0",
    }


def test_a_new_record_is_a_draft_with_its_first_revision(staff, editor):
    answer = save(staff, url(Event, "add"), **EVENT)
    assert answer.status_code == 302, errors(answer)
    event = Event.objects.get(slug="new-workshop")
    assert (event.state, event.title_vi) == ("draft", "Hội thảo mới")
    revision = services.revisions_of(event).get()
    assert (revision.author, revision.action) == (editor, "edit")


def test_a_new_record_can_be_published_at_once(staff, editor):
    answer = save(staff, url(Event, "add"), "_publish", **with_source(**EVENT))
    assert answer.status_code == 302, errors(answer)
    event = Event.objects.published().get(slug="new-workshop")
    assert services.revisions_of(event).get().approver == editor


def test_a_record_added_from_the_form_of_another_is_chosen_there(staff):
    page = staff.get(url(Event, "add"), {"_popup": "1"})
    answer = staff.post(url(Event, "add"), posted(page, **EVENT))
    chosen = json.loads(answer.context_data["popup_response_data"])
    assert chosen["value"] == str(Event.objects.get(slug="new-workshop").pk)


def test_without_a_source_nothing_is_published_and_nothing_typed_is_lost(staff):
    answer = save(staff, url(Event, "add"), "_publish", **EVENT)
    assert translation.gettext("There is no source.") in errors(answer)
    kept = read_form(answer).values
    assert {name: kept[name][0] for name in EVENT} == EVENT
    assert not Event.objects.filter(slug="new-workshop").exists()
    assert not Revision.objects.filter(shape__slug="new-workshop").exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_publication_needs_both_languages_and_says_so_at_the_field(staff, language):
    typed = with_source(**EVENT) | {f"title_{language}": " "}
    answer = save(staff, url(Event, "add"), "_publish", **typed)
    assert f"title_{language}" in answer.context["adminform"].form.errors
    assert read_form(answer).values["summary_vi"] == ["Tóm tắt."]
    assert not Event.objects.filter(slug="new-workshop").exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_public_record_cannot_lose_a_language(staff, language):
    event = make_event()
    answer = save(staff, url(event), "_publish", **{f"title_{language}": ""})
    assert f"title_{language}" in answer.context["adminform"].form.errors


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_optional_text_can_be_emptied_in_either_language(staff, editor, language):
    editor.language = language
    editor.save()
    event = make_event(theme_vi="Chủ đề", theme_en="Theme")
    for field in LANGUAGES:
        save(staff, url(event), "_publish", **{f"theme_{field}": ""})
    event.refresh_from_db()
    assert (event.theme_vi, event.theme_en) == (None, None)


def local(moment) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def test_a_draft_is_published_at_its_time_and_an_edit_keeps_the_plan(staff):
    event = make_event(state="draft")
    at = (timezone.now() + timedelta(days=3)).replace(second=0, microsecond=0)
    save(staff, url(event), "_publish", go_public_at=local(at))
    save(staff, url(event), "_publish", title_en="Better title")
    event.refresh_from_db()
    assert (event.publish_at, event.title_en) == (at, "Better title")
    assert not Event.objects.published().filter(pk=event.pk).exists()
    save(staff, url(event), "_publish", go_public_at="")
    assert Event.objects.published().filter(pk=event.pk).exists()


def test_an_edit_of_a_public_record_can_wait_and_the_form_says_so(staff):
    event = make_event(title_en="Old title")
    at = timezone.now() + timedelta(days=3)
    save(staff, url(event), "_publish", title_en="New title", go_public_at=local(at))
    event.refresh_from_db()
    assert event.title_en == "Old title"
    waiting = services.open_revision(event)
    assert waiting.state == Revision.State.SCHEDULED
    page = staff.get(url(event)).content.decode()
    assert url(waiting) in page


@pytest.mark.parametrize(
    ("button", "at"),
    [
        ("_save", lambda: local(timezone.now() + timedelta(days=1))),
        ("_publish", lambda: local(timezone.now() - timedelta(days=1))),
        ("_publish", lambda: "banana"),
    ],
)
def test_a_time_that_cannot_be_meant_is_refused(staff, button, at):
    event = make_event(state="draft")
    answer = save(staff, url(event), button, go_public_at=at())
    assert "go_public_at" in answer.context["adminform"].form.errors
    event.refresh_from_db()
    assert event.state == "draft"


# --- Wrong input --------------------------------------------------------------------------------


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
        raise services.ValidationError({"name_en": ["Not this name."], "uid": ["Nor this."]})

    monkeypatch.setattr(services, "publish", refuse)
    answer = save(staff, url(city), "_publish", name_en="Typed with care")
    form = answer.context["adminform"].form
    assert form.errors["name_en"] == ["Not this name."]
    assert form.non_field_errors() == ["Nor this."]
    assert read_form(answer).values["name_en"] == ["Typed with care"]
    assert services.open_revision(city) is None


# --- Withdraw, restore, delete ------------------------------------------------------------------


def test_a_record_is_withdrawn_with_a_reason_in_both_languages(staff):
    city = make_city()
    page = url(city, "withdraw")
    answer = save(staff, page, reason_vi="Có sai sót", reason_en=" ")
    assert "reason_en" in answer.context["form"].errors
    assert read_form(answer).values["reason_vi"] == ["Có sai sót"]
    save(staff, page, reason_vi="Có sai sót", reason_en="An error")
    city.refresh_from_db()
    assert (city.state, city.withdrawal_reason_en) == ("withdrawn", "An error")


def test_a_draft_is_not_withdrawn(staff):
    city = make_city(state="draft")
    answer = save(staff, url(city, "withdraw"), reason_vi="a", reason_en="b")
    assert answer.context["form"].non_field_errors()


def test_what_is_withdrawn_can_be_corrected_and_published_again(staff):
    city = make_city(state="withdrawn")
    save(staff, url(city), name_en="Corrected")
    city.refresh_from_db()
    assert (city.state, city.name_en) == ("withdrawn", "Corrected")
    save(staff, url(city), "_publish")
    city.refresh_from_db()
    assert city.state == "published"


def test_the_history_lists_and_restores_revisions(staff, editor):
    city = make_city(name_en="First")
    save(staff, url(city), "_publish", name_en="Second")
    page = staff.get(url(city, "history"))
    assert [row.number for row in page.context["page"]] == [2, 1]
    first = services.revisions_of(city).get(number=1)
    restore = reverse("admin:publishing_revision_restore", args=[first.pk])
    assert restore in page.content.decode()
    assert staff.get(restore).status_code == 405
    staff.post(restore)
    city.refresh_from_db()
    assert (city.name_en, city.state, city.revision_number) == ("First", "published", 3)
    assert services.revisions_of(city).get(number=3).author == editor


def test_a_restoration_that_cannot_be_is_answered_with_a_sentence(staff):
    city = make_city(state="draft", name_vi="")
    bare = services.revisions_of(city).get()
    save(staff, url(city), "_publish", name_vi="Tên")
    staff.get(url(city))  # shows the messages of the save
    restore = reverse("admin:publishing_revision_restore", args=[bare.pk])
    answer = staff.post(restore, follow=True)
    assert answer.status_code == 200
    (message,) = answer.context["messages"]
    assert message.level_tag == "error"
    assert "city_published" not in message.message
    city.refresh_from_db()
    assert city.name_vi == "Tên"


def test_a_draft_is_deleted_and_comes_back_from_its_revision(staff, editor):
    partner = make_partner(state="draft", parts={"proposals": part(title_en="One", year=2020)})
    before = now_says(partner)
    staff.post(url(partner, "delete"), {"post": "yes"})
    assert not Partner.objects.filter(uid=partner.uid).exists()
    last = services.revisions_of(partner).first()
    assert (last.action, last.author) == ("delete", editor)
    assert staff.get(url(last)).status_code == 200
    staff.post(reverse("admin:publishing_revision_restore", args=[last.pk]))
    assert now_says(partner) == before


@pytest.mark.parametrize("state", ["published", "withdrawn"])
def test_what_was_once_public_cannot_be_deleted(staff, state):
    city = make_city(state=state)
    assert url(city, "delete") not in staff.get(url(city)).content.decode()
    assert staff.post(url(city, "delete"), {"post": "yes"}).status_code == 403


def test_a_new_address_keeps_the_old_one(staff):
    city = make_city(slug="old-address")
    save(staff, url(city), "_publish", slug="new-address")
    assert SlugHistory.objects.get(slug="old-address").uid == city.uid


# --- Parts of parts -----------------------------------------------------------------------------


def partner_with_sourced_proposal(**fields) -> Partner:
    proposal = part(title_vi="Đề xuất", title_en="Offer", year=2020, parts={"citations": cites()})
    return make_partner(parts={"proposals": proposal, "citations": cites()}, **fields)


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
    proposal.refresh_from_db()
    assert (proposal.title_en, proposal.citations.get().pages) == ("Better offer", "77")
    revision = services.revisions_of(partner).first()
    assert (revision.number, revision.author, revision.state) == (2, editor, "applied")
    assert staff.get(reverse("admin:partners_proposal_add")).status_code == 403
    assert staff.post(url(proposal, "delete"), {"post": "yes"}).status_code == 403


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
    for rows in (2, 12):
        figures = {}
        for value in range(rows):
            figures |= part(value=str(value), **figure)
        indicator = make_indicator(parts={"observations": figures})
        with CaptureQueriesContext(connection) as queries:
            page = staff.get(url(indicator))
        counts.append(len(queries))
    assert counts[0] == counts[1]
    answer = staff.post(url(indicator), posted(page, **{"observations-11-value": "99.5"}))
    assert answer.status_code == 302, errors(answer)
    assert indicator.observations.filter(value="99.5").count() == 1
    assert indicator.observations.count() == 12


# --- Who may what -------------------------------------------------------------------------------


def grant(user, *codenames):
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))


def test_who_may_only_look_changes_nothing(client):
    reader = make_user("reader", is_staff=True)
    grant(reader, "view_city", "view_revision")
    client.force_login(reader)
    city = make_city()
    revision = services.revisions_of(city).get()
    assert client.get(url(city)).status_code == 200
    assert client.get(url(city, "history")).status_code == 200
    for page in (url(city), url(city, "withdraw"), url(city, "delete")):
        assert client.post(page, {"_publish": "x"}).status_code == 403
    restore = reverse("admin:publishing_revision_restore", args=[revision.pk])
    assert client.post(restore).status_code == 403
    assert services.revisions_of(city).count() == 1


def test_who_may_not_change_the_record_changes_none_of_its_parts(client):
    clerk = make_user("clerk", is_staff=True)
    grant(clerk, "change_proposal")
    client.force_login(clerk)
    proposal = partner_with_sourced_proposal().proposals.get()
    assert client.post(url(proposal), {"title_en": "Worse offer"}).status_code == 403


def test_who_may_change_the_record_but_not_its_parts_keeps_them(client):
    editor = make_user("clerk", is_staff=True)
    grant(editor, "change_city", "view_city")
    client.force_login(editor)
    city = make_city(parts={"native_names": part(text="ដា", language="km"), "citations": cites()})
    before = now_says(city)
    save(client, url(city), "_publish", name_en="Changed")
    assert now_says(city) == before | {"name_en": "Changed"}


def test_nobody_without_an_account_sees_anything(client):
    city = make_city()
    for page in (url(city), url(city, "withdraw"), url(city, "history")):
        assert client.get(page).status_code == 302


def test_a_post_from_elsewhere_is_refused(editor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    city = make_city()
    restore = reverse(
        "admin:publishing_revision_restore", args=[services.revisions_of(city).get().pk]
    )
    for page in (url(city), url(city, "withdraw"), restore):
        assert client.post(page, {}).status_code == 403


def test_what_programs_write_is_only_read(staff):
    services.keep_slug(make_city(), "old-address")
    for name in ("revision", "slughistory", "loadedrow", "failedhook"):
        assert staff.get(reverse(f"admin:publishing_{name}_changelist")).status_code == 200
        assert staff.get(reverse(f"admin:publishing_{name}_add")).status_code == 403


# --- Lists, search, sources, people -------------------------------------------------------------


@pytest.mark.parametrize(
    "term",
    [
        *("Đồng Hới", "ĐỒNG HỚI", "đồng hới", "dong hoi", "Donghoi City"),
        unicodedata.normalize("NFD", "Đồng Hới"),
    ],
)
def test_search_finds_both_languages_however_they_are_typed(staff, term):
    city = make_city(name_vi="Đồng Hới", name_en="Donghoi City", slug="dong-hoi")
    make_city()
    found = staff.get(url(City, "changelist"), {"q": term}).context["cl"].result_list
    assert list(found) == [city]
    field = {"app_label": "cities", "model_name": "membership", "field_name": "city"}
    answer = staff.get(reverse("admin:autocomplete"), field | {"term": term}).json()
    assert [result["id"] for result in answer["results"]] == [str(city.pk)]


def test_a_list_says_which_language_is_missing_and_filters_by_it(staff):
    whole = make_city()
    lacking = make_city(vision_vi="Tầm nhìn", vision_en="")
    found = {}
    for language in LANGUAGES:
        page = staff.get(url(City, "changelist"), {"missing": language})
        found[language] = set(page.context["cl"].queryset)
    assert lacking in found["en"] - found["vi"]
    assert whole not in found["en"]


def test_a_changed_source_renews_the_pages_that_cite_it(staff, django_capture_on_commit_callbacks):
    source = make_source(title="Old title")
    with django_capture_on_commit_callbacks() as callbacks:
        save(staff, url(source), title="New title")
    source.refresh_from_db()
    assert source.title == "New title"
    assert services.run_hooks in callbacks


def test_a_source_with_a_known_address_is_refused_in_words(staff):
    known = make_source()
    answer = save(staff, url(Source, "add"), title="Again", url=known.url)
    (sentence,) = answer.context["adminform"].form.non_field_errors()
    assert sentence == translation.gettext("Another source has this address.")


def test_the_admin_speaks_the_language_of_its_user(staff, editor):
    for language in LANGUAGES:
        editor.language = language
        editor.save()
        assert f'<html lang="{language}"'.encode() in staff.get(reverse("admin:index")).content


def test_staff_are_added_with_their_language(staff):
    word = "a long pass phrase"
    typed = {"username": "new", "language": "en", "password1": word, "password2": word}
    answer = save(staff, reverse("admin:accounts_user_add"), **typed)
    assert answer.status_code == 302, errors(answer)
    assert User.objects.get(username="new").language == "en"


def test_pages_of_the_admin_run_and_style_nothing_inline(staff):
    """The rule `default-src 'self'` would block it."""
    partner = partner_with_sourced_proposal()
    revision = services.revisions_of(partner).get()
    pages = [
        reverse("admin:index"),
        url(Partner, "changelist"),
        *(url(partner), url(partner, "history"), url(partner, "withdraw"), url(revision)),
        url(partner.proposals.get()),
        url(Event, "add"),
    ]
    for page in pages:
        html = staff.get(page).content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", html), page
