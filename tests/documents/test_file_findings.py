"""What reading found in a file stands beside it, for staff."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from documents.models import DownloadCount, FilePage, StoredFile
from documents.services import read_stored
from tests.factories import file_part, make_document, make_stored_file, make_user, make_version
from tests.html import Html
from tests.publishing.admin.form_reader import posted, read_form

from . import made_files

pytestmark = pytest.mark.django_db
LIST = reverse("admin:documents_storedfile_changelist")
GOOD = {"is_tagged": True, "inner_title": "A title", "inner_language": "en", "is_searchable": True}


@pytest.fixture
def staff(client, editor):
    editor.language = "en"
    editor.save()
    client.force_login(editor)
    return client


def page_of(stored) -> str:
    return reverse("admin:documents_storedfile_change", args=[stored.pk])


def page_of_version(version) -> str:
    return reverse("admin:documents_documentversion_change", args=[version.pk])


FINDINGS = [
    ({"is_searchable": False}, "It holds only pictures"),
    ({"is_tagged": False}, "It is not tagged"),
    ({"inner_title": ""}, "It names no title"),
    ({"inner_language": ""}, "It does not say which language"),
    ({"is_encrypted": True}, "It is protected"),
    ({"reading": "waiting"}, "It waits to be read."),
    ({"reading": "failed", "problem": "damaged"}, "It could not be read: it is damaged."),
    ({"virus_check": "waiting"}, "It waits for the virus check"),
    ({"virus_check": "infected"}, "It is infected"),
]


@pytest.mark.parametrize(("found", "sentence"), FINDINGS)
def test_a_finding_is_said_on_the_page_of_the_file_and_beside_it(staff, found, sentence):
    stored = make_stored_file(**GOOD | found)
    version = make_version(state="draft", parts={"files": file_part(stored)})
    for page in (page_of(stored), page_of_version(version), LIST):
        said = staff.get(page).content.decode()
        assert sentence in said
        assert "Nothing to object to." not in said


def test_a_file_without_faults_is_said_to_have_none(staff):
    stored = make_stored_file(**GOOD)
    version = make_version(parts={"files": file_part(stored)})
    for page in (page_of(stored), page_of_version(version), LIST):
        assert "Nothing to object to." in staff.get(page).content.decode()


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("waiting", {"reading": "waiting"}),
        ("waiting", {"virus_check": "waiting"}),
        ("failed", {"reading": "failed", "problem": "time"}),
        ("not_searchable", {"is_searchable": False}),
        ("not_tagged", {"is_tagged": False}),
        ("infected", {"virus_check": "infected"}),
    ],
)
def test_the_list_is_narrowed_by_what_was_found(staff, wanted, found):
    make_stored_file(**GOOD)
    stored = make_stored_file(**GOOD | found)
    assert list(staff.get(LIST, {"finding": wanted}).context["cl"].queryset) == [stored]


def test_the_list_names_the_files_and_costs_the_same_for_many(staff, django_assert_max_num_queries):
    counts = []
    for number in range(1, 5):
        make_version(number=number, parts={"files": file_part(file_name=f"text {number}.pdf")})
        with django_assert_max_num_queries(30) as queries:
            page = staff.get(LIST).content.decode()
        counts.append(len(queries))
        assert f"text {number}.pdf" in page
    assert counts[1] == counts[-1]


def test_a_stored_file_shows_its_text_and_leads_to_what_uses_it(staff):
    stored = make_stored_file()
    FilePage.objects.create(stored=stored, number=1, text="Khung <hợp tác> của mạng lưới")
    version = make_version(state="draft", parts={"files": file_part(stored)})
    html = Html(staff.get(page_of(stored)).content.decode())
    assert "Khung <hợp tác> của mạng lưới" in html.text("pre")
    assert page_of_version(version) in html.links()


def test_the_link_opens_a_file_that_is_not_public_yet(staff, client):
    content = made_files.pdf("Draft")
    version = make_version(state="draft", parts={"files": file_part(make_stored_file(content))})
    file = version.files.get()
    html = Html(staff.get(page_of_version(version)).content.decode())
    (address,) = [link for link in html.links() if link.startswith(file.get_absolute_url())]
    client.logout()
    assert client.get(file.get_absolute_url()).status_code == 404
    assert b"".join(client.get(address).streaming_content) == content


def test_a_file_is_read_again_when_staff_ask_for_it(staff, django_capture_on_commit_callbacks):
    content = made_files.pdf("The framework of the network.", title="Framework")
    stored = make_stored_file(content, reading="failed", problem="time")
    with django_capture_on_commit_callbacks(execute=True):
        answer = staff.post(reverse("admin:documents_storedfile_read", args=[stored.pk]))
    assert answer.url == page_of(stored)
    stored.refresh_from_db()
    assert (stored.reading, stored.inner_title) == ("read", "Framework")


def test_what_was_read_is_shown_as_it_was_found(staff):
    content = made_files.pdf("The framework of the network.", title="Framework")
    stored = make_stored_file(content, reading="waiting")
    read_stored(stored.pk)
    page = staff.get(page_of(stored)).content.decode()
    assert "The framework of the network." in page
    assert "It is not tagged" in page
    assert "It names no title" not in page


def test_who_may_only_look_sees_findings_and_changes_nothing(client):
    reader = make_user("reader", is_staff=True, language="en")
    reader.user_permissions.set(Permission.objects.filter(codename="view_documentversion"))
    client.force_login(reader)
    stored = make_stored_file(is_tagged=False)
    assert "It is not tagged" in client.get(page_of(stored)).content.decode()
    assert client.get(LIST).status_code == 200
    again = reverse("admin:documents_storedfile_read", args=[stored.pk])
    assert again not in client.get(page_of(stored)).content.decode()
    assert client.post(again).status_code == 403


def test_who_may_not_look_at_versions_sees_no_files(client):
    client.force_login(make_user("clerk", is_staff=True))
    assert client.get(LIST).status_code == 403


def test_stored_files_are_neither_added_changed_nor_deleted(staff):
    stored = make_stored_file()
    assert staff.get(reverse("admin:documents_storedfile_add")).status_code == 403
    assert staff.post(page_of(stored), {"sha256": "0" * 64}).status_code == 403
    delete = reverse("admin:documents_storedfile_delete", args=[stored.pk])
    assert staff.post(delete, {"post": "yes"}).status_code == 403
    assert StoredFile.objects.get() == stored
    again = staff.get(reverse("admin:documents_storedfile_read", args=[stored.pk]))
    assert again.url == page_of(stored)
    stored.refresh_from_db()
    assert stored.reading == "read"


def test_a_file_is_renamed_until_the_public_has_seen_it(staff):
    draft = make_version(state="draft", parts={"files": file_part()})
    page = staff.get(page_of_version(draft))
    typed = {"files-0-file_name": "Better name.pdf", "files-0-language": "vi"}
    staff.post(page_of_version(draft), posted(page, _publish="x", **typed))
    file = draft.files.get()
    assert (file.file_name, file.language) == ("Better name.pdf", "vi")
    public = read_form(staff.get(page_of_version(draft))).values
    assert "files-0-file_name" not in public
    assert "files-0-is_primary" in public


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"file_name": "text.docx"}, "must end in .pdf"),
        ({"file_name": "a/b.pdf"}, "leads to a folder"),
        ({"language": "xx"}, "is no language of files"),
        ({"withdrawal_reason_vi": "Có sai sót"}, "A withdrawal needs its reason in both languages"),
    ],
)
def test_a_wrong_name_of_a_file_is_answered_with_a_sentence(staff, typed, sentence):
    draft = make_version(state="draft", parts={"files": file_part()})
    page = staff.get(page_of_version(draft))
    typed = {f"files-0-{name}": value for name, value in typed.items()}
    answer = staff.post(page_of_version(draft), posted(page, _save="x", **typed))
    assert answer.status_code == 200
    assert sentence in answer.content.decode()


def test_a_file_is_taken_from_a_draft_but_never_from_what_was_public(staff):
    for state, left in (("draft", 0), ("published", 1)):
        version = make_version(state=state, parts={"files": file_part()})
        page = staff.get(page_of_version(version))
        typed = {"files-0-DELETE": "on"}
        staff.post(page_of_version(version), posted(page, _publish="x", **typed))
        assert version.files.count() == left


def test_downloads_are_summed_by_language_on_the_page_of_the_document(staff):
    document = make_document()
    for language, day, count in (
        ("vi", "2026-01-01", 3),
        ("vi", "2026-01-02", 1200),
        ("en", "2026-01-01", 7),
    ):
        DownloadCount.objects.create(document=document, language=language, day=day, count=count)
    page = staff.get(reverse("admin:documents_document_change", args=[document.pk]))
    assert "Vietnamese: 1203" in page.content.decode().replace(",", "")
    assert "English: 7" in page.content.decode()
    counts = reverse("admin:documents_downloadcount_changelist")
    listed = staff.get(counts, {"language": "vi"}).context["cl"].queryset
    assert [row.count for row in listed] == [1200, 3]
    assert staff.get(reverse("admin:documents_downloadcount_add")).status_code == 403
