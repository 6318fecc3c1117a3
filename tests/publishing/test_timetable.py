"""What is planned happens at its time or is called off, and nothing else happens then."""

import logging
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from ascn_portal.accounts.models import AuditEntry
from ascn_portal.publishing import desk, services
from ascn_portal.publishing.models import Revision
from ascn_portal.publishing.services import due
from ascn_portal.publishing.standing import planned_for
from cities.models import City
from tests.factories import make_city, make_document, make_membership, make_staff, make_version

pytestmark = pytest.mark.django_db
REASONS = {"reason_vi": "Có sai sót", "reason_en": "An error"}


@pytest.fixture
def editor_in_chief():
    return make_staff("Editor", "editor-in-chief")


@pytest.fixture
def approver():
    return make_staff("Approver", "first-approver")


@pytest.fixture
def colleague():
    return make_staff("Approver", "second-approver")


def in_days(days):
    return timezone.now() + timedelta(days=days)


def change(record, author, **fields) -> Revision:
    shape = services.draft_of(type(record).objects.get(pk=record.pk)) | fields
    return services.save(type(record), record.uid, shape, author=author)


def plan(record, author, approver, at, **fields) -> Revision:
    """A change of `record` that `approver` has approved for the moment `at`."""
    draft = change(record, author, **fields)
    services.approve(draft, by=approver, at=at)
    draft.refresh_from_db()
    return draft


def is_public(record) -> bool:
    return type(record).objects.published().filter(pk=record.pk).exists()


def log(record) -> list[tuple[str, str]]:
    """What the audit log says of `record`, oldest first: what was done, by whom."""
    rows = AuditEntry.objects.filter(about_id=str(record.uid)).order_by("pk")
    return [(row.action, row.by_name) for row in rows]


# --- Withdrawn while a new text is planned --------------------------------------------------------


def test_what_is_withdrawn_does_not_come_back_with_a_text_planned_before(
    editor_in_chief, approver, colleague
):
    city, friday = make_city(), in_days(5)
    draft = plan(city, editor_in_chief, approver, friday, name_en="New name")
    services.withdraw(city, author=colleague, **REASONS)
    services.apply_due(friday)
    city.refresh_from_db()
    draft.refresh_from_db()
    assert (city.state, city.withdrawal_reason_en) == ("withdrawn", "An error")
    assert (draft.state, draft.due_at, draft.approver) == ("draft", None, None)
    assert ("called_off", colleague.username) in log(city)
    assert city.uid in desk.rows_for(approver)["returned"].queryset.values_list("uid", flat=True)


def test_a_text_that_is_overdue_when_its_record_is_withdrawn_stays_back(editor_in_chief, approver):
    city = make_city()
    draft = plan(city, editor_in_chief, approver, in_days(1), name_en="New name")
    Revision.objects.filter(pk=draft.pk).update(due_at=in_days(-1))
    services.withdraw(city, author=approver, **REASONS)
    services.apply_due()
    city.refresh_from_db()
    assert city.state == "withdrawn"


@pytest.mark.parametrize(("due_in", "state"), [(3, "scheduled"), (4, "draft"), (5, "draft")])
def test_a_text_planned_for_after_the_end_is_called_off_an_earlier_one_stays(
    editor_in_chief, approver, due_in, state
):
    city, start = make_city(), timezone.now()
    at = start + timedelta(days=due_in)
    draft = plan(city, editor_in_chief, approver, at, name_en="New name")
    services.withdraw(city, author=approver, at=start + timedelta(days=4), **REASONS)
    draft.refresh_from_db()
    assert draft.state == state


def test_no_text_is_planned_for_after_the_end(editor_in_chief, approver):
    city = make_city()
    services.withdraw(city, author=approver, at=in_days(4), **REASONS)
    with pytest.raises(ValidationError):
        plan(city, editor_in_chief, approver, in_days(5), name_en="New name")
    assert plan(city, editor_in_chief, approver, in_days(3)).state == "scheduled"


def test_a_text_that_comes_late_does_not_undo_an_end_that_was_meant_to_follow_it(
    editor_in_chief, approver
):
    city = make_city()
    services.withdraw(city, author=approver, at=in_days(4), **REASONS)
    plan(city, editor_in_chief, approver, in_days(3), name_en="New name")
    services.apply_due(in_days(5))
    city.refresh_from_db()
    assert (city.name_en, city.state) == ("New name", "withdrawn")
    assert city.withdrawal_reason_en == "An error"


def test_what_is_withdrawn_at_once_has_no_later_end(approver):
    city = make_city()
    services.withdraw(city, author=approver, at=in_days(4), **REASONS)
    services.withdraw(city, author=approver, **REASONS)
    services.publish(change(city, approver))
    city.refresh_from_db()
    assert (city.withdraw_at, city.withdrawal_reason_en) == (None, None)


