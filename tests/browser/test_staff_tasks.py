"""What staff do every day, in a real browser: how many presses and fields it takes."""

import pytest
from django.urls import reverse

from tests.documents.made_files import pdf

START = reverse("admin:index")
SENTENCES = {"summary_vi": "Một câu đã sửa.", "summary_en": "A sentence set right."}


class Hand:
    """Someone's hand on a page: counts what is pressed and what is filled in."""

    def __init__(self, page):
        self.page, self.presses, self.fields = page, 0, 0

    def press(self, target):
        target = self.page.locator(target) if isinstance(target, str) else target
        target.first.click()
        self.page.wait_for_load_state()
        self.presses += 1

    def link(self, text: str):
        self.press(self.page.get_by_role("link", name=text))

    def fill(self, **typed):
        for name, value in typed.items():
            field = self.page.locator(f"[name='{name}']")
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            elif field.get_attribute("type") == "file":
                field.set_input_files(value)
            else:
                field.fill(value)
            self.fields += 1


@pytest.fixture
def hand(signed_in):
    """A function that lets an administrator who reads a language begin at the start page."""
    return lambda language: Hand(signed_in(START, language=language))


def find(hand: Hand, name: str):
    """From the start page to the form of the record of that name."""
    hand.page.locator("#desk-search").fill(name)
    hand.press(".desk__search [type=submit]")
    hand.press(hand.page.locator("#content-main section a", has_text=name))


def send_correction(hand: Hand, name: str):
    find(hand, name)
    hand.fill(**SENTENCES)
    hand.press("[name=_submit]")


def test_a_sentence_is_corrected_in_both_languages_and_sent_in_four_presses(hand):
    editor = hand("vi")
    send_correction(editor, "Đà Nẵng")
    assert editor.presses <= 4
    assert editor.page.locator(".messagelist .success").count() == 1


def test_what_changed_is_seen_in_one_press_and_approved_in_two(hand):
    send_correction(hand("vi"), "Luang Prabang")
    approver = hand("en")
    approver.link("Luang Prabang")
    assert approver.presses <= 1
    assert SENTENCES["summary_en"] in approver.page.inner_text("#content-main")
    approver.press("[name=_publish]")
    assert approver.presses <= 2
    assert SENTENCES["summary_en"] in read(approver.page, "/en/cities/luang-prabang/")


def read(page, path: str) -> str:
    """The text of a public page."""
    page.goto(path)
    return page.inner_text("main")


def test_an_older_state_is_restored_in_two_presses(hand):
    editor = hand("en")
    send_correction(editor, "Cebu")
    editor.presses = 0
    editor.press(".object-tools .historylink")
    editor.press(editor.page.get_by_role("button", name="Restore as draft: revision 1"))
    assert editor.presses <= 2
    assert editor.page.locator("[name=summary_en]").input_value() != SENTENCES["summary_en"]


def test_the_browsers_way_back_leads_to_the_record_that_was_made_not_to_a_second(hand):
    editor = hand("en")
    editor.page.goto(reverse("admin:partners_partner_add"))
    editor.fill(name_vi="Đối tác mới", name_en="A new partner", kind="government")
    editor.press("[name=_save]")
    made = editor.page.url
    editor.page.go_back()
    assert editor.page.url == made
    assert editor.page.locator(".messagelist .info").count() == 1


def test_a_new_adopted_document_with_two_files_takes_twelve_fields_and_six_presses(hand, tmp_path):
    for name in ("khung.pdf", "framework.pdf"):
        (tmp_path / name).write_bytes(pdf(name))
    editor = hand("vi")
    editor.press("a.addlink[href*='/documents/document/']")
    editor.fill(
        title_vi="Khung hợp tác mới",
        title_en="A new framework",
        kind="framework",
        year="2026",
        summary_vi="Tóm tắt.",
        summary_en="Summary.",
        status="adopted",
        status_on="21/07/2026",
        file_vi=tmp_path / "khung.pdf",
        file_en=tmp_path / "framework.pdf",
    )
    source = "[name='sources-citation-content_type-object_id-0-source'] + .select2"
    editor.press(source)
    editor.page.keyboard.type("ASEAN Smart Cities Framework")
    editor.page.wait_for_selector(".select2-results__option[role=option]:not(.loading-results)")
    editor.press(".select2-results__option--highlighted")
    editor.fields += 1
    editor.press("[name=_submit]")
    approver = hand("en")
    approver.link("A new framework")
    approver.press("[name=_publish]")
    assert editor.fields <= 12
    assert editor.presses + approver.presses <= 6
    text = read(approver.page, "/en/documents/a-new-framework/")
    assert "framework.pdf" in text
