"""Files come in by the admin: chosen, placed, shown as a plan, done."""

import errno
import re

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client
from django.urls import reverse

from ascn_portal.publishing import services as publishing
from ascn_portal.publishing import snapshot
from documents.models import DocumentFile, DocumentVersion, StoredFile
from documents.uploading import MOST_AT_ONCE
from tests.documents.upload_screen import (
    OTHER_PDF,
    PDF,
    UPLOAD,
    do,
    errors,
    row,
    send,
    sent,
    show,
    text,
    url_for,
)
from tests.factories import file_part, make_document, make_stored_file, make_user, make_version
from tests.publishing.admin.form_reader import posted, read_form

from . import made_files

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(editor):
    editor.language = "en"
    editor.save()


@pytest.fixture
def staff(client, editor):
    client.force_login(editor)
    return client


def test_a_file_becomes_a_draft_of_a_new_version_and_the_plan_says_so_first(staff, editor):
    document = make_document(title_en="The Framework")
    url = url_for(document=document)
    chosen = send(staff, sent(), url=url)
    shown = show(
        staff, chosen, url, **row(language="en", dated_on="2020-07-17", change_en="First edition")
    )
    plan = " ".join(shown.context["plan"])
    assert "Creates version 1 of “The Framework” with “framework.pdf” (English)." in plan
    assert "17 July 2020" in plan
    assert "It stays a draft." in plan
    assert not DocumentVersion.objects.exists()
    answer = do(staff, shown, url)
    version = document.versions.get()
    assert answer.url == reverse("admin:documents_documentversion_change", args=[version.pk])
    file = version.files.get()
    assert (version.state, version.number, str(version.dated_on)) == ("draft", 1, "2020-07-17")
    assert (version.change_en, file.language, file.is_primary) == ("First edition", "en", True)
    assert publishing.revisions_of(version).get().author == editor


def test_several_files_of_one_new_version_come_at_once(staff):
    document = make_document()
    url = url_for(document=document)
    chosen = send(staff, sent("a.pdf"), sent("b.pdf", OTHER_PDF), url=url)
    shown = show(staff, chosen, url, **row(0, language="en"), **row(1, language="vi"))
    assert len([line for line in shown.context["plan"] if "Creates version" in line]) == 1
    do(staff, shown, url)
    assert {file.language for file in document.versions.get().files.all()} == {"vi", "en"}


@pytest.mark.parametrize(("second", "count"), [(PDF, 1), (OTHER_PDF, 0)])
def test_the_same_file_in_two_languages_is_said_in_the_plan(staff, second, count):
    url = url_for(document=make_document())
    chosen = send(staff, sent("a.pdf"), sent("b.pdf", second), url=url)
    shown = show(staff, chosen, url, **row(0, language="en"), **row(1, language="vi"))
    twins = [line for line in shown.context["plan"] if "one and the same file" in line]
    assert len(twins) == count
    assert do(staff, shown, url).status_code == 302


def test_a_refused_file_is_named_while_the_others_go_on(staff):
    chosen = send(staff, sent("a.pdf"), sent("page.pdf", b"<html><script></script></html>"))
    (sentence,) = chosen.context["refused"]
    assert "page.pdf" in sentence
    assert [form.stored_file.sha256 for form in chosen.context["formset"]] == [
        StoredFile.objects.get().sha256
    ]
    assert sentence in text(chosen)


def test_what_was_typed_survives_more_files_and_a_refusal(staff):
    document = make_document()
    chosen = send(staff, sent("a.pdf"), url=url_for(document=document))
    typed = row(change_en="Typed with care", file_name="My name.pdf", version="9", language="vi")
    more = send(
        staff,
        sent("empty.pdf", b""),
        sent("b.pdf", OTHER_PDF),
        page=chosen,
        url=url_for(document=document),
        publish="on",
        **typed,
    )
    values = read_form(more).values
    assert {name: values[name] for name in typed} == {name: [text] for name, text in typed.items()}
    assert values["publish"] == ["on"]
    assert values["files-1-file_name"] == ["b.pdf"]
    refused = show(staff, more, **row(1, language="en"))
    assert "has no version yet: its first is 1, not 9" in errors(refused)
    values = read_form(refused).values
    assert values["files-0-change_en"] == ["Typed with care"]
    assert not refused.context["plan"]