# --- What was withdrawn is planned again ----------------------------------------------------------


def test_until_it_is_public_again_the_address_of_what_was_withdrawn_gives_the_reason(
    editor_in_chief, approver, client
):
    city, at = make_city(), in_days(3)
    services.withdraw(city, author=approver, **REASONS)
    plan(city, editor_in_chief, approver, at, name_en="Corrected")
    answer = client.get(f"/en/cities/{city.slug}/")
    assert (answer.status_code, "An error" in answer.content.decode()) == (410, True)
    services.apply_due(at)
    city.refresh_from_db()
    assert (city.state, city.name_en, city.withdrawal_reason_en) == ("published", "Corrected", None)


def test_to_call_off_a_return_to_the_public_leaves_the_record_withdrawn(editor_in_chief, approver):
    city = make_city()
    services.withdraw(city, author=approver, **REASONS)
    first = City.objects.get(pk=city.pk).first_published_at
    draft = plan(city, editor_in_chief, approver, in_days(3), name_en="Corrected")
    services.take_back(draft, by=approver)
    city.refresh_from_db()
    assert (city.state, city.withdrawal_reason_en) == ("withdrawn", "An error")
    assert city.first_published_at == first
    with pytest.raises(ValidationError):
        services.delete(city, author=approver)


# --- Tried out when it is planned -----------------------------------------------------------------


def test_a_text_that_may_not_be_public_is_not_planned(editor_in_chief, approver):
    city = make_city()
    draft = change(city, editor_in_chief, name_en="")
    with pytest.raises(ValidationError) as refusal:
        services.approve(draft, by=approver, at=in_days(3))
    (sentence,) = refusal.value.messages
    assert "tiếng Anh" in sentence
    draft.refresh_from_db()
    assert draft.state == Revision.State.DRAFT


def test_a_text_that_cannot_stand_beside_others_is_not_planned(editor_in_chief, approver):
    other, city = make_city(slug="taken-address"), make_city()
    draft = change(city, editor_in_chief, slug=other.slug)
    with pytest.raises(ValidationError):
        services.approve(draft, by=approver, at=in_days(3))


# --- A document and its first version -------------------------------------------------------------


@pytest.fixture
def planned(editor_in_chief, approver):
    """A new document and its version, planned together."""
    document = make_document(state="draft", status="discussed")
    version = make_version(document=document, state="draft")
    services.approve(services.open_revision(document), by=approver, at=in_days(3))
    for record in (document, version):
        record.refresh_from_db()
        assert planned_for(record)
    return document, version


def test_what_is_called_off_is_a_draft_again_with_its_version(planned, approver, colleague):
    document, version = planned
    services.call_off(document, by=colleague)
    for record in planned:
        record.refresh_from_db()
        assert (record.state, record.publish_at, record.first_published_at) == ("draft", None, None)
        assert services.open_revision(record).state == Revision.State.DRAFT
        assert ("called_off", colleague.username) in log(record)
    told = desk.rows_for(approver)["returned"].queryset.values_list("uid", flat=True)
    assert set(told) == {document.uid, version.uid}


def test_what_was_called_off_is_published_with_its_version(planned, approver):
    document, version = planned
    services.call_off(document, by=approver)
    services.approve(services.open_revision(document), by=approver)
    assert is_public(document)
    assert is_public(version)


@pytest.mark.parametrize("days", [None, 2, 9])
def test_the_version_follows_its_document_to_another_time(planned, editor_in_chief, approver, days):
    document, version = planned
    at = days and in_days(days)
    services.approve(change(document, editor_in_chief), by=approver, at=at)
    document.refresh_from_db()
    version.refresh_from_db()
    assert version.publish_at == document.publish_at == at
    assert version.first_published_at == document.first_published_at
    assert is_public(version) == (days is None)


def test_a_version_that_was_given_a_time_of_its_own_keeps_it(planned, editor_in_chief, approver):
    document, version = planned
    later = in_days(20)
    services.approve(change(version, editor_in_chief), by=approver, at=later)
    services.approve(change(document, editor_in_chief), by=approver, at=in_days(9))
    version.refresh_from_db()
    assert version.publish_at == later


def test_a_writer_of_what_was_called_off_is_no_second_person(approver, colleague):
    membership = make_membership(state="draft")
    draft = change(membership, approver, note_en="From the first")
    services.approve(draft, by=colleague, at=in_days(3))
    services.call_off(membership, by=colleague)
    draft = change(membership, colleague, note_vi="Của người thứ hai")
    with pytest.raises(ValidationError) as refusal:
        services.approve(draft, by=approver)
    assert refusal.value.code == "second_person"


# --- At the minute --------------------------------------------------------------------------------


