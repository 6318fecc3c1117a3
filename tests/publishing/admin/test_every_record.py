"""Every kind of record has its screen, and they all work alike."""

import json
import re

import pytest
from django.contrib import admin
from django.db import connection
from django.db.models import CheckConstraint
from django.test.utils import CaptureQueriesContext

from ascn_portal.bilingual.languages import LANGUAGES
from ascn_portal.publishing import services, snapshot
from ascn_portal.publishing.forms import RULES
from ascn_portal.publishing.models import Part, Translation
from ascn_portal.sources.models import Source
from documents.models import Document

from .form_reader import posted
from .screens import RECORDS, errors, label, make, now_says, url

pytestmark = pytest.mark.django_db


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
        assert services.newest_number(record) == number + revisions
        assert now_says(record) == before
    draft = services.open_revision(record)
    assert draft.author == editor
    assert draft.shape == before | typed
    services.publish(draft)
    assert now_says(record) == before | typed


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
    beside = {"reviewer", "go_public_at", "own_reason"}
    if model is Document:
        beside |= {"file_vi", "file_en"}
    assert fields.keys() == shape | beside


@pytest.mark.parametrize("model", RECORDS, ids=label)
def test_a_list_costs_the_same_for_one_row_and_for_many(staff, model, monkeypatch):
    while model.objects.count() < 3:
        make(model)
    counts = []
    staff.get(url(model, "changelist"))  # the first visit also writes the session
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
        if model is Translation:  # who translates what until when: no record is changed
            continue
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
