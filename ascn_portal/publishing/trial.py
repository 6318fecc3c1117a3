"""The tables as a revision would have them, for as long as somebody looks; nothing stays."""

from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import TextField
from django.db.models.functions import Cast

from ascn_portal.keys import as_key

from . import snapshot
from .models import Publishable, Revision

# New parts get keys above this: no stored row has one.
FIRST_TRIAL_KEY = 2**62


class DoesNotFit(ValidationError):
    """A revision that cannot be written as the record and its neighbours are now."""


@contextmanager
def as_if_applied(revision: Revision):
    """While the block lasts, the tables hold what `revision` says; gives the record.

    The record stands there as a draft, for what is incomplete may not be published. Answers must
    be rendered inside: queries of theirs see the trial. Other writers wait until it is over.
    Raises DoesNotFit where the revision cannot be written.
    """
    with transaction.atomic():
        yield write_on_trial(revision)
        transaction.set_rollback(True)


def write_on_trial(revision: Revision) -> Publishable:
    """Write `revision` into the tables; new parts get a key that their uid gives.

    So the form that was shown and the form that comes back name the same rows.
    """
    try:
        return write_draft(revision, check_rules=False)
    except ValidationError as error:
        raise DoesNotFit(snapshot.lines(error)) from error
    except IntegrityError as error:
        raise DoesNotFit(why_refused(revision) or str(error)) from error


@transaction.atomic
def write_draft(revision: Revision, *, check_rules: bool) -> Publishable:
    """Write the shape of `revision` into the tables, of a record that is no more than a draft."""
    model = revision.model
    record = model.objects.filter(uid=revision.uid).first() or model(uid=revision.uid)
    record.state = Publishable.State.DRAFT
    return snapshot.write(record, revision.content, check_rules=check_rules, new_key=trial_key)


def why_refused(revision: Revision) -> list[str]:
    """Which rules `revision` breaks, in the words of its models; [] where they know none."""
    try:
        write_draft(revision, check_rules=True)
    except ValidationError as error:
        return snapshot.lines(error)
    except IntegrityError:
        return []


def trial_key(uid) -> int:
    """The primary key of a part that is not stored yet."""
    return FIRST_TRIAL_KEY + int(str(uid).replace("-", ""), 16) % FIRST_TRIAL_KEY


def find_on_trial(key: str) -> Revision | None:
    """The open revision in which a part has the trial key `key`, as an address names it."""
    number = as_key(key)
    if number < FIRST_TRIAL_KEY:
        return None
    ending = f"{number % 16**12:012x}"  # that of the uid, see trial_key: few texts hold it
    waiting = Revision.objects.filter(state__in=Revision.OPEN)
    waiting = waiting.alias(text=Cast("shape", TextField())).filter(text__contains=ending)
    return next((row for row in waiting if has_part(row.shape, number)), None)


def has_part(shape: dict, key: int) -> bool:
    """Whether `shape` holds a part with this trial key, at whatever depth."""
    parts = (part for rows in shape.get("parts", {}).values() for part in rows.items())
    return any(trial_key(uid) == key or has_part(part, key) for uid, part in parts)
