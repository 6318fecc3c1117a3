"""`manage.py rebuild_search_index`: make the search index anew from the record."""

from django.core.management.base import BaseCommand

from ascn_portal.search.index import rebuild

WIDTH = 40  # of the bar, in signs


class Command(BaseCommand):
    help = "Make the search index anew from the record; readers find the old one until it is done."

    def handle(self, **options):
        self.shown = -1
        count = rebuild(self.report)
        self.stdout.write(f"\n{count} entries can be found.")

    def report(self, done: int, total: int):
        """Draw how far it is, on one line; only when the bar grows."""
        filled = WIDTH * done // total
        if filled > self.shown:
            self.shown = filled
            bar = "#" * filled + "." * (WIDTH - filled)
            self.stdout.write(f"\r[{bar}] {done} of {total} records", ending="")
            self.stdout.flush()
