"""Texts as staff type and paste them: cleaned before their eyes, shown as readers will see them."""

import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import translation

from ascn_portal.bilingual.forms import TranslationMarksForm
from ascn_portal.bilingual.markdown import markdown_fields, render_blocks, render_markdown
from ascn_portal.pages.models import Page
from tests.factories import make_city, make_user

from .form_reader import FormReader, posted, read_form
from .screens import RECORDS, errors, now_says, partner_with_sourced_proposal, save, url

pytestmark = pytest.mark.django_db


def ask(client, page: str, **texts):
    return client.post(reverse(f"texts:{page}"), texts)


def test_hidden_characters_are_shown_taken_out_and_then_saved(staff):
    city = make_city("draft")
    before = now_says(city)
    answer = save(staff, url(city), note_en="Soft\u00adly\u200b pasted", vision_en="Typed")
    assert answer.status_code == 200
    (sentence,) = answer.context["adminform"].form.errors["note_en"]
    assert translation.ngettext("%d soft hyphen", "%d soft hyphens", 1) % 1 in sentence
    assert read_form(answer).values["note_en"] == ["Softly pasted"]
    assert read_form(answer).values["vision_en"] == ["Typed"]
    assert now_says(city) == before
    again = staff.post(url(city), posted(answer, _save="x"))
    assert again.status_code == 302, errors(again)
    assert now_says(city) == before | {"note_en": "Softly pasted", "vision_en": "Typed"}


@pytest.mark.parametrize(
    "name", ["proposals-0-title_en", "sources-citation-content_type-object_id-0-note_en"]
)
def test_hidden_characters_in_a_part_are_shown_too(staff, name):
    partner = partner_with_sourced_proposal()
    answer = save(staff, url(partner), **{name: "Of\u200bfer"})
    assert answer.status_code == 200
    assert read_form(answer).values[name] == ["Offer"]
    assert staff.post(url(partner), posted(answer, _save="x")).status_code == 302
    assert read_form(staff.get(url(partner))).values[name] == ["Offer"]


def test_decomposed_letters_and_line_ends_are_put_right_at_once(staff):
    city = make_city("draft")
    answer = save(staff, url(city), note_vi="Ghi chu\u0301  \r\nhai", name_en="City\u2028Hall")
    assert answer.status_code == 302, errors(answer)
    city.refresh_from_db()
    assert (city.note_vi, city.name_en) == ("Ghi chú\nhai", "City Hall")


def test_a_reason_to_withdraw_is_cleaned_before_it_is_given(staff):
    city = make_city()
    typed = {"reason_vi": "Có sai\u200b sót", "reason_en": "An error"}
    answer = save(staff, url(city, "withdraw"), **typed)
    assert read_form(answer).values["reason_vi"] == ["Có sai sót"]
    city.refresh_from_db()
    assert city.state == "published"


def test_texts_from_other_doors_are_cleaned_without_asking():
    city = make_city(summary_en="Pas\u200bted\u00a0text\u2028next", name_en="\ufeffCity")
    assert (city.summary_en, city.name_en) == ("Pasted text\nnext", "City")


def test_the_preview_shows_both_languages_paragraph_beside_paragraph(staff):
    answer = ask(
        staff, "reading", vi="### Đầu\n\nMột **hai**", en="### Head\n\n- [a](/cities/)", markdown=""
    )
    html = answer.content.decode()
    assert html.count("<tr>") == 3
    assert '<td lang="vi"' in html
    assert "<strong>hai</strong>" in html
    assert 'href="/en/cities/"' in html
    assert "reading__missing" not in html


def test_the_preview_marks_paragraphs_that_stand_alone(staff):
    html = ask(staff, "reading", vi="một\nhai\n\nba", en="one").content.decode()
    assert html.count("reading__missing") == 2
    assert "3" in html.partition("<table")[0]


@pytest.mark.parametrize("kind", [{}, {"markdown": ""}])
def test_the_preview_does_not_read_an_endless_text(staff, kind):
    for text, is_shown in (("**x" * 10_000, True), ("**x" * 10_001, False)):
        html = ask(staff, "reading", vi=text, en="", **kind).text
        assert ("<table" in html) == is_shown
        assert ("30.000" in html) != is_shown


