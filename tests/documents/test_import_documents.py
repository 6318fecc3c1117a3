"""`manage.py import_documents`: many files at once, from a folder or a ZIP with a manifest."""

import stat
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from ascn_portal.publishing import services as publishing
from documents.models import DocumentVersion, StoredFile
from tests.factories import file_part, make_document, make_stored_file, make_user, make_version

from . import made_files

pytestmark = pytest.mark.django_db
VIETNAMESE = made_files.pdf("Khung hợp tác của mạng lưới.")
ENGLISH = made_files.pdf("The framework of the network.")
COLUMNS = "file,document,version,language,dated_on,change_vi,change_en,authentic,primary"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def document():
    return make_document(slug="framework", title_en="The Framework")


@pytest.fixture
def folder(tmp_path):
    """A folder with two files; `write` gives it a manifest."""
    (tmp_path / "vi").mkdir()
    (tmp_path / "vi" / "khung.pdf").write_bytes(VIETNAMESE)
    (tmp_path / "framework.pdf").write_bytes(ENGLISH)
    return tmp_path


def write(folder, *lines: str, columns=COLUMNS, encoding="utf-8"):
    (folder / "manifest.csv").write_text("\n".join([columns, *lines]), encoding=encoding)


def two_lines(folder):
    write(
        folder,
        "vi/khung.pdf,framework,new,vi,2020-07-17,Bản đầu,First edition,no,yes",
        "framework.pdf,framework,new,en,17/07/2020,,,yes,",
    )


def run(path, capsys, **options) -> str:
    call_command("import_documents", path, **options)
    return capsys.readouterr().out


def refusal(path, **options) -> str:
    with pytest.raises(CommandError) as refused:
        call_command("import_documents", path, **options)
    assert not DocumentVersion.objects.exists()
    assert not StoredFile.objects.exists()
    return str(refused.value)


def test_a_folder_becomes_a_draft_with_all_that_its_manifest_says(document, folder, capsys):
    make_user("minh", language="en")
    two_lines(folder)
    said = run(folder, capsys, user="minh")
    assert "Creates version 1 of “The Framework”" in said
    assert "Stored 2 of 2: framework.pdf" in said
    version = document.versions.get()
    assert (version.state, str(version.dated_on), version.change_vi) == (
        "draft",
        "2020-07-17",
        "Bản đầu",
    )
    files = {file.language: file for file in version.files.all()}
    assert files["vi"].file_name == "khung.pdf"
    assert files["en"].is_authentic
    assert not files["vi"].is_authentic
    assert files["vi"].is_primary
    assert files["en"].is_primary
    assert publishing.revisions_of(version).get().author.username == "minh"


def test_a_dry_run_says_the_same_and_changes_nothing(document, folder, capsys):
    two_lines(folder)
    planned = run(folder, capsys, dry_run=True)
    assert not DocumentVersion.objects.exists()
    assert not StoredFile.objects.exists()
    done = run(folder, capsys)
    plan = [line for line in planned.splitlines() if line.startswith("  ")]
    assert plan
    assert set(plan) <= set(done.splitlines())


def test_to_run_it_again_changes_nothing(document, folder, capsys):
    two_lines(folder)
    run(folder, capsys)
    version = document.versions.get()
    again = run(folder, capsys)
    assert again.count("nothing happens") == 2
    assert "Versions written: 0." in again
    assert document.versions.get().revision_number == version.revision_number
    assert StoredFile.objects.count() == 2


def test_published_at_once_or_by_a_second_run(document, folder, capsys):
    two_lines(folder)
    run(folder, capsys)
    assert document.versions.get().state == "draft"
    run(folder, capsys, publish=True)
    version = document.versions.get()
    assert version.state == "published"
    run(folder, capsys, publish=True)
    assert document.versions.get().last_published_at == version.last_published_at


