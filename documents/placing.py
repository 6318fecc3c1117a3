"""A file and the place that it is to have, and what that means for the version, in words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from ascn_portal.bilingual.dates import show_date
from ascn_portal.publishing.models import Revision
from ascn_portal.publishing.standing import LABELS, PUBLIC, WITHDRAWN, standing

from .languages import language_name
from .models import Document, DocumentVersion, StoredFile
from .services import NewFile


@dataclass(frozen=True)
class Placement:
    """A file and the place that it is to have; `number` None is a new version.

    Its bytes are those of `stored`, or lie at `path` and are stored before they get their place.
    """

    sha256: str
    file_name: str
    document: Document
    number: int | None
    language: str
    is_authentic: bool = False
    is_primary: bool = True
    dated_on: date | None = None
    change_vi: str = ""
    change_en: str = ""
    stored: StoredFile | None = None
    path: Path | None = None

    @property
    def about_version(self) -> dict[str, str]:
        """What it says of its version, as a shape holds it; without what it leaves open."""
        day = self.dated_on.isoformat() if self.dated_on else ""
        said = {"dated_on": day, "change_vi": self.change_vi, "change_en": self.change_en}
        return {name: value for name, value in said.items() if value}

    def __str__(self):
        about = language_name(self.language)
        if self.is_authentic:
            about = _("%(language)s, authentic text") % {"language": about}
        return f"“{self.file_name}” ({about})"

    def new_file(self) -> NewFile:
        """The stored file under the name that it gets."""
        return NewFile(
            self.stored, self.language, self.file_name, self.is_authentic, self.is_primary
        )


@dataclass
class VersionPlan:
    """What is to happen to one version, of which `version` is None while it does not exist.

    `held` are its files as its newest revision has them, each with its hash.
    """

    document: Document
    number: int
    version: DocumentVersion | None = None
    held: list[dict] = field(default_factory=list)
    waiting: Revision | None = None  # what of it the public has not seen
    added: list[Placement] = field(default_factory=list)
    kept: list[Placement] = field(default_factory=list)
    about: dict[str, str] = field(default_factory=dict)

    @property
    def place(self) -> dict:
        """The version, as sentences name it."""
        return {"number": self.number, "document": self.document}

    @property
    def is_public(self) -> bool:
        return self.version is not None and standing(self.version) == PUBLIC

    def holds(self, placement: Placement) -> bool:
        """Whether the version has these bytes in this language."""
        return any(
            file["sha256"] == placement.sha256 and file["language"] == placement.language
            for file in self.held
        )

    def add(self, placement: Placement):
        """Let `placement` be a file of the version."""
        self.added.append(placement)
        self.about = placement.about_version | self.about

    def refusals(self, placement: Placement) -> Iterator[tuple[str, str]]:
        """Why `placement` cannot be added: the field that is wrong and a sentence."""
        if self.version and standing(self.version) == WITHDRAWN:
            sentence = _("Version %(number)s of “%(document)s” is withdrawn.")
            yield "version", sentence % self.place
        if placement.stored and placement.stored.virus_check == StoredFile.VirusCheck.INFECTED:
            yield "file_name", _("This file is infected.")
        for file in [*self.held, *map(vars, self.added)]:
            if file["language"] == placement.language:
                yield from self.clashes(file, placement)
        yield from self.contradictions(placement)

    def clashes(self, file: dict, placement: Placement) -> Iterator[tuple[str, str]]:
        """What `placement` cannot share with another file of the same language."""
        names = self.place | {
            "file": file["file_name"],
            "language": language_name(placement.language),
        }
        if file["sha256"] == placement.sha256:
            yield "file_name", _("This is the same file as “%(file)s”.") % names
        elif file["file_name"] == placement.file_name:
            sentence = _(
                "Version %(number)s of “%(document)s” has another file of this name in"
                " %(language)s: give this one another name."
            )
            yield "file_name", sentence % names
        if file["is_primary"] and placement.is_primary:
            sentence = _(
                "Version %(number)s of “%(document)s” offers “%(file)s” first in %(language)s:"
                " only one file can be."
            )
            yield "is_primary", sentence % names

    def contradictions(self, placement: Placement) -> Iterator[tuple[str, str]]:
        """What `placement` says of the version otherwise than it is, or than another file says."""
        for name, value in placement.about_version.items():
            if self.version and value != as_said(getattr(self.version, name)):
                sentence = _(
                    "Version %(number)s of “%(document)s” exists already: change this on its page."
                )
                yield name, sentence % self.place
            elif self.about.get(name, value) != value:
                sentence = _(
                    "Another file of version %(number)s of “%(document)s” says this differently."
                )
                yield name, sentence % self.place

    def lines(self, publish: bool) -> list[str]:
        """What would happen, one sentence each."""
        already = _("%(file)s is in version %(number)s of “%(document)s” already: nothing happens.")
        kept = [already % (self.place | {"file": placement}) for placement in self.kept]
        return kept + self.addition() + self.twins() + self.company() + self.outlook(publish)

    def addition(self) -> list[str]:
        """Which files come to the version."""
        if not self.added:
            return []
        names = self.place | {"files": ", ".join(map(str, self.added))}
        if self.version:
            names["state"] = LABELS[standing(self.version)]
            sentence = _("Adds to version %(number)s of “%(document)s” (%(state)s): %(files)s.")
            return [sentence % names]
        created = [_("Creates version %(number)s of “%(document)s” with %(files)s.") % names]
        if day := self.about.get("dated_on"):
            created.append(_("Its date is %(day)s.") % {"day": show_date(date.fromisoformat(day))})
        return created

    def twins(self) -> list[str]:
        """Which files come to two languages: somebody may have chosen the same one twice."""
        by_bytes = {}
        for file in [*self.held, *map(vars, self.added)]:
            by_bytes.setdefault(file["sha256"], []).append(file)
        added = {placement.sha256 for placement in self.added}
        sentence = _("“%(file)s” is one and the same file in %(languages)s. Check it.")
        return [
            sentence
            % {
                "file": files[-1]["file_name"],
                "languages": ", ".join(language_name(file["language"]) for file in files),
            }
            for sha256, files in by_bytes.items()
            if sha256 in added and len(files) > 1
        ]

    def company(self) -> list[str]:
        """That a colleague's revision, which is not public yet, gets the files too."""
        if not (self.added and self.waiting and self.waiting.state in Revision.OPEN):
            return []
        names = {"number": self.waiting.number, "author": self.waiting.author or "–"}
        said = [_("They join revision %(number)s by %(author)s, which is not public yet.") % names]
        if self.waiting.due_at:
            said.append(_("That revision then no longer becomes public by itself."))
        return said

    def outlook(self, publish: bool) -> list[str]:
        """What the public sees of it then."""
        if not self.publishes(publish):
            if not self.added:
                return []
            hidden = _("Readers do not see the added files until this revision is published.")
            return [hidden if self.is_public else _("It stays a draft.")]
        said = [_("Version %(number)s of “%(document)s” is published at once.") % self.place]
        if standing(self.document) != PUBLIC:
            said.append(_("The public sees it once the document itself is published."))
        for placement in self.added:
            if placement.stored and not placement.stored.is_harmless:
                state = placement.stored.get_virus_check_display()
                said.append(
                    _("It cannot be published yet: “%(file)s”: %(state)s.")
                    % {"file": placement.file_name, "state": state}
                )
        return said

    def publishes(self, publish: bool) -> bool:
        """Whether there is something to publish, if that is wanted."""
        return publish and bool(self.added or self.waiting)


def as_said(value) -> str:
    """A field of a version as a shape holds it."""
    return value.isoformat() if isinstance(value, date) else value or ""
