"""A draft on the secretariat's screens: saved, sent to review, published or returned."""

import unicodedata
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from ascn_portal.publishing import services
from ascn_portal.publishing.models import Revision
from events.models import Event
from tests.factories import (
    make_city,
    make_document,
    make_membership,
    make_partner,
    make_project,
    make_version,
    part,
)

from .form_reader import posted, read_form
from .screens import EVENT, now_says, save, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor_window(signed_in_as):
    return signed_in_as("Editor")


@pytest.fixture
def approver_window(signed_in_as):
    return signed_in_as("Approver")


def test_an_edit_of_a_public_record_waits_beside_it(editor_window, client):
    city = make_city(summary_en="Old sentence.")
    save(editor_window, url(city), summary_en="New sentence.")
    assert "Old sentence." in client.get(f"/en/cities/{city.slug}/").content.decode()
    assert read_form(editor_window.get(url(city))).values["summary_en"] == ["New sentence."]


def test_a_new_part_of_a_draft_can_be_edited_again(editor_window):
    city = make_city()
    typed = {
        "native_names-TOTAL_FORMS": "1",
        "native_names-0-text": "ដា",
        "native_names-0-language": "km",
    }
    save(editor_window, url(city), **typed)
    save(editor_window, url(city), **{"native_names-0-text": "ដាណាង"})
    assert not city.native_names.exists()
    services.publish(services.open_revision(city))
    assert [name.text for name in city.native_names.all()] == ["ដាណាង"]


def test_a_part_that_only_the_draft_has_can_be_given_its_sources(editor_window):
    partner = make_partner()
    typed = {
        "proposals-TOTAL_FORMS": "1",
        "proposals-0-title_vi": "Đề xuất mới",
        "proposals-0-title_en": "New offer",
        "proposals-0-year": "2020",
        "proposals-0-order": "0",
    }
    save(editor_window, url(partner), **typed)
    page = editor_window.get(url(partner)).content.decode()
    link = next(word for word in page.split('"') if "/admin/partners/proposal/" in word)
    save(editor_window, link, title_en="Better offer")
    services.publish(services.open_revision(partner))
    assert partner.proposals.get().title_en == "Better offer"


def test_a_draft_is_sent_to_review_and_published_in_two_presses(editor_window, approver_window):
    city = make_city(summary_en="Old sentence.")
    save(editor_window, url(city), "_submit", summary_en="New sentence.")
    draft = services.open_revision(city)
    assert draft.state == Revision.State.IN_REVIEW
    save(approver_window, url(city, "review"), "_publish")
    city.refresh_from_db()
    assert city.summary_en == "New sentence."


def test_a_draft_comes_back_with_the_reason_and_its_author_reads_it(editor_window, approver_window):
    city = make_city()
    save(editor_window, url(city), "_submit", summary_en="New sentence.")
    answer = save(approver_window, url(city, "review"), "_return")
    assert answer.context["form"].non_field_errors()
    save(approver_window, url(city, "review"), "_return", reason="The source says otherwise")
    assert "The source says otherwise" in editor_window.get(url(city)).content.decode()
    save(editor_window, url(city), "_submit")
    assert services.open_revision(city).state == Revision.State.IN_REVIEW


def test_a_reason_is_kept_without_hidden_characters(editor_window, approver_window):
    city = make_city()
    save(editor_window, url(city), "_submit", summary_en="New sentence.")
    page = url(city, "review")
    shown = save(approver_window, page, "_return", reason="Sai\u200b nguồn")
    assert services.open_revision(city).state == Revision.State.IN_REVIEW
    reason = unicodedata.normalize("NFD", shown.context["form"]["reason"].value())
    save(approver_window, page, "_return", reason=reason)
    assert services.open_revision(city).reason == "Sai nguồn"


def test_publication_says_what_is_missing_before_it_is_pressed(approver_window):
    city = make_city(state="draft", summary_en="", parts={"citations": {}})
    assert len(approver_window.get(url(city)).context["missing"]) == 2
    assert len(approver_window.get(url(city, "review")).context["missing"]) == 2
    answer = save(approver_window, url(city, "review"), "_publish")
    assert len(answer.context["form"].non_field_errors()) == 2


