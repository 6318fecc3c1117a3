"""A file of more than a megabyte as tests of downloads ask for it, and how they read answers."""

import hashlib
from datetime import UTC, datetime
from email.message import Message

from django.test import Client

from tests.factories import file_part, make_stored_file, make_version

STORED_AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
LAST_MODIFIED = "Wed, 04 Mar 2026 05:06:07 GMT"
# No two places look alike, and pieces end in the middle of ranges.
CONTENT = b"".join(hashlib.sha256(b"%d" % n).digest() for n in range(40_000))
SIZE = len(CONTENT)
ETAG = f'"{int(STORED_AT.timestamp()):x}-{SIZE:x}"'


def make_file(content=CONTENT, file_name="text.pdf", **stored_fields):
    stored = make_stored_file(content, stored_at=STORED_AT, **stored_fields)
    return make_version(parts={"files": file_part(stored, file_name=file_name)}).files.get()


def get(file, method="get", **headers):
    """The answer to a request for the file with `headers`; `If_Range` stands for If-Range."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return getattr(Client(), method)(file.get_absolute_url(), headers=named)


def body(response) -> bytes:
    return response.getvalue() if response.streaming else response.content


def policy(response) -> dict[str, str]:
    directives = response["Content-Security-Policy"].split(";")
    return dict(directive.strip().split(" ", 1) for directive in directives)


def read_multipart(content: bytes, content_type: str) -> list[tuple[Message, bytes]]:
    """(headers, bytes) of each part, read strictly as RFC 2046 has it."""
    kind, _semicolon, parameter = content_type.partition(";")
    assert kind == "multipart/byteranges"
    delimiter = b"--" + parameter.strip().removeprefix("boundary=").encode()
    beginning, *parts, end = content.split(b"\r\n" + delimiter)
    assert (beginning, end) == (b"", b"--\r\n")
    read = []
    for part in parts:
        head, _blank, data = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        message = Message()
        for line in head.decode().split("\r\n"):
            name, value = line.split(": ")
            message[name] = value
        read.append((message, data))
    return read
