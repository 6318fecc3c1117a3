"""Counts downloads by document, language and day, and keeps nothing of who downloads.

With Redis a download only raises a number there, which a task moves into the database; without,
each is one write.
"""

import logging
import re
from functools import cache
from http import HTTPStatus

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from .models import Document

logger = logging.getLogger(__name__)

# Programs that read by themselves. Those by which people fetch files over bad lines (curl, Wget)
# are not among them.
ROBOT = re.compile(
    r"bot\b|bot[/_-]|crawl|spider|slurp|archiv|monitor|preview|headless|lighthouse|externalhit"
    r"|scrapy|python|java/|go-http|libwww|httpclient|okhttp|axios|node|feed|\bapt\b",
    re.IGNORECASE,
)
# A range from elsewhere than the beginning goes on with a download that has been counted.
FROM_THE_BEGINNING = re.compile(r"\s*bytes\s*=\s*0*0-", re.IGNORECASE)
GIVEN = {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT, HTTPStatus.FOUND}
RAISE = (
    "INSERT INTO documents_downloadcount (document_id, language, day, count)"
    " VALUES (%s, %s, %s, %s) ON CONFLICT (document_id, language, day)"
    " DO UPDATE SET count = documents_downloadcount.count + excluded.count"
)
COUNTERS = "downloads"
MOVING = "downloads:moving"
# What Redis does not answer within a second is not worth a reader's waiting.
PATIENCE_SECONDS = 1
LOCK_SECONDS = 600


def is_download(request, response) -> bool:
    """Whether `response` begins to give the file of `request` to a person."""
    agent = request.headers.get("User-Agent", "")
    beginning = FROM_THE_BEGINNING.match(request.headers.get("Range", "bytes=0-"))
    return bool(
        request.method == "GET"
        and response.status_code in GIVEN
        and beginning
        and agent.strip()
        and not ROBOT.search(agent)
    )


def count(document_id: int, language: str):
    """Note one download today; a counter that fails is logged and fails no download."""
    day = timezone.localdate().isoformat()
    try:
        if settings.REDIS_URL:
            counters().hincrby(COUNTERS, f"{document_id} {language} {day}", 1)
        else:
            add(document_id, language, day, 1)
    except Exception:  # of whatever kind: the reader came for the file
        logger.exception("A download of document %s was not counted", document_id)


def add(document_id: int, language: str, day: str, number: int):
    """Raise the count of a day by `number`, in one statement that no other can come between."""
    with connection.cursor() as cursor:
        cursor.execute(RAISE, [document_id, language, day, number])


@cache
def counters():
    """The connections of this process to Redis."""
    import redis  # the embedded default does without

    return redis.Redis.from_url(
        settings.REDIS_URL,
        decode_responses=True,
        socket_timeout=PATIENCE_SECONDS,
        socket_connect_timeout=PATIENCE_SECONDS,
    )


def record_counts() -> int:
    """Move what Redis has counted into the database; returns how many downloads that were.

    What is being moved has a name of its own until it is in the database, so a task that dies
    loses nothing: the next one goes on with it. Only one works at a time.
    """
    if not settings.REDIS_URL:
        return 0
    lock = counters().lock(f"{COUNTERS}:lock", timeout=LOCK_SECONDS)
    if not lock.acquire(blocking=False):
        return 0
    try:
        # What an earlier task has left comes first, then what was counted since.
        return move_counts() + move_counts()
    finally:
        lock.release()


def move_counts() -> int:
    """Move one heap of counters, the one left behind if there is one."""
    store = counters()
    if not store.exists(MOVING) and not store.exists(COUNTERS):
        return 0
    if not store.exists(MOVING):
        store.rename(COUNTERS, MOVING)
    moved = write_counts(store.hgetall(MOVING))
    store.delete(MOVING)
    return moved


@transaction.atomic
def write_counts(heap: dict[str, str]) -> int:
    """Add {"document language day": number} to the database, all or nothing."""
    rows = [(*key.split(), int(number)) for key, number in heap.items()]
    keys = {int(document) for document, *_rest in rows}
    known = set(Document.objects.filter(pk__in=keys).values_list("pk", flat=True))
    rows = [(int(document), *rest) for document, *rest in rows if int(document) in known]
    for row in rows:
        add(*row)
    return sum(number for *_row, number in rows)
