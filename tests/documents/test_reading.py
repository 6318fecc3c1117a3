"""What reading finds in a file, also in one that breaks the process that reads it."""

import io
import os
import subprocess
import sys
import unicodedata

import docx
import odfdo
import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from PIL import Image

from documents import reading
from documents.reading import process
from tests.documents import made_files as made

VIETNAMESE = "Mạng lưới đô thị thông minh ASEAN họp tại Đà Nẵng, Huế và Thành phố Hồ Chí Minh."
ENGLISH = "The ASEAN Smart Cities Network met in Ha Noi on 17 July 2020 and adopted the framework."


@pytest.fixture
def read(upload):
    """What is found in a file, once it is accepted."""

    def inspect_and_read(name: str, content: bytes) -> reading.Findings:
        path = upload(content)
        return reading.read(path, reading.inspect(path, name).media_type)

    return inspect_and_read


@pytest.fixture
def worker(monkeypatch, tmp_path):
    """Puts another program in the place of the worker."""

    def replace(program: str):
        path = tmp_path / "worker.py"
        path.write_text(f"import os, signal, sys, time\n{program}")
        monkeypatch.setattr(process, "WORKER", path)

    return replace


# --- What is found ---------------------------------------------------------------------------


def test_text_of_a_pdf_is_kept_page_by_page_exactly(read):
    found = read("plan.pdf", made.pdf(VIETNAMESE, ENGLISH, ""))
    assert found.text_by_page == [VIETNAMESE, ENGLISH, ""]
    assert found.pages == 3


def test_text_is_kept_in_nfc_however_the_file_writes_it(read):
    for form in ("NFC", "NFD"):
        written = unicodedata.normalize(form, VIETNAMESE)
        assert read("plan.pdf", made.pdf(written)).text_by_page == [VIETNAMESE], form
        assert read("plan.docx", made.docx(written)).text_by_page == [VIETNAMESE], form
        assert read("plan.txt", written.encode()).text_by_page == [VIETNAMESE], form


def test_a_pdf_tells_its_title_language_and_tags(read):
    content = made.pdf(VIETNAMESE, title="Khung ASEAN về đô thị", language="vi-VN", tagged=True)
    found = read("plan.pdf", content)
    assert found.inner_title == "Khung ASEAN về đô thị"
    assert found.inner_language == "vi-VN"
    assert found.is_tagged is True
    assert found.is_encrypted is False


def test_a_pdf_that_tells_nothing_is_said_to_tell_nothing(read):
    found = read("plan.pdf", made.pdf(ENGLISH))
    assert (found.inner_title, found.inner_language, found.is_tagged) == ("", "", False)


def test_what_a_file_calls_its_language_is_kept_only_if_it_is_one(read):
    assert read("plan.pdf", made.pdf(ENGLISH, language="English, please")).inner_language == ""


def test_a_protected_pdf_that_opens_is_read_and_said_to_be_protected(read):
    found = read("plan.pdf", made.locked_pdf())
    assert found.is_encrypted is True
    assert found.text_by_page == ["Kept from changes"]


def test_a_scan_is_found_not_searchable(read):
    assert read("scan.pdf", made.pdf("", pictures=[(100, 100)])).is_searchable is False
    stamped = made.pdf("Scanned with a scanner", pictures=[(100, 100)])
    assert read("scan.pdf", stamped).is_searchable is False


def test_a_pdf_with_text_is_searchable_beside_pictures_too(read):
    assert read("plan.pdf", made.pdf(ENGLISH, pictures=[(100, 100)])).is_searchable is True
    assert read("plan.pdf", made.pdf("ASEAN")).is_searchable is True