def test_files_join_a_version_by_its_number(document, folder, capsys):
    make_version(document=document, parts={"files": file_part()})
    write(folder, "vi/khung.pdf,framework,1,vi,,,,,", "framework.pdf,framework,2,en,,,,,")
    said = run(folder, capsys, publish=True)
    assert "Adds to version 1 of “The Framework” (public)" in said
    assert "Creates version 2 of “The Framework”" in said
    first, second = document.versions.order_by("number")
    assert {file.language for file in first.files.all()} == {"vi", "en"}
    assert [file.language for file in second.files.all()] == ["en"]


def test_all_that_is_wrong_is_said_by_line_with_what_is_accepted(document, folder):
    (folder / "lie.pdf").write_bytes(b"<html></html>")
    write(
        folder,
        "vi/khung.pdf,framework,new,vi,,,,,",
        "gone.pdf,framework,new,en,,,,,",
        "framework.pdf,nowhere,third,xx,17.7.2020,,,perhaps,",
        "lie.pdf,framework,new,en,,,,,",
        "../framework.pdf,framework,new,en,,,,,",
    )
    said = refusal(folder)
    for sentence in (
        "Line 3, file: There is no file “gone.pdf”.",
        "Line 4, document: There is no document with the address “nowhere”.",
        "Line 4, version: Write the number of a version or “new”, not “third”.",
        "Line 4, language: “xx” is no language of files. Accepted are: vi, en",
        "Line 4, dated_on: Write a date such as 2020-07-17 or 17/07/2020.",
        "Line 4, authentic: “perhaps” is neither of: yes",
        "Line 5, file: “lie.pdf”",
        "Line 6, file: “../framework.pdf” must name a file in the folder",
    ):
        assert sentence in said
    assert "Line 2" not in said


def test_lines_that_contradict_each_other_are_refused(document, folder):
    write(
        folder,
        "vi/khung.pdf,framework,new,vi,2020-07-17,,,,",
        "framework.pdf,framework,new,vi,2021-07-17,,,,",
        "vi/khung.pdf,framework,new,vi,,,,,",
        "framework.pdf,framework,3,en,,,,,",
    )
    said = refusal(folder)
    assert "Line 3, dated_on: Another file of version 1 of “The Framework” says this" in said
    assert "Line 3, primary: Version 1 of “The Framework” offers “khung.pdf” first" in said
    assert "Line 4, file: This is the same file as “khung.pdf”." in said
    assert "Line 5, version: “The Framework” has no version yet: its first is 1, not 3." in said


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ("file,document", "lacks columns: language, version. Accepted are: file, document"),
        (f"{COLUMNS},colour", "columns that mean nothing: colour"),
        (COLUMNS, "names no file"),
    ],
)
def test_a_table_that_is_no_manifest_is_refused(folder, columns, sentence):
    write(folder, columns=columns)
    assert sentence in refusal(folder)


def test_a_manifest_as_excel_writes_it_is_read(document, folder, capsys):
    semicolons = "framework.pdf;framework;new;en;;Lần đầu, có sửa;;có;"
    write(folder, semicolons, columns=COLUMNS.replace(",", ";"), encoding="utf-8-sig")
    run(folder, capsys)
    version = document.versions.get()
    assert version.change_vi == "Lần đầu, có sửa"
    assert version.files.get().is_authentic


def test_a_manifest_in_another_encoding_is_refused_with_the_way_out(folder):
    write(folder, "vi/khung.pdf,framework,new,vi,,Bàn,,,", encoding="cp1258")
    assert "is not in UTF-8. Save it as “CSV UTF-8”." in refusal(folder)


def test_what_does_not_exist_is_refused(folder, tmp_path):
    assert "There is no manifest.csv." in refusal(folder)
    assert "There is no" in refusal(tmp_path / "nowhere")
    write(folder, "framework.pdf,framework,new,en,,,,,")
    assert "There is no user nobody." in refusal(folder, user="nobody")


def test_a_link_that_leads_out_of_the_folder_is_no_file(document, folder, tmp_path_factory):
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.pdf"
    secret.write_bytes(ENGLISH)
    (folder / "link.pdf").symlink_to(secret)
    write(folder, "link.pdf,framework,new,en,,,,,")
    assert "There is no file “link.pdf”." in refusal(folder)


