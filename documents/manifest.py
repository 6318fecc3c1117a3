"""Many files at once: a folder, or a ZIP, with a manifest.csv that says the place of each."""

import csv
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from . import reading
from .forms import ManifestLineForm
from .models import StoredFile
from .placing import Placement
from .services import hash_of
from .uploading import Plan, plan

NAME = "manifest.csv"
# Column of the manifest: field of its form.
COLUMNS = {
    "file": "file_name",
    "document": "document",
    "version": "version",
    "language": "language",
    "dated_on": "dated_on",
    "change_vi": "change_vi",
    "change_en": "change_en",
    "authentic": "is_authentic",
    "primary": "is_primary",
}
REQUIRED = {"file", "document", "version", "language"}
COLUMN_OF = {field_name: column for column, field_name in COLUMNS.items()}
LARGEST = 5 * 1024 * 1024
LEFT_BY_PROGRAMS = {".DS_Store", "Thumbs.db", "desktop.ini", NAME}


@dataclass
class Manifest:
    """What a manifest asks for, or why it cannot be: a sentence for each problem, by line."""

    placements: list[Placement] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)  # of each placement
    problems: list[str] = field(default_factory=list)
    left_aside: list[str] = field(default_factory=list)  # files that it does not name
    plan: Plan = field(default_factory=lambda: plan([]))

    def refuse(self, line: int, field_name: str, sentence: str):
        """Note what is wrong in a line, under the name of its column."""
        names = {"line": line, "column": COLUMN_OF.get(field_name, field_name)}
        names["problem"] = sentence
        self.problems.append(_("Line %(line)s, %(column)s: %(problem)s") % names)


def read_manifest(folder: Path) -> Manifest:
    """What the manifest in `folder` asks for; each file that it names has been inspected.

    Nothing is stored. Whatever is wrong is among the `problems`.
    """
    manifest = Manifest()
    try:
        for line, row in rows_of(folder / NAME):
            read_line(manifest, folder, line, row)
    except ValidationError as refusal:
        manifest.problems += refusal.messages
    if not manifest.problems:
        manifest.left_aside = unnamed(folder, {place.path for place in manifest.placements})
        manifest.plan = plan(manifest.placements)
        for problem in manifest.plan.problems:
            manifest.refuse(manifest.lines[problem.index], problem.field, problem.sentence)
    return manifest


def rows_of(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row of the manifest and the number of its line; empty rows are left out.

    Raises ValidationError if there is no such table at `path`.
    """
    text = text_of(path)
    # Excel writes semicolons where the comma is the decimal sign, as in Viet Nam.
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        columns = [name.strip().lower() for name in next(reader, [])]
        check_columns(columns)
        is_empty = True
        for cells in reader:
            if any(cell.strip() for cell in cells):
                is_empty = False
                yield reader.line_num, row_of(columns, cells, reader.line_num)
    except csv.Error as error:
        raise ValidationError(
            _("%(file)s is not a table: %(error)s"), params={"file": NAME, "error": error}
        ) from error
    if is_empty:
        raise ValidationError(_("%(file)s names no file."), params={"file": NAME})


def text_of(path: Path) -> str:
    """What the manifest says. Raises ValidationError if it is not there or cannot be read."""
    if path.is_symlink() or not path.is_file():
        raise ValidationError(_("There is no %(file)s."), params={"file": NAME})
    if path.stat().st_size > LARGEST:
        raise ValidationError(_("%(file)s is too long."), params={"file": NAME})
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError(
            _("%(file)s is not in UTF-8. Save it as “CSV UTF-8”."), params={"file": NAME}
        ) from error


def check_columns(columns: list[str]):
    """Raise ValidationError unless these are columns of a manifest."""
    accepted = ", ".join(COLUMNS)
    if lacking := sorted(REQUIRED - set(columns)):
        raise ValidationError(
            _("%(file)s lacks columns: %(lacking)s. Accepted are: %(accepted)s."),
            params={"file": NAME, "lacking": ", ".join(lacking), "accepted": accepted},
        )
    unknown = [name for name in columns if name not in COLUMNS or columns.count(name) > 1]
    if unknown:
        raise ValidationError(
            _("%(file)s has columns that mean nothing: %(unknown)s. Accepted are: %(accepted)s."),
            params={"file": NAME, "unknown": ", ".join(unknown), "accepted": accepted},
        )


def row_of(columns: list[str], cells: list[str], line: int) -> dict[str, str]:
    """A row by column. Raises ValidationError if it is longer than the table is wide."""
    if any(cell.strip() for cell in cells[len(columns) :]):
        raise ValidationError(
            _("Line %(line)s has more cells than there are columns."), params={"line": line}
        )
    return dict(zip(columns, cells, strict=False))


def read_line(manifest: Manifest, folder: Path, line: int, row: dict[str, str]):
    """Add what a line asks for to `manifest`, or what is wrong with it."""
    said = {field_name: row.get(column, "") for column, field_name in COLUMNS.items()}
    form = ManifestLineForm(said | {"file_name": PurePosixPath(said["file_name"].strip()).name})
    for field_name, errors in form.errors.items():
        for sentence in errors:
            manifest.refuse(line, field_name, sentence)
    try:
        path = find(folder, said["file_name"].strip())
        reading.inspect(path, path.name)
    except ValidationError as refusal:
        for sentence in refusal.messages:
            manifest.refuse(line, "file_name", sentence)
        return
    if form.is_valid():
        sha256 = hash_of(path)
        stored = StoredFile.objects.filter(sha256=sha256).first()
        manifest.placements.append(form.placement(sha256, path=path, stored=stored))
        manifest.lines.append(line)


def find(folder: Path, name: str) -> Path:
    """The file `name` in `folder`. Raises ValidationError if it is not there or leads elsewhere."""
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts or "\\" in name or "\0" in name:
        raise ValidationError(
            _("“%(name)s” must name a file in the folder, such as vi/plan.pdf."),
            params={"name": name},
        )
    for form in ("NFC", "NFD"):  # macOS writes the second
        path = folder.joinpath(*PurePosixPath(unicodedata.normalize(form, name)).parts)
        if not leads_elsewhere(folder, path) and path.is_file():
            return path
    raise ValidationError(_("There is no file “%(name)s”."), params={"name": name})


def leads_elsewhere(folder: Path, path: Path) -> bool:
    """Whether a link stands on the way from `folder` to `path`."""
    return path.resolve() != folder.resolve() / path.relative_to(folder)


def unnamed(folder: Path, named: set[Path]) -> list[str]:
    """The files in `folder` that are not `named`, but for those that programs leave behind."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and path not in named)
    return [str(path.relative_to(folder)) for path in found if path.name not in LEFT_BY_PROGRAMS]
