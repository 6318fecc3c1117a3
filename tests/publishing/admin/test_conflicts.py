"""Two people at once, two tabs, and buttons pressed twice: nothing is lost, nothing wins unseen."""

import pytest

from ascn_portal.publishing import services
from ascn_portal.publishing.models import Revision
from events.models import Event
from tests.factories import make_event, make_source, make_staff, make_user
from tests.html import Html

from .form_reader import posted, read_form
from .screens import errors, now_says, partner_with_sourced_proposal, save, url, with_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(editor):
    editor.language = "en"
    editor.save()
    return editor


@pytest.fixture
def other():
    """Who saves first."""
    return make_user("other")


def edit(record, author, **fields) -> Revision:
    shape = services.draft_of(record) | fields
    return services.save(type(record), record.uid, shape, author=author)


def overtaken(client, record, other, theirs: dict, **typed) -> str:
    """Open the form, let somebody else save, then save; where that leads."""
    page = client.get(url(record))
    edit(record, other, **theirs)
    answer = client.post(url(record), posted(page, _save="x", **typed))
    assert answer.status_code == 302, errors(answer)
    return answer.url


def choose(client, address: str, button="_save", **choices):
    """Choose on the page of a conflict, press the button; the answer."""
    return client.post(address, posted(client.get(address), **{button: "x"}, **choices))


def draft(record) -> dict:
    return services.open_revision(record).shape


# --- Two people ---------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["published", "draft"])
def test_the_second_to_save_is_shown_both_and_nothing_is_lost(staff, other, state):
    event = make_event(title_en="Meeting", state=state)
    address = overtaken(staff, event, other, {"title_en": "Their title"}, title_en="My title")
    page = staff.get(address).content.decode()
    assert "Their" in page
    assert "My" in page
    event.refresh_from_db()
    assert services.draft_of(event)["title_en"] == "Their title"
    assert services.revisions_of(event).get(state="set_aside").shape["title_en"] == "My title"


@pytest.mark.parametrize(("side", "title"), [("theirs", "Their title"), ("mine", "My title")])
@pytest.mark.parametrize("state", ["published", "draft"])
def test_what_both_changed_becomes_what_was_chosen(staff, editor, other, side, title, state):
    event = make_event(title_en="Meeting", state=state)
    mine = {"title_en": "My title", "venue_en": "My place"}
    address = overtaken(staff, event, other, {"title_en": "Their title", "venue_vi": "Họ"}, **mine)
    answer = choose(staff, address, title_en=side)
    assert answer.url == url(event)
    saved = services.open_revision(event)
    assert saved.author == editor
    assert {name: saved.shape[name] for name in ("title_en", "venue_vi", "venue_en")} == {
        "title_en": title,
        "venue_vi": "Họ",
        "venue_en": "My place",
    }
    assert not services.revisions_of(event).filter(state="set_aside").exists()


def test_nothing_is_chosen_beforehand_and_a_choice_is_required(staff, other):
    event = make_event(title_en="Meeting", venue_en="Here")
    theirs = {"title_en": "Their title", "venue_en": "Their place"}
    mine = {"title_en": "My title", "venue_en": "My place"}
    address = overtaken(staff, event, other, theirs, **mine)
    assert not {"title_en", "venue_en"} & read_form(staff.get(address)).values.keys()
    answer = choose(staff, address, title_en="mine")
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"venue_en"}
    assert read_form(answer).values["title_en"] == ["mine"]
    assert draft(event)["title_en"] == "Their title"


def test_theirs_can_be_kept_and_mine_stays_in_the_history(staff, other):
    event = make_event(title_en="Meeting")
    address = overtaken(staff, event, other, {"title_en": "Their title"}, title_en="My title")
    number = services.newest_number(event)
    assert address in staff.get(url(event, "history")).content.decode()
    assert choose(staff, address, "_keep_theirs").url == url(event)
    assert draft(event)["title_en"] == "Their title"
    assert services.newest_number(event) == number
    aside = services.revisions_of(event).get(state="settled")
    assert aside.shape["title_en"] == "My title"
    history = staff.get(url(event, "history")).content.decode()
    assert address not in history
    assert staff.get(address).url == url(event, "history")


