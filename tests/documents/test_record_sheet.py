"""The record sheet: a page of PDF that says what the portal records, in both languages."""

import ctypes
import itertools
import logging
import re
import unicodedata
import zlib
from dataclasses import replace

import pypdfium2
import pytest
import time_machine
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from pypdfium2 import raw

from ascn_portal.publishing import services, snapshot
from documents import lettering
from documents.models import Document
from documents.sheet import Line, MissingLetters, Row, draw, texts_of
from documents.views.sheet import sheet_of
from tests.factories import (
    file_part,
    make_document,
    make_event,
    make_stored_file,
    make_version,
    part,
)

pytestmark = pytest.mark.django_db

WARNING = "This is the portal’s record of the document, not the adopted text."
UNCONFIRMED = "Compiled from public sources; not yet confirmed by the ASEAN Secretariat."
LANGUAGES = pytest.mark.parametrize("language", ["vi", "en"])


def get(client, document, language="en", **headers):
    slug = getattr(document, "slug", document)
    return client.get(f"/{language}/documents/{slug}/record.pdf", headers=headers)


def sheets(language):
    """(document, its sheet) of every public document, in `language`."""
    with translation.override(language):
        for document in Document.objects.published().for_document_page():
            yield document, sheet_of(document)


def sheet_for(document, language="en"):
    with translation.override(language):
        return sheet_of(Document.objects.for_document_page().get(pk=document.pk))


def text_of(pdf: bytes) -> str:
    """All text of a PDF of one page."""
    opened = pypdfium2.PdfDocument(pdf)
    assert len(opened) == 1
    return opened[0].get_textpage().get_text_range()


def squeezed(text: str) -> str:
    """`text` without what a line break may change: blanks, and hyphens at its end."""
    return re.sub("[\\s\x02\ufffe-]", "", text)


def says(pdf: bytes, text: str) -> bool:
    """Whether a PDF prints `text`, wherever its lines break."""
    return squeezed(text) in squeezed(text_of(pdf))


def rename(document, slug: str, editor):
    """Give a public document another address."""
    shape = snapshot.take(document) | {"slug": slug}
    revision = services.save(Document, document.uid, shape, author=editor)
    services.publish(revision, approver=editor)


@LANGUAGES
def test_every_document_of_the_record_has_a_sheet_without_a_missing_letter(language):
    for document, sheet in sheets(language):
        pdf = draw(sheet, strict=True)
        text = text_of(pdf)
        assert text == unicodedata.normalize("NFC", text), document.slug
        for printed in texts_of(sheet):
            if printed != sheet.more:
                assert squeezed(printed) in squeezed(text), document.slug


@LANGUAGES
def test_sheet_says_plainly_that_it_is_not_the_adopted_text(client, language, settings):
    document = make_document()
    settings.RECORD_CONFIRMED = False
    pdf = get(client, document, language).content
    with translation.override(language):
        warning, unconfirmed = gettext(WARNING), gettext(UNCONFIRMED)
    assert says(pdf, warning)
    assert says(pdf, unconfirmed)
    settings.RECORD_CONFIRMED = True
    pdf = get(client, document, language).content
    assert says(pdf, warning)
    assert not says(pdf, unconfirmed)


def test_sheet_tells_what_the_record_knows_of_the_document(client, settings):
    settings.PUBLIC_ORIGIN = "https://portal.example"
    stored = make_stored_file(size=1024, pages=24)
    old = make_document(status="superseded", title_vi="Bản cũ", title_en="The former text")
    document = make_document(
        symbol="ASCN/2020/7",
        issuing_body_vi="Ban Thư ký",
        issuing_body_en="The Secretariat",
        languages="en vi",
        official_url="https://official.example/text.pdf",
        replaces=old,
        slug="the-text",
    )
    make_version(
        document=document,
        dated_on="2020-08-01",
        parts={"files": file_part(stored, file_name="văn-kiện.pdf")},
    )
    make_event(
        starts_on="2020-07-17",
        title_vi="Hội nghị",
        title_en="The Meeting",
        parts={
            "outcomes": part(
                kind="adopts",
                text_vi="Đã thông qua",
                text_en="The text was adopted",
                documents=[str(document.uid)],
            )
        },
    )
    pdf = get(client, document).content
    citation = document.citations.get().source
    for text in (
        *("Framework", document.title_en, "Adopted · 17 July 2020", "ASCN/2020/7"),
        *("The Secretariat", "The Meeting", "The text was adopted", "English, Vietnamese"),
        *("The former text", "What the document says.", "https://official.example/text.pdf"),
        *("Version 1 · 1 August 2020", "văn-kiện.pdf", f"SHA-256 {stored.sha256[:16]}…"),
        *(f"1. {citation.title}", "https://portal.example/en/documents/the-text/"),
    ):
        assert says(pdf, text), text
    of_old = get(client, old).content
    assert says(of_old, "This document is no longer in force: a later one has replaced it.")
    assert squeezed(text_of(of_old)).count(squeezed(document.title_en)) == 2  # there, and in a row


