"""ClamAV is asked about each file, and no reader gets one that it has not let pass."""

import socketserver
import struct
import threading
from contextlib import contextmanager

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from ascn_portal.publishing import services as publishing
from documents import services, viruses
from documents.models import DocumentVersion, StoredFile
from tests.documents import made_files as made
from tests.factories import make_document

HARMLESS = made.pdf("A harmless plan")
INFECTED = made.pdf("EICAR") + b"%EICAR"


class Clamd(socketserver.BaseRequestHandler):
    """Speaks INSTREAM and PING of clamd, which ends each message with NUL ("z" commands)."""

    answer = None  # instead of an honest one

    def handle(self):
        command = self.receive_until_nul()
        if command == b"zPING":
            self.request.sendall(b"PONG\0")
        elif command == b"zINSTREAM" and self.answer is None:
            found = b"Eicar-Signature FOUND" if b"EICAR" in self.receive_pieces() else b"OK"
            self.request.sendall(b"stream: " + found + b"\0")
        elif self.answer:
            self.request.sendall(self.answer)

    def receive_until_nul(self) -> bytes:
        received = b""
        while not received.endswith(b"\0"):
            received += self.receive(1)
        return received.rstrip(b"\0")

    def receive_pieces(self) -> bytes:
        received = b""
        while size := struct.unpack("!I", self.receive(4))[0]:
            received += self.receive(size)
        return received

    def receive(self, size: int) -> bytes:
        received = b""
        while len(received) < size and (piece := self.request.recv(size - len(received))):
            received += piece
        return received


@contextmanager
def serving(server_class, address, answer=None):
    """A clamd at `address` for the time of the block; gives the address that it has."""
    handler = type("Clamd", (Clamd,), {"answer": answer})
    with server_class(address, handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        try:
            yield server.server_address
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def clamd(settings):
    """An honest clamd on this machine, asked by the portal."""
    with serving(socketserver.TCPServer, ("127.0.0.1", 0)) as address:
        settings.CLAMD_ADDRESS = address
        yield


@pytest.fixture
def upload(tmp_path, editor, django_capture_on_commit_callbacks):
    """Stores a file as an upload does, and reads it."""

    def store(content: bytes, name="plan.pdf") -> StoredFile:
        path = tmp_path / "upload"
        path.write_bytes(content)
        with django_capture_on_commit_callbacks(execute=True):
            stored, _is_new = services.store(path, name, author=editor)
        stored.refresh_from_db()
        return stored

    return store


def publish(stored: StoredFile, author) -> DocumentVersion:
    """A public version with this file."""
    new = services.NewFile(stored, "en", "plan.pdf")
    revision = services.add_version(make_document(), [new], author=author)
    return publishing.publish(revision, approver=author)


def test_each_answer_of_clamd_becomes_a_state(clamd, tmp_path):
    path = tmp_path / "file"
    for content, state in [(HARMLESS, "clean"), (INFECTED, "infected"), (bytes(400_000), "clean")]:
        path.write_bytes(content)
        assert viruses.check(path) == state


def test_clamd_is_asked_through_a_socket_of_the_machine_too(settings, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(INFECTED)
    settings.CLAMD_ADDRESS = str(tmp_path / "clamd.socket")
    assert viruses.check(path) == "waiting"
    with serving(socketserver.UnixStreamServer, settings.CLAMD_ADDRESS):
        assert viruses.can_check()
        assert viruses.check(path) == "infected"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"stream: OK",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: Can't allocate memory ERROR\0",
        b"HTTP/1.1 200 OK\r\n\r\n\0",
        b"x" * 10_000,
    ],
)
def test_what_is_no_answer_leaves_the_file_waiting(settings, tmp_path, answer):
    path = tmp_path / "file"
    path.write_bytes(HARMLESS)
    with serving(socketserver.TCPServer, ("127.0.0.1", 0), answer) as address:
        settings.CLAMD_ADDRESS = address
        assert viruses.check(path) == "waiting"


@pytest.mark.django_db
def test_without_clamav_files_are_said_to_be_unchecked_and_may_be_published(upload, editor):
    stored = upload(HARMLESS)
    assert (stored.virus_check, stored.reading) == ("not_asked", "read")
    assert publish(stored, editor).state == "published"


@pytest.mark.django_db
def test_a_clean_file_is_read_and_may_be_published(clamd, upload, editor):
    stored = upload(HARMLESS)
    assert (stored.virus_check, stored.reading) == ("clean", "read")
    assert publish(stored, editor).state == "published"


@pytest.mark.django_db
def test_an_infected_file_is_neither_opened_nor_published(clamd, upload, editor):
    stored = upload(INFECTED)
    assert (stored.virus_check, stored.reading) == ("infected", "failed")
    assert stored.problem == StoredFile.Problem.VIRUS
    assert not stored.text_pages.exists()
    with translation.override("en"), pytest.raises(ValidationError, match="infected"):
        publish(stored, editor)
    assert services.read_waiting() == 0


@pytest.mark.django_db
def test_a_file_waits_unpublished_until_clamav_answers(settings, upload, editor):
    with serving(socketserver.TCPServer, ("127.0.0.1", 0)) as address:
        settings.CLAMD_ADDRESS = address
    stored = upload(HARMLESS)  # nobody listens there any more
    assert (stored.virus_check, stored.reading) == ("waiting", "waiting")
    with translation.override("en"), pytest.raises(ValidationError, match="virus check"):
        publish(stored, editor)
    assert services.read_waiting() == 0

    with serving(socketserver.TCPServer, ("127.0.0.1", 0)) as address:
        settings.CLAMD_ADDRESS = address
        assert services.read_waiting() == 1
    stored.refresh_from_db()
    assert (stored.virus_check, stored.reading) == ("clean", "read")
    assert publish(stored, editor).state == "published"


@pytest.mark.django_db
def test_a_public_version_does_not_get_a_file_that_waits(settings, upload, editor):
    version = publish(upload(HARMLESS), editor)
    settings.CLAMD_ADDRESS = ("127.0.0.1", 1)
    added = services.NewFile(upload(made.pdf("Another")), "vi", "ke-hoach.pdf")
    revision = services.add_files(version, [added], author=editor)
    with translation.override("en"), pytest.raises(ValidationError, match="virus check"):
        publishing.publish(revision, approver=editor)
    assert [file.file_name for file in version.files.all()] == ["plan.pdf"]


@pytest.mark.django_db
def test_a_file_that_waits_is_freed_where_clamav_is_given_up(settings, upload):
    settings.CLAMD_ADDRESS = ("127.0.0.1", 1)
    stored = upload(HARMLESS)
    assert stored.virus_check == "waiting"
    settings.CLAMD_ADDRESS = ""
    assert services.read_waiting() == 1
    stored.refresh_from_db()
    assert (stored.virus_check, stored.reading) == ("not_asked", "read")
