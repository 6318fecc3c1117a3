"""Addresses of files: the latest, one for ever, and what they answer where nothing is given."""

import unicodedata
from datetime import timedelta
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.core import signing
from django.core.files.base import ContentFile
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from ascn_portal.publishing import preview as previews
from ascn_portal.publishing import services, snapshot
from ascn_portal.publishing.preview import SALT, preview_token
from documents.models import Document, DocumentFile, DocumentVersion, StoredFile
from documents.services import files_storage
from documents.views import files as views
from tests.factories import both, file_part, make_document, make_stored_file, make_version

pytestmark = pytest.mark.django_db
LATER = timezone.now() + timedelta(days=3650)


def make_file(state="published", stored=None, *, number=1, document=None, **fields) -> DocumentFile:
    """A file of a version in `state`, of a public document unless given."""
    document = document or make_document()
    parts = {"files": file_part(stored, **fields)}
    return make_version(state, parts, document=document, number=number).files.get()


def replace_file(file, editor, **fields):
    """Publish a revision of the file's version in which the file has other `fields`."""
    shape = snapshot.take(file.version)
    shape["parts"]["files"][str(file.uid)] |= fields
    revision = services.save(DocumentVersion, file.version.uid, shape, author=editor)
    services.publish(revision, approver=editor)
    file.refresh_from_db()


def rename(document, slug, editor):
    shape = snapshot.take(document) | {"slug": slug}
    services.publish(services.save(Document, document.uid, shape, author=editor), approver=editor)


def latest(file, language="en") -> str:
    return f"/documents/{file.version.document.slug}/{language}/"


def preview(file, row=None) -> str:
    return f"{file.get_absolute_url()}?{urlencode({'preview': preview_token(row or file.version)})}"


def drafted(version, editor, added: dict, **changes) -> str:
    """The address of a file that only a draft beside the public `version` has."""
    shape = snapshot.take(version) | changes
    shape["parts"]["files"] |= added
    services.save(DocumentVersion, version.uid, shape, author=editor)
    (part,) = added.values()
    address = reverse("files:file", args=[version.document.slug, 1, "en", part["file_name"]])
    return f"{address}?{urlencode({'preview': preview_token(version)})}"


def in_english(client, url):
    return client.get(url, headers={"Accept-Language": "en"})


# --- For ever


def test_a_file_has_an_address_made_of_document_version_language_and_name(client):
    file = make_file(number=2, file_name="paper.pdf")
    slug = file.version.document.slug
    assert file.get_absolute_url() == f"/documents/{slug}/v2/en/paper.pdf"
    assert client.get(file.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    "name", ["Kế hoạch hành động.pdf", "50% plan & more; v2.pdf", "a+b #1?.pdf", "Khung “A”.pdf"]
)
def test_names_of_people_stand_in_addresses(client, name):
    file = make_file(file_name=name)
    assert client.get(file.get_absolute_url()).status_code == 200


def test_a_name_that_was_typed_with_separate_marks_is_the_same_name(client):
    file = make_file(file_name="Kế hoạch.pdf")
    folder = file.get_absolute_url().rpartition("/")[0]
    typed = unicodedata.normalize("NFD", file.file_name)
    assert client.get(f"{folder}/{quote(typed)}").status_code == 200