def test_the_cover_is_the_first_page_as_webp_360_wide(read):
    cover = read("plan.pdf", made.pdf(ENGLISH)).cover
    picture = Image.open(io.BytesIO(cover))
    assert (picture.format, picture.width) == ("WEBP", 360)
    assert 0.7 < picture.width / picture.height < 0.72  # A4


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("vi", VIETNAMESE),
        ("en", ENGLISH),
        ("th", "เครือข่ายเมืองอัจฉริยะอาเซียน ASEAN"),
        ("lo", "ເຄືອຂ່າຍເມືອງອັດສະລິຍະອາຊຽນ ASEAN"),
        ("km", "បណ្តាញទីក្រុងឆ្លាតវៃអាស៊ាន ASEAN"),
        ("my", "အာဆီယံစမတ်မြို့များကွန်ရက် ASEAN"),
        ("", "Rangkaian Bandar Pintar ASEAN bersidang di Kuala Lumpur pada tahun 2025."),
        ("", "2018 2019 2020"),
    ],
)
def test_the_language_of_a_text_is_guessed(read, language, text):
    assert read("plan.txt", text.encode()).guessed_language == language


def test_a_word_file_is_read_as_word_writes_it(read):
    document = docx.Document()
    document.core_properties.title = "Kế hoạch hành động"
    document.add_heading("Kế hoạch", 1)
    document.add_paragraph("Mục tiêu\tnăm 2025")
    document.add_table(1, 2).cell(0, 1).text = "26 dự án"
    buffer = io.BytesIO()
    document.save(buffer)
    found = read("plan.docx", buffer.getvalue())
    words = " ".join(found.text_by_page[0].split())
    assert words == "Kế hoạch Mục tiêu năm 2025 26 dự án"
    assert "Mục tiêu\tnăm 2025\n" in found.text_by_page[0]
    assert found.inner_title == "Kế hoạch hành động"
    assert (found.guessed_language, found.is_searchable, found.cover) == ("vi", True, b"")


def test_a_word_file_is_read_by_page_where_word_says_how_it_broke_them(read):
    content = made.docx("Trang một", "còn một\fTrang hai", "còn hai", pages=2)
    found = read("plan.docx", content)
    assert found.text_by_page == ["Trang một\ncòn một", "Trang hai\ncòn hai"]
    assert found.pages == 2
    contradicting = read("plan.docx", made.docx("Trang một\f Trang hai", pages=7))
    assert contradicting.text_by_page == ["Trang một Trang hai"]
    assert contradicting.pages is None


def test_a_note_of_a_word_file_stands_where_it_is_referred_to(read):
    notes = f'<w:footnotes xmlns:w="{made.WORD}"><w:footnote w:id="2"><w:p><w:r><w:t>As of 2018'
    notes += "</w:t></w:r></w:p></w:footnote></w:footnotes>"
    text = f'<w:document xmlns:w="{made.WORD}"><w:body><w:p><w:r><w:t>26 cities</w:t>'
    text += '<w:footnoteReference w:id="2"/></w:r></w:p><w:p><w:del><w:r><w:delText>gone'
    text += "</w:delText></w:r></w:del></w:p></w:body></w:document>"
    parts = {"word/footnotes.xml": notes, "word/document.xml": text}
    assert read("plan.docx", made.docx(parts=parts.items())).text_by_page == [
        "26 cities [As of 2018]"
    ]


def test_an_opendocument_text_is_read_as_its_programs_write_it(read):
    document = odfdo.Document("text")
    document.meta.title = "Kế hoạch hành động"
    document.body.clear()
    document.body.append(odfdo.Header(1, "Kế hoạch"))
    document.body.append(odfdo.Paragraph("Mục  tiêu\tnăm 2025"))
    buffer = io.BytesIO()
    document.save(buffer)
    found = read("plan.odt", buffer.getvalue())
    assert found.text_by_page == ["Kế hoạch\nMục  tiêu\tnăm 2025"]
    assert found.inner_title == "Kế hoạch hành động"


