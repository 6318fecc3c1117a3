"""What a file is by its first bytes, whatever its name says."""

import re
from pathlib import Path

import filetype
from answers import Refused

HEAD = 8192
MARKUP = re.compile(
    rb"<(?:!--|\?xml|!doctype|(?:html|head|body|script|iframe|svg)\b)", re.IGNORECASE
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Word before 2007, and any Office file with a password
BOM = b"\xef\xbb\xbf"


def head_of(path: str) -> bytes:
    """The first bytes of a file: enough for every format to show itself."""
    with Path(path).open("rb") as file:
        return file.read(HEAD)


def kind_of(head: bytes) -> str:
    """The format that the first bytes show ("png"), "html" for any markup, or ""."""
    if MARKUP.match(head.removeprefix(BOM).lstrip()):
        return "html"
    guess = filetype.guess(head)
    return guess.extension if guess else ""


def refuse_other_kind(head: bytes):
    """Refuse a file that is not what its name says, and say what it is if that shows."""
    found = kind_of(head)
    raise Refused("markup") if found == "html" else Refused("lying", found=found)