def test_a_third_person_who_saves_meanwhile_is_not_overwritten(staff, other):
    event = make_event(title_en="Meeting", venue_en="Here")
    address = overtaken(staff, event, other, {"title_en": "Their title"}, title_en="My title")
    page = staff.get(address)
    edit(event, make_user("third"), title_en="Third title")
    answer = staff.post(address, posted(page, _save="x", title_en="mine"))
    assert answer.status_code == 200
    assert "Third" in answer.content.decode()
    assert "title_en" not in read_form(answer).values
    assert draft(event)["title_en"] == "Third title"
    assert staff.post(address, posted(answer, _save="x", title_en="mine")).status_code == 302
    assert draft(event)["title_en"] == "My title"


def test_two_windows_of_one_person_are_told_apart(staff, editor, other):
    event = make_event(title_en="Meeting")
    own = overtaken(staff, event, editor, {"title_en": "First title"}, title_en="Second title")
    page = Html(staff.get(own).text)
    assert "Saved by you in another window" in page.text("label")
    assert "Typed by you in this window" in page.text("label")
    address = overtaken(staff, event, other, {"title_en": "Third title"}, title_en="My title")
    page = Html(staff.get(address).text)
    assert f"Saved by {other}" in page.text("label")
    assert "in another window" not in page.text("label")


def test_a_part_that_somebody_removed_meanwhile_can_be_brought_back(staff, other):
    partner = partner_with_sourced_proposal()
    page = staff.get(url(partner))
    parts = services.draft_of(partner)["parts"]
    services.publish(edit(partner, other, parts=parts | {"proposals": {}}))
    typed = posted(page, _save="x", **{"proposals-0-title_en": "Better offer"})
    answer = staff.post(url(partner), typed)
    assert answer.status_code == 302, errors(answer)
    ((uid, _shape),) = parts["proposals"].items()
    assert choose(staff, answer.url, **{f"proposals-{uid}-part": "mine"}).url == url(partner)
    assert draft(partner)["parts"]["proposals"][uid]["title_en"] == "Better offer"


def test_parts_that_both_added_are_both_kept(staff, other):
    partner = partner_with_sourced_proposal()
    page = staff.get(url(partner))
    save(staff, url(partner), **added_source(page))
    answer = staff.post(url(partner), posted(page, _save="x", **added_source(page)))
    assert answer.status_code == 302, errors(answer)
    assert choose(staff, answer.url).url == url(partner)
    assert len(draft(partner)["parts"]["citations"]) == 3


def added_source(page) -> dict:
    prefix = "sources-citation-content_type-object_id"
    return {
        f"{prefix}-TOTAL_FORMS": "2",
        f"{prefix}-1-source": str(make_source().pk),
        f"{prefix}-1-order": "1",
    }


def test_a_draft_that_was_published_meanwhile_is_saved_upon_with_its_new_parts(staff, editor):
    partner = partner_with_sourced_proposal()
    save(staff, url(partner), **added_source(staff.get(url(partner))))
    page = staff.get(url(partner))
    services.publish(services.open_revision(partner))
    typed = posted(page, _save="x", **{"sources-citation-content_type-object_id-1-pages": "77"})
    answer = staff.post(url(partner), typed)
    assert answer.status_code == 302, errors(answer)
    citations = draft(partner)["parts"]["citations"].values()
    assert sorted(citation["pages"] for citation in citations) == ["5", "77"]


