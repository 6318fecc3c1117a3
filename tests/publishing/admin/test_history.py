"""Who did what when, any two states compared, and what was deleted brought back."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ascn_portal.publishing import services, snapshot
from ascn_portal.publishing.models import Card, Revision
from ascn_portal.publishing.record.loading import loading_author
from cities.models import City, Correspondent
from events.models import Event
from tests.factories import (
    cites,
    make_city,
    make_event,
    make_membership,
    make_source,
    make_staff,
    make_user,
)

from .form_reader import posted
from .screens import restore, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(editor):
    """Someone who reads English."""
    editor.language = "en"
    editor.save()
    return editor


@pytest.fixture
def as_role(client):
    """Logs someone in who has nothing but one role; gives the user."""

    def log_in(role: str):
        user = make_staff(role, language="en")
        client.force_login(user)
        return user

    return log_in


def read(client, address, **query) -> str:
    page = client.get(address, query)
    assert page.status_code == 200
    return " ".join(page.content.decode().split())


def edit(record, author, **fields) -> Revision:
    shape = services.draft_of(record) | fields
    return services.save(type(record), record.uid, shape, author=author)


def restore_url(revision) -> str:
    return reverse("admin:publishing_revision_restore", args=[revision.pk])


# --- The history of a record --------------------------------------------------------------------


def test_a_planned_draft_that_was_edited_was_not_returned(staff, editor):
    administrator = make_staff("Administrator", "chi")
    membership, at = make_membership(), timezone.now() + timedelta(days=1)
    draft = edit(membership, administrator, note_en="New note")
    editor.is_active = False  # nobody else could approve it
    editor.save()
    services.approve(draft, by=administrator, at=at, reason="The other is on leave")
    editor.is_active = True
    editor.save()
    edit(membership, editor, note_en="Another note")
    assert "returned by" not in read(staff, url(membership, "history"))


def test_each_entry_says_who_did_what_and_what_became_of_it(staff, editor):
    event = make_event()
    author = make_user("an", first_name="Văn A", last_name="Trần")
    approver = make_user("binh", first_name="Bình", last_name="Lê")
    parts = services.draft_of(event)["parts"]
    parts["citations"] |= cites()
    edit(event, author, summary_vi="Tóm tắt khác", parts=parts)
    services.approve(services.open_revision(event), by=approver)
    page = read(staff, url(event, "history"))
    assert "<strong>Trần Văn A</strong> changed summary (Vietnamese) and added 1 citation" in page
    assert "published, approved by Lê Bình" in page


def test_a_returned_draft_stands_in_the_history_with_its_reason(staff, editor):
    event = make_event()
    draft = services.submit(edit(event, editor, title_en="Other"), by=editor)
    services.send_back(draft, by=make_user("binh"), reason="The date differs.")
    page = read(staff, url(event, "history"))
    assert "returned, returned by binh" not in page
    assert "returned by binh" in page
    assert "The date differs." in page


def test_a_withdrawal_and_a_restoration_are_told_as_such(staff, editor):
    event = make_event()
    services.withdraw(event, author=editor, reason_vi="Sai", reason_en="Wrong")
    edit(event, editor, title_en="Other")
    services.restore(services.revisions_of(event).get(number=1), author=editor)
    page = read(staff, url(event, "history"))
    assert "withdrew the record" in page
    assert "brought back an earlier state, which changed title (English)" in page


def test_two_states_are_compared_by_their_numbers(staff, editor):
    event = make_event(title_en="First name")
    for title in ("Second name", "Third name"):
        edit(event, editor, title_en=title)
    page = read(staff, url(event, "compare"), **{"from": "1", "to": "3"})
    assert "<del>" in page
    assert "First" in page
    assert "Third" in page
    assert "Second" not in page
    assert "Second" in read(staff, url(event, "compare"), to="3")  # against what it was made from


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"from": "1"},
        {"from": "1", "to": "1"},
        {"to": "99"},
        {"from": "x", "to": "1"},
        {"to": "1"},
    ],
)
def test_a_comparison_that_cannot_be_meant_leads_back_to_the_history(staff, query):
    event = make_event()
    answer = staff.get(url(event, "compare"), query)
    assert (answer.status_code, answer.url) == (302, url(event, "history"))


def test_the_history_costs_the_same_for_few_and_for_many_revisions(staff, editor):
    read(staff, url(make_event(), "history"))  # the first visit also writes the session
    counts = []
    for rows in (2, 50):
        citations = {}
        for number in range(3):
            citations |= cites(make_source(title=f"Source {number}"))
        event = make_event(parts={"citations": citations})
        for number in range(rows):
            edit(event, editor, title_en=f"Title {number}", host_country=None)
        with CaptureQueriesContext(connection) as queries:
            read(staff, url(event, "history"))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_restoring_takes_two_clicks_from_the_record(staff, editor):
    event = make_event(title_en="First name")
    services.publish(edit(event, editor, title_en="Second name"))
    assert url(event, "history") in read(staff, url(event))
    first = services.revisions_of(event).get(number=1)
    history = staff.get(url(event, "history"))
    assert restore_url(first) in history.text
    answer = staff.post(restore_url(first), posted(history, _publish="1"))
    assert answer.url == url(event)
    event.refresh_from_db()
    assert event.title_en == "First name"


def test_a_restoration_over_what_was_saved_meanwhile_is_refused(staff, editor):
    event = make_event(title_en="First name")
    history = staff.get(url(event, "history"))
    theirs = edit(event, make_user("colleague"), title_en="Typed for an hour")
    first = services.revisions_of(event).get(number=1)
    answer = staff.post(restore_url(first), posted(history), follow=True)
    assert "Somebody has saved meanwhile" in answer.text
    assert services.open_revision(event) == theirs


def test_a_restoration_says_before_and_after_whose_draft_gives_way(staff, editor):
    event, colleague = make_event(title_en="First name"), make_user("colleague")
    services.submit(edit(event, colleague, title_en="Typed for an hour"), by=colleague)
    first = services.revisions_of(event).get(number=1)
    for page in (url(event, "history"), url(first)):
        shown = read(staff, page)
        assert "Revision 2 by colleague waits for review" in shown
        assert "takes the place of this draft" in shown
    said = staff.get(restore(staff, first).url).text
    assert "Revision 2 by colleague gave way; it stays in the history." in said


def test_to_sign_in_again_after_the_button_leads_to_the_revision(staff):
    revision = services.revisions_of(make_event()).get()
    assert staff.get(restore_url(revision)).url == url(revision)


def test_revisions_are_found_by_their_author_without_reading_all(staff):
    make_event()
    Revision.objects.update(author=make_user("loader"))
    page = reverse("admin:publishing_revision_changelist")
    with CaptureQueriesContext(connection) as queries:
        found = staff.get(page, {"q": "LOAD"}).context["cl"].queryset
    assert found.count() == Revision.objects.count()
    assert max(len(query["sql"]) for query in queries) < 5_000


def test_a_correspondents_history_asks_no_more_often_where_it_is_longer(client, as_role):
    city = make_city()
    author = as_role("City correspondent")
    Correspondent.objects.create(user=author, city=city)
    counts = []
    for rows in (2, 8):
        for number in range(rows):
            edit(city, author, summary_en=f"Text {rows}-{number}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url(city, "history")).status_code == 200
        counts.append(len(queries))
    assert counts[1] <= counts[0]


def test_the_list_of_what_was_deleted_asks_no_more_often_where_it_is_longer(staff, editor):
    counts = []
    for _round in range(2):
        for _number in range(4):
            services.delete(make_event(state="draft"), author=editor)
        with CaptureQueriesContext(connection) as queries:
            assert staff.get(reverse("admin:publishing_revision_deleted")).status_code == 200
        counts.append(len(queries))
    assert counts[1] <= counts[0]


# --- Review -------------------------------------------------------------------------------------


def test_the_review_page_shows_what_a_draft_changes_of_what_is_public(staff, editor):
    event = make_event(title_en="Old name", theme_en="Same theme")
    edit(event, editor, title_en="Passing name")
    edit(event, editor, title_en="New name")
    page = read(staff, url(event, "review"))
    assert "Old" in page
    assert "New" in page
    assert "Passing" not in page
    assert "Same theme" not in page


def test_the_review_page_of_a_new_record_shows_all_that_it_says(staff, editor):
    event = make_event(state="draft", theme_en="A theme of its own")
    page = read(staff, url(event, "review"))
    assert "A theme of its own" in page
    assert "<ins>" not in page


# --- Rights -------------------------------------------------------------------------------------


def test_a_translator_sees_the_history_and_restores_nothing(client, as_role):
    event = make_event()
    edit(event, as_role("Translator"), title_en="Other")
    page = read(client, url(event, "history"))
    assert "Restore as draft" not in page
    first = services.revisions_of(event).get(number=1)
    assert read(client, reverse("admin:publishing_revision_change", args=[first.pk]))
    assert client.post(restore_url(first)).status_code == 403


def test_a_correspondent_sees_the_history_of_their_own_city_alone(client, as_role):
    own, other = make_city(), make_city()
    Correspondent.objects.create(user=as_role("City correspondent"), city=own)
    assert client.get(url(own, "history")).status_code == 200
    assert client.get(url(other, "history")).status_code == 403
    assert client.get(url(other, "compare"), {"from": "1", "to": "2"}).status_code == 403
    for city, status in ((own, 200), (other, 403)):
        revision = services.revisions_of(city).get()
        page = client.get(reverse("admin:publishing_revision_change", args=[revision.pk]))
        assert page.status_code == status
    assert client.get(reverse("admin:publishing_revision_changelist")).status_code == 403
    assert client.get(reverse("admin:publishing_revision_deleted")).status_code == 403


def test_who_may_not_see_a_kind_does_not_see_its_revisions(client):
    clerk = make_user("clerk", is_staff=True)
    rights = Permission.objects.filter(codename__in=["view_revision", "view_event"])
    clerk.user_permissions.set(rights)
    client.force_login(clerk)
    event, city = make_event(), make_city()
    listed = client.get(reverse("admin:publishing_revision_changelist")).context["cl"].queryset
    assert listed.filter(uid=event.uid).exists()
    assert not listed.filter(uid=city.uid).exists()


# --- All revisions ------------------------------------------------------------------------------

ALL = reverse("admin:publishing_revision_changelist")


def test_the_list_of_revisions_names_records_deleted_ones_too(staff, editor):
    city = make_city(name_vi="Zqx Sen", name_en="Zqx Lotus")
    event = make_event(state="draft", title_en="Lost meeting")
    services.delete(event, author=editor)
    titles = {row.title for row in staff.get(ALL).context["cl"].result_list}
    assert {"Zqx Lotus", "Lost meeting (deleted)"} <= titles
    (found,) = staff.get(ALL, {"q": "zqx lotus"}).context["cl"].result_list
    assert found.uid == city.uid


def test_the_list_of_revisions_tells_kinds_with_the_same_identity_apart(staff):
    city, event = make_city(name_en="Some city"), make_event(title_en="Some event")
    services.revisions_of(city).update(uid=event.uid)
    City.objects.filter(pk=city.pk).update(uid=event.uid)
    Card.objects.filter(title_en="Some city").update(uid=event.uid)
    page = url(Revision, "changelist")
    named = {row.model: row.title for row in staff.get(page).context["cl"].result_list}
    assert named[City] != named[Event]
    found = staff.get(page, {"q": "Some event"}).context["cl"].result_list
    assert {row.model for row in found} == {Event}


def test_the_list_of_revisions_is_searched_by_people(staff):
    person = make_user("an.nguyen", first_name="An", last_name="Nguyễn")
    edited = edit(make_city(), person, name_en="New")
    assert list(staff.get(ALL, {"q": "nguyen an"}).context["cl"].result_list) == [edited]


def test_the_list_of_revisions_takes_few_queries(staff):
    for _round in range(10):
        make_membership()
    staff.get(ALL)
    with CaptureQueriesContext(connection) as queries:
        staff.get(ALL)
    assert len(queries) <= 12


def test_who_loaded_the_record_is_named_in_words(staff):
    city = make_city()
    edit(city, loading_author(), name_en="New")
    for page in (ALL, url(city, "history"), reverse("admin:accounts_user_changelist")):
        assert "Record loader" in read(staff, page)


# --- One revision, and what was deleted ---------------------------------------------------------


def test_a_revision_says_in_words_what_the_record_was(staff, editor):
    membership = make_membership(state="draft")
    revision = services.revisions_of(membership).get()
    page = read(staff, reverse("admin:publishing_revision_change", args=[revision.pk]))
    assert membership.city.name_en in page
    assert str(membership.city.uid) not in page
    services.delete(membership, author=editor)
    page = read(staff, reverse("admin:publishing_revision_change", args=[revision.pk]))
    assert str(membership.uid) not in page


def test_what_was_deleted_is_brought_back_in_two_clicks(staff, editor):
    event = make_event(state="draft", title_en="Lost meeting")
    shape, uid = snapshot.take(event), event.uid
    staff.post(url(event, "delete"), {"post": "yes"})
    deleted = reverse("admin:publishing_revision_deleted")
    assert deleted in read(staff, reverse("admin:publishing_revision_changelist"))
    page = staff.get(deleted)
    assert "Lost meeting" in page.text
    deletion = Revision.objects.get(uid=uid, action="delete")
    assert restore_url(deletion) in page.text
    staff.post(restore_url(deletion), posted(page))
    assert snapshot.take(Event.objects.get(uid=uid)) == shape
    assert "Lost meeting" not in read(staff, deleted)
