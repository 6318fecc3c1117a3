"""`manage.py rebuild_translations`: bring the translator's desk into step with the record."""

from django.core.management.base import BaseCommand

from ascn_portal.publishing import translations


class Command(BaseCommand):
    help = "Bring the translator's desk into step with the record; what staff noted there stays."

    def handle(self, **options):
        count = translations.rebuild()
        self.stdout.write(f"{count} records stand on the desk.")