def test_sheet_does_not_tell_what_is_not_public(client):
    document = make_document()
    secret = part(kind="adopts", text_vi="Kín", text_en="Unseen", documents=[str(document.uid)])
    make_event(state="draft", parts={"outcomes": secret})
    make_document(state="draft", replaces=document, title_vi="Kín", title_en="Unseen")
    make_version(document=document, state="draft", parts={"files": file_part(file_name="Unseen")})
    assert not says(get(client, document).content, "Unseen")


def test_what_is_not_translated_is_shown_in_the_other_language_and_marked(client):
    document = make_document(issuing_body_vi="Bộ Xây dựng")
    pdf = get(client, document, "en").content
    assert says(pdf, "Bộ Xây dựng")
    assert says(pdf, "Not translated yet. Language shown: Vietnamese.")
    streams = re.findall(rb"stream\n(x.*?)\nendstream", pdf, re.DOTALL)
    drawing = next(filter(lambda text: b"BDC" in text, map(zlib.decompress, streams)))
    assert b"/Lang (vi)>> BDC" in drawing


def test_sheet_is_a_file_that_browsers_show_under_a_name_for_people(client):
    document = make_document(slug="the-text")
    response = get(client, document, "vi")
    assert response.headers["Content-Type"] == "application/pdf"
    with translation.override("vi"):
        name = gettext("%(document)s - record sheet.pdf") % {"document": "the-text"}
    assert response.headers["Content-Disposition"] == content_disposition_header(False, name)
    english = get(client, document, "en").headers["Content-Disposition"]
    assert english == 'inline; filename="the-text - record sheet.pdf"'
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies


def test_sheet_is_only_read(client):
    document = make_document()
    address = f"/en/documents/{document.slug}/record.pdf"
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405


def test_same_record_gives_the_same_bytes(client):
    with time_machine.travel("2031-05-05T03:00:00+00:00"):
        document = make_document()
        first = get(client, document)
    # As another process makes it.
    draw.cache_clear()
    lettering.font.cache_clear()
    with time_machine.travel("2031-05-05T03:05:00+00:00"):
        again = get(client, document)
        unchanged = get(client, document, if_none_match=first.headers["ETag"])
    assert again.content == first.content
    assert again.headers["ETag"] == first.headers["ETag"]
    assert unchanged.status_code == 304
    assert not unchanged.content


def test_changed_record_gives_another_sheet(client, editor):
    document = make_document()
    before = get(client, document)
    shape = snapshot.take(document) | {"title_en": "Another title"}
    services.publish(services.save(Document, document.uid, shape, author=editor), approver=editor)
    after = get(client, document)
    assert says(after.content, "Another title")
    assert after.content != before.content


@LANGUAGES
def test_programs_read_title_language_and_structure_of_a_sheet(client, language):
    document = make_document()
    pdf = get(client, document, language).content
    opened = pypdfium2.PdfDocument(pdf)
    information = opened.get_metadata_dict()
    title = document.title_vi if language == "vi" else document.title_en
    assert information["Title"].startswith(title)
    assert "ASEAN" in information["Author"]
    assert information["Subject"]
    assert information["CreationDate"].startswith(f"D:{document.last_published_at:%Y%m%d}")
    assert raw.FPDFCatalog_IsTagged(opened)
    assert f"/Lang ({language})".encode() in pdf
    assert b"/DisplayDocTitle true" in pdf
    roles = tags(opened)
    assert roles.count("H1") == 1
    assert set(roles) == {"H1", "H2", "P"}
    opened.close()


def tags(opened) -> list[str]:
    """The roles of what stands on the first page, in reading order."""
    page = opened[0]
    tree = raw.FPDF_StructTree_GetForPage(page)
    document = raw.FPDF_StructTree_GetChildAtIndex(tree, 0)
    elements = (
        raw.FPDF_StructElement_GetChildAtIndex(document, index)
        for index in range(raw.FPDF_StructElement_CountChildren(document))
    )
    roles = [role_of(element) for element in elements]
    raw.FPDF_StructTree_Close(tree)
    return roles