def test_a_file_joins_a_draft_version(staff):
    version = make_version(state="draft")
    url = url_for(version=version)
    shown = show(staff, send(staff, sent(), url=url), url, **row(language="en"))
    assert "Adds to version 1 of" in shown.context["plan"][0]
    do(staff, shown, url)
    assert version.files.get().file_name == "framework.pdf"


def test_a_file_joins_a_public_version_once_it_is_published(staff, editor):
    version = make_version(parts={"files": file_part(language="vi")})
    url = url_for(version=version)
    chosen = send(staff, sent(), url=url)
    shown = show(staff, chosen, url, **row(language="en"))
    assert "Readers do not see the added files" in shown.context["plan"][-1]
    do(staff, shown, url)
    assert [file.language for file in version.files.all()] == ["vi"]
    again = show(staff, send(staff, sent(), url=url), url, publish="on", **row(language="en"))
    assert "nothing happens" in again.context["plan"][0]
    do(staff, again, url)
    assert {file.language for file in version.files.all()} == {"vi", "en"}
    assert publishing.open_revision(version) is None


def test_a_colleagues_revision_that_waits_is_named_before_files_join_it(staff):
    version = make_version()
    shape = snapshot.take(version) | {"change_en": "Typed by a colleague"}
    colleague = make_user("minh")
    publishing.save(DocumentVersion, version.uid, shape, author=colleague)
    url = url_for(version=version)
    shown = show(staff, send(staff, sent(), url=url), url, publish="on", **row(language="en"))
    assert any("revision 2 by minh" in line for line in shown.context["plan"])
    do(staff, shown, url)
    version.refresh_from_db()
    assert (version.change_en, version.files.count()) == ("Typed by a colleague", 1)


def test_a_full_disk_is_answered_with_a_sentence_and_what_was_typed(staff, monkeypatch):
    page = send(staff, sent())

    def refuse(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", refuse)
    typed = row(change_en="Typed with care")
    answer = send(staff, sent("b.pdf", OTHER_PDF), page=page, **typed)
    assert "There is no room left to keep the file." in text(answer)
    assert read_form(answer).values["files-0-change_en"] == ["Typed with care"]


def test_publishing_at_once_makes_the_version_public(staff):
    document = make_document()
    url = url_for(document=document)
    chosen = send(staff, sent(), url=url)
    shown = show(staff, chosen, url, publish="on", **row(language="en"))
    assert "is published at once" in shown.context["plan"][-1]
    do(staff, shown, url)
    assert document.versions.get().state == "published"


def test_what_keeps_a_version_from_the_public_is_said_and_the_draft_stays(staff, settings):
    settings.CLAMD_ADDRESS = ("127.0.0.1", 1)
    document = make_document()
    url = url_for(document=document)
    chosen = send(staff, sent(), url=url)
    shown = show(staff, chosen, url, publish="on", **row(language="en"))
    assert any("It cannot be published yet" in line for line in shown.context["plan"])
    answer = staff.post(url, posted(shown, _do="x"), follow=True)
    assert any("It was not published" in str(message) for message in answer.context["messages"])
    assert document.versions.get().state == "draft"


def test_the_same_file_again_is_known_and_said_where_it_is_used(staff):
    stored = make_stored_file(PDF)
    document = make_document(title_en="The Framework")
    make_version(document=document, parts={"files": file_part(stored)})
    url = url_for(document=document)
    chosen = send(staff, sent("again.pdf"), url=url)
    assert "The Framework v1 (text.pdf)" in text(chosen)
    shown = show(staff, chosen, url, **row(language="en"))
    assert (
        "is in version 1 of “The Framework” already: nothing happens." in shown.context["plan"][0]
    )
    do(staff, shown, url)
    assert document.versions.count() == 1
    assert StoredFile.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"file_name": "text.pdf"}, "has another file of this name in English"),
        ({"is_primary": "on"}, "only one file can be"),
        ({"file_name": "a/b.pdf"}, "it leads to a folder"),
        ({"file_name": "text.docx"}, "must end in .pdf"),
        ({"file_name": "x" * 300 + ".pdf"}, "the most is 200"),
        ({"version": "7"}, "has no version 7. It has 1; the next is 2."),
        ({"language": "xx"}, "“xx” is no language of files"),
        ({"language": ""}, "This field is required"),
        ({"change_en": "Other words"}, "exists already: change this on its page"),
        ({"dated_on": "31/02/2020"}, "Write a date such as"),
        ({"document": "999999"}, "Select a valid choice"),
        ({"stored": "0bdd81f0-3ce5-4be3-a2a2-000000000000"}, "is not stored"),
        ({"stored": "banana"}, "Enter a valid UUID"),
    ],
)
def test_what_cannot_be_is_said_beside_its_row_and_nothing_is_written(staff, typed, sentence):
    version = make_version(parts={"files": file_part()})
    before = publishing.revisions_of(version).count()
    url = url_for(version=version)
    chosen = send(staff, sent("new.pdf"), url=url)
    refused = show(staff, chosen, url, **row(**{"language": "en", "change_vi": "Giữ", **typed}))
    assert sentence in errors(refused)
    assert not refused.context["plan"]
    assert read_form(refused).values["files-0-change_vi"] == ["Giữ"]
    assert publishing.revisions_of(version).count() == before


