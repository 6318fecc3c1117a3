"""What is stored of a kind, many rows at a time, and how a changed one is saved."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Max

from ascn_portal.keys import as_key
from ascn_portal.publishing import services, snapshot
from ascn_portal.publishing.models import Publishable, Revision
from ascn_portal.sources.models import Source

CHUNK = 500


class Entry(NamedTuple):
    """A stored row: what a file says of it, and the mark by which a later change is noticed."""

    record: Publishable | Source
    mark: str
    shape: dict


def in_chunks(rows: Iterable) -> Iterator[list]:
    """`rows` a few hundred at a time."""
    rows = iter(rows)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


class Records:
    """A kind of record: its rows are marked by the number of their newest revision."""

    def __init__(self, model):
        self.model = model

    def entries(self, queryset, *, live: bool = False) -> Iterator[Entry]:
        """What staff see of each row; with `live` what the public sees, of what it sees."""
        rows = queryset.published() if live else queryset
        for chunk in in_chunks(rows.iterator(chunk_size=CHUNK)):
            stored = self.model.objects.filter(pk__in=[record.pk for record in chunk])
            shapes = snapshot.take_many(stored)
            marks, waiting = ({}, {}) if live else (self.numbers(chunk), self.waiting(chunk))
            for record in chunk:
                mark = record.revision_number if live else marks.get(record.uid, 0)
                yield Entry(record, str(mark), waiting.get(record.uid) or shapes[record.pk])

    def revisions(self, uids: list):
        kind = ContentType.objects.get_for_model(self.model)
        return Revision.objects.filter(content_type=kind, uid__in=uids).order_by()

    def numbers(self, records: list) -> dict:
        """As `services.newest_number`, of each record by its uid."""
        counted = self.revisions([record.uid for record in records])
        counted = counted.exclude(state__in=Revision.BESIDE).values_list("uid")
        return dict(counted.annotate(last=Max("number")))

    def waiting(self, records: list) -> dict:
        """As `services.waiting_beside`, the shape of each record that has one by its uid."""
        uids = [row.uid for row in records if row.state != Publishable.State.DRAFT]
        found = self.revisions(uids).filter(state__in=Revision.OPEN)
        return {revision.uid: revision.content for revision in found}

    def earlier(self, marks: dict) -> dict:
        """The shapes of older marks, by uid; `marks` are the marks wanted by uid."""
        numbers = {as_key(mark) for mark in marks.values()}
        found = self.revisions(list(marks)).filter(number__in=numbers)
        return {
            revision.uid: revision.content
            for revision in found
            if marks[revision.uid] == str(revision.number)
        }

    def last_author(self, record):
        """Who changed `record` last, or None where nobody knows."""
        newest = services.revisions_of(record).exclude(state__in=Revision.BESIDE)
        newest = newest.select_related("author").order_by("-number").first()
        return newest and newest.author

    def save(self, uid, shape: dict, *, author):
        """Keep `shape` as the draft of the record `uid`."""
        services.save(self.model, uid, shape, author=author)


class Sources:
    """The sources, which have no drafts and no history: they are marked by what they say."""

    model = Source

    def entries(self, queryset, *, live: bool = False) -> Iterator[Entry]:
        """Each row; what staff see of a source, the public sees."""
        for source in queryset.iterator(chunk_size=CHUNK):
            shape = snapshot.take(source)
            yield Entry(source, mark_of(shape), shape)

    def earlier(self, marks: dict) -> dict:
        """Nothing: older states are not kept."""
        return {}

    def last_author(self, source) -> None:
        return None

    def save(self, uid, shape: dict, *, author):
        """Write `shape` into the table; pages that cite the source are renewed."""
        snapshot.write(Source.objects.filter(uid=uid).first() or Source(uid=uid), shape)
        services.follow_up()


def mark_of(shape: dict) -> str:
    """A short mark that another content does not have; no spreadsheet takes it for a number."""
    text = json.dumps(shape, cls=DjangoJSONEncoder, sort_keys=True)
    return f"v{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def keeper_of(model) -> Records | Sources:
    """Who reads and saves the rows of `model`."""
    return Sources() if model is Source else Records(model)
