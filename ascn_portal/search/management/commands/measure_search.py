"""`manage.py measure_search`: how long questions take in a large index."""

import random
import statistics
import time
import uuid
from collections import Counter
from collections.abc import Iterator

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from ascn_portal.publishing.models import record_models
from ascn_portal.search.index import (
    ALWAYS,
    KINDS,
    Found,
    Row,
    rebuild_from,
    row_of,
    rows_of,
    update,
)
from ascn_portal.search.models import SearchEntry
from ascn_portal.search.query import understand
from ascn_portal.search.results import FILTERS, find

QUESTIONS = settings.BASE_DIR / "tests" / "search" / "questions.tsv"
ROUNDS = 3
FEW = 100  # hits
TITLE_WORDS, TEXT_WORDS = 6, 60


class Command(BaseCommand):
    help = (
        "Measure search among generated entries whose words are as frequent as those of the"
        " record. All is rolled back at the end; a running site waits meanwhile."
    )

    def add_arguments(self, parser):
        parser.add_argument("--entries", type=int, default=100_000)
        parser.add_argument("--small", type=int, default=1_000)

    def handle(self, *, entries, small, **options):
        questions = [line.split("\t")[:2] for line in QUESTIONS.read_text().splitlines() if line]
        with transaction.atomic():
            generator = Generator()
            self.fill(generator, small)
            short = {asked: self.time(*asked) for asked in map(tuple, questions)}
            self.fill(generator, entries)
            self.report(questions, short, generator)
            self.measure_update()
            transaction.set_rollback(True)

    def fill(self, generator, count: int) -> int:
        """Make the index of the record and `count` generated entries."""
        start = time.perf_counter()
        records = (record for kind in KINDS.values() for record in kind.rows())
        real = (row for record in records for row in rows_of(record))
        total = rebuild_from(generator.rows(real, count))
        seconds = time.perf_counter() - start
        self.stdout.write(f"Rebuilt {total} entries: {total / seconds:.0f} a second")
        return total

    def time(self, question: str, language: str) -> tuple[float, int]:
        """Median milliseconds of a question with the counts of all filters, and its hits."""
        times = []
        for _round in range(ROUNDS):
            start = time.perf_counter()
            found = find(understand(question), language)
            for name in FILTERS:
                found.counts(name)
            times.append((time.perf_counter() - start) * 1000)
        return statistics.median(times), len(found.hits)

    def report(self, questions, short, generator):
        """Print what the table of questions and the commonest words took."""
        long = {asked: self.time(*asked) for asked in map(tuple, questions)}
        times = sorted(took for took, _hits in long.values())
        self.stdout.write(
            f"{len(times)} questions: p50 {statistics.median(times):.1f} ms,"
            f" p95 {times[int(len(times) * 0.95) - 1]:.1f} ms, longest {times[-1]:.1f} ms"
        )
        common = [self.time(word, "vi")[0] for word, _count in generator.words.most_common(10)]
        self.stdout.write(f"The ten commonest words: longest {max(common):.1f} ms")
        few = [asked for asked, (_took, hits) in long.items() if hits <= FEW]
        growth = statistics.median(long[asked][0] for asked in few) / statistics.median(
            short[asked][0] for asked in few
        )
        self.stdout.write(f"{len(few)} questions of at most {FEW} hits: {growth:.2f} times as long")

    def measure_update(self):
        """Print how long it takes to bring one record of each kind into step."""
        for model in record_models():
            record = model.objects.published().first()
            if model in KINDS and record:
                start = time.perf_counter()
                update(record)
                took = (time.perf_counter() - start) * 1000
                self.stdout.write(f"One {model._meta.model_name} indexed: {took:.1f} ms")


class Generator:
    """Entries of words that are as frequent as in the index at hand; the same ones each time."""

    def __init__(self):
        self.words, self.title_words = Counter(), Counter()
        for title, text in SearchEntry.objects.values_list("title", "text"):
            self.title_words.update(title.split())
            self.words.update(f"{title} {text}".split())

    def rows(self, real: Iterator[Row], count: int) -> Iterator[Row]:
        """The entries of the record, then `count` generated ones."""
        yield from real
        chance = random.Random(2026)  # noqa: S311  the same entries each time, nothing secret
        titles = list(self.title_words), list(self.title_words.values())
        texts = list(self.words), list(self.words.values())
        for number in range(count):
            title = " ".join(chance.choices(*titles, k=TITLE_WORDS))
            text = " ".join(chance.choices(*texts, k=TEXT_WORDS))
            found = Found(
                kind="document",
                path=f"documents/generated-{number}/",
                names=[title],
                priority=6,
                slug=f"generated-{number}",
                text=text,
                year=2018 + number % 9,
            )
            yield row_of(Stranger(number), found, ("vi", "en")[number % 2], ALWAYS, None)


class Stranger:
    """Stands for the record of a generated entry."""

    def __init__(self, number: int):
        self.uid = uuid.UUID(int=number)
