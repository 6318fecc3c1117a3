"""What is not accepted as a file, and the sentence that says why."""

import os
import unicodedata
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext

from documents import reading
from documents.reading import process
from tests.documents import made_files as made


@pytest.fixture
def refusal(upload):
    """The code and the English sentence with which a file is refused."""

    def inspect(name: str, content: bytes) -> tuple[str, str]:
        with translation.override("en"), pytest.raises(ValidationError) as refused:
            reading.inspect(upload(content), name)
        return refused.value.code, refused.value.messages[0]

    return inspect


@pytest.mark.parametrize(
    ("name", "content", "code", "words"),
    [
        ("plan.exe", b"MZ", "ending", "none of those known"),
        ("plan", made.pdf("a"), "ending", "none of those known"),
        (".pdf", made.pdf("a"), "ending", "none of those known"),
        ("plan.pdf", made.docx("a"), "lying", "PDF by its name but DOCX inside"),
        ("plan.pdf", made.ONE_PIXEL_PNG, "lying", "PDF by its name but PNG inside"),
        ("plan.pdf", b"just words", "lying_somehow", "something else inside"),
        ("plan.pdf", b"\n" + made.pdf("a"), "lying_somehow", "something else inside"),
        ("plan.docx", made.pdf("a"), "lying", "DOCX by its name but PDF inside"),
        ("plan.docx", made.odt("a"), "lying", "DOCX by its name but ODT inside"),
        ("plan.docx", made.zipped({"a": "b"}), "lying", "DOCX by its name but ZIP inside"),
        ("plan.odt", made.docx("a"), "lying", "ODT by its name but DOCX inside"),
        ("plan.txt", made.pdf("a").replace(b"\xe2\xe3\xcf\xd3", b"")[:90], "lying", "PDF inside"),
        ("plan.txt", made.ONE_PIXEL_PNG, "not_text", "not text in UTF-8"),
        ("plan.txt", "Đà Nẵng".encode("utf-16"), "not_text", "not text in UTF-8"),
        ("plan.txt", b"Da\0Nang", "not_text", "not text in UTF-8"),
        ("plan.txt", b" <!DOCTYPE html><title>x</title>", "markup", "a browser would run"),
        ("plan.txt", b"Hello <script>alert(1)</script>", "markup", "a browser would run"),
        ("plan.txt", b"\xef\xbb\xbf<?xml version='1.0'?><a/>", "markup", "a browser would run"),
        ("plan.pdf", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "markup", "HTML, SVG or XML"),
        ("plan.docx", b"<html></html>", "markup", "HTML, SVG or XML"),
        ("plan.pdf", made.pdf("a") + made.zipped({"a": "b"}), "two_kinds", "PDF and ZIP in one"),
        ("plan.pdf", made.pdf("a") + b"<html>", "two_kinds", "PDF and HTML in one"),
        ("plan.pdf", made.pdf("a").replace(b"%\xe2", b"%<html>", 1), "two_kinds", "and HTML in"),
        (
            "plan.docx",
            made.zipped({"a.pdf": made.pdf("a")}, zipfile.ZIP_STORED),
            "two_kinds",
            "DOCX and PDF in one",
        ),
        ("plan.docx", b"#!/bin/sh\n" + made.docx("a"), "lying_somehow", "something else inside"),
        ("plan.docx", made.docx("a") + b"<html>", "cut", "damaged or not complete"),
        ("plan.pdf", b"", "empty", "is empty"),
        ("plan.pdf", made.pdf("a")[:-40], "cut", "damaged or not complete"),
        ("plan.pdf", made.pdf("a")[:300] + b"%%EOF", "cut", "damaged or not complete"),
        ("plan.docx", made.docx("a")[:-40], "cut", "damaged or not complete"),
        ("plan.docx", made.docx("b" * 99).replace(b"PK\x01\x02", b"PK\0\0"), "cut", "damaged"),
        (
            "plan.docx",
            made.docx("Đà Nẵng", compression=zipfile.ZIP_STORED).replace(b"<w:p>", b"<w:q>"),
            "cut",
            "damaged or not complete",
        ),
        (
            "plan.docx",
            made.docx("a", parts={"word/document.xml": "<w:a"}.items()),
            "cut",
            "damaged",
        ),
        ("plan.pdf", made.locked_pdf("secret"), "locked", "asks for a password"),
        (
            "plan.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "locked",
            "asks for a password",
        ),
        (
            "plan.odt",
            made.odt("a", manifest='<m:m xmlns:m="m"><m:encryption-data/></m:m>'),
            "locked",
            "asks for a password",
        ),
        ("plan.pdf", made.pdf(*["a"] * 10_000), "pages", "has 10,000 pages; the most is 5,000"),
        (
            "plan.pdf",
            made.pdf("a", pictures=[(15_000, 10_000), (10_000, 10_000)]),
            "pictures",
            "The pictures on page 1 of “plan.pdf” have 250 megapixels; the most is 200.",
        ),
        ("plan.pdf", made.nested_drawings(12), "heavy", "too much time or memory"),
        ("plan.docx", made.zip_bomb(megabytes=40), "bomb", "too large when it is unpacked"),
    ],
)
def test_a_bad_file_is_refused_with_a_sentence_that_says_why(refusal, name, content, code, words):
    given, sentence = refusal(name, content)
    assert (given, words in sentence) == (code, True), sentence
    assert f"“{name}”" in sentence


