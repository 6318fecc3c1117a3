"""Bytes are kept once and wholly, and what is begun ends the same however often it is begun."""

import errno
import hashlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.utils import translation

from documents import reading, services
from documents.models import FilePage, StoredFile
from documents.reading import process
from documents.storage import WholeFileStorage
from tests.documents import made_files as made

pytestmark = pytest.mark.django_db

CONTENT = made.pdf("Khung Đô thị thông minh", "The second page")


class ObjectStorage(Storage):
    """A storage without paths, as those of S3 are."""

    def __init__(self):
        self.objects = {}

    def exists(self, name):
        return name in self.objects

    def _save(self, name, content):
        self.objects[name] = content.read()
        return name

    def _open(self, name, mode):
        return ContentFile(self.objects[name])


class Killed(BaseException):
    """What a test raises where a process would be killed: no `except Exception` may stop it."""


@pytest.fixture
def folder(settings, tmp_path):
    """The folder of a storage with nothing in it."""
    lies_in = tmp_path / "stored"
    settings.STORAGES = settings.STORAGES | {
        "documents": {
            "BACKEND": "documents.storage.WholeFileStorage",
            "OPTIONS": {"location": lies_in, "base_url": None},
        }
    }
    return lies_in


@pytest.fixture
def store(tmp_path, editor, django_capture_on_commit_callbacks):
    """Stores bytes as an upload does; with `read` the task that reads them runs too."""

    def store(content=CONTENT, name="plan.pdf", read=False) -> tuple[StoredFile, bool]:
        path = tmp_path / "upload"
        path.write_bytes(content)
        with django_capture_on_commit_callbacks(execute=read):
            stored, is_new = services.store(path, name, author=editor)
        stored.refresh_from_db()
        return stored, is_new

    return store


def files_below(folder) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def state(stored: StoredFile) -> tuple:
    """All that reading found, as the database and the storage have it."""
    stored.refresh_from_db()
    row = {field.name: getattr(stored, field.name) for field in stored._meta.concrete_fields}
    pages = list(stored.text_pages.values_list("number", "text"))
    cover = stored.has_cover and services.files_storage().open(stored.cover_path).read()
    return row, pages, cover


def test_a_file_is_kept_under_its_hash_and_read(folder, store, editor):
    stored, is_new = store(read=True)
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    assert is_new
    assert (stored.sha256, stored.size, stored.media_type) == (
        sha256,
        len(CONTENT),
        "application/pdf",
    )
    assert (stored.stored_by, stored.reading, stored.pages) == (editor, "read", 2)
    assert [page.text for page in stored.text_pages.all()] == [
        "Khung Đô thị thông minh",
        "The second page",
    ]
    assert files_below(folder) == [
        f"covers/{sha256[:2]}/{sha256}.webp",
        f"files/{sha256[:2]}/{sha256}",
    ]
    assert (folder / stored.path).read_bytes() == CONTENT


def test_the_same_bytes_are_kept_once_whatever_they_are_called(folder, store):
    first, _is_new = store()
    again, is_new = store(name="Another name.PDF")
    assert (again, is_new) == (first, False)
    assert len(files_below(folder)) == 1
    assert StoredFile.objects.filter(sha256=first.sha256).count() == 1


def test_bytes_that_were_lost_come_back_with_the_same_file(folder, store):
    stored, _is_new = store()
    (folder / stored.path).unlink()
    store()
    assert (folder / stored.path).read_bytes() == CONTENT


def test_a_file_that_is_refused_leaves_nothing(folder, store):
    with pytest.raises(ValidationError):
        store(b"<html></html>")
    assert not StoredFile.objects.exists()
    assert files_below(folder) == []


def test_a_full_disk_leaves_nothing_half_written_and_says_so(folder, store, monkeypatch):
    class FillsTheDisk(File):
        def chunks(self, chunk_size=None):
            yield CONTENT[:100]
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(services, "File", FillsTheDisk)
    with translation.override("en"), pytest.raises(ValidationError, match="no room left"):
        store()
    assert not StoredFile.objects.exists()
    assert files_below(folder) == []

    monkeypatch.undo()
    stored, is_new = store(read=True)
    assert (is_new, stored.reading) == (True, "read")


