"""`manage.py load_record`: publish what the data files say, leaving alone what staff changed."""

from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from ascn_portal.publishing import translations
from ascn_portal.publishing.models import Card
from ascn_portal.publishing.record import RecordRefused, load
from ascn_portal.publishing.services import without_record_hooks
from ascn_portal.search.index import rebuild
from ascn_portal.search.models import SearchEntry


class Command(BaseCommand):
    help = (
        "Publish what has changed in the data files. Rows that staff have changed, withdrawn or"
        " deleted are left alone and listed."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, no more")
        parser.add_argument(
            "--take",
            action="append",
            default=[],
            metavar="KEY",
            help="write over what staff did to this row, for example cities:da-nang",
        )
        parser.add_argument(
            "--from",
            dest="directory",
            type=Path,
            metavar="DIR",
            help="take files in DIR instead of the shipped ones of the same name",
        )

    def handle(self, *, dry_run, take, directory, verbosity, **options):
        if directory and not directory.is_dir():
            raise CommandError(f"There is no directory {directory}")
        try:
            report = self.load(directory, take, dry_run)
        except RecordRefused as error:
            lines = "\n".join(f"  {fault}" for fault in error.faults)
            raise CommandError(f"Nothing was loaded, for these rows are wrong:\n{lines}") from None
        if verbosity:
            self.print_report(report)
        if dry_run:
            self.stdout.write("This was a dry run: nothing was changed.")

    def load(self, directory, take, dry_run):
        """Load, then bring search and the desk into step: record by record takes much longer."""
        with transaction.atomic(), without_record_hooks():
            report = load(directory, take, dry_run=dry_run)
            if not dry_run and (has_changes(report) or is_new()):
                rebuild()
                translations.rebuild()
        return report

    def print_report(self, report):
        for name, counts in report.counts.items():
            said = ", ".join(f"{number} {outcome}" for outcome, number in counts.items())
            self.stdout.write(f"  {name}: {said}")
        if report.left_alone:
            self.stdout.write("Left alone (--take KEY writes the row of the file over it):")
            for key, reason in report.left_alone.items():
                self.stdout.write(f"  {key}: {reason}")
        if report.vanished:
            self.stdout.write("No longer in the files, and kept:")
            for key in report.vanished:
                self.stdout.write(f"  {key}")


def has_changes(report) -> bool:
    """Whether a load has written anything."""
    return any(
        +counts - Counter(unchanged=counts["unchanged"]) for counts in report.counts.values()
    )


def is_new() -> bool:
    """Whether the database comes from a release that knew no search, or no desk."""
    return not (SearchEntry.objects.exists() and Card.objects.exists())