def test_a_draft_may_be_incomplete_though_the_public_record_is_not(editor_window):
    city = make_city(summary_en="A city.")
    save(editor_window, url(city), summary_en="")
    assert read_form(editor_window.get(url(city))).values["summary_en"] == [""]
    city.refresh_from_db()
    assert city.summary_en == "A city."


def test_an_editor_can_neither_publish_nor_withdraw(editor_window):
    city = make_city(summary_en="Old sentence.")
    page = editor_window.get(url(city)).content.decode()
    assert 'name="_publish"' not in page
    assert url(city, "withdraw") not in page
    assert save(editor_window, url(city), "_publish", summary_en="New").status_code == 403
    assert editor_window.get(url(city, "withdraw")).status_code == 403
    save(editor_window, url(city), "_submit", summary_en="New")
    assert save(editor_window, url(city, "review"), "_publish").status_code == 403
    restore = reverse("admin:publishing_revision_restore", args=[services.open_revision(city).pk])
    assert editor_window.post(restore, {"_publish": "1"}).status_code == 403
    city.refresh_from_db()
    assert (city.state, city.summary_en) == ("published", "Old sentence.")


def test_an_approver_is_told_why_they_cannot_approve_their_own_membership(
    approver_window, signed_in_as
):
    signed_in_as("Approver")
    membership = make_membership()
    answer = save(approver_window, url(membership), "_publish", note_en="New note")
    assert len(answer.context["adminform"].form.non_field_errors()) == 1
    assert read_form(answer).values["note_en"] == ["New note"]
    assert services.open_revision(membership) is None


def test_an_administrator_alone_is_asked_why_and_then_publishes(signed_in_as):
    window = signed_in_as("Administrator")
    membership = make_membership()
    answer = save(window, url(membership), "_publish", note_en="New note")
    assert len(answer.context["adminform"].form.non_field_errors()) == 1
    reason = "The other approver is on leave"
    save(window, url(membership), "_publish", note_en="New note", own_reason=reason)
    membership.refresh_from_db()
    assert membership.note_en == "New note"


def test_what_no_longer_fits_is_said_and_the_live_record_shown(editor_window, editor):
    city = make_city(name_en="Live name")
    gone = make_partner(state="draft")
    shape = services.draft_of(city) | {"documents": [str(gone.uid)], "name_en": "Draft name"}
    services.save(type(city), city.uid, shape, author=editor)
    page = editor_window.get(url(city))
    assert read_form(page).values["name_en"] == ["Live name"]
    assert str(gone.uid) in page.content.decode()
    assert not page.context["is_beside"]


@pytest.mark.parametrize("button", ["_save", "_submit"])
def test_a_form_whose_draft_no_longer_fits_takes_its_place(editor_window, editor, button):
    city = make_city(name_en="Live name")
    gone = make_partner(state="draft")
    shape = services.draft_of(city) | {"documents": [str(gone.uid)], "name_en": "Draft name"}
    services.save(type(city), city.uid, shape, author=editor)
    wrong = save(editor_window, url(city), button, timezone="Asia/Nowhere", note_en="Typed")
    assert read_form(wrong).values["note_en"] == ["Typed"]
    assert str(gone.uid) in wrong.text
    assert save(editor_window, url(city), button).url == url(city)
    assert services.open_revision(city).shape["name_en"] == "Live name"
    assert str(gone.uid) not in editor_window.get(url(city)).text
    assert save(editor_window, url(city), button, note_en="Typed with care").status_code == 302
    assert services.open_revision(city).shape["note_en"] == "Typed with care"


def test_a_save_over_a_colleagues_draft_keeps_that_in_the_history(signed_in_as):
    first, second = signed_in_as("Editor"), signed_in_as("Editor")
    city = make_city()
    save(first, url(city), summary_en="From the first.")
    save(second, url(city), summary_vi="Của người thứ hai.")
    shapes = [row.shape for row in services.revisions_of(city).order_by("-number")]
    assert [shape["summary_en"] for shape in shapes[:2]] == ["From the first."] * 2
    assert shapes[0]["summary_vi"] == "Của người thứ hai."


