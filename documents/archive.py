"""Unpacks a ZIP that somebody sent, as long as it is what it should be."""

import errno
import shutil
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from .manifest import NAME
from .services import CHUNK

MOST_FILES = 1_000
# What all files together may be, in files of the largest size: their archive is no larger than one.
MOST_LARGE_FILES = 5
LONGEST_NAME = 255  # bytes, as file systems have it
LEFT_BY_MACOS = "__MACOSX"


@contextmanager
def unpacked(archive: Path) -> Iterator[Path]:
    """The folder that holds the manifest of a ZIP, for the time of the `with` block.

    Raises ValidationError, with a sentence for the sender, before anything harmful is written.
    """
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as name:
        folder = Path(name)
        try:
            with zipfile.ZipFile(archive) as content:
                members = members_of(content)
                check(members)
                for member in members:
                    unpack(content, member, folder)
        except OSError as error:
            if error.errno in {errno.ENOSPC, errno.EDQUOT}:
                raise ValidationError(_("There is no room left to keep the file.")) from error
            raise damaged() from error
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise damaged() from error
        yield with_manifest(folder)


def damaged() -> ValidationError:
    """What is said of a ZIP that its own table of contents does not fit."""
    return ValidationError(_("This ZIP cannot be unpacked: it is damaged."))


def members_of(content: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files in a ZIP, without what macOS adds."""
    files = (member for member in content.infolist() if not member.is_dir())
    return [file for file in files if not file.filename.startswith(f"{LEFT_BY_MACOS}/")]


def check(members: list[zipfile.ZipInfo]):
    """Raise ValidationError unless all of them may be unpacked."""
    if len(members) > MOST_FILES:
        raise ValidationError(
            _("A ZIP holds at most %(count)s files."), params={"count": MOST_FILES}
        )
    names = [member.filename for member in members]
    for member in members:
        refusal = refusal_of(member, names)
        if refusal:
            raise ValidationError(refusal, params={"name": member.filename[:200]})
    most = MOST_LARGE_FILES * settings.UPLOAD_LIMIT
    if sum(member.file_size for member in members) > most:
        raise ValidationError(
            _("The files in a ZIP are at most %(limit)s together."),
            params={"limit": filesizeformat(most)},
        )


def refusal_of(member: zipfile.ZipInfo, names: list[str]) -> str:
    """Why a member is not unpacked, a sentence with a place for its `name`; or nothing."""
    path = PurePosixPath(member.filename)
    mode = member.external_attr >> 16
    if path.is_absolute() or ".." in path.parts or any(sign in member.filename for sign in "\\:\0"):
        return _("“%(name)s” leads out of the ZIP.")
    if any(len(part.encode()) > LONGEST_NAME for part in path.parts):
        return _("“%(name)s” in the ZIP has too long a name.")
    if stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
        return _("“%(name)s” in the ZIP is a link, not a file.")
    if names.count(member.filename) > 1:
        return _("“%(name)s” is in the ZIP twice.")
    if path.suffix.lower() == ".zip":
        return _("“%(name)s” is a ZIP inside the ZIP: unpack it first.")
    if member.flag_bits & 0x1:
        return _("“%(name)s” in the ZIP needs a password.")
    if member.file_size > settings.UPLOAD_LIMIT:
        return _("“%(name)s” in the ZIP is too large.")
    return ""


def unpack(content: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path):
    """Write one member below `folder`; Python stops at the size that the ZIP names for it."""
    target = folder / member.filename
    target.parent.mkdir(parents=True, exist_ok=True)
    with content.open(member) as source, target.open("wb") as file:
        shutil.copyfileobj(source, file, CHUNK)


def with_manifest(folder: Path) -> Path:
    """`folder`, or the one folder in it where a whole folder was packed."""
    inside = list(folder.iterdir())
    is_packed_folder = len(inside) == 1 and inside[0].is_dir() and (inside[0] / NAME).exists()
    return inside[0] if is_packed_folder else folder