def test_a_storage_that_is_away_is_said_to_be_away(folder, store):
    folder.write_text("Here lay a folder")
    with translation.override("en"), pytest.raises(ValidationError, match="does not answer"):
        store()
    assert not StoredFile.objects.exists()


def test_a_process_that_is_killed_while_it_writes_leaves_no_file_of_that_name(folder, monkeypatch):
    storage = WholeFileStorage(location=folder)

    def killed(*args):
        raise Killed

    monkeypatch.setattr("documents.storage.os.replace", killed)
    with pytest.raises(Killed):
        storage.save("files/aa/aaaa", ContentFile(b"half of"))
    assert not storage.exists("files/aa/aaaa")
    assert files_below(folder) == []


def test_files_of_the_portal_lie_in_a_storage_that_keeps_them_whole():
    assert isinstance(services.files_storage(), WholeFileStorage)


def test_a_file_in_object_storage_is_read_from_a_copy(settings, store):
    settings.STORAGES = settings.STORAGES | {"documents": {"BACKEND": f"{__name__}.ObjectStorage"}}
    stored, _is_new = store(read=True)
    assert (stored.reading, stored.pages, stored.has_cover) == ("read", 2, True)


@pytest.mark.parametrize(
    "where",
    [
        "documents.reading.read",
        "documents.services.keep_findings",
        "documents.services.FilePage.objects.bulk_create",
        "documents.services.publishing.follow_up",
    ],
)
def test_a_reading_that_was_killed_ends_the_same_when_it_is_run_again(
    folder, store, monkeypatch, where
):
    whole, _is_new = store(read=True)
    expected = state(whole)
    services.start_reading(whole)
    FilePage.objects.all().delete()

    def killed(*args, **kwargs):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(where, killed)
        with pytest.raises(Killed):
            services.read_stored(whole.pk)
    assert state(whole)[0]["reading"] == "waiting"
    assert state(whole)[1] == []
    assert services.read_waiting() == 1
    assert state(whole) == expected


def test_what_has_been_read_is_not_read_again_unless_asked_for(folder, store, monkeypatch):
    stored, _is_new = store(read=True)
    read = []
    monkeypatch.setattr(reading, "read", lambda *args: read.append(args) or reading.Findings())
    services.read_stored(stored.pk)
    assert (services.read_waiting(), read) == (0, [])
    services.start_reading(stored)
    assert (services.read_waiting(), len(read)) == (1, 1)


def test_a_file_that_cannot_be_read_is_not_tried_for_ever(folder, store, monkeypatch, tmp_path):
    worker = tmp_path / "worker.py"
    worker.write_text("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    stored, _is_new = store()
    monkeypatch.setattr(process, "WORKER", worker)
    assert services.read_waiting() == 1
    stored.refresh_from_db()
    assert (stored.reading, stored.problem) == ("failed", StoredFile.Problem.CRASHED)
    assert (stored.pages, stored.has_cover) == (2, False)  # the pages were counted before
    assert services.read_waiting() == 0


def test_a_file_whose_storage_is_away_goes_on_waiting_and_keeps_no_other_waiting(folder, store):
    lost, _is_new = store()
    other, _is_new = store(made.pdf("Another"))
    kept = folder / "kept"
    (folder / lost.path).rename(kept)
    assert services.read_waiting() == 1
    lost.refresh_from_db()
    other.refresh_from_db()
    assert (lost.reading, other.reading) == ("waiting", "read")
    kept.rename(folder / lost.path)
    assert services.read_waiting() == 1


def test_a_task_that_cannot_be_handed_over_does_not_undo_the_upload(folder, store, monkeypatch):
    def broker_is_away(*args):
        raise ConnectionError

    monkeypatch.setattr("documents.tasks.read_file.delay", broker_is_away)
    stored, _is_new = store(read=True)
    assert stored.reading == "waiting"
    assert services.read_waiting() == 1


def test_the_name_of_a_file_in_a_version_is_checked_and_kept_in_nfc(folder, store):
    stored, _is_new = store()
    shape = services.file_shape(services.NewFile(stored, "vi", " Kê\u0301 hoạch.pdf"))
    assert shape["file_name"] == "Kế hoạch.pdf"
    with pytest.raises(ValidationError):
        services.file_shape(services.NewFile(stored, "vi", "../plan.pdf"))