def test_files_that_the_manifest_does_not_name_are_said(document, folder, capsys):
    write(folder, "framework.pdf,framework,new,en,,,,,")
    assert "left aside: vi/khung.pdf" in run(folder, capsys, dry_run=True)


def test_the_same_file_of_another_document_is_said(document, folder, capsys):
    other = make_document(title_en="Another document")
    make_version(document=other, parts={"files": file_part(make_stored_file(ENGLISH))})
    write(folder, "framework.pdf,framework,new,en,,,,,")
    said = run(folder, capsys, dry_run=True)
    assert "“framework.pdf” is the same file as one of “Another document v1”." in said


def test_what_cannot_be_published_is_said_and_the_exit_is_a_failure(document, folder, settings):
    settings.CLAMD_ADDRESS = ("127.0.0.1", 1)
    write(folder, "framework.pdf,framework,new,en,,,,,")
    with pytest.raises(CommandError, match="not published"):
        call_command("import_documents", folder, publish=True)
    assert document.versions.get().state == "draft"


def test_an_infected_file_gets_no_place(document, folder):
    make_stored_file(ENGLISH, virus_check="infected")
    write(folder, "framework.pdf,framework,new,en,,,,,")
    with pytest.raises(CommandError, match="This file is infected"):
        call_command("import_documents", folder)


def packed(path, *members, **how):
    """A ZIP of (name or ZipInfo, content)."""
    with zipfile.ZipFile(path, "w", **how) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def test_a_zip_is_unpacked_even_if_it_packs_a_whole_folder(document, tmp_path, capsys):
    lines = f"{COLUMNS}\nvi/khung.pdf,framework,new,vi,,,,,"
    archive = packed(
        tmp_path / "files.zip",
        ("folder/manifest.csv", lines),
        ("folder/vi/khung.pdf", VIETNAMESE),
        ("__MACOSX/folder/._manifest.csv", b"x"),
    )
    run(archive, capsys)
    assert document.versions.get().files.get().file_name == "khung.pdf"


def link() -> zipfile.ZipInfo:
    member = zipfile.ZipInfo("link.pdf")
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    return member


@pytest.mark.parametrize(
    ("member", "sentence"),
    [
        (("../../evil.pdf", ENGLISH), "leads out of the ZIP"),
        (("/etc/evil.pdf", ENGLISH), "leads out of the ZIP"),
        (("C:\\evil.pdf", ENGLISH), "leads out of the ZIP"),
        ((link(), "/etc/passwd"), "is a link"),
        (("more.zip", b"PK"), "is a ZIP inside the ZIP"),
        (("x" * 300 + ".pdf", ENGLISH), "too long a name"),
        (("bomb.txt", bytes(3 * 1024 * 1024)), "too large"),
    ],
)
def test_a_zip_that_is_dangerous_is_refused_before_it_is_unpacked(
    tmp_path, settings, member, sentence
):
    settings.UPLOAD_LIMIT = 2 * 1024 * 1024
    archive = packed(tmp_path / "files.zip", member, compression=zipfile.ZIP_DEFLATED)
    assert sentence in refusal(archive)
    assert list(tmp_path.rglob("evil*")) == []


def test_many_small_bombs_are_refused_together(tmp_path, settings):
    settings.UPLOAD_LIMIT = 1024 * 1024
    members = [(f"{number}.txt", bytes(900_000)) for number in range(8)]
    archive = packed(tmp_path / "files.zip", *members, compression=zipfile.ZIP_DEFLATED)
    assert "together" in refusal(archive)


def test_a_zip_that_lies_about_its_sizes_or_is_cut_off_is_refused(tmp_path):
    archive = packed(tmp_path / "a.zip", ("a.txt", bytes(5_000_000)), compression=8)
    content = bytearray(archive.read_bytes())
    size = content.rindex(b"PK\x01\x02") + 24
    content[size : size + 4] = (100).to_bytes(4, "little")
    archive.write_bytes(content)
    assert "damaged" in refusal(archive)
    archive.write_bytes(content[:-30])
    assert "damaged" in refusal(archive)
