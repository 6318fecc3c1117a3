"""The package of a spreadsheet, looked through before any library builds something of it.

What a hostile file can ask for is known after one pass that keeps nothing: a page of a book of a
few kilobytes may hold millions of cells.
"""

import io
import zipfile
import zlib
from contextlib import suppress
from xml.parsers import expat

ZIP = b"PK\x03\x04"
MEGABYTE = 1024 * 1024
MOST_UNPACKED = 100 * MEGABYTE
MOST_MEMBERS = 1_000
# Ten thousand cities with their parts have two and a half millions.
MOST_ELEMENTS = 5_000_000
# Of these the library holds one row or shared text at a time (a sheet has 16,384 columns, a cell
# three elements), and all that stands beside them: styles, columns, links.
MOST_AT_ONCE = 65_536
MOST_BESIDE = 250_000
HELD_ONE_BY_ONE = ("row", "si")
WORKBOOK, MACROS = "xl/workbook.xml", "xl/vbaProject.bin"
PIECE = 64 * 1024
# What Python raises of an archive that contradicts itself or is locked.
BROKEN = (
    *(zipfile.BadZipFile, zlib.error),
    *(EOFError, NotImplementedError, RuntimeError, ValueError),
)


class Unfit(Exception):
    """A package that is not to be opened; `reason` is macros, other, large or damaged."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


class Counter:
    """Counts the elements of XML and stops where there are too many."""

    def __init__(self):
        self.elements = self.beside = 0

    def begin(self):
        """A member begins, outside of rows and texts."""
        self.depth = self.at_once = 0

    def start(self, name, _attributes):
        self.elements += 1
        if self.depth or name.endswith(HELD_ONE_BY_ONE):
            self.depth += 1
            self.at_once += 1
        else:
            self.beside += 1
        is_too_large = self.at_once > MOST_AT_ONCE or self.beside > MOST_BESIDE
        if is_too_large or self.elements > MOST_ELEMENTS:
            raise Unfit("large")

    def end(self, _name):
        self.depth = max(0, self.depth - 1)
        if not self.depth:
            self.at_once = 0

    def refuse(self, *_about):
        """No spreadsheet program writes a document type; entities are declared there."""
        raise Unfit("damaged")


def check(content: bytes):
    """Raise Unfit unless `content` is a spreadsheet that may be opened.

    Python reads no more of a member than the directory of the archive names.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        check_members(archive.infolist())
        counter = Counter()
        for member in archive.infolist():
            count(archive, member, counter)
    except BROKEN as error:
        raise Unfit("damaged") from error


def check_members(members: list[zipfile.ZipInfo]):
    files = {member.filename for member in members}
    if MACROS in files:
        raise Unfit("macros")
    if WORKBOOK not in files:
        raise Unfit("other")
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_UNPACKED or len(members) > MOST_MEMBERS or len(files) < len(members):
        raise Unfit("large")


def count(archive: zipfile.ZipFile, member: zipfile.ZipInfo, counter: Counter):
    """Add the elements of one member to `counter`, whatever its name: the book names its parts.

    Pictures are no XML; the library too stops where something is none.
    """
    counter.begin()
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = counter.start, counter.end
    parser.StartDoctypeDeclHandler = counter.refuse
    with archive.open(member) as part, suppress(expat.ExpatError):
        while piece := part.read(PIECE):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
