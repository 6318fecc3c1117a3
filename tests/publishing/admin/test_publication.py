"""A new record, its publication, and what is published later."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from ascn_portal.bilingual.languages import LANGUAGES
from ascn_portal.publishing import services
from ascn_portal.publishing.models import Revision
from events.models import Event
from tests.factories import (
    make_event,
)

from .form_reader import posted, read_form
from .screens import EVENT, errors, save, url, with_source

pytestmark = pytest.mark.django_db


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
    page = staff.get(url(event))
    assert read_form(page).values["title_en"] == ["New title"]
    assert url(event, "review") in page.content.decode()


def test_to_publish_a_planned_draft_again_keeps_its_time_unless_that_is_changed(staff):
    event = make_event(title_en="Old title")
    at = (timezone.now() + timedelta(days=3)).replace(second=0, microsecond=0)
    save(staff, url(event), "_publish", title_en="New title", go_public_at=local(at))
    for title in ("New title", "Better title"):
        save(staff, url(event), "_publish", title_en=title)
        waiting = services.open_revision(event)
        assert (waiting.due_at, waiting.shape["title_en"]) == (at, title)
    save(staff, url(event), "_publish", go_public_at="")
    event.refresh_from_db()
    assert event.title_en == "Better title"


def test_what_may_not_be_public_is_not_planned_and_what_was_typed_stays(staff):
    event = make_event()
    typed = {"go_public_at": local(timezone.now() + timedelta(days=3)), "summary_en": ""}
    answer = save(staff, url(event), "_publish", **typed)
    assert answer.status_code == 200
    assert read_form(answer).values["summary_en"] == [""]
    assert services.open_revision(event) is None


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
