"""Which fields two shapes of one record say differently."""

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Field

from ascn_portal.publishing.models import Publishable
from ascn_portal.publishing.snapshot import content_fields, owner_fields, said_in

# What every record has is told after what its kind has.
COMMON = {field.name for field in Publishable._meta.local_fields}


class Step(NamedTuple):
    """The record, or a part on the way down to a field: its two shapes, None where it is not."""

    relation: str
    uid: str
    model: type
    before: dict | None
    after: dict | None


class Change(NamedTuple):
    """A field of the last step of `path` that is said differently; its values as Python has them.

    `path` begins with the record. A relation has uids for its value: one, or a tuple of them.
    """

    path: tuple[Step, ...]
    field: Field
    before: object
    after: object


def changes(model, before: dict | None, after: dict | None) -> Iterator[Change]:
    """What differs between two shapes of a `model`; each may be None, which says nothing."""
    return changes_below((Step("", "", model, before, after),))


def changes_below(path: tuple[Step, ...], owner=frozenset()) -> Iterator[Change]:
    """What differs in the last step of `path` and in its parts."""
    step = path[-1]
    for field in fields_in_order(step.model, owner):
        before, after = value_in(step.before, field), value_in(step.after, field)
        if before != after:
            yield Change(path, field, before, after)
    for name in step.model.parts:
        relation = step.model._meta.get_field(name)
        shapes = parts_in(step.before, name), parts_in(step.after, name)
        for uid in uids_in(*shapes):
            part = Step(name, uid, relation.related_model, *(rows.get(uid) for rows in shapes))
            yield from changes_below((*path, part), owner_fields(relation))


def fields_in_order(model, owner=frozenset()) -> list[Field]:
    """The fields of a shape of `model`, those that every record has last."""
    return sorted(content_fields(model, owner), key=lambda field: spoken(field).name in COMMON)


def spoken(field: Field) -> Field:
    """The field that people know: of a text in one language the bilingual one."""
    return getattr(field, "translated_field", field)


def parts_in(shape: dict | None, name: str) -> dict:
    """The parts of one relation in a shape, by their uid."""
    return (shape or {}).get("parts", {}).get(name, {})


def uids_in(*parts: dict) -> list[str]:
    """The uids of all `parts`, each once; those of the last in their order, others after them."""
    return list(dict.fromkeys(uid for rows in reversed(parts) for uid in rows))


def value_in(shape: dict | None, field: Field):
    """What `shape` says of `field`, in a form that is equal where the meaning is. None: nothing."""
    value = None if shape is None else said_in(shape, field)
    if field.many_to_many:
        return tuple(sorted(value or ()))
    if value is None or field.is_relation:
        return value and str(value)
    try:
        value = field.to_python(value)
    except ValidationError:
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value.replace("\r\n", "\n")).strip() or None
    return value


def is_same(model, one: dict, other: dict) -> bool:
    """Whether two shapes say the same, by whatever uids each knows its parts."""
    return content(model, one) == content(model, other)


def content(model, shape: dict, owner=frozenset()) -> tuple:
    """What a shape says, in a form that is equal where the meaning is."""
    fields = [(field.name, value_in(shape, field)) for field in content_fields(model, owner)]
    for name in model.parts:
        relation = model._meta.get_field(name)
        kind, ours = relation.related_model, owner_fields(relation)
        parts = (content(kind, part, ours) for part in parts_in(shape, name).values())
        fields.append((name, sorted(parts, key=repr)))
    return tuple(fields)
