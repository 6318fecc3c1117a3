"""Files that the tests of documents upload: small honest ones, and bombs, locks and lies."""

import io
import zipfile
import zlib
from xml.sax.saxutils import escape

from fpdf import FPDF

ONE_PIXEL_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
ODT_TYPE = "application/vnd.oasis.opendocument.text"


def pdf(*pages: str, title="", language="", tagged=False, pictures=()) -> bytes:
    """A PDF with a page for each text; any letter will do, for the font has none drawn.

    `pictures` are (width, height) of black pictures that page 1 claims to have.
    """
    catalog = b"/Lang (%s)" % language.encode() if language else b""
    catalog += b"/MarkInfo << /Marked true >> /StructTreeRoot << >>" if tagged else b""
    count = len(pages)
    first_page, first_content = 6, 6 + count
    first_picture = first_content + count
    kids = b" ".join(b"%d 0 R" % (first_page + n) for n in range(count))
    names = b" ".join(b"/P%d %d 0 R" % (n, first_picture + n) for n in range(len(pictures)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /None /Encoding /Identity-H "
        b"/DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /None /DW 500 "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>] "
        b"/ToUnicode 4 0 R >>",
        stream(b"", to_unicode("".join(pages))),
        b"<< /Title <feff%s> >>" % title.encode("utf-16-be").hex().encode(),
    ]
    for number in range(count):
        resources = b"/Font << /F 3 0 R >>" + (b"/XObject << %s >>" % names if not number else b"")
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << %s >> >>" % (first_content + number, resources)
        )
    for number, text in enumerate(pages):
        drawn = b"".join(b" /P%d Do" % n for n in range(len(pictures))) if not number else b""
        objects.append(stream(b"", lines(text) + drawn))
    objects += [black(width, height) for width, height in pictures]
    return assembled(objects)


def lines(text: str) -> bytes:
    """The drawing of a text, line by line."""
    shown = (b"<%s> Tj T*" % line.encode("utf-16-be").hex().encode() for line in text.split("\n"))
    return b"BT /F 8 Tf 14 TL 50 800 Td %s ET" % b" ".join(shown)


def to_unicode(text: str) -> bytes:
    """The map from the codes of the letters to the letters, by which a reader knows them."""
    codes = sorted({code for code in map(ord, text) if code >= 32})
    rows = "".join(f"<{code:04x}> <{code:04x}>\n" for code in codes)
    return (
        "/CIDInit /ProcSet findresource begin begincmap /CMapName /U def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{rows}endbfchar endcmap end"
    ).encode()


def black(width: int, height: int) -> bytes:
    """A picture that claims this size; of its pixels only the first are there."""
    keys = b"/Type /XObject /Subtype /Image /Width %d /Height %d" % (width, height)
    return stream(keys + b" /ColorSpace /DeviceGray /BitsPerComponent 8", bytes(1000))


def stream(keys: bytes, data: bytes) -> bytes:
    packed = zlib.compress(data)
    keys += b" /Filter /FlateDecode /Length %d" % len(packed)
    return b"<< %s >> stream\n%s\nendstream" % (keys, packed)


def assembled(objects: list[bytes]) -> bytes:
    """A PDF of these objects, the first being the catalogue and the fifth what it is about."""
    body, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer << /Size %d /Root 1 0 R /Info 5 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(body + trailer % (len(objects) + 1, start))


def nested_drawings(depth: int) -> bytes:
    """A small PDF whose page draws ten forms, each ten others, `depth` levels deep."""
    forms = []
    for level in range(depth):
        inner = b"/Resources << /XObject << /X %d 0 R >> >>" % (7 + level + 1)
        content = b"/X Do " * 10 if level < depth - 1 else b"0 0 595 842 re f"
        keys = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] "
        forms.append(stream(keys + (inner if level < depth - 1 else b""), content))
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /XObject << /X 7 0 R >> >> >>",
            stream(b"", b"/X Do"),
            b"<< >>",
            b"<< >>",
            *forms,
        ]
    )


def locked_pdf(password: str = "") -> bytes:
    """A PDF that may not be changed, and with `password` not be opened without it."""
    document = FPDF()
    document.add_page()
    document.set_font("Helvetica")
    document.write(text="Kept from changes")
    document.set_encryption("of the owner", password or None)
    return bytes(document.output())


def docx(*paragraphs: str, title="", pages=1, parts=(), compression=zipfile.ZIP_DEFLATED) -> bytes:
    """A Word file; "\f" in a paragraph is where Word broke the page, `parts` are others to add."""
    texts = "".join(
        "<w:p><w:r>{}</w:r></w:p>".format(
            "<w:lastRenderedPageBreak/>".join(
                f'<w:t xml:space="preserve">{escape(text)}</w:t>' for text in paragraph.split("\f")
            )
        )
        for paragraph in paragraphs
    )
    return zipped(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
            f'content-types"><Override PartName="/word/document.xml" ContentType="{WORD_TYPE}"/>'
            '<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-'
            'officedocument.wordprocessingml.footnotes+xml"/></Types>',
            "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{texts}</w:body>'
            "</w:document>",
            "docProps/core.xml": '<c:coreProperties xmlns:c="c" xmlns:dc="dc">'
            f"<dc:title>{escape(title)}</dc:title></c:coreProperties>",
            "docProps/app.xml": f"<Properties><Pages>{pages}</Pages></Properties>",
            **dict(parts),
        },
        compression,
    )


def odt(*paragraphs: str, title="", manifest="<manifest/>", media_type=ODT_TYPE) -> bytes:
    """An OpenDocument text; paragraphs are XML, with the prefix `text` for what is inside them."""
    texts = "".join(f"<text:p>{paragraph}</text:p>" for paragraph in paragraphs)
    spaces = f'xmlns:office="{OFFICE}" xmlns:text="t"'
    return zipped(
        {
            "mimetype": media_type,
            "content.xml": f"<office:document-content {spaces}><office:body><office:text>{texts}"
            "</office:text></office:body></office:document-content>",
            "meta.xml": '<m:meta xmlns:m="m" xmlns:dc="dc"><m:document-statistic m:page-count="2"/>'
            f"<dc:title>{escape(title)}</dc:title></m:meta>",
            "META-INF/manifest.xml": manifest,
        }
    )


def zipped(parts: dict[str, str | bytes], compression=zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive of these entries, in their order; "mimetype" is never packed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in parts.items():
            packing = zipfile.ZIP_STORED if name == "mimetype" else compression
            archive.writestr(name, content, packing)
    return buffer.getvalue()


def zip_bomb(megabytes: int) -> bytes:
    """A Word file of a few kilobytes that holds this many megabytes of spaces."""
    return docx("Text", parts={"word/media/image1.bin": bytes(megabytes * 1024 * 1024)}.items())
