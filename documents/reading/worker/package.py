"""What Word and OpenDocument files share: XML parts in a ZIP archive."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from answers import Problem, Refused
from first_bytes import OLE, head_of, refuse_other_kind
from text import MOST_TEXT

MEGABYTE = 1024 * 1024
MOST_ENTRIES = 10_000
MOST_UNPACKED = 500 * MEGABYTE
# Text shrinks to a tenth, a bomb to a thousandth; small files may shrink as they like.
MOST_RATIO, RATIO_FROM = 100, 20 * MEGABYTE
END_RECORD = 22  # bytes, without a comment: no office program writes one
PIECE = 64 * 1024


def check_bytes(path: str):
    """Refuse a file that does not begin and end as a ZIP does, or is something else as well."""
    head = head_of(path)
    if head.startswith(OLE) and "EncryptedPackage".encode("utf-16-le") in Path(path).read_bytes():
        raise Refused("locked")
    if not head.startswith(b"PK\x03\x04"):
        refuse_other_kind(head)
    with Path(path).open("rb") as file:
        size = file.seek(0, io.SEEK_END)
        file.seek(max(0, size - END_RECORD))
        end = file.read()
    if not end.startswith(b"PK\x05\x06"):
        raise Refused("cut")
    if b"%PDF-" in head:
        raise Refused("two_kinds", found="pdf")


def open_package(path: str) -> zipfile.ZipFile:
    """The archive; refused if it is broken, locked or a bomb. Every checksum has been compared."""
    check_bytes(path)
    try:
        archive = zipfile.ZipFile(path)
        check_entries(archive.infolist(), Path(path).stat().st_size)
        broken = archive.testzip()
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        raise Refused("cut") from error
    if broken:
        raise Refused("cut")
    return archive


def check_entries(entries: list[zipfile.ZipInfo], size: int):
    """Refuse an archive of `size` bytes whose directory promises too much or contradicts itself."""
    unpacked = sum(entry.file_size for entry in entries)
    is_dense = unpacked > RATIO_FROM and unpacked > size * MOST_RATIO
    if unpacked > MOST_UNPACKED or is_dense or len(entries) > MOST_ENTRIES:
        raise Refused("bomb")
    # Entries that share their bytes are how a bomb hides its ratio.
    if sum(entry.compress_size for entry in entries) > size:
        raise Refused("bomb")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("locked")
    names = {entry.filename for entry in entries}
    starts = min((entry.header_offset for entry in entries), default=-1)
    if len(names) < len(entries) or starts != 0:
        raise Refused("cut")


def parse(part: bytes) -> ElementTree.Element:
    """A small part of a package as a tree."""
    return ElementTree.fromstring(part)  # noqa: S314 limits of this process end what swells


def text_under(root: ElementTree.Element, name: str) -> str:
    """The text of the first element called `name`, of whatever namespace, or ""."""
    return next((e.text or "" for e in root.iter() if local(e.tag) == name), "")


def local(tag: str) -> str:
    """A tag without its namespace."""
    return tag.rpartition("}")[2]


@dataclass
class Gatherer:
    """Gathers the text of an XML part while it is parsed, without keeping a tree.

    Elements are named without namespace: `holders` have text in them, after `blocks` the line
    ends, what is in `skipped` is left out, and `marks` stand for text that their attributes say.
    """

    holders: set[str]
    blocks: set[str]
    skipped: set[str]
    marks: dict[str, Callable[[dict], str]]
    pieces: list[str] = field(default_factory=list)
    size: int = 0
    holding: int = 0
    skipping: int = 0

    def start(self, tag: str, attributes: dict):
        name = local(tag)
        self.skipping += name in self.skipped
        self.holding += name in self.holders
        if name in self.marks and not self.skipping:
            self.add(self.marks[name](attributes))

    def data(self, text: str):
        if self.holding and not self.skipping:
            self.add(text)

    def end(self, tag: str):
        name = local(tag)
        if name in self.blocks and not self.skipping:
            self.add("\n")
        self.skipping -= name in self.skipped
        self.holding -= name in self.holders

    def close(self) -> str:
        return "".join(self.pieces)

    def add(self, text: str):
        self.size += len(text)
        if self.size > MOST_TEXT:
            raise Problem("text")
        self.pieces.append(text)


def gather(archive: zipfile.ZipFile, name: str, gatherer: Gatherer) -> str:
    """The text of the part `name`; "\f" stands for a page break if `gatherer` marks one."""
    parser = ElementTree.XMLParser(target=gatherer)  # noqa: S314 as above
    with archive.open(name) as part:
        while piece := part.read(PIECE):
            parser.feed(piece)
    return parser.close()


def split_pages(text: str, declared: str) -> tuple[list[str], int | None]:
    """The pages of `text` and how many there are, if its breaks are as many as the file declares.

    Otherwise all is one page and the number is None: breaks are marked only by programs that
    laid the text out when they saved it, and a single page may be a number never filled in.
    """
    pages = text.split("\f")
    if len(pages) > 1 and declared == str(len(pages)):
        return pages, len(pages)
    return [text.replace("\f", "")], None