def test_what_was_changed_after_the_plan_was_read_is_shown_again(staff):
    document = make_document()
    url = url_for(document=document)
    shown = show(staff, send(staff, sent(), url=url), url, **row(language="en"))
    again = do(staff, shown, url, **row(language="vi"))
    assert again.context["notice"]
    assert "(Vietnamese)" in again.context["plan"][0]
    assert not document.versions.exists()
    do(staff, again, url)
    assert document.versions.get().files.get().language == "vi"


def test_a_file_that_is_left_out_gets_no_place(staff):
    document = make_document()
    url = url_for(document=document)
    chosen = send(staff, sent("a.pdf"), sent("b.pdf", OTHER_PDF), url=url)
    shown = show(staff, chosen, url, **row(0, language="en"), **row(1, language="vi", DELETE="on"))
    do(staff, shown, url)
    assert document.versions.get().files.get().file_name == "a.pdf"


def test_nothing_chosen_is_answered_with_a_sentence(staff):
    assert "Choose at least one file." in text(send(staff))


def test_a_script_sends_one_file_and_is_told_its_row(staff):
    data = posted(staff.get(UPLOAD)) | {"upload": sent()}
    answer = staff.post(UPLOAD, data, headers={"Accept": "application/json"}).json()
    (new,) = answer["rows"]
    assert new["stored"] == str(StoredFile.objects.get().uid)
    assert new["file_name"] == "framework.pdf"
    wrong = data | {"upload": sent("empty.pdf", b"")}
    answer = staff.post(UPLOAD, wrong, headers={"Accept": "application/json"}).json()
    assert answer["rows"] == []
    assert "empty.pdf" in answer["refused"][0]


def test_more_than_the_limit_is_refused_before_it_is_read_and_what_was_typed_stays(staff, settings):
    page = send(staff, sent())
    settings.UPLOAD_LIMIT = 1024
    typed = row(change_en="Typed with care") | {"publish": "on"}
    data = posted(page, **typed) | {"upload": sent("big.pdf", b"x" * 3 * 1024 * 1024)}
    answer = staff.post(UPLOAD, data)
    assert answer.status_code == 413
    assert "larger than 1.0 KB" in text(answer)
    values = read_form(answer).values
    assert (values["publish"], values["files-0-change_en"]) == (["on"], ["Typed with care"])
    unread = answer.wsgi_request.environ["wsgi.input"].read()
    assert len(unread) > 2 * 1024 * 1024


def test_a_file_beyond_the_limit_in_a_small_request_is_refused(staff, settings):
    settings.UPLOAD_LIMIT = 1024
    answer = send(staff, sent("big.pdf", b"x" * 200_000))
    assert answer.status_code == 413
    assert not StoredFile.objects.exists()


