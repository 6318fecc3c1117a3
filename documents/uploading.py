"""Files on their way in: the limit on what is sent, and what is to become of what has come.

`plan` says in words what would happen to which version, `carry_out` does it. The screen of the
admin and `manage.py import_documents` both work so.
"""

import errno
from collections.abc import Iterable
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from ascn_portal.publishing import services as publishing
from ascn_portal.publishing import snapshot
from ascn_portal.publishing.models import Revision
from ascn_portal.publishing.standing import PUBLIC, standing

from . import services
from .models import Document, DocumentFile, DocumentVersion, StoredFile
from .placing import Placement, VersionPlan

ROOM_FOR_FIELDS = 1024 * 1024  # what a form says beside its files
MOST_AT_ONCE = 100


class UploadHandler(TemporaryFileUploadHandler):
    """Keeps files that staff send on disk, so that memory stays flat, and stops at the limit.

    Fields that came before the file are there for the view; `request.upload_refusal` then says
    why no file is. What follows is left unread, so only an answer of 4xx reaches the browser.
    """

    def __init__(self, request=None):
        super().__init__(request)
        self.count = 0

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        self.is_too_large = content_length > settings.UPLOAD_LIMIT + ROOM_FOR_FIELDS

    def new_file(self, *args, **kwargs):
        self.count += 1
        if not self.request.user.has_perm("documents.change_documentversion"):
            self.stop(_("Only staff who may change documents can send files."))
        if self.is_too_large:
            self.stop(too_large())
        if self.count > MOST_AT_ONCE:
            self.stop(_("Send at most %(count)s files at once.") % {"count": MOST_AT_ONCE})
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data, start):
        if start + len(raw_data) > settings.UPLOAD_LIMIT:
            self.stop(too_large())
        with self.stopping_where_disk_is_full():
            super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size):
        with self.stopping_where_disk_is_full():
            file = super().file_complete(file_size)
        del self.file  # to stop at a later one would close it
        return file

    @contextmanager
    def stopping_where_disk_is_full(self):
        """Turn the failure to write into a refusal."""
        try:
            yield
        except OSError as error:
            if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
                raise
            with suppress(OSError):  # to close writes what is left, and fails again
                self.file.close()
            del self.file
            self.stop(_("There is no room left to keep the file."))

    def stop(self, refusal: str):
        """Read no further."""
        self.request.upload_refusal = refusal
        raise StopUpload(connection_reset=True)


def too_large() -> str:
    """What staff are told of a file beyond the limit."""
    limit = filesizeformat(settings.UPLOAD_LIMIT)
    return _("What you sent is larger than %(limit)s: it was not taken.") % {"limit": limit}


@dataclass(frozen=True)
class Problem:
    """Why a placement cannot be: its index, the field that is wrong, a sentence."""

    index: int
    field: str
    sentence: str


@dataclass(frozen=True)
class Plan:
    """What is to happen to each version, and what hinders it; only without problems is it done."""

    versions: list[VersionPlan]
    problems: list[Problem]

    def lines(self, publish: bool) -> list[str]:
        """What would happen, one sentence each."""
        return [line for version in self.versions for line in version.lines(publish)]


def plan(placements: Iterable[Placement]) -> Plan:
    """What the placements would do to which version, in the order in which they name these."""
    known: dict[int, dict[int, VersionPlan]] = {}  # by document, then by number
    touched: list[VersionPlan] = []
    problems: list[Problem] = []
    for index, placement in enumerate(placements):
        document = placement.document
        if document.pk not in known:
            known[document.pk] = {version.number: version for version in versions_of(document)}
        found, refusals = find_place(placement, known[document.pk])
        problems += [Problem(index, field_name, sentence) for field_name, sentence in refusals]
        if found and found not in touched:
            touched.append(found)
    return Plan(touched, problems)


