"""`manage.py measure_reading FILES`: how long files take to read, and what is found in them."""

import resource
import time
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand
from django.utils import translation

from documents import reading


class Command(BaseCommand):
    help = (
        "Print for each file the seconds that its inspection and its reading take, its pages,"
        " characters and findings, and at the end the most memory that a worker took."
        " Nothing is stored."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path)

    def handle(self, *, files, **options):
        self.stdout.write("inspect   read  pages  characters  file, findings")
        with translation.override("en"):
            for path in files:
                self.stdout.write(measure(path))
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        self.stdout.write(f"most memory of a worker: {peak} MB")


def measure(path: Path) -> str:
    """One line on a file: seconds, size of its text, findings; or why it is refused."""
    start = time.perf_counter()
    try:
        inspection = reading.inspect(path, path.name)
    except ValidationError as refused:
        return f"{time.perf_counter() - start:7.2f}  {refused.messages[0]}"
    inspected = time.perf_counter()
    found = reading.read(path, inspection.media_type)
    read = time.perf_counter()
    characters = sum(map(len, found.text_by_page))
    findings = {
        "problem": found.problem,
        "title": found.inner_title,
        "names": found.inner_language,
        "reads like": found.guessed_language,
        "tagged": found.is_tagged,
        "protected": found.is_encrypted,
        "searchable": found.is_searchable,
        "cover": len(found.cover),
    }
    said = ", ".join(f"{name} {value}" for name, value in findings.items() if value != "")
    return (
        f"{inspected - start:7.2f}{read - inspected:7.2f}{found.pages or '-':>7}{characters:12}"
        f"  {path.name}: {said}"
    )