def test_more_files_than_can_be_taken_at_once_are_refused_in_words(staff):
    files = [sent(f"{number}.pdf", b"") for number in range(MOST_AT_ONCE + 1)]
    answer = send(staff, *files)
    assert f"at most {MOST_AT_ONCE} files" in text(answer)


def test_files_wait_on_disk_and_are_gone_afterwards(staff):
    send(staff, sent())
    assert list(settings.FILE_UPLOAD_TEMP_DIR.glob("*.upload*")) == []


def test_who_may_only_look_at_versions_uploads_nothing(client):
    reader = make_user("reader", is_staff=True, language="en")
    reader.user_permissions.set(Permission.objects.filter(codename="view_documentversion"))
    client.force_login(reader)
    assert client.get(UPLOAD).status_code == 403
    assert client.post(UPLOAD, {"upload": sent(), "_upload": "x"}).status_code == 403
    assert not StoredFile.objects.exists()
    listed = client.get(reverse("admin:documents_documentversion_changelist"))
    assert UPLOAD not in listed.content.decode()


def test_a_post_without_its_token_is_refused(editor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    assert client.post(UPLOAD, {"upload": sent(), "_upload": "x"}).status_code == 403
    assert not StoredFile.objects.exists()


def test_the_screen_is_reached_from_lists_documents_and_versions(staff):
    version = make_version()
    for name in ("document", "documentversion"):
        page = staff.get(reverse(f"admin:documents_{name}_changelist"))
        assert f'href="{UPLOAD}"' in page.content.decode()
    page = staff.get(reverse("admin:documents_document_change", args=[version.document_id]))
    assert url_for(document=version.document) in page.content.decode()
    page = staff.get(reverse("admin:documents_documentversion_change", args=[version.pk]))
    assert url_for(version=version) in page.content.decode()
    assert staff.get(f"{UPLOAD}?document=banana").status_code == 404


def test_the_screen_runs_and_styles_nothing_inline(staff):
    page = send(staff, sent()).content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", page)


def test_a_screen_with_many_rows_asks_the_database_no_more_often(
    staff, django_assert_max_num_queries
):
    files = [made_files.pdf(f"Text {number}") for number in range(8)]
    few = send(staff, sent("0.pdf", files[0]))
    many = send(staff, *(sent(f"{n}.pdf", content) for n, content in enumerate(files)))
    counts = []
    for page in (few, many):
        with django_assert_max_num_queries(40) as queries:
            send(staff, page=page)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def manifest(*lines: str) -> str:
    return "\n".join(["file,document,version,language", *lines])


def test_a_zip_with_a_manifest_fills_the_rows(staff):
    document = make_document(slug="framework", title_en="The Framework")
    packed = made_files.zipped(
        {"manifest.csv": manifest("vi/a.pdf,framework,new,vi"), "vi/a.pdf": PDF}
    )
    chosen = send(staff, sent("files.zip", packed))
    assert chosen.context["refused"] == []
    shown = show(staff, chosen)
    assert "Creates version 1 of “The Framework”" in shown.context["plan"][0]
    do(staff, shown)
    assert document.versions.get().files.get().file_name == "a.pdf"


def test_a_zip_whose_manifest_is_wrong_is_refused_by_line_and_stores_nothing(staff):
    make_document(slug="framework")
    lines = manifest("a.pdf,framework,new,vi", "b.pdf,nowhere,x,vi")
    packed = made_files.zipped({"manifest.csv": lines, "a.pdf": PDF})
    chosen = send(staff, sent("files.zip", packed))
    refused = " ".join(chosen.context["refused"])
    assert "Line 3, file: There is no file “b.pdf”." in refused
    assert "Line 3, document: There is no document with the address “nowhere”." in refused
    assert "Line 3, version: Write the number of a version or “new”, not “x”." in refused
    assert "Line 2" not in refused
    assert not StoredFile.objects.exists()
    assert not DocumentFile.objects.exists()
