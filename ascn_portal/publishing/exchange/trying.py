"""All changes of a file written together and undone, so that rules of the database are asked."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from ascn_portal.publishing import snapshot
from ascn_portal.publishing.forms import in_plain_words
from ascn_portal.publishing.models import Publishable

from .rows import Problem

MOST_CHANGES = 500  # twenty thousandths of a second each, during which nobody else writes


def try_out(model, changes: list) -> list[Problem]:
    """What hinders the changes, each a sentence; afterwards the tables are as they were."""
    if len(changes) > MOST_CHANGES:
        sentence = _("The file changes %(count)s records; the most is %(limit)s. Divide it.")
        words = {
            "count": number_format(len(changes), force_grouping=True),
            "limit": number_format(MOST_CHANGES),
        }
        return [Problem(sentence % words)]
    problems = []
    with transaction.atomic():
        for change in changes:
            problems += problems_of(model, change)
        transaction.set_rollback(True)
    return problems


def problems_of(model, change) -> list[Problem]:
    """Write one change; what the database or the model refuses in it."""
    record = model.objects.filter(uid=change.uid).first() or model(uid=change.uid)
    if isinstance(record, Publishable):
        record.state = Publishable.State.DRAFT  # what is incomplete may be drafted
    try:
        with transaction.atomic():
            snapshot.write(record, change.shape)
    except (ValidationError, IntegrityError) as error:
        return [
            Problem(sentence, change.row.table.title, change.row.number, column)
            for column, sentence in sentences(in_plain_words(error))
        ]
    return []


def sentences(error: ValidationError) -> list[tuple[str, str]]:
    """(column or "", sentence) of each thing that is wrong."""
    if not hasattr(error, "error_dict"):
        return [("", sentence) for sentence in error.messages]
    return [
        ("" if name == NON_FIELD_ERRORS else name, sentence)
        for name, found in error.message_dict.items()
        for sentence in found
    ]
