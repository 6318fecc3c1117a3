"""Every change of files: bytes are stored, read and checked, and become files of a version."""

import errno
import hashlib
import logging
import shutil
import tempfile
import uuid
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from ascn_portal.publishing import services as publishing
from ascn_portal.publishing.models import Revision

from . import reading, viruses
from .models import DocumentVersion, FilePage, StoredFile

logger = logging.getLogger(__name__)
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class NewFile:
    """A stored file as it is to become a file of a version."""

    stored: StoredFile
    language: str
    file_name: str
    is_authentic: bool = False
    is_primary: bool = True


def files_storage():
    """Where files and covers lie: a folder of this machine, or object storage."""
    return storages["documents"]


def store(path: Path, name: str, *, author) -> tuple[StoredFile, bool]:
    """Keep the bytes at `path`, which came under `name`; the row, and whether it is new.

    The same bytes are kept once. Raises ValidationError, with a sentence for the sender, if
    `documents.reading` does not accept the file or the storage does not take it; nothing is
    kept then. A task reads the file once the transaction is over.
    """
    found = reading.inspect(path, name)
    sha256 = hash_of(path)
    keep_bytes(StoredFile(sha256=sha256).path, path)
    # Another process may be storing the same bytes at this moment.
    stored, is_new = StoredFile.objects.get_or_create(
        sha256=sha256,
        defaults={
            "size": path.stat().st_size,
            "media_type": found.media_type,
            "pages": found.pages,
            "stored_at": timezone.now().replace(microsecond=0),
            "stored_by": author,
            "virus_check": viruses.first_state(),
        },
    )
    if is_new:
        start_reading(stored)
    return stored, is_new


def hash_of(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def keep_bytes(name: str, path: Path):
    """Put the file at `path` into the storage as `name`, wholly or not at all.

    Raises ValidationError with a sentence if the storage has no room or does not answer.
    """
    try:
        if files_storage().exists(name):
            return
        with path.open("rb") as file:
            files_storage().save(name, File(file))
    except Exception as error:  # each storage has failures of its own kind
        logger.exception("The storage did not take %s", name)
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise ValidationError(_("There is no room left to keep the file.")) from error
        raise ValidationError(
            _("The place where files are kept does not answer. Nothing was stored; try again.")
        ) from error


def start_reading(stored: StoredFile):
    """Have a task read `stored`, perhaps once more, when this transaction is over."""
    from .tasks import read_file  # which imports this module

    stored.reading = StoredFile.Reading.WAITING
    stored.save(update_fields=["reading"])
    # What fails then is logged, and `read_waiting` tries again: the file itself is stored.
    transaction.on_commit(lambda: read_file.delay(stored.pk), robust=True)


@contextmanager
def local_copy(stored: StoredFile):
    """The path of the bytes on this machine, for the time of the `with` block.

    Raises what the storage raises where it is away, so that no file passes for a damaged one.
    """
    storage = files_storage()
    try:
        path = Path(storage.path(stored.path))
    except NotImplementedError:  # object storage has no paths
        with tempfile.NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as copy:
            with storage.open(stored.path) as file:
                shutil.copyfileobj(file, copy, CHUNK)
            copy.flush()
            yield Path(copy.name)
    else:
        path.stat()
        yield path


def read_stored(pk: int) -> StoredFile:
    """Check a stored file for viruses, read it and keep what was found; nothing if that is done.

    Raises what the storage raises; the file then goes on waiting, as it does without an answer
    of the virus check. May run twice, also at once.
    """
    states = StoredFile.VirusCheck
    stored = StoredFile.objects.get(pk=pk)
    if not stored.is_waiting:
        return stored
    with local_copy(stored) as path:
        if stored.virus_check == states.WAITING:
            stored.virus_check = viruses.check(path)
        if stored.is_harmless:
            keep_findings(stored, reading.read(path, stored.media_type))
        elif stored.virus_check == states.INFECTED:
            keep_findings(stored, reading.Findings(problem=StoredFile.Problem.VIRUS))
    return stored


def keep_findings(stored: StoredFile, findings: "reading.Findings"):
    """Write what reading found: the row, the text of each page, the cover."""
    found = asdict(findings)
    texts, cover = found.pop("text_by_page"), found.pop("cover")
    if cover and not files_storage().exists(stored.cover_path):
        files_storage().save(stored.cover_path, ContentFile(cover))
    states = StoredFile.Reading
    found["reading"] = states.FAILED if findings.problem else states.READ
    found["pages"] = findings.pages or stored.pages
    found["has_cover"] = bool(cover)
    found["virus_check"] = stored.virus_check
    with transaction.atomic():
        publishing.lock()  # one at a time
        for name, value in found.items():
            setattr(stored, name, value)
        stored.save(update_fields=list(found))
        stored.text_pages.all().delete()
        pages = [
            FilePage(stored=stored, number=number, text=text)
            for number, text in enumerate(texts, start=1)
        ]
        FilePage.objects.bulk_create(pages, batch_size=500)
        for version in DocumentVersion.objects.filter(files__stored=stored).distinct():
            publishing.run_record_hooks(version)  # what has been read can be found
        publishing.follow_up()


def read_waiting() -> int:
    """Read what still waits: a worker that was killed, or a virus check that did not answer.

    Returns how many no longer wait.
    """
    waiting = StoredFile.objects.waiting()
    if not viruses.can_check():
        waiting = waiting.exclude(virus_check=StoredFile.VirusCheck.WAITING)
    done = 0
    for pk in waiting.order_by("pk").values_list("pk", flat=True):
        try:
            done += not read_stored(pk).is_waiting
        except Exception:  # one file shall not keep the others waiting
            logger.exception("Stored file %s could not be read now; it is tried again", pk)
    return done


def new_file(upload, language: str, *, author) -> NewFile:
    """A file that staff sent, stored, to be the one of its language. Raises as `store` does."""
    stored, _is_new = store(Path(upload.temporary_file_path()), upload.name, author=author)
    return NewFile(stored, language, upload.name)


def add_version(document, files: list[NewFile], *, author, number: int = 0, **fields) -> Revision:
    """A draft of a new version of `document` with `files`; `number` 0 is the next one.

    `fields` are those of DocumentVersion as a shape holds them (dated_on, change_vi, change_en).
    """
    last = DocumentVersion.objects.filter(document=document).aggregate(last=Max("number"))["last"]
    shape = {
        "document": str(document.uid),
        "number": number or (last or 0) + 1,
        **fields,
        "parts": {"files": {str(uuid.uuid4()): file_shape(file) for file in files}},
    }
    return publishing.save(DocumentVersion, uuid.uuid4(), shape, author=author)


def add_files(version: DocumentVersion, files: list[NewFile], *, author) -> Revision:
    """A revision of `version` that has `files` too: live at once in a draft, else not yet."""
    shape = publishing.draft_of(version)
    shape["parts"]["files"] |= {str(uuid.uuid4()): file_shape(file) for file in files}
    return publishing.save(DocumentVersion, version.uid, shape, author=author)


def file_shape(file: NewFile) -> dict:
    """A file of a version as a revision holds it."""
    return {
        "stored": str(file.stored.uid),
        "language": file.language,
        "file_name": reading.check_name(file.file_name),
        "is_authentic": file.is_authentic,
        "is_primary": file.is_primary,
    }