@pytest.mark.parametrize("name", ["vision_vi", "note_en"])
def test_a_text_without_end_is_refused_in_words_and_kept(staff, name):
    city = make_city()
    text = "x" * 100_001
    answer = save(staff, url(city), **{name: text})
    assert "100000" in str(answer.context["adminform"].form.errors[name])
    page = read_form(answer)
    assert page.values[name] == [text]
    assert "maxlength" not in page.attributes[name]
    assert save(staff, url(city), **{name: text[1:]}).status_code == 302


def test_the_preview_lets_no_html_through(staff):
    for kind in ({}, {"markdown": ""}):
        html = ask(staff, "reading", vi="<img src=x onerror=y>", en="<script>z</script>", **kind)
        assert b"<img" not in html.content
        assert b"<script" not in html.content


@pytest.mark.parametrize("page", ["reading", "cleaning"])
def test_only_staff_with_a_form_of_ours_are_answered(client, staff, editor, page):
    address = reverse(f"texts:{page}")
    assert staff.get(address).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    assert strict.post(address, {"vi": "x"}).status_code == 403
    client.logout()
    client.force_login(make_user("reader"))
    assert client.post(address, {"vi": "x"}).status_code == 302


def test_pasted_text_is_cleaned_by_the_same_rules(staff):
    answer = ask(staff, "cleaning", text="a\u200bb").json()
    assert answer["text"] == "ab"
    assert "1" in answer["removed"]
    assert ask(staff, "cleaning", text="ab").json() == {"text": "ab", "removed": ""}


def test_blocks_together_are_the_whole_text():
    page = Page.objects.get(slug="network")
    for language in ("vi", "en"):
        text = getattr(page, f"body_{language}")
        assert "".join(render_blocks(text, language)) == render_markdown(text, language)


def test_what_pages_print_as_markdown_is_edited_as_markdown():
    printed = {"body"}  # of a page: its view cuts it into sections
    for path in (Path(settings.BASE_DIR) / "templates").rglob("*.html"):
        html = path.read_text("utf-8")
        fields = re.findall(r'{% translated [\w.]+ "(\w+)" as (\w+) %}', html)
        printed |= {field for field, variable in fields if f"{variable}|markdown" in html}
    assert printed == {name for model in RECORDS for name in markdown_fields(model)}


def test_fields_with_marks_say_which_marks_there_are(rf, editor):
    request = rf.get("/admin/")
    request.user = editor
    with_marks = {model for model in RECORDS if markdown_fields(model)}
    assert Page in with_marks
    for model in with_marks:
        fields = admin.site.get_model_admin(model).get_form(request).base_fields
        for name in markdown_fields(model):
            for language in ("vi", "en"):
                field = fields[f"{name}_{language}"]
                assert "data-markdown" in field.widget.attrs
                assert "**" in str(field.help_text)


class MarkedForm(TranslationMarksForm, forms.Form):
    """A form with one text in two languages and a field in none."""

    title_vi = forms.CharField(widget=forms.TextInput({"lang": "vi"}))
    title_en = forms.CharField(widget=forms.TextInput({"lang": "en"}))
    slug = forms.CharField()


def test_texts_are_marked_as_in_need_of_translation():
    form = MarkedForm()
    form.marked = {"title_en"}
    reader = FormReader()
    reader.feed(str(form))
    boxes = {name: box for name, box in reader.attributes.items() if box["type"] == "checkbox"}
    assert boxes.keys() == {"needs_translation-title_vi", "needs_translation-title_en"}
    ticked = [name for name, box in boxes.items() if "checked" in box]
    assert ticked == ["needs_translation-title_en"]
    assert form.needs_translation == {"title_en"}
    typed = {"title_vi": "a", "title_en": "b", "slug": "c", "needs_translation-title_vi": "on"}
    assert MarkedForm(typed).needs_translation == {"title_vi"}