def test_one_that_fails_does_not_stop_those_behind_it(
    editor_in_chief, approver, monkeypatch, caplog
):
    first, second = make_city(), make_city()
    at = in_days(3)
    stuck = plan(first, editor_in_chief, approver, at, name_en="Stuck")
    plan(second, editor_in_chief, approver, at + timedelta(minutes=1), name_en="Behind it")
    go_public = due.go_public

    def fail_once(revision, **how):
        if revision.pk == stuck.pk:
            raise RuntimeError("out of order")
        return go_public(revision, **how)

    monkeypatch.setattr(due, "go_public", fail_once)
    with caplog.at_level(logging.ERROR):
        assert services.apply_due(at + timedelta(hours=1))["revisions"] == 1
    assert "out of order" in caplog.text
    second.refresh_from_db()
    assert second.name_en == "Behind it"
    monkeypatch.undo()
    assert services.apply_due(at + timedelta(hours=1))["revisions"] == 1


def test_what_is_overdue_does_not_make_every_page_old_at_each_look(editor_in_chief, approver):
    draft = plan(make_city(), editor_in_chief, approver, in_days(3))
    Revision.objects.filter(pk=draft.pk).update(due_at=in_days(-1))
    assert services.next_change_at() > timezone.now()


def test_what_no_longer_fits_at_its_time_is_returned_by_the_portal(editor_in_chief, approver):
    city, at = make_city(), in_days(3)
    draft = plan(city, editor_in_chief, approver, at, slug="taken-later")
    make_city(slug="taken-later")
    services.apply_due(at)
    draft.refresh_from_db()
    assert (draft.state, draft.due_at, draft.approver) == ("returned", None, None)
    assert draft.reason
    assert log(city)[-1] == ("called_off", "")
    for person in (editor_in_chief, approver):
        shown = desk.rows_for(person)["returned"].queryset
        assert list(shown.values_list("uid", flat=True)) == [city.uid]


# --- Off the timetable ----------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["take_back", "send_back"])
def test_a_draft_off_the_timetable_has_no_time(editor_in_chief, approver, colleague, way):
    draft = plan(make_city(), editor_in_chief, approver, in_days(3))
    how = {"reason": "Another spelling"} if way == "send_back" else {}
    draft = getattr(services, way)(draft, by=colleague, **how)
    draft.refresh_from_db()
    assert draft.due_at is None
    assert draft.approver == (colleague if way == "send_back" else None)


def test_what_is_planned_is_not_sent_to_review(editor_in_chief, approver):
    draft = plan(make_city(), editor_in_chief, approver, in_days(3))
    with pytest.raises(ValidationError):
        services.submit(draft, by=editor_in_chief)
    draft.refresh_from_db()
    assert draft.state == Revision.State.SCHEDULED


def test_who_takes_back_their_own_plan_is_not_told_of_it(approver):
    draft = plan(make_city(), approver, approver, in_days(3))
    services.take_back(draft, by=approver)
    assert not desk.rows_for(approver)["returned"].queryset.exists()


# --- Ends -----------------------------------------------------------------------------------------


def test_a_planned_end_is_noted_when_it_is_planned_and_when_it_comes(approver):
    city, at = make_city(), in_days(3)
    services.withdraw(city, author=approver, at=at, **REASONS)
    assert log(city) == [("withdrawal_planned", approver.username)]
    assert AuditEntry.objects.first().details["at"]
    assert services.apply_due(at)["withdrawals"] == 1
    city.refresh_from_db()
    assert city.state == "withdrawn"
    assert log(city)[-1] == ("withdrawn", "")
    assert AuditEntry.objects.first().reason == "Có sai sót"
    assert services.apply_due(at)["withdrawals"] == 0


def test_an_end_that_is_called_off_does_not_come(approver):
    city, at = make_city(), in_days(3)
    services.withdraw(city, author=approver, at=at, **REASONS)
    services.call_off(city, by=approver)
    assert services.apply_due(at)["withdrawals"] == 0
    assert services.revisions_of(city).first().action == Revision.Action.CALL_OFF


# --- Deleted --------------------------------------------------------------------------------------


def test_what_a_colleague_publishes_meanwhile_is_not_deleted(editor_in_chief, approver):
    city = make_city(state="draft")
    seen = City.objects.get(pk=city.pk)
    services.approve(services.open_revision(city), by=approver)
    with pytest.raises(ValidationError):
        services.delete(seen, author=editor_in_chief)
    assert is_public(city)


def test_nothing_of_a_deleted_record_waits(editor_in_chief):
    city = make_city(state="draft")
    services.delete(city, author=editor_in_chief)
    revisions = Revision.objects.filter(uid=city.uid)
    assert not revisions.filter(state__in=Revision.OPEN).exists()
    services.restore(revisions.order_by("number").last(), author=editor_in_chief)
    assert revisions.filter(state__in=Revision.OPEN).count() == 1