def role_of(element) -> str:
    length = raw.FPDF_StructElement_GetType(element, None, 0)
    buffer = ctypes.create_string_buffer(length)
    raw.FPDF_StructElement_GetType(element, buffer, length)
    return buffer.raw.decode("utf-16-le").rstrip("\0")


def test_letter_that_the_fonts_lack_is_an_error_where_that_is_asked():
    sheet = replace(sheet_for(make_document()), title="Mạng lưới → ស្មាត")
    with pytest.raises(MissingLetters, match="→"):
        draw(sheet, strict=True)


def test_letter_that_the_fonts_lack_is_replaced_for_readers_and_logged(caplog):
    sheet = replace(sheet_for(make_document()), title="Aśoka เมืองอัจฉริยะ Đà\u200b Nẵng\x00 Hà Nội")
    with caplog.at_level(logging.WARNING):
        pdf = draw(sheet)
    assert says(pdf, "Asoka […] Đà Nẵng Hà Nội")
    assert [record.name for record in caplog.records] == ["documents.sheet"]


def test_text_is_printed_in_composed_letters():
    sheet = replace(sheet_for(make_document()), title=unicodedata.normalize("NFD", "Đô thị Huế"))
    assert "Đô thị Huế" in text_of(draw(sheet, strict=True))


@LANGUAGES
def test_the_longest_record_fits_on_one_page_that_says_what_is_left_out(client, language):
    words = "Nghị quyết về đô thị thông minh và bền vững "
    long = {name: (words * 80)[:size].strip() for name, size in (("title", 300), ("body", 300))}
    document = make_document(
        slug="a" * 120,
        symbol="S" * 80,
        title_vi=long["title"],
        title_en=long["title"],
        summary_vi=words * 60,
        summary_en=words * 60,
        issuing_body_vi=long["body"],
        languages="en vi id th km lo ms my zh ja",
        official_url="https://official.example/" + "a" * 900,
        confidence="low",
        note_vi=words * 20,
    )
    for number in range(1, 9):
        files = file_part(file_name=f"{'tệp ' * 40}{number}.pdf")
        make_version(document=document, number=number, change_vi=words * 5, parts={"files": files})
        make_document(replaces=document, title_vi=long["title"], title_en=long["title"])
        outcome = {"text_vi": words * 5, "text_en": words * 5, "documents": [str(document.uid)]}
        kind = "adopts" if number % 2 else "notes"
        make_event(
            title_vi=long["title"],
            title_en=long["title"],
            parts={"outcomes": part(kind=kind, **outcome)},
        )
    sheet = sheet_for(document, language)
    pdf = get(client, document, language).content
    assert says(pdf, long["title"])
    assert says(pdf, sheet.more)
    for line in sheet.foot:
        assert says(pdf, line.text)
    assert lowest_of(pdf) > 20
    assert no_text_lies_on_another(pdf)


def lowest_of(pdf: bytes) -> float:
    """How far above the lower edge of the page its text ends, in points."""
    page = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    return min(page.get_rect(number)[1] for number in range(page.count_rects()))


def no_text_lies_on_another(pdf: bytes) -> bool:
    """Whether the lines of the page keep apart."""
    page = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    lines = [page.get_rect(number) for number in range(page.count_rects())]
    middles = sorted((round((low + high) / 2), left, right) for left, low, right, high in lines)
    pairs = itertools.pairwise(middles)
    return all(
        below[0] - above[0] >= 4 or below[1] >= above[2] or above[1] >= below[2]
        for above, below in pairs
    )


def test_a_cut_text_ends_with_a_word_and_an_ellipsis():
    sheet = sheet_for(make_document())
    long = replace(sheet, rows=(Row("In brief", (Line("smart city " * 2000),)),))
    assert "smart…" in text_of(draw(long)) or "city…" in text_of(draw(long))


def test_draft_has_no_sheet_and_a_withdrawn_document_says_why(client):
    assert get(client, make_document(state="draft")).status_code == 404
    gone = get(client, make_document(state="withdrawn"))
    assert gone.status_code == 410
    assert "An error" in gone.text


def test_former_address_leads_to_the_sheet_at_the_present_one(client, editor):
    document = make_document(slug="former")
    rename(document, "present", editor)
    moved = get(client, "former", "vi")
    assert moved.status_code == 301
    assert moved.headers["Location"] == "/vi/documents/present/record.pdf"


def test_sheet_takes_few_queries(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        get(client, "asean-smart-cities-framework-2018")