def find_place(placement: Placement, versions: dict[int, VersionPlan]):
    """The version that `placement` comes to, or has come to, and why it cannot.

    A version that does not exist yet is put into `versions`, those of its document by number.
    """
    wanted = [placement.number] if placement.number else versions
    for number in wanted:
        if number in versions and versions[number].holds(placement):
            versions[number].kept.append(placement)
            return versions[number], []
    existing = [number for number, version in versions.items() if version.version]
    number = placement.number or max(existing, default=0) + 1
    if number > max(existing, default=0) + 1:
        return None, [("version", no_such_version(placement, existing))]
    found = versions.setdefault(number, VersionPlan(placement.document, number))
    refusals = list(found.refusals(placement))
    if not refusals:
        found.add(placement)
    return found, refusals


def no_such_version(placement: Placement, existing: list[int]) -> str:
    """That a version cannot have this number, and which it can have."""
    names = {"number": placement.number, "document": placement.document}
    if not existing:
        return _("“%(document)s” has no version yet: its first is 1, not %(number)s.") % names
    names["numbers"] = ", ".join(map(str, sorted(existing)))
    names["next"] = max(existing) + 1
    sentence = _(
        "“%(document)s” has no version %(number)s. It has %(numbers)s; the next is %(next)s."
    )
    return sentence % names


def versions_of(document: Document) -> list[VersionPlan]:
    """The versions of `document` as they are, with nothing to happen to them yet."""
    return [
        VersionPlan(document, version.number, version, *held_by(version))
        for version in document.versions.order_by("number")
    ]


def held_by(version: DocumentVersion) -> tuple[list[dict], Revision | None]:
    """The files of `version` as its newest revision has them, and that if it is not public."""
    waiting = publishing.open_revision(version)
    files = list(publishing.draft_of(version)["parts"]["files"].values())
    stored = StoredFile.objects.filter(uid__in=[file["stored"] for file in files])
    hashes = {str(uid): sha256 for uid, sha256 in stored.values_list("uid", "sha256")}
    if not waiting and standing(version) != PUBLIC:
        waiting = publishing.revisions_of(version).order_by("-number").first()
    return [file | {"sha256": hashes[file["stored"]]} for file in files], waiting


@dataclass(frozen=True)
class Outcome:
    """What became of one version, and what keeps it from the public where that was wanted."""

    version: DocumentVersion
    is_new: bool
    is_published: bool
    hindrances: list[str]


@transaction.atomic
def carry_out(steps: Iterable[VersionPlan], *, author, publish: bool) -> list[Outcome]:
    """Do what was planned, all or nothing; what cannot be published stays a draft.

    Raises ValidationError with a sentence if somebody else was quicker.
    """
    return [write(step, author, publish) for step in steps if step.added or step.publishes(publish)]


def write(step: VersionPlan, author, publish: bool) -> Outcome:
    """Give one version its files."""
    files = [placement.new_file() for placement in step.added]
    if not step.version:
        revision = services.add_version(
            step.document, files, author=author, number=step.number, **step.about
        )
    elif files:
        revision = services.add_files(step.version, files, author=author)
    else:
        revision = step.waiting
    hindrances = publish_if_possible(revision, author) if publish else []
    version = DocumentVersion.objects.get(uid=revision.uid)
    is_published = publish and not hindrances
    return Outcome(version, step.version is None, is_published, hindrances)


def publish_if_possible(revision: Revision, approver) -> list[str]:
    """Publish `revision`; what hinders that, one sentence each."""
    try:
        publishing.approve(revision, by=approver)
    except ValidationError as refusal:
        return snapshot.lines(refusal)
    return []


def store_bytes(placement: Placement, *, author) -> Placement:
    """`placement` with its bytes stored. Raises ValidationError as `services.store` does."""
    stored, _is_new = services.store(placement.path, placement.file_name, author=author)
    return replace(placement, stored=stored)


def uses_of(hashes: Iterable[str]) -> dict[str, list[DocumentFile]]:
    """Where files with these hashes are used, by hash; each with its version and document."""
    uses: dict[str, list[DocumentFile]] = {}
    files = DocumentFile.objects.filter(stored__sha256__in=set(hashes))
    for file in files.select_related("stored", "version__document"):
        uses.setdefault(file.stored.sha256, []).append(file)
    return uses
