"""A file on its way in: taken up to the limit, and kept until somebody decides about it."""

import hashlib
import secrets
from io import BytesIO
from typing import NamedTuple

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from ascn_portal.publishing.exchange.reading import LARGEST

SECONDS_KEPT = 60 * 60
ROOM_FOR_FIELDS = 64 * 1024  # what the form says beside the file


class SmallFileHandler(FileUploadHandler):
    """Holds a file in memory and stops at the limit; `request.upload_refusal` then says why.

    What follows is left unread, so only an answer of 4xx reaches the browser.
    """

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        self.is_too_large = content_length > LARGEST + ROOM_FOR_FIELDS

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.file = BytesIO()
        if self.is_too_large:
            self.stop()

    def receive_data_chunk(self, raw_data, start):
        if start + len(raw_data) > LARGEST:
            self.stop()
        self.file.write(raw_data)

    def file_complete(self, file_size):
        self.file.seek(0)
        about = (self.field_name, self.file_name, self.content_type, file_size, self.charset)
        return InMemoryUploadedFile(self.file, *about, self.content_type_extra)

    def stop(self):
        """Read no further."""
        limit = filesizeformat(LARGEST)
        sentence = _("The file is larger than %(limit)s: it was not taken. Divide it.")
        self.request.upload_refusal = sentence % {"limit": limit}
        raise StopUpload(connection_reset=True)


class KeptFile(NamedTuple):
    """A file between its preview and the decision."""

    token: str
    name: str
    content: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def format(self) -> str:
        return "csv" if self.name.lower().endswith(".csv") else "xlsx"


def keep(upload, owner: str) -> KeptFile:
    """Keep what was sent for `owner`, for an hour; all processes find it."""
    kept = KeptFile(secrets.token_urlsafe(16), upload.name, upload.read())
    cache.set(place(kept.token, owner), (kept.name, kept.content), SECONDS_KEPT)
    return kept


def find(token: str, owner: str) -> KeptFile:
    """The file that was kept for `owner`. Raises ValidationError where it is no longer."""
    found = cache.get(place(token, owner))
    if found is None:
        raise ValidationError(
            _("The file is no longer kept: it was imported, or an hour has passed. Send it again.")
        )
    return KeptFile(token, *found)


def claim(token: str, owner: str) -> bool:
    """Whether nobody has confirmed this file yet: of many presses and tabs one imports it."""
    return cache.add(place(token, owner, "claim"), True, SECONDS_KEPT)


def release(token: str, owner: str):
    """Let the file be confirmed again: nothing came of it."""
    cache.delete(place(token, owner, "claim"))


def forget(token: str, owner: str):
    """Let nobody import this once more."""
    cache.delete(place(token, owner))


def place(token: str, owner: str, what: str = "import") -> str:
    """The key for `what` is known of a kept file; a token of any form makes a valid one."""
    return f"{what}-{hashlib.sha256(f'{owner} {token}'.encode()).hexdigest()}"
