"""The sources that the files cite: one row an address, whichever rows cite it."""

import hashlib
import json

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError

from ascn_portal.bilingual.dates import Precision
from ascn_portal.publishing import services, snapshot
from ascn_portal.publishing.models import LoadedRow
from ascn_portal.sources.models import Source

from .entries import Fault
from .rows import Uid

FIELDS = ("title", "url", "language", "publisher", "published_on", "published_precision", "via")


def write_sources(rows) -> tuple[dict[str, str], list[Fault]]:
    """Make or update every source that `rows` name; staff's own and staff's changes stay.

    Returns the uid of each source by the uid that the files give it, and what was refused.
    """
    stored = list(Source.objects.all())
    by_uid = {str(source.uid): source for source in stored}
    by_name = {name_of(source): source for source in stored}
    ours = dict(LoadedRow.objects.filter(key__startswith="sources:").values_list("uid", "digest"))
    uids, faults = {}, []
    for uid, values in described_sources(rows).items():
        source = Source(uid=uid, **values)
        if known := by_uid.get(uid) or by_name.get(name_of(source)):
            is_untouched = ours.get(known.uid) == digest_of(known)
            changed = is_untouched and fill(known, values)
            source = known
        uids[uid] = str(source.uid)
        if not known or changed:
            faults += store(source, uid.place)
    return uids, faults


def store(source: Source, place: str) -> list[Fault]:
    """Save the source and remember what it said; what is wrong with it, if anything is."""
    try:
        source.clean_fields()
    except ValidationError as error:
        return [Fault(place, f"source: {line}") for line in snapshot.lines(error)]
    source.save()
    LoadedRow.objects.update_or_create(
        key=f"sources:{source.uid}",
        defaults={
            "content_type": ContentType.objects.get_for_model(Source),
            "uid": source.uid,
            "digest": digest_of(source),
        },
    )
    services.follow_up()
    return []


def described_sources(rows) -> dict[Uid, dict]:
    """What the files say of each source.

    The first to name a source decides what it is called; others fill in what it left open.
    """
    described = {}
    for row in rows:
        for uid in row.named:
            if uid.description:
                values = described.setdefault(uid, dict.fromkeys(FIELDS))
                for field in FIELDS:
                    values[field] = values[field] or uid.description.get(field)
    return {uid: cleaned(values) for uid, values in described.items()}


def cleaned(values: dict) -> dict:
    """The values as the model has them: empty text for what is not known."""
    empty = dict.fromkeys(FIELDS, "") | {"published_on": None, "published_precision": Precision.DAY}
    return {field: values[field] or empty[field] for field in FIELDS}


def name_of(source: Source) -> tuple:
    """What tells a source from others: its address, or else all that is printed of it."""
    return (source.url,) if source.url else (source.title, source.publisher, source.published_on)


def fill(source: Source, values: dict) -> bool:
    """Give a stored source what the files know of it; True if that changes it."""
    before = digest_of(source)
    for field, value in values.items():
        setattr(source, field, value or getattr(source, field))
    return digest_of(source) != before


def digest_of(source: Source) -> str:
    """What changes when anyone changes the source."""
    said = json.dumps([str(getattr(source, field)) for field in FIELDS])
    return hashlib.sha256(said.encode()).hexdigest()
