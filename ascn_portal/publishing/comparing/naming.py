"""What rows are called and values say, in the reader's language; uids are never shown."""

from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Field
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from ascn_portal.bilingual.dates import show_date, show_moment
from ascn_portal.bilingual.numbers import show_number
from ascn_portal.publishing.models import Publishable, Revision
from ascn_portal.publishing.snapshot import content_fields

from .changes import Change, value_in

LONGEST_NAME = 80


class Names:
    """Rows by their model and uid: read with one query a model, however many are named."""

    def __init__(self, wanted: dict[type, set[str]]):
        self.rows = {}
        for model, uids in wanted.items():
            # With the rows that their names are made of: those they cannot be without.
            found = model._base_manager.filter(uid__in=uids).select_related()
            self.rows |= {(model, str(row.uid)): row for row in found}
        self.lost = self.last_said(wanted)

    def last_said(self, wanted: dict[type, set[str]]) -> dict[str, dict]:
        """What the history says of records that are no longer there, by their uid."""
        records = ((model, uid) for model in wanted for uid in wanted[model])
        lost = [
            uid
            for model, uid in records
            if issubclass(model, Publishable) and (model, uid) not in self.rows
        ]
        history = Revision.objects.filter(uid__in=lost).order_by("number") if lost else ()
        return {str(revision.uid): revision.content for revision in history}

    def of(self, model, uid: str) -> str:
        """What the row of `model` with this uid is called."""
        if row := self.rows.get((model, uid)):
            return str(row)
        name = self.of_shape(model, self.lost.get(uid)) or capfirst(model._meta.verbose_name)
        return _("%(name)s (deleted)") % {"name": name}

    def of_shape(self, model, shape: dict | None) -> str:
        """What a row that says `shape` would be called; empty where that cannot be told."""
        if shape is None:
            return ""
        try:
            return Truncator(str(self.row_of(model, shape))).chars(LONGEST_NAME)
        except (ObjectDoesNotExist, AttributeError):
            return ""  # it is named by a row that is gone

    def row_of(self, model, shape: dict):
        """A row that is not stored, with what `shape` says."""
        values = {}
        for field in content_fields(model):
            value = None if field.many_to_many else value_in(shape, field)
            values[field.name] = (
                self.rows.get((field.related_model, value)) if field.is_relation else value
            )
        return model(**{name: value for name, value in values.items() if value is not None})


def names_of(found: list[Change]) -> Names:
    """The names of all rows that are met in these changes, and of their parts."""
    wanted = defaultdict(set)
    for change in found:
        if change.field.is_relation:
            want(wanted, change.field, change.before)
            want(wanted, change.field, change.after)
    for step in {id(step): step for change in found for step in change.path[1:]}.values():
        want_names_of(wanted, step.model, step.before, step.after)
    return Names(wanted)


def titles(revisions: list[Revision]) -> list[str]:
    """What the records of these revisions were called."""
    wanted, said = defaultdict(set), []
    for revision in revisions:
        said.append((revision.model, revision.content))
        want_names_of(wanted, *said[-1])
    names = Names(wanted)
    return [names.of_shape(model, shape) for model, shape in said]


def want_names_of(wanted: dict, model, *shapes: dict | None):
    """Add the rows that the names of rows of these shapes may be made of."""
    for field in content_fields(model):
        if field.is_relation and not field.many_to_many:
            for shape in filter(None, shapes):
                want(wanted, field, value_in(shape, field))


def want(wanted: dict, field: Field, value):
    """Add the rows that the value of a relation names."""
    if value:
        wanted[field.related_model].update(value if field.many_to_many else [value])


def in_words(field: Field, value, names: Names) -> str:
    """A single value as people read it; empty for nothing."""
    if value is None:
        return ""
    if field.is_relation:
        return names.of(field.related_model, value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return show_moment(value)
    if isinstance(value, date):
        return show_date(value)
    if isinstance(value, Decimal):
        return show_number(value)
    return str(value)