def test_who_sends_another_format_learns_which_are_accepted(refusal):
    _code, sentence = refusal("plan.exe", b"MZ")
    assert "PDF, Word (DOCX), OpenDocument (ODT) and plain text (TXT) are accepted." in sentence


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_refusal_is_said_in_the_language_of_the_moment(upload, language):
    with translation.override(language), pytest.raises(ValidationError) as refused:
        reading.inspect(upload(b""), "plan.pdf")
    with translation.override(language):
        sentence = gettext("“%(name)s” is empty.") % {"name": "plan.pdf"}
    assert refused.value.messages == [sentence]


def test_a_file_over_the_limit_is_refused_unopened(refusal, settings, monkeypatch):
    monkeypatch.setattr(process, "run", None)
    settings.UPLOAD_LIMIT = 1024 * 1024
    code, sentence = refusal("plan.pdf", made.pdf("a") + bytes(1024 * 1024))
    assert code == "large"
    assert sentence.endswith("the most is 1.0\xa0MB.")


def test_entries_that_share_their_bytes_are_taken_for_a_bomb(refusal):
    content = made.docx("a", parts={"a": os.urandom(3000), "b": os.urandom(3000)}.items())
    start = content.index(b"PK\x01\x02")
    head, directory = content[:start], content[start:]
    # The directory says of the small entry that it is as long as the two others together.
    place = directory.index(b"[Content_Types].xml") - 46
    changed = directory[: place + 20] + (6500).to_bytes(4, "little") + directory[place + 24 :]
    assert refusal("plan.docx", head + changed)[0] == "bomb"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../plan.pdf", "name_folder"),
        ("C:\\plans\\plan.pdf", "name_folder"),
        ("/etc/plan.pdf", "name_folder"),
        ("..", "name_folder"),
        ("plan\0.pdf", "name_unseen"),
        ("plan\n.pdf", "name_unseen"),
        ("plan\u202efdp.exe", "name_unseen"),
        ("plan\ud800.pdf", "name_unseen"),
        ("k" * 300 + ".pdf", "name_long"),
        ("", "ending"),
    ],
)
def test_a_name_without_sense_is_refused_in_words_that_can_be_shown(refusal, name, code):
    given, sentence = refusal(name, made.pdf("a"))
    assert given == code
    assert len(sentence) < 250
    assert sentence.isprintable()


def test_a_name_is_kept_in_nfc_and_without_spaces_around_it():
    written = unicodedata.normalize("NFD", "  Kế hoạch   hành động.pdf ")
    assert reading.check_name(written) == "Kế hoạch hành động.pdf"
    assert len(reading.check_name("ế" * 196 + ".pdf")) == 200


def test_a_file_of_a_hundred_pages_and_of_capital_ending_is_accepted(upload):
    found = reading.inspect(upload(made.pdf(*["One of many"] * 100)), "PLAN.PDF")
    assert (found.media_type, found.pages) == ("application/pdf", 100)