def test_to_open_a_draft_changes_nothing(editor_window):
    parts = {"native_names": part(text="ដា", language="km")}
    city = make_city(parts=parts)
    save(editor_window, url(city), **{"native_names-0-DELETE": "on"})
    before = now_says(city)
    editor_window.get(url(city))
    assert now_says(city) == before
    assert city.native_names.exists()


def test_a_button_that_is_pressed_twice_makes_one_record(editor_window):
    page = posted(editor_window.get(url(Event, "add")), _save="x", **EVENT)
    first, second = (editor_window.post(url(Event, "add"), page) for _press in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.url == second.url
    assert Event.objects.filter(slug="new-workshop").count() == 1


def test_an_edit_of_what_waits_for_review_goes_on_waiting(editor_window, signed_in_as):
    city, translator = make_city(), signed_in_as("Translator")
    save(editor_window, url(city), "_submit", summary_en="Sent to review.")
    sent = services.open_revision(city)
    answer = save(translator, url(city), summary_vi="Thêm bản dịch.")
    waits = services.open_revision(city)
    assert (waits.state, waits.submitted_at) == ("in_review", sent.submitted_at)
    assert waits.author != sent.author
    assert waits.shape["summary_en"] == "Sent to review."
    assert "vẫn chờ duyệt" in translator.get(answer.url).text


@pytest.mark.parametrize(
    "typed",
    [{"checked_on": "01/01/0001"}, {"checked_on": "01/01/2201"}, {"checked_on": "01/01/2199"}],
)
def test_a_day_on_which_nobody_can_have_looked_is_refused(editor_window, typed):
    city = make_city()
    page = posted(editor_window.get(url(city)), _save="x", **typed)
    answer = editor_window.post(url(city), page)
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors.keys() == {"checked_on"}
    assert typed["checked_on"] in answer.text


def test_a_year_in_which_nothing_was_is_refused(editor_window):
    project = make_project()
    page = posted(editor_window.get(url(project)), _save="x", ends_year="1")
    answer = editor_window.post(url(project), page)
    assert answer.context["adminform"].form.errors.keys() == {"ends_year"}


def test_to_mark_a_text_alone_is_said_to_be_done(editor_window):
    city = make_city(summary_vi="Tóm tắt.", summary_en="Summary.")
    answer = save(editor_window, url(city), **{"needs_translation-summary_vi": "on"})
    assert "Bàn biên dịch đã ghi nhận" in editor_window.get(answer.url).text


def test_the_address_of_a_form_that_has_made_its_record_leads_there(editor_window):
    page = posted(editor_window.get(url(Event, "add")), _save="x", **EVENT)
    made = editor_window.post(url(Event, "add"), page).url
    assert editor_window.get(url(Event, "add"), {"uid": page["uid"]}).url == made
    assert editor_window.get(url(Event, "add"), {"uid": "banana"}).status_code == 200


@pytest.mark.parametrize("uid", ["", "banana", "00000000-0000-0000-0000-00000000000g"])
def test_a_forged_identity_of_a_new_record_is_none(editor_window, uid):
    page = posted(editor_window.get(url(Event, "add")), _save="x", uid=uid, **EVENT)
    assert editor_window.post(url(Event, "add"), page).status_code == 302
    assert Event.objects.filter(slug="new-workshop").count() == 1


@pytest.mark.parametrize("is_deleted", [False, True])
def test_a_new_record_does_not_take_the_identity_of_another_kind(editor_window, editor, is_deleted):
    city = make_city(state="draft", name_en="Some city")
    if is_deleted:
        services.delete(city, author=editor)
    page = posted(editor_window.get(url(Event, "add")), _save="x", uid=str(city.uid), **EVENT)
    assert editor_window.post(url(Event, "add"), page).status_code == 302
    assert Event.objects.get(slug="new-workshop").uid != city.uid


def test_what_is_planned_can_be_called_off(approver_window):
    at = timezone.localtime(timezone.now() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    draft, public = make_city(state="draft"), make_city()
    save(approver_window, url(draft), "_publish", go_public_at=at)
    reasons = {"reason_vi": "Hết hạn", "reason_en": "Out of date", "at": at}
    save(approver_window, url(public, "withdraw"), **reasons)
    for city, state in ((draft, "draft"), (public, "published")):
        city.refresh_from_db()
        assert city.publish_at or city.withdraw_at
        save(approver_window, url(city, "withdraw"), "_call_off")
        city.refresh_from_db()
        assert (city.state, city.publish_at, city.withdraw_at) == (state, None, None)


def test_what_was_saved_while_an_approver_read_is_not_published_unseen(
    editor_window, approver_window
):
    city = make_city(summary_en="Old sentence.")
    save(editor_window, url(city), "_submit", summary_en="What was read.")
    read = approver_window.get(url(city, "review"))
    save(editor_window, url(city), "_submit", summary_en="What nobody read.")
    answer = approver_window.post(url(city, "review"), posted(read, _publish="x"))
    assert answer.status_code == 200
    assert "What nobody read." in answer.content.decode()
    city.refresh_from_db()
    assert city.summary_en == "Old sentence."
    approver_window.post(url(city, "review"), posted(answer, _publish="x"))
    city.refresh_from_db()
    assert city.summary_en == "What nobody read."


def test_what_goes_along_is_not_published_unseen_either(editor_window, approver_window):
    document = make_document(state="draft")
    version = make_version(document=document, state="draft")
    save(editor_window, url(document), "_submit", title_en="New title")
    read = approver_window.get(url(document, "review"))
    save(editor_window, url(version), change_en="What nobody read.")
    approver_window.post(url(document, "review"), posted(read, _publish="x"))
    document.refresh_from_db()
    assert document.state == "draft"


def test_a_form_publishes_nothing_along_that_is_not_in_it(approver_window, signed_in_as):
    document = make_document(state="draft")
    version = make_version(document=document, state="draft")
    answer = save(approver_window, url(document), "_publish", title_en="Typed with care")
    assert answer.url == url(document, "review")
    for record in (document, version):
        record.refresh_from_db()
        assert record.state == "draft"
    assert document.title_en == "Typed with care"
    assert str(version) in approver_window.get(answer.url).text
    save(signed_in_as("Approver"), url(document, "review"), "_publish")
    version.refresh_from_db()
    assert version.state == "published"


@pytest.mark.parametrize("role", ["Editor", "Translator"])
def test_only_an_approver_calls_off_what_is_planned(approver_window, signed_in_as, role):
    city, window = make_city(), signed_in_as(role)
    save(window, url(city), "_submit", name_en="New name")
    review = url(city, "review")
    assert 'name="_take_back"' in window.get(review).content.decode()
    at = timezone.localtime(timezone.now() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    save(approver_window, review, "_publish", at=at)
    assert 'name="_take_back"' not in window.get(review).content.decode()
    assert save(window, review, "_take_back").status_code == 403
    assert services.open_revision(city).state == Revision.State.SCHEDULED
    save(approver_window, review, "_take_back")
    assert services.open_revision(city).state == Revision.State.DRAFT


def test_who_wrote_a_draft_takes_it_back_from_review(editor_window):
    city = make_city()
    save(editor_window, url(city), "_submit", name_en="New name")
    save(editor_window, url(city, "review"), "_take_back")
    assert services.open_revision(city).state == Revision.State.DRAFT


def test_what_the_portal_returned_is_not_said_to_be_of_a_person(approver_window):
    city = make_city()
    at = timezone.localtime(timezone.now() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    save(approver_window, url(city), "_publish", slug="taken-later", go_public_at=at)
    make_city(slug="taken-later")
    services.apply_due(timezone.now() + timedelta(days=4))
    (waiting, *_rest) = approver_window.get(url(city, "history")).context["entries"]
    assert waiting.standing == translation.gettext("returned by the portal")
    form = approver_window.get(url(city)).content.decode()
    assert waiting.revision.reason.split("\n")[0] in form