def test_an_opendocument_text_is_read_by_page_and_without_comments(read):
    comment = "<office:annotation><text:p>Sai rồi</text:p></office:annotation>"
    found = read("plan.odt", made.odt(f"Một{comment}<text:soft-page-break/>Hai"))
    assert (found.text_by_page, found.pages) == (["Một", "Hai"], 2)


def test_plain_text_loses_its_mark_and_keeps_its_lines(read):
    found = read("plan.txt", b"\xef\xbb\xbf" + "Một\r\nhai\rba".encode())
    assert found.text_by_page == ["Một\nhai\nba"]


# --- A worker that a file has taken hold of --------------------------------------------------


@pytest.mark.parametrize(
    ("program", "problem"),
    [
        ("os.kill(os.getpid(), signal.SIGSEGV)", "crashed"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "crashed"),
        ("os.kill(os.getpid(), signal.SIGXCPU)", "time"),
        ("raise SystemExit(3)", "crashed"),
        ("pass", "crashed"),
        ("print('nonsense')", "crashed"),
        ("print('[' * 100_000)", "crashed"),
        ("print('[]')", "crashed"),
        ("print('{\"unknown\": 1}')", "crashed"),
        ("print('{\"pages\": -1}')", "crashed"),
        ('print(\'{"pages": "many"}\')', "crashed"),
        ('print(\'{"is_tagged": "perhaps"}\')', "crashed"),
        ("print('{\"text_by_page\": 5}')", "crashed"),
        ('print(\'{"text_by_page": ["a\\\\u0000"]}\')', "crashed"),
        ("print('{\"inner_title\": [1]}')", "crashed"),
        ('print(\'{"cover": "AAAA"}\')', "crashed"),
        ("print('{\"cover\": 1}')", "crashed"),
        ('print(\'{"problem": {"a": 1}}\')', "crashed"),
        ('print(\'{"problem": "memory"}\')', "memory"),
        ('print(\'{"refused": "cut"}\')', "damaged"),
    ],
)
def test_a_worker_that_breaks_is_a_finding(upload, worker, program, problem):
    worker(program)
    assert reading.read(upload(b"x"), "application/pdf") == reading.Findings(problem=problem)


def test_what_a_broken_worker_says_is_logged(upload, worker, caplog):
    caplog.set_level("WARNING")  # a worker of tasks, started by another test, raises the level
    worker("import a_library_that_is_missing")
    assert reading.read(upload(b"x"), "application/pdf").problem == "crashed"
    assert "No module named 'a_library_that_is_missing'" in caplog.text


@pytest.mark.parametrize(
    "program",
    [
        "os.kill(os.getpid(), signal.SIGSEGV)",
        "print('nonsense')",
        "print('{}')",
        'print(\'{"pages": true, "refused": "unheard"}\')',
        'print(\'{"refused": "pages", "name": 1}\')',
        'print(\'{"refused": "pictures"}\')',
        "print('{\"pages\": [1]}')",
    ],
)
def test_a_worker_that_breaks_is_a_refusal_of_the_upload(upload, worker, program):
    worker(program)
    with pytest.raises(ValidationError) as refused:
        reading.inspect(upload(b"x"), "plan.pdf")
    assert refused.value.code == "heavy"


def test_a_worker_that_takes_too_long_is_ended(upload, worker, monkeypatch):
    worker("time.sleep(600)")
    monkeypatch.setitem(process.SECONDS, "read", 0.2)
    assert reading.read(upload(b"x"), "application/pdf").problem == "time"


def test_the_site_starts_without_the_libraries_that_open_files():
    """They cost memory in each process, and a fault of theirs would be a fault of the site."""
    libraries = ["pypdfium2", "PIL", "docx", "odfdo", "lxml", "fpdf", "boto3"]
    program = "import sys; from ascn_portal import wsgi; from django.urls import get_resolver; "
    program += f"get_resolver().url_patterns; print([n for n in {libraries} if n in sys.modules])"
    answer = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "ascn_portal.settings.base"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.strip() == "[]"