@pytest.mark.parametrize(
    "end",
    [
        "v0/en/text.pdf",
        "v2/en/text.pdf",
        "v99999999999999999999/en/text.pdf",
        "v" + "9" * 5000 + "/en/text.pdf",
        "v-1/en/text.pdf",
        "v1/vi/text.pdf",
        "v1/EN/text.pdf",
        "v1/eng/text.pdf",
        "v1/en/TEXT.pdf",
        "v1/en/%ED%A0%80.pdf",
        "v1/en/%FF%FE.pdf",
        "v1/en/..%2F..%2Fsecret_key",
        "v1/en/../../../secret_key",
        "v1/en/" + "a" * 3000,
        "v1/en/",
        "v1/en/text.pdf/",
        "v1/en/text.pdf/cover.png",
        "vi/",
        "xx/",
        "e1/",
    ],
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_is_at_no_address_is_not_found_in_the_readers_language(client, end, language):
    slug = make_file().version.document.slug
    response = client.get(f"/documents/{slug}/{end}", headers={"Accept-Language": language})
    assert response.status_code == 404
    assert f'<html lang="{language}"' in response.text
    assert "Accept-Language" in response["Vary"]
    assert not response.cookies


def test_a_name_with_nul_is_refused(client):
    slug = make_file().version.document.slug
    assert client.get(f"/documents/{slug}/v1/en/text%00.pdf").status_code == 400


@pytest.mark.parametrize("query", ["preview=", "preview=%ED%A0%80", "preview=a:b:c", "x=%FF"])
def test_an_odd_query_changes_nothing(client, query):
    file = make_file()
    assert client.get(f"{file.get_absolute_url()}?{query}").status_code == 200
    draft = make_file("draft")
    assert client.get(f"{draft.get_absolute_url()}?{query}").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_a_file_can_only_be_read(client, method):
    file = make_file()
    for address in (file.get_absolute_url(), latest(file)):
        assert getattr(client, method)(address).status_code == 405


# --- The latest


def test_the_latest_leads_to_the_newest_version_that_has_the_language(client):
    document = make_document()
    vietnamese = make_file(document=document, number=1, language="vi", file_name="văn bản.pdf")
    newest = make_file(document=document, number=2)
    make_file("draft", document=document, number=3)
    assert client.get(latest(newest)).url == newest.get_absolute_url()
    assert client.get(latest(newest, "vi")).url == vietnamese.get_absolute_url()


def test_the_latest_is_the_file_that_is_offered_first(client):
    document = make_document()
    other = file_part(file_name="a.docx", is_primary=False)
    parts = {"files": other | file_part(file_name="b.pdf")}
    first = make_version(parts=parts, document=document).files.get(is_primary=True)
    assert client.get(latest(first)).url == first.get_absolute_url()


def test_the_latest_is_asked_for_anew_each_time_and_keeps_no_query(client):
    file = make_file()
    response = client.head(f"{latest(file)}?utm_source=mail")
    assert (response.status_code, response.url) == (302, file.get_absolute_url())
    assert "no-cache" in response["Cache-Control"]
    assert not response.cookies


def test_the_latest_without_its_slash_is_found(client):
    file = make_file()
    assert client.get(latest(file)[:-1], follow=True).status_code == 200


def test_a_withdrawn_version_gives_way_to_the_one_before(client, editor):
    document = make_document()
    first = make_file(document=document, number=1)
    second = make_file(document=document, number=2)
    services.withdraw(second.version, author=editor, reason_vi="Có sai sót", reason_en="An error")
    assert client.get(latest(first)).url == first.get_absolute_url()


# --- Taken back


def test_a_withdrawn_file_says_why_in_the_readers_language(client, editor):
    file = make_file()
    reasons = both("withdrawal_reason", "Nhầm trang", "A page was wrong")
    replace_file(file, editor, **reasons)
    for address in (file.get_absolute_url(), latest(file)):
        response = in_english(client, address)
        assert response.status_code == 410
        assert "A page was wrong" in response.text
        assert "Accept-Language" in response["Vary"]
        assert "Nhầm trang" in client.get(address).text
    assert in_english(client, preview(file)).status_code == 410


@pytest.mark.parametrize("owner", ["version", "version.document"])
def test_files_of_what_is_withdrawn_say_why(client, editor, owner):
    file = make_file()
    row = file.version if owner == "version" else file.version.document
    services.withdraw(row, author=editor, reason_vi="Có sai sót", reason_en="An error")
    for address in (file.get_absolute_url(), latest(file), preview(file)):
        response = in_english(client, address)
        assert response.status_code == 410
        assert "An error" in response.text


def test_reason_of_a_file_that_never_was_public_is_not_told(client):
    reasons = both("withdrawal_reason", "Kín", "Secret reason")
    file = make_file("draft", **reasons)
    for address in (file.get_absolute_url(), latest(file)):
        assert in_english(client, address).status_code == 404


# --- Not yet public


def test_files_that_are_not_public_are_not_found(client, editor):
    draft = make_file("draft")
    of_draft = make_file(document=make_document("draft"))
    scheduled = make_file("draft")
    revision = services.save(
        DocumentVersion, scheduled.version.uid, snapshot.take(scheduled.version), author=editor
    )
    services.publish(revision, approver=editor, at=LATER)
    for file in (draft, of_draft, scheduled):
        for address in (
            file.get_absolute_url(),
            latest(file),
            f"{file.get_absolute_url()}/cover.webp",
        ):
            assert client.get(address).status_code == 404


@pytest.mark.parametrize("state", ["waiting", "infected"])
def test_files_that_the_virus_check_has_not_passed_are_given_to_nobody(client, state):
    file = make_file()
    StoredFile.objects.filter(pk=file.stored_id).update(virus_check=state)
    for address in (file.get_absolute_url(), latest(file), preview(file)):
        assert client.get(address).status_code == 404


def test_a_preview_link_gives_a_draft_of_which_no_copy_is_kept(client):
    file = make_file("draft")
    response = client.get(preview(file))
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies


def test_a_preview_link_shows_the_one_record_that_it_names(client):
    file, other = make_file("draft"), make_file("draft")
    assert client.get(preview(file, row=other.version)).status_code == 404


def test_a_file_of_a_draft_beside_is_not_for_programs(client, editor, monkeypatch):
    monkeypatch.setattr(previews, "MOST_A_MINUTE", 2)
    monkeypatch.setattr(previews.time, "time", lambda: 1_800_000_000.0)
    added = file_part(file_name="added.pdf", is_primary=False)
    shown = drafted(make_version(parts={"files": file_part()}), editor, added)
    answers = [client.get(shown).status_code for _time in range(3)]
    assert answers == [200, 200, 429]


def test_a_file_of_a_draft_that_was_never_public_keeps_no_writer_waiting(client, monkeypatch):
    monkeypatch.setattr(previews, "MOST_A_MINUTE", 0)
    assert client.get(preview(make_file("draft"))).status_code == 200


def test_a_file_of_a_draft_that_fits_no_longer_is_answered_in_words(client, editor):
    version = make_version(parts={"files": file_part()})
    shown = drafted(
        version, editor, file_part(file_name="added.pdf", is_primary=False), document=str(uuid4())
    )
    answer = client.get(shown)
    assert answer.status_code == 409
    assert answer["Cache-Control"] == "no-store"


def test_a_busy_database_is_answered_with_a_time_to_try_again(client, editor, monkeypatch):
    version = make_version(parts={"files": file_part()})
    shown = drafted(version, editor, file_part(file_name="added.pdf", is_primary=False))

    def busy(_revision):
        raise OperationalError("database is locked")

    monkeypatch.setattr(views, "on_trial", busy)
    answer = client.get(shown)
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")


def test_a_preview_link_holds_for_a_week(client, monkeypatch):
    file = make_file("draft")
    made = signing.time.time()
    address = preview(file)
    monkeypatch.setattr(signing.time, "time", lambda: made + 7 * 24 * 3600 - 10)
    assert client.get(address).status_code == 200
    monkeypatch.setattr(signing.time, "time", lambda: made + 7 * 24 * 3600 + 10)
    assert client.get(address).status_code == 404


def test_a_preview_link_cannot_be_forged(client):
    file = make_file("draft")
    forged = signing.dumps(str(file.version.uid), salt="other")
    assert client.get(f"{file.get_absolute_url()}?preview={forged}").status_code == 404
    token = signing.dumps(str(file.version.uid), salt=SALT)
    assert client.get(f"{file.get_absolute_url()}?preview={token}x").status_code == 404


# --- Moved


def test_a_former_address_leads_to_the_same_file_under_the_present_one(client, editor):
    file = make_file(document=make_document(slug="old-name"), file_name="Văn bản.pdf")
    addresses = [file.get_absolute_url(), latest(file)]
    rename(file.version.document, "new-name", editor)
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 301
        assert response.url == address.replace("old-name", "new-name")
    assert client.get(addresses[0], follow=True).status_code == 200


def test_a_former_address_of_a_withdrawn_document_leads_to_the_reason(client, editor):
    file = make_file(document=make_document(slug="old-name"))
    address = file.get_absolute_url()
    rename(file.version.document, "new-name", editor)
    document = Document.objects.get(slug="new-name")
    services.withdraw(document, author=editor, reason_vi="Có sai sót", reason_en="An error")
    assert client.get(address, follow=True).status_code == 410


@pytest.mark.parametrize("end", ["", "v2/"])
def test_addresses_of_pages_without_a_language_still_lead_to_the_readers(client, end):
    file = make_file(number=2)
    address = f"/documents/{file.version.document.slug}/{end}"
    assert client.get(address).url == f"/vi{address}"
    assert in_english(client, address).url == f"/en{address}"


# --- Covers


def make_cover(file) -> str:
    """Give the file a cover; its address."""
    files_storage().save(file.stored.cover_path, ContentFile(b"RIFF\0\0\0\0WEBP"))
    StoredFile.objects.filter(pk=file.stored_id).update(has_cover=True)
    file.stored.refresh_from_db()
    return file.cover_url


def test_a_cover_stands_below_its_file(client):
    file = make_file()
    address = make_cover(file)
    assert address == f"{file.get_absolute_url()}/cover.webp"
    response = client.get(address)
    assert response["Content-Type"] == "image/webp"
    assert response.content.startswith(b"RIFF")
    assert response["Cache-Control"] == "public, no-cache"
    assert not response.cookies
    unchanged = client.get(address, headers={"If-None-Match": response["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")


def test_a_file_without_a_cover_has_no_address_of_one(client):
    file = make_file()
    assert file.cover_url == ""
    assert client.get(f"{file.get_absolute_url()}/cover.webp").status_code == 404


def test_a_cover_is_as_public_as_its_file(client, editor):
    draft = make_file("draft")
    address = make_cover(draft)
    assert client.get(address).status_code == 404
    response = client.get(f"{address}?preview={preview_token(draft.version)}")
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    file = make_file(stored=make_stored_file(b"%PDF-1.7 other"))
    address = make_cover(file)
    replace_file(file, editor, **both("withdrawal_reason", "Nhầm trang", "A page was wrong"))
    assert client.get(address).status_code == 410
