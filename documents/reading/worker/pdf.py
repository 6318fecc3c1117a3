"""PDF files, through PDFium."""

import base64
import ctypes
import io
import re
import zipfile
from contextlib import closing
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from answers import Problem, Refused
from first_bytes import MARKUP, head_of, refuse_other_kind
from text import clean, guess_language, in_one_line, refuse_too_much

MOST_PAGES = 5_000
MOST_MEGAPIXELS = 200  # of the pictures on one page: A3 in 600 dpi has 70
END_WITHIN = 1024  # the end mark stands in the last bytes, as Adobe's readers ask
# Twice as wide as pages show it; with the rest of a page it has to stay below 100 KB.
COVER_WIDTH, COVER_HEIGHT = 360, 1440
# A page with a picture and fewer letters is a scan that a program put its name on.
LETTERS_OF_A_STAMP = 40
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


def inspect(path: str) -> dict:
    """Opens every page and draws the first, so that a file that cannot be shown is refused."""
    check_bytes(path)
    with open_pdf(path) as pdf:
        pages = len(pdf)
        if pages > MOST_PAGES:
            raise Refused("pages", pages=pages, limit=MOST_PAGES)
        for number in range(pages):
            with closing(pdf[number]) as page:
                check_pictures(page, number + 1)
        cover(pdf)
    return {"pages": pages}


def check_bytes(path: str):
    """Refuse a file that does not begin and end as a PDF does, or is something else as well."""
    head = head_of(path)
    if not head.startswith(b"%PDF-"):
        refuse_other_kind(head)
    with Path(path).open("rb") as file:
        file.seek(max(0, file.seek(0, io.SEEK_END) - END_WITHIN))
        _start, end, rest = file.read().rpartition(b"%%EOF")
    if not end:
        raise Refused("cut")
    if MARKUP.search(head[:END_WITHIN]) or MARKUP.search(rest):
        raise Refused("two_kinds", found="html")
    if is_zip(path):
        raise Refused("two_kinds", found="zip")


def is_zip(path: str) -> bool:
    """Whether the file is a ZIP archive too: its directory lies at the end."""
    try:
        with zipfile.ZipFile(path) as archive:
            return bool(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def open_pdf(path: str) -> pypdfium2.PdfDocument:
    """The document; refused if it asks for a password or has no pages to give."""
    try:
        pdf = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        is_locked = error.err_code == pdfium.FPDF_ERR_PASSWORD
        raise Refused("locked" if is_locked else "cut") from error
    if not len(pdf):
        raise Refused("cut")
    return pdf


def check_pictures(page, number: int):
    """Refuse a page whose pictures claim to be so large that drawing them would fill the memory."""
    pixels = 0
    for picture in pictures_on(page):
        width, height = ctypes.c_uint(), ctypes.c_uint()
        pdfium.FPDFImageObj_GetImagePixelSize(picture, width, height)
        pixels += width.value * height.value
    if pixels > MOST_MEGAPIXELS * 1_000_000:
        megapixels = pixels // 1_000_000
        raise Refused("pictures", page=number, megapixels=megapixels, limit=MOST_MEGAPIXELS)


def pictures_on(page):
    """The pictures of a page, also those inside its forms."""
    return page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE])


def read(path: str) -> dict:
    """Text, cover, and what the file says of itself."""
    with open_pdf(path) as pdf:
        pages, is_searchable = [], False
        for number in range(len(pdf)):
            with closing(pdf[number]) as page:
                pages.append(text_of(page))
                is_searchable = is_searchable or holds_text(page, pages[-1])
        refuse_too_much(pages)
        return {
            "pages": len(pages),
            "text_by_page": pages,
            "inner_title": in_one_line(pdf.get_metadata_value("Title"), 300),
            "inner_language": language_of(pdf),
            "guessed_language": guess_language(pages),
            "is_tagged": pdf.is_tagged(),
            "is_encrypted": pdfium.FPDF_GetSecurityHandlerRevision(pdf) != -1,
            "is_searchable": is_searchable,
            "cover": base64.b64encode(cover(pdf)).decode(),
        }


def text_of(page) -> str:
    """The text of a page in NFC."""
    with closing(page.get_textpage()) as textpage:
        text = textpage.get_text_bounded()
    # PDFium's sign for a hyphen at the end of a line, where it joins the lines. Whether the word
    # has it in the middle of a line too is not known: it stays, as printed.
    return clean(re.sub("[\x02\ufffe]", "-", text))


def holds_text(page, text: str) -> bool:
    """Whether a page has text of its own, not only the mark of a scanner beside a picture."""
    letters = sum(map(str.isalnum, text))
    return letters >= LETTERS_OF_A_STAMP or (letters > 0 and not any(pictures_on(page)))


def language_of(pdf) -> str:
    """The language that the file names, as a BCP 47 tag, or ""."""
    size = pdfium.FPDFCatalog_GetLanguage(pdf, None, 0)
    name = (pdfium.FPDF_WCHAR * (size // 2 + 1))()
    pdfium.FPDFCatalog_GetLanguage(pdf, name, size)
    tag = bytes(name).decode("utf-16-le", "ignore").split("\0")[0].strip()
    return tag if len(tag) <= 35 and LANGUAGE_TAG.fullmatch(tag) else ""


def cover(pdf) -> bytes:
    """The first page as WebP, COVER_WIDTH wide; less if it is very tall."""
    with closing(pdf[0]) as page:
        width, height = page.get_size()
        if not (width > 0 and height > 0):
            raise Problem("damaged")
        picture = page.render(scale=min(COVER_WIDTH / width, COVER_HEIGHT / height)).to_pil()
    stream = io.BytesIO()
    picture.save(stream, "WEBP", quality=60, method=6)
    return stream.getvalue()
