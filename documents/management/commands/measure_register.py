"""`manage.py measure_register`: whether the register stays as quick with very many documents."""

import hashlib
import time
from datetime import date
from statistics import median

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ascn_portal import caching
from documents.models import Document, DocumentFile, DocumentVersion, StoredFile
from documents.register import Register

FEW = 30
PATH = "/en/documents/"
# Each leaves all generated documents: pages with as many rows are compared.
QUERIES = ("", "?sort=title", "?sort=kind", "?language=en&file=yes", "?as_of=2026-01-01")
YEARS = 8


class Command(BaseCommand):
    help = (
        "Print how many queries the register of documents starts and how long the processor"
        " works for a page (median)"
        f" with {FEW} generated documents and with very many, and the ratio of both. All that it"
        " makes is rolled back; the database is locked meanwhile."
    )

    def add_arguments(self, parser):
        parser.add_argument("--documents", type=int, default=10_000, help="how many are very many")
        parser.add_argument("--requests", type=int, default=40, help="how often each page is asked")

    def handle(self, *, documents, requests, **options):
        if documents <= FEW or requests < 1:
            raise CommandError(f"--documents is a number above {FEW}, --requests one from 1")
        with transaction.atomic():
            Document.objects.update(state=Document.State.DRAFT)  # only generated ones are seen
            generate(range(FEW))
            few = [measure(PATH + query, requests) for query in QUERIES]
            generate(range(FEW, documents))
            many = [measure(PATH + query, requests) for query in QUERIES]
            started = time.process_time()
            Register()
            anew = time.process_time() - started
            transaction.set_rollback(True)
        self.stdout.write(f"queries  ms with {FEW}  ms with {documents}  ratio  page")
        for query, (queries, quick), (others, slow) in zip(QUERIES, few, many, strict=True):
            counted = str(queries) if queries == others else f"{queries}, {others}"
            self.stdout.write(
                f"{counted:>7}  {quick:10.1f}  {slow:13.1f}  {slow / quick:5.2f}  {PATH}{query}"
            )
        self.stdout.write(f"first visit after a change: {anew * 1000:.0f} ms more")


def generate(numbers):
    """Documents with a version and a file each, adopted by turns by what adopts in the record."""
    documents = Document.objects.bulk_create([document(number) for number in numbers])
    now = timezone.now()
    versions = DocumentVersion.objects.bulk_create(
        DocumentVersion(document=row, number=1, state="published", first_published_at=now)
        for row in documents
    )
    stored = StoredFile.objects.bulk_create([stored_file(row.slug) for row in documents])
    DocumentFile.objects.bulk_create(
        DocumentFile(version=version, stored=bytes_, language="en", file_name="text.pdf")
        for version, bytes_ in zip(versions, stored, strict=True)
    )
    adoption = Document._meta.get_field("outcomes").related_model
    adoptions = list(adoption.objects.filter(kind="adopts"))
    links = adoption.documents.through
    links.objects.bulk_create(
        links(outcome_id=adoptions[place % len(adoptions)].pk, document_id=row.pk)
        for place, row in enumerate(documents if adoptions else [])
    )


def document(number: int) -> Document:
    """A public document that differs from its neighbours in all that the register asks."""
    year = 2018 + number % YEARS
    statuses, kinds = Document.Status.values, Document.Kind.values
    return Document(
        slug=f"generated-{number}",
        title_vi=f"Văn kiện số {number} của Mạng lưới đô thị thông minh",
        title_en=f"Document {number} of the network of smart cities",
        summary_vi="Tóm tắt.",
        summary_en="Summary.",
        kind=kinds[number % len(kinds)],
        status=statuses[number % len(statuses)],
        status_on=date(year, 1 + number % 12, 1 + number % 28) if number % 4 else None,
        year=year,
        languages="en" if number % 3 else "vi en",
        state="published",
        first_published_at=timezone.now(),
    )


def stored_file(name: str) -> StoredFile:
    """A row for a file; there are no bytes, for nobody takes it."""
    return StoredFile(
        sha256=hashlib.sha256(name.encode()).hexdigest(),
        size=1_600_000,
        media_type="application/pdf",
        pages=24,
        reading=StoredFile.Reading.READ,
    )


def measure(path: str, requests: int) -> tuple[int, float]:
    """The number of queries of a page, and the milliseconds (median) that the processor works."""
    client = Client(headers={"Host": "127.0.0.1"})
    fetch(client, path)  # what a process looks up once is no cost of the page
    with CaptureQueriesContext(connection) as captured:
        fetch(client, path)
    queries = len(captured)  # the next request empties the list
    taken = []
    for _request in range(requests):
        started = time.process_time()
        fetch(client, path)
        taken.append((time.process_time() - started) * 1000)
    return queries, median(taken)


def fetch(client, path: str):
    """One page. Raises CommandError unless it answers 200."""
    caching.seen["at"] = float("-inf")
    answer = client.get(path)
    if answer.status_code != 200:
        raise CommandError(f"{path} answered {answer.status_code}")
