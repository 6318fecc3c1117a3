"""A draft on its way: to review, back with a reason, to the public; where two people are needed."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from ascn_portal.accounts.models import AuditEntry
from ascn_portal.publishing import desk, services, snapshot
from ascn_portal.publishing.models import Revision
from ascn_portal.publishing.trial import as_if_applied
from cities.models import City
from documents.models import Document
from tests.factories import (
    make_city,
    make_document,
    make_event,
    make_membership,
    make_staff,
    part,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    """A function that makes someone of a role."""
    return lambda name, role: make_staff(role, name)


def change(record, author, **fields) -> Revision:
    shape = services.draft_of(type(record).objects.get(pk=record.pk)) | fields
    return services.save(type(record), record.uid, shape, author=author)


def refused(revision, by, **how) -> str:
    with pytest.raises(ValidationError) as refusal:
        services.approve(revision, by=by, **how)
    return refusal.value.code


def test_a_draft_goes_to_review_and_is_published_by_an_approver(person):
    author, approver = person("author", "Editor"), person("approver", "Approver")
    city = make_city(name_en="Old name")
    draft = change(city, author, name_en="New name")
    draft = services.submit(draft, by=author, reviewer=approver)
    assert (draft.state, draft.reviewer) == (Revision.State.IN_REVIEW, approver)
    services.approve(draft, by=approver)
    city.refresh_from_db()
    draft.refresh_from_db()
    assert city.name_en == "New name"
    assert (draft.state, draft.approver) == (Revision.State.APPLIED, approver)


def test_a_return_needs_its_reason_and_keeps_the_draft(person):
    author, approver = person("author", "Editor"), person("approver", "Approver")
    city = make_city(name_en="Old name")
    draft = services.submit(change(city, author, name_en="New name"), by=author)
    with pytest.raises(ValidationError):
        services.send_back(draft, by=approver, reason="  ")
    draft = services.send_back(draft, by=approver, reason="Another spelling")
    assert (draft.state, draft.reason) == (Revision.State.RETURNED, "Another spelling")
    assert services.draft_of(city)["name_en"] == "New name"


def test_each_save_of_a_draft_stays_in_the_history(person):
    author = person("author", "Editor")
    city = make_city(name_en="Old name")
    first = change(city, author, name_en="First thought")
    second = change(city, author, name_en="Second thought")
    first.refresh_from_db()
    assert first.state == Revision.State.REPLACED
    assert (first.shape["name_en"], second.based_on) == ("First thought", first)


def test_what_was_edited_while_it_was_reviewed_is_not_approved_unseen(person):
    author, approver = person("author", "Editor"), person("approver", "Approver")
    city = make_city()
    seen = services.submit(change(city, author, name_en="Seen"), by=author)
    change(city, author, name_en="Unseen")
    refused(seen, approver)
    city.refresh_from_db()
    assert city.name_en not in {"Seen", "Unseen"}


def test_to_send_twice_to_review_is_to_send_once(person):
    author = person("author", "Editor")
    draft = change(make_city(), author, name_en="New")
    sent = services.submit(draft, by=author)
    assert services.submit(draft, by=author).submitted_at == sent.submitted_at
    assert AuditEntry.objects.filter(action="submitted").count() == 1


def test_the_audit_log_has_each_step_with_its_reason(person):
    author, approver = person("author", "Editor"), person("approver", "Approver")
    city = make_city()
    draft = services.submit(change(city, author, name_en="New"), by=author)
    services.send_back(draft, by=approver, reason="Another spelling")
    draft = change(city, author, name_en="Newer")
    services.approve(draft, by=approver, at=timezone.now() + timedelta(hours=1))
    services.apply_due(timezone.now() + timedelta(hours=2))
    city.refresh_from_db()
    services.withdraw(city, author=approver, reason_vi="Có sai sót", reason_en="An error")
    services.restore(draft, author=author)
    rows = AuditEntry.objects.filter(about_id=str(city.uid)).order_by("pk")
    assert [(row.action, row.by_name, row.reason) for row in rows] == [
        ("submitted", "author", ""),
        ("returned", "approver", "Another spelling"),
        ("planned", "approver", ""),
        ("published", "", ""),
        ("withdrawn", "approver", "Có sai sót"),
        ("restored", "author", ""),
    ]


def test_an_approver_may_publish_their_own_text_of_an_ordinary_record(person):
    approver = person("approver", "Approver")
    city = make_city()
    services.approve(change(city, approver, name_en="New name"), by=approver)
    city.refresh_from_db()
    assert city.name_en == "New name"


@pytest.mark.parametrize("make", [make_membership, lambda: make_document(status="adopted")])
def test_an_adoption_and_a_membership_need_a_second_person(person, make):
    first, second = person("first", "Approver"), person("second", "Approver")
    record = make()
    draft = change(record, first, note_en="New note")
    assert refused(draft, first) == "second_person"
    services.approve(draft, by=second)
    assert snapshot.take(type(record).objects.get(pk=record.pk))["note_en"] == "New note"


def test_to_say_that_a_text_is_no_longer_adopted_needs_a_second_person_too(person):
    first, _second = person("first", "Approver"), person("second", "Approver")
    document = make_document(status="adopted")
    assert refused(change(document, first, status="discussed"), first) == "second_person"


def test_that_a_meeting_adopted_a_document_needs_a_second_person_too(person):
    first, second = person("first", "Approver"), person("second", "Approver")
    event, document = make_event(), make_document()
    adopts = {"kind": "adopts", "text_vi": "Thông qua", "documents": [str(document.uid)]}
    parts = snapshot.take(event)["parts"] | {"outcomes": part(**adopts)}
    draft = change(event, first, parts=parts)
    assert refused(draft, first) == "second_person"
    services.approve(draft, by=second)


def test_whoever_wrote_any_part_of_a_draft_is_no_second_person(person):
    first, second, third = (person(name, "Approver") for name in ("first", "second", "third"))
    membership = make_membership()
    change(membership, first, note_en="From the first")
    draft = change(membership, second, note_vi="Của người thứ hai")
    assert refused(draft, first) == "second_person"
    services.approve(draft, by=third)


def test_where_nobody_else_could_approve_an_administrator_may_with_a_reason(person):
    administrator = person("administrator", "Administrator")
    membership = make_membership()
    draft = change(membership, administrator, note_en="New note")
    assert refused(draft, administrator) == "own_reason"
    services.approve(draft, by=administrator, reason="The other approver is on leave")
    draft.refresh_from_db()
    assert draft.reason == "The other approver is on leave"
    assert AuditEntry.objects.get(action="published").reason == draft.reason
    membership.refresh_from_db()
    assert membership.note_en == "New note"


def test_an_approver_who_is_away_for_good_does_not_count(person):
    administrator, away = person("administrator", "Administrator"), person("away", "Approver")
    draft = change(make_membership(), administrator, note_en="New note")
    assert refused(draft, administrator, reason="Alone") == "second_person"
    away.is_active = False
    away.save()
    services.approve(draft, by=administrator, reason="Alone")


def test_a_lone_approver_who_is_no_administrator_does_not_publish_their_own(person):
    approver = person("approver", "Approver")
    draft = change(make_membership(), approver, note_en="New note")
    assert refused(draft, approver, reason="Alone") == "second_person"


def test_an_approved_draft_waits_for_its_time(person):
    author, approver = person("author", "Editor"), person("approver", "Approver")
    city = make_city(name_en="Old name")
    at = timezone.now() + timedelta(hours=1)
    services.approve(change(city, author, name_en="New name"), by=approver, at=at)
    city.refresh_from_db()
    assert city.name_en == "Old name"
    services.apply_due(at)
    city.refresh_from_db()
    assert city.name_en == "New name"


# --- On trial -----------------------------------------------------------------------------------


def test_a_trial_shows_the_draft_and_leaves_nothing(person):
    city = make_city(name_en="Old name")
    parts = snapshot.take(city)["parts"] | {"native_names": part(text="ដា", language="km")}
    draft = change(city, person("author", "Editor"), name_en="", parts=parts)
    before = snapshot.take(city)
    keys = set()
    for _again in range(2):
        with as_if_applied(draft):
            shown = City.objects.get(pk=city.pk)
            assert (shown.name_en, shown.state) == (None, "draft")
            keys.add(shown.native_names.get().pk)
        assert snapshot.take(City.objects.get(pk=city.pk)) == before
    assert len(keys) == 1


def test_a_trial_that_fails_leaves_nothing_either(person):
    document = make_document(title_en="Old title")
    draft = change(document, person("author", "Editor"), title_en="New title")
    with pytest.raises(ZeroDivisionError), as_if_applied(draft):
        raise ZeroDivisionError
    assert Document.objects.get(pk=document.pk).title_en == "Old title"


@pytest.mark.parametrize("is_later", [False, True], ids=["now", "planned and called off"])
def test_a_withdrawal_does_not_make_a_writer_a_second_person(person, is_later):
    first, second, third = (person(name, "Approver") for name in ("first", "second", "third"))
    membership = make_membership()
    change(membership, first, note_en="From the first")
    at = timezone.now() + timedelta(days=1) if is_later else None
    services.withdraw(membership, author=first, reason_vi="Nhầm", reason_en="A mistake", at=at)
    if is_later:
        services.call_off(membership, by=first)
    draft = change(membership, second, note_vi="Của người thứ hai")
    assert refused(draft, first) == "second_person"
    services.approve(draft, by=third)


def test_a_deletion_does_not_make_a_writer_a_second_person(person):
    first, second, third = (person(name, "Approver") for name in ("first", "second", "third"))
    membership = make_membership(state="draft")
    draft = change(membership, first, note_en="From the first")
    membership.refresh_from_db()
    services.delete(membership, author=first)
    draft = services.restore(draft, author=second)
    assert refused(draft, first) == "second_person"
    services.approve(draft, by=third)


def test_to_edit_what_was_planned_is_noted_and_shown_to_who_planned_it(person):
    editor, approver = person("editor", "Editor"), person("approver", "Approver")
    city = make_city()
    draft = change(city, editor, name_en="New name")
    services.approve(draft, by=approver, at=timezone.now() + timedelta(days=1))
    shown = desk.rows_for(approver)["returned"].queryset
    assert not shown.exists()
    later = change(city, editor, name_en="Newer name")
    entry = AuditEntry.objects.first()
    assert (entry.action, entry.by, entry.details) == ("called_off", editor, {"revision": 2})
    assert [card.uid for card in shown.all()] == [city.uid]
    assert not desk.rows_for(editor)["returned"].queryset.exists()
    services.approve(later, by=approver)
    assert not shown.all().exists()


def test_to_take_back_what_was_planned_stands_in_the_audit_log(person):
    editor, approver = person("editor", "Editor"), person("approver", "Approver")
    draft = change(make_city(), editor, name_en="New name")
    services.approve(draft, by=approver, at=timezone.now() + timedelta(days=1))
    services.take_back(draft, by=approver)
    entry = AuditEntry.objects.first()
    assert (entry.action, entry.by, entry.details) == ("called_off", approver, {"revision": 2})
