"""Who reads the admin in Vietnamese meets no English, on whatever page.

Each text and spoken name of a page is held against every English text that the portal and its
packages can say.
"""

import re
from functools import cache
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from modeltranslation.fields import TranslationField

from ascn_portal.accounts.models import Role
from ascn_portal.bilingual.packages import PLACEHOLDER, package_messages
from ascn_portal.bilingual.sorting import SortKeyField
from ascn_portal.management.commands.update_messages import read_catalogue, strings
from ascn_portal.publishing import services
from documents.models import StoredFile
from tests.documents.upload_screen import UPLOAD, row, send, sent, show
from tests.factories import file_part, make_city, make_stored_file, make_version

from .form_reader import posted
from .screens import RECORDS, label, make, partner_with_sourced_proposal, url

pytestmark = pytest.mark.django_db

PAGES = ("changelist", "add", "change", "history", "delete", "withdraw")
# Columns for programs, of which no page speaks.
UNNAMED = {"uid", "content_type", "object_id", "sha256", "words"}
SPOKEN = ("aria-label", "title", "placeholder", "alt")
# Words of the record and of programs that happen to be English texts elsewhere.
DATA = {"record", "framework"}  # what somebody signs in with, addresses of pages


class Wording(HTMLParser):
    """Collects in `said` each text that a page shows or has read aloud, but for what is typed."""

    def __init__(self, html: str):
        super().__init__()
        self.said, self.skipped = set(), None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        names = [*SPOKEN, "value"] if attrs.get("type") in {"submit", "button"} else SPOKEN
        self.said |= {" ".join(attrs[name].split()) for name in names if attrs.get(name)}
        if tag in {"script", "style", "textarea", "pre"}:
            self.skipped = tag

    def handle_endtag(self, tag):
        if tag == self.skipped:
            self.skipped = None

    def handle_data(self, data):
        if not self.skipped:
            self.said.add(" ".join(data.split()))


@cache
def english() -> tuple[frozenset[str], re.Pattern]:
    """All English texts of the catalogues, and a pattern of those that have placeholders."""
    ours = list(read_catalogue("vi"))
    vietnamese = {text for message in ours for text in strings(message)}
    texts = {"True", "False"}
    for message in [*ours, *package_messages("django")]:
        texts |= set(message.id if message.pluralizable else [message.id])
    texts |= {capfirst(text) for text in texts}
    texts = {" ".join(text.split()) for text in texts - vietnamese if tells(text)}
    filled = (map(re.escape, PLACEHOLDER.split(text)) for text in texts if PLACEHOLDER.search(text))
    return frozenset(texts), re.compile("|".join(".+".join(parts) for parts in filled))


def tells(text: str) -> bool:
    """Whether a text can be known by its own words: “%s in %s” would match half of the record."""
    words = re.findall(r"[^\W\d]{2,}", PLACEHOLDER.sub(" ", text))
    return bool(words) and (text.startswith(words[0]) or len(words) > 2)


@cache
def is_english(text: str) -> bool:
    texts, filled = english()
    return text in texts or bool(filled.fullmatch(text))


def english_in(response) -> list[str]:
    assert response.status_code == 200
    said = Wording(response.content.decode()).said - DATA
    return sorted(filter(is_english, said))


def pages_of(model):
    """The addresses of the pages about `model` and its first row, as far as there are such."""
    first = model.objects.order_by("pk").first()
    for page in PAGES:
        try:
            if page in {"changelist", "add"}:
                yield url(model, page)
            elif first:
                yield url(first, page)
        except NoReverseMatch:
            continue


@pytest.mark.parametrize("model", admin.site._registry, ids=label)
def test_pages_about_a_model_are_in_vietnamese(staff, model):
    if model in RECORDS and not model.objects.exists():
        make(model, state="draft")
    if model is StoredFile:
        make_stored_file(is_tagged=False, is_searchable=True)
    partner_with_sourced_proposal()
    left = {}
    for address in pages_of(model):
        answer = staff.get(address)
        if answer.status_code != 403:  # what nobody may do has no page
            left[address] = english_in(answer)
    assert {address: texts for address, texts in left.items() if texts} == {}


def test_models_and_fields_that_staff_see_have_names_in_both_languages(rf, editor):
    """A name that is not given is the English one of the program."""
    request = rf.get("/admin/")
    request.user = editor
    seen = set(admin.site._registry)
    for model_admin in admin.site._registry.values():
        seen |= {inline.model for inline in model_admin.get_inline_instances(request)}
    nameless = [
        f"{model._meta.label}.{field.name}"
        for model in seen
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.editable
        and not (field.primary_key or field.name in UNNAMED)
        and not isinstance(field, (TranslationField, SortKeyField))
        and not isinstance(field.verbose_name, Promise)
    ]
    ours = [
        model for model in apps.get_models() if "site-packages" not in model._meta.app_config.path
    ]
    nameless += [m._meta.label for m in ours if not isinstance(m._meta.verbose_name, Promise)]
    assert nameless == []


def test_rights_are_named_in_vietnamese(staff):
    labels = Wording(staff.get(url(Role, "add")).content.decode()).said
    assert "Đối tác | đối tác: sửa" in labels
    assert [label for label in labels if "Can " in label] == []


@pytest.mark.parametrize("model", RECORDS, ids=label)
def test_what_a_form_objects_to_is_said_in_vietnamese(staff, model):
    answer = staff.post(url(model, "add"), posted(staff.get(url(model, "add")), _publish="x"))
    assert english_in(answer) == []


def test_pages_without_a_model_are_in_vietnamese(staff):
    version = make_version(parts={"files": file_part()})
    revision = services.revisions_of(version).get()
    files = send(staff, sent())
    plan = show(staff, files, **row(document=version.document_id, language="en"))
    answers = [files, plan, staff.get(UPLOAD), staff.get(url(revision)), staff.get(url(version))]
    draft = make_city(state="draft", name_en="Lagoon")
    answers += [staff.get(url(draft, page)) for page in ("change", "review", "delete")]
    answers += [staff.get(reverse(name)) for name in ("admin:index", "account_change_password")]
    for app in ("cities", "documents", "events"):
        answers.append(staff.get(reverse("admin:app_list", args=[app])))
    assert [text for answer in answers for text in english_in(answer)] == []
