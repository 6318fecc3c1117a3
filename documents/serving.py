"""Gives a file to a reader: whole or in ranges, by the portal, the web server or object storage."""

import logging
import os
import re
import secrets
from email.utils import formatdate
from http import HTTPStatus
from itertools import chain
from typing import NamedTuple

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from .services import files_storage

logger = logging.getLogger(__name__)

# Browsers show these in place; all else is saved, so that nothing runs under the portal's name.
SHOWN_INLINE = {"application/pdf"}
PIECE = 64 * 1024
# More ranges than a reader needs, and ranges that together exceed the file, only keep the server
# busy (RFC 9110, 14.2): the whole file is given then.
MOST_RANGES = 16
ONE_RANGE = re.compile(r"([0-9]{0,19})-([0-9]{0,19})")
WITH_CONTENT = {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT}


class Range(NamedTuple):
    """Bytes of a file from `first` to `last`, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


def serve(request, file, *, is_public: bool = True):
    """The answer to a GET or HEAD for the bytes of a DocumentFile.

    A browser may keep what `is_public` but asks each time whether it is still given; of anything
    else no copy is kept. ETag and time are those that nginx makes of the file.
    """
    path = local_path(file.stored)
    response = give_here(request, file, path) if path else send_to_object_storage(request, file)
    if not is_public:
        response.headers["X-Robots-Tag"] = "noindex"
    if path and is_public:
        response.headers["Cache-Control"] = "public, no-cache"
    else:
        response.headers["Cache-Control"] = "no-store"
    return response


def local_path(stored) -> str | None:
    """Where the bytes lie on this machine; None in object storage."""
    try:
        return files_storage().path(stored.path)
    except NotImplementedError:
        return None


def send_to_object_storage(request, file):
    """302 to an address that is signed now and works for a few minutes only."""
    url = files_storage().url(
        file.stored.path,
        parameters={
            "ResponseContentType": file.stored.media_type,
            "ResponseContentDisposition": disposition(file),
        },
        http_method=request.method,
    )
    return HttpResponseRedirect(url)


def disposition(file) -> str:
    """Whether a browser shows the file or saves it, and under which name (RFC 6266)."""
    return content_disposition_header(file.stored.media_type not in SHOWN_INLINE, file.file_name)


def give_here(request, file, path: str):
    """The answer of the portal itself, or of the web server where it finds the files."""
    stored = file.stored
    modified = int(stored.stored_at.timestamp())
    etag = f'"{modified:x}-{stored.size:x}"'
    last_modified = formatdate(modified, usegmt=True)
    response = get_conditional_response(request, etag=etag, last_modified=modified)
    if response is None:
        ranges = wanted_ranges(request, stored.size, {etag, last_modified})
        response = give_ranges(request, stored, path, ranges)
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = last_modified
    if not settings.FILES_ACCEL_PREFIX:  # else nginx says so itself
        response.headers["Accept-Ranges"] = "bytes"
    if response.status_code in WITH_CONTENT:
        response.headers["Content-Disposition"] = disposition(file)
        response.headers["Content-Language"] = file.language
    return response


def wanted_ranges(request, size: int, marks: set[str]) -> list[Range] | None:
    """The ranges of a file of `size` that are asked for; None is all of it, [] none that it has.

    A range is only for who has the beginning of the same file: `marks` are its ETag and time.
    """
    unit, _equals, text = request.headers.get("Range", "").partition("=")
    if request.method != "GET" or unit.strip().lower() != "bytes":
        return None
    if request.headers.get("If-Range", "").strip() not in {"", *marks}:
        return None
    found = [ONE_RANGE.fullmatch(word.strip()) for word in text.split(",") if word.strip()]
    if not found or not all(found) or len(found) > MOST_RANGES:
        return None
    ranges = [read_range(*match.groups(), size) for match in found]
    if None in ranges:
        return None
    satisfiable = [span for span in ranges if span.first <= span.last]
    return satisfiable if sum(span.length for span in satisfiable) <= size else None


def read_range(first: str, last: str, size: int) -> Range | None:
    """ "0-99", "100-" or "-100" of a file of `size`; one without bytes ends before it begins.

    None if it means nothing.
    """
    if not first:
        return Range(max(size - int(last), 0), size - 1) if last else None
    if last and int(last) < int(first):
        return None
    return Range(int(first), min(int(last), size - 1) if last else size - 1)


def give_ranges(request, stored, path: str, ranges: list[Range] | None):
    """The bytes of `ranges`, of the whole file (None), or 416 ([])."""
    if ranges == []:
        response = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        response.headers["Content-Range"] = f"bytes */{stored.size}"
        return response
    if settings.FILES_ACCEL_PREFIX:
        return hand_to_web_server(stored, path)
    if request.method == "HEAD":
        response = HttpResponse(content_type=stored.media_type)
        response.headers["Content-Length"] = str(stored.size)
        return response
    if ranges and len(ranges) > 1:
        return stream_many(stored, path, ranges)
    return stream_one(stored, path, ranges[0] if ranges else None)


def hand_to_web_server(stored, path: str):
    """An empty answer from which nginx makes the whole one, with ranges, from its own copy."""
    agree_on_time(stored, path)
    response = HttpResponse(content_type=stored.media_type)
    response.headers["X-Accel-Redirect"] = settings.FILES_ACCEL_PREFIX + stored.path
    return response


def agree_on_time(stored, path: str):
    """Give the file the time of its row, of which nginx makes ETag and Last-Modified."""
    time = int(stored.stored_at.timestamp())
    try:
        if int(os.stat(path).st_mtime) != time:
            os.utime(path, (time, time))
    except OSError:
        logger.warning("%s cannot be given its time: its ETag varies", path, exc_info=True)


def stream_one(stored, path: str, span: Range | None):
    """The whole file, or one range of it."""
    part = span or Range(0, stored.size - 1)
    response = StreamingHttpResponse(Pieces(path, [(b"", part)]), content_type=stored.media_type)
    response.headers["Content-Length"] = str(part.length)
    if span:
        response.status_code = HTTPStatus.PARTIAL_CONTENT
        response.headers["Content-Range"] = f"bytes {span.first}-{span.last}/{stored.size}"
    return response


def stream_many(stored, path: str, ranges: list[Range]):
    """Several ranges as multipart/byteranges, in the order in which they were asked for."""
    boundary = secrets.token_hex(16)
    parts = [
        (
            f"\r\n--{boundary}\r\nContent-Type: {stored.media_type}\r\n"
            f"Content-Range: bytes {span.first}-{span.last}/{stored.size}\r\n\r\n".encode(),
            span,
        )
        for span in ranges
    ]
    end = f"\r\n--{boundary}--\r\n".encode()
    response = StreamingHttpResponse(
        Pieces(path, parts, end),
        status=HTTPStatus.PARTIAL_CONTENT,
        content_type=f"multipart/byteranges; boundary={boundary}",
    )
    length = sum(len(head) + span.length for head, span in parts) + len(end)
    response.headers["Content-Length"] = str(length)
    return response


class Pieces:
    """Parts of a file, each after its head, in pieces of bounded size; opened at once.

    The server calls `close` when all is sent, or when the reader has gone.
    """

    def __init__(self, path: str, parts: list[tuple[bytes, Range]], end: bytes = b""):
        self.file = open(path, "rb", buffering=0)  # noqa: SIM115  closed by close()
        self.parts, self.end = parts, end

    def __iter__(self):
        for head, span in self.parts:
            yield from filter(None, chain([head], self.read(span)))
        if self.end:
            yield self.end

    def read(self, span: Range):
        """The bytes of `span`; fewer if the file has been cut off behind our back."""
        self.file.seek(span.first)
        left = span.length
        while left and (piece := self.file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece

    def close(self):
        self.file.close()
