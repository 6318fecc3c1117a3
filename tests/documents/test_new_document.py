"""A new document with its files in one form, and its way to the public."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ascn_portal.publishing import services
from ascn_portal.publishing.models import Revision
from documents.models import Document
from tests.documents.made_files import pdf
from tests.html import Html
from tests.publishing.admin.conftest import signed_in_as  # noqa: F401  a fixture
from tests.publishing.admin.form_reader import posted, read_form
from tests.publishing.admin.screens import save, url, with_source

pytestmark = pytest.mark.django_db


def typed(**more) -> dict:
    return (
        with_source(
            title_vi="Khung mới",
            title_en="New framework",
            slug="new-framework",
            kind="framework",
            year="2026",
            summary_vi="Tóm tắt.",
            summary_en="Summary.",
            status="adopted",
            status_on="21/07/2026",
        )
        | more
    )


def sent(name="khung.pdf", text="Khung"):
    return SimpleUploadedFile(name, pdf(text), "application/pdf")


def send(window, button="_submit", **fields):
    page = window.get(url(Document, "add"))
    return window.post(url(Document, "add"), posted(page, **{button: "x"}, **typed()) | fields)


def test_a_new_document_and_its_files_are_reviewed_and_published_together(signed_in_as):  # noqa: F811
    editor, approver = signed_in_as("Editor"), signed_in_as("Approver")
    files = {"file_vi": sent("khung.pdf"), "file_en": sent("framework.pdf", "Framework")}
    assert send(editor, **files).status_code == 302
    document = Document.objects.get(slug="new-framework")
    version = document.versions.get()
    assert {file.language for file in version.files.all()} == {"vi", "en"}
    assert services.open_revision(version).state == Revision.State.IN_REVIEW
    review = url(document, "review")
    page = Html(approver.get(review).text)
    assert str(version) in page.text("a")
    assert {"khung.pdf (Tiếng Việt)", "framework.pdf (Tiếng Anh)"} <= set(page.texts["a"])
    opened = [link for link in page.links() if "preview=" in link]
    assert [approver.get(link).status_code for link in opened] == [200, 200]
    save(approver, review, "_publish")
    document.refresh_from_db()
    version.refresh_from_db()
    assert (document.state, version.state) == ("published", "published")


def test_the_same_file_in_both_languages_is_noticed_and_kept(signed_in_as):  # noqa: F811
    window = signed_in_as("Editor")
    answer = send(window, file_vi=sent("khung.pdf"), file_en=sent("framework.pdf"))
    assert "Hai ngôn ngữ có cùng một tệp" in window.get(answer.url).text
    assert Document.objects.get(slug="new-framework").versions.get().files.count() == 2
    answer = send(window, slug="other", file_vi=sent(), file_en=sent("framework.pdf", "Framework"))
    assert "Hai ngôn ngữ có cùng một tệp" not in window.get(answer.url).text


def test_a_file_that_is_not_accepted_is_named_and_what_was_typed_is_kept(signed_in_as):  # noqa: F811
    answer = send(signed_in_as("Editor"), file_vi=SimpleUploadedFile("khung.pdf", b"<html>"))
    assert answer.status_code == 200
    assert answer.context["adminform"].form.non_field_errors()
    assert read_form(answer).values["title_vi"] == ["Khung mới"]
    assert not Document.objects.filter(slug="new-framework").exists()


def test_a_file_that_is_too_large_is_refused_and_what_was_typed_is_kept(signed_in_as, settings):  # noqa: F811
    settings.UPLOAD_LIMIT = 100
    answer = send(signed_in_as("Editor"), file_vi=sent())
    assert answer.status_code == 413
    assert answer.context["adminform"].form.non_field_errors()
    assert read_form(answer).values["title_vi"] == ["Khung mới"]
    assert not Document.objects.filter(slug="new-framework").exists()


def test_a_later_edit_of_the_document_does_not_publish_a_draft_version(signed_in_as):  # noqa: F811
    approver, editor = signed_in_as("Approver"), signed_in_as("Editor")
    send(editor, file_vi=sent())
    document = Document.objects.get(slug="new-framework")
    save(approver, url(document, "review"), "_publish")
    document.refresh_from_db()
    from documents.services import add_version

    second = add_version(document, [], author=editor.user)
    save(editor, url(document), "_submit", summary_en="Better summary.")
    save(approver, url(document, "review"), "_publish")
    assert services.open_revision(second.record).state == Revision.State.DRAFT


def test_a_new_document_and_its_first_version_are_published_by_one_press(signed_in_as):  # noqa: F811
    window = signed_in_as("Approver")
    answer = send(window, "_publish", status="published", file_vi=sent())
    document = Document.objects.get(slug="new-framework")
    assert answer.url == url(document)
    assert (document.state, document.versions.get().state) == ("published", "published")