def test_a_choice_that_breaks_a_rule_is_refused_in_words_and_kept(staff, other):
    event = make_event(title_en="Meeting", starts_on="2026-07-17", ends_on="2026-07-18")
    theirs = {"title_en": "Their title", "ends_on": "2026-07-20"}
    address = overtaken(staff, event, other, theirs, title_en="My title", starts_on="18/07/2026")
    edit(event, other, ends_on="2026-07-17")
    answer = choose(staff, address, title_en="mine")
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    assert read_form(answer).values["title_en"] == ["mine"]
    assert draft(event)["title_en"] == "Their title"
    assert services.revisions_of(event).filter(state="set_aside").exists()


# --- Who may settle -----------------------------------------------------------------------------


@pytest.mark.parametrize(("role", "status"), [("Editor", 403), ("Approver", 200)])
def test_only_who_typed_it_or_an_approver_may_settle_it(client, staff, other, role, status):
    event = make_event(title_en="Meeting")
    address = overtaken(staff, event, other, {"title_en": "Their title"}, title_en="My title")
    client.force_login(make_staff(role, "third"))
    assert client.get(address).status_code == status
    assert (client.post(address, {"_keep_theirs": "x"}).status_code == 403) == (status == 403)


def test_a_translator_merges_texts_and_nothing_else(client, other):
    client.force_login(make_staff("Translator"))
    event = make_event(title_en="Meeting", kind="workshop")
    theirs = {"title_en": "Their title", "kind": "summit"}
    address = overtaken(client, event, other, theirs, title_en="My title")
    assert choose(client, address, title_en="mine").url == url(event)
    assert (draft(event)["title_en"], draft(event)["kind"]) == ("My title", "summit")


def test_what_was_set_aside_of_another_record_is_not_found(staff, other):
    event = make_event(title_en="Meeting")
    address = overtaken(staff, event, other, {"title_en": "Their title"}, title_en="My title")
    (aside,) = services.revisions_of(event).filter(state="set_aside")
    assert address == f"{url(event).removesuffix('change/')}merge/{aside.pk}/"
    stranger = make_event()
    assert staff.get(address.replace(f"/{event.pk}/", f"/{stranger.pk}/", 1)).status_code == 404


# --- Pressed twice ------------------------------------------------------------------------------


@pytest.mark.parametrize("button", ["_save", "_submit", "_publish"])
@pytest.mark.parametrize("state", ["published", "draft"])
def test_a_button_pressed_twice_saves_once(staff, button, state):
    event = make_event(state=state, title_en="Meeting", parts={})
    typed = posted(staff.get(url(event)), **with_source(title_en="My title"), **{button: "x"})
    for _press in range(2):
        answer = staff.post(url(event), typed)
        assert answer.status_code == 302, errors(answer)
        assert answer.url == url(event)
    assert services.revisions_of(event).count() == 2
    assert len(services.draft_of(event)["parts"]["citations"]) == 1


def test_a_form_in_which_nothing_was_typed_is_no_conflict(staff, other):
    event = make_event(title_en="Meeting")
    address = overtaken(staff, event, other, {"title_en": "Their title"})
    assert address == url(event)
    assert draft(event)["title_en"] == "Their title"
    assert not services.revisions_of(event).filter(state="set_aside").exists()


def test_a_stale_form_never_publishes_what_it_did_not_show(staff, other):
    event = make_event(title_en="Meeting")
    page = staff.get(url(event))
    edit(event, other, title_en="Their title")
    staff.post(url(event), posted(page, _publish="x"))
    assert now_says(event)["title_en"] == "Meeting"


@pytest.mark.parametrize("seen", ["", "banana", "999", "-1"])
def test_a_form_that_names_no_change_is_set_aside(staff, seen):
    event = make_event(title_en="Meeting")
    typed = posted(staff.get(url(event)), _save="x", title_en="My title") | {"seen": [seen]}
    answer = staff.post(url(event), typed)
    assert answer.status_code == 302
    assert staff.get(answer.url).status_code == 200
    assert Event.objects.get(pk=event.pk).title_en == "Meeting"
