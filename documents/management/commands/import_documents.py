"""`manage.py import_documents PATH`: many files at once, each to the place its manifest says."""

from contextlib import ExitStack
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from ascn_portal.accounts.models import User
from ascn_portal.publishing import snapshot
from documents import uploading
from documents.archive import unpacked
from documents.manifest import Manifest, read_manifest


class Command(BaseCommand):
    help = (
        "Bring in the files of a folder or ZIP with a manifest.csv: columns file, document (its"
        " address), version (a number or “new”), language, dated_on, change_vi, change_en,"
        " authentic, primary. To run it again changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path, metavar="PATH", help="a folder or a ZIP")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, no more")
        parser.add_argument("--publish", action="store_true", help="publish what is brought in")
        parser.add_argument("--user", metavar="NAME", help="who the history says brought it in")

    def handle(self, *, path, dry_run, publish, user, verbosity, **options):
        author = self.find_user(user)
        with ExitStack() as stack:
            if author and author.language:
                stack.enter_context(translation.override(author.language))
            manifest = self.read(path, stack)
            if verbosity:
                self.show(manifest, publish)
            if dry_run:
                self.stdout.write(_("This was a dry run: nothing was changed."))
            else:
                self.carry_out(manifest, author, publish, verbosity)

    def find_user(self, name: str | None) -> User | None:
        """The user of this name; nobody if none is given."""
        if not name:
            return None
        try:
            return User.objects.get(username=name)
        except User.DoesNotExist:
            raise CommandError(_("There is no user %(name)s.") % {"name": name}) from None

    def read(self, path: Path, stack: ExitStack) -> Manifest:
        """What the folder or ZIP asks for; ends the command with all that is wrong."""
        if not path.exists():
            raise CommandError(_("There is no %(file)s.") % {"file": path})
        try:
            folder = path if path.is_dir() else stack.enter_context(unpacked(path))
        except ValidationError as refusal:
            raise refused(_("Nothing was written, for this is wrong:"), refusal.messages) from None
        manifest = read_manifest(folder)
        if manifest.problems:
            raise refused(_("Nothing was written, for this is wrong:"), manifest.problems)
        return manifest

    def show(self, manifest: Manifest, publish: bool):
        """Print the plan."""
        for line in manifest.plan.lines(publish):
            self.stdout.write(f"  {line}")
        uses = uploading.uses_of(place.sha256 for place in manifest.placements)
        for place in manifest.placements:
            for file in uses.get(place.sha256, []):
                if file.version.document_id != place.document.pk:
                    names = {"file": place.file_name, "version": file.version}
                    said = _("“%(file)s” is the same file as one of “%(version)s”.") % names
                    self.stdout.write(f"  {said}")
        for name in manifest.left_aside:
            said = _("Not in the manifest, left aside: %(file)s") % {"file": name}
            self.stdout.write(f"  {said}")

    def carry_out(self, manifest: Manifest, author, publish: bool, verbosity: int):
        """Store the files, then write all versions at once."""
        steps = manifest.plan.versions
        try:
            self.store(steps, author, verbosity)
            outcomes = uploading.carry_out(steps, author=author, publish=publish)
        except ValidationError as refusal:
            raise refused(_("No version was written:"), snapshot.lines(refusal)) from None
        self.stdout.write(_("Versions written: %(count)s.") % {"count": len(outcomes)})
        hindered = [
            f"{outcome.version}: {' '.join(outcome.hindrances)}"
            for outcome in outcomes
            if outcome.hindrances
        ]
        if hindered:
            raise refused(_("These are written, but not published:"), hindered)

    def store(self, steps, author, verbosity: int):
        """Store the files that come to versions; each is read at once or by a worker."""
        total = sum(len(step.added) for step in steps)
        done = 0
        for step in steps:
            for index, placement in enumerate(step.added):
                step.added[index] = uploading.store_bytes(placement, author=author)
                done += 1
                if verbosity:
                    names = {"done": done, "total": total, "file": placement.file_name}
                    said = _("Stored %(done)s of %(total)s: %(file)s") % names
                    self.stdout.write(f"  {said}")
                    self.stdout.flush()


def refused(beginning: str, sentences: list[str]) -> CommandError:
    """The end of the command: what did not happen, and each reason in a line."""
    return CommandError("\n".join([beginning, *(f"  {sentence}" for sentence in sentences)]))
