"""A record with all its parts as plain data, and back.

The shape of a record is {field: value, …, "parts": {relation: {uid: shape}}}. It names other
rows by their uid, so it holds in any database, and it holds both languages of each text. What
publishing itself keeps (state, times, numbers) is no part of it.
"""

from functools import cache

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _
from modeltranslation.translator import NotRegistered, translator

from ascn_portal.bilingual.cleaning import clean_text


@cache
def bilingual_fields(model) -> set[str]:
    """Names of the fields of `model` that exist once a language."""
    try:
        return set(translator.get_options_for_model(model).fields)
    except NotRegistered:
        return set()


@cache
def owner_fields(relation) -> frozenset[str]:
    """Fields by which a part knows what it belongs to: its place in the shape says that."""
    if isinstance(relation, GenericRelation):
        return frozenset({relation.content_type_field_name, relation.object_id_field_name})
    return frozenset({relation.field.name})


@cache
def content_fields(model, owner=frozenset()) -> list:
    """The fields of `model` that a shape holds."""
    left_out = bilingual_fields(model) | owner | {"id"}
    fields = [field for field in model._meta.concrete_fields if field.editable]
    return [
        field
        for field in [*fields, *model._meta.many_to_many]
        if field.name not in left_out and not isinstance(field, GenericRelation)
    ]


def take(row, owner=frozenset()) -> dict:
    """The shape of a stored record (or of a part, without its `owner` fields)."""
    shape = {field.name: field_value(row, field) for field in content_fields(type(row), owner)}
    parts = {}
    for name in row.parts:
        fields = owner_fields(row._meta.get_field(name))
        parts[name] = {str(part.uid): take(part, fields) for part in getattr(row, name).all()}
    return shape | ({"parts": parts} if parts else {})


def relations(model, owner=frozenset()) -> list[str]:
    """What `take` follows from rows of `model`, as `prefetch_related` reads it for many at once."""
    found = [field.name for field in content_fields(model, owner) if field.is_relation]
    for name in model.parts:
        relation = model._meta.get_field(name)
        inner = relations(relation.related_model, owner_fields(relation))
        found += [name, *(f"{name}__{path}" for path in inner)]
    return found


def field_value(row, field):
    """What a shape says of one field: uids for relations, else what JSON can hold."""
    if field.many_to_many:
        return sorted(str(related.uid) for related in getattr(row, field.name).all())
    if field.is_relation:
        related = getattr(row, field.name)
        return str(related.uid) if related else None
    value = field.value_from_object(row)
    return value if isinstance(value, bool | int | str | list | None) else str(value)


def write(
    row, shape: dict, owner=frozenset(), *, check_rules: bool = True, found=None, new_key=None
):
    """Give `row`, new or stored, and its parts exactly what `shape` says, and store them.

    What the shape does not name gets its default. Raises ValidationError, naming the place, for
    a field that the model does not have, a row that does not exist and a value not accepted.
    Without `check_rules` it is left to the database to refuse what breaks a constraint, which
    spares a query for each. `found` keeps the keys of rows that have been looked up; `new_key`
    gives a new part its key from its uid, where the database is not to choose it.
    """
    is_new = row._state.adding
    found = {} if found is None else found
    fields = content_fields(type(row), owner)
    refuse_unknown(row, shape, fields)
    many = {}
    for field in fields:
        with located(field.name):
            value = python_value(field, shape.get(field.name, default_of(field)), found)
        if field.many_to_many:
            many[field.name] = value
        else:
            setattr(row, field.attname, value)
    checked = {field.name for field in fields if not field.is_relation}
    everything = {field.name for field in row._meta.fields}
    row.clean_fields(exclude=everything - checked)
    row.clean()
    if check_rules and not owner:
        row.validate_unique(exclude=bilingual_fields(type(row)))
    if check_rules:
        row.validate_constraints(exclude=bilingual_fields(type(row)))
    row.save()
    for name, rows in many.items():
        if rows or not is_new:
            getattr(row, name).set(rows)
    for name in row.parts:
        with located(name):
            stored = {} if is_new else {str(part.uid): part for part in getattr(row, name).all()}
            shapes = shape.get("parts", {}).get(name, {})
            how = {"check_rules": check_rules, "found": found, "new_key": new_key}
            write_parts(row, name, stored, shapes, **how)
    return row


def write_parts(row, name: str, stored: dict, shapes: dict, *, new_key, **how):
    """Make the rows of the relation `name` of `row`, now `stored`, exactly those of `shapes`.

    Both are keyed by uid; `new_key` and `how` are passed on to `write`.
    """
    relation = row._meta.get_field(name)
    owner = owner_fields(relation)
    for uid in stored.keys() - shapes.keys():
        stored[uid].delete()
    for uid, shape in shapes.items():
        part = stored.get(uid) or relation.related_model(uid=uid, pk=new_key and new_key(uid))
        if isinstance(relation, GenericRelation):
            part.content_type = ContentType.objects.get_for_model(row)
            part.object_id = row.pk
        else:
            setattr(part, relation.field.name, row)
        write(part, shape, owner, new_key=new_key, **how)


def refuse_unknown(row, shape: dict, fields: list):
    """Raise ValidationError if `shape` names a field or part that its model does not have."""
    unknown = sorted(shape.keys() - {field.name for field in fields} - {"parts"})
    unknown += sorted(shape.get("parts", {}).keys() - set(row.parts))
    if unknown:
        raise ValidationError(
            _("%(model)s has no such field: %(names)s.")
            % {"model": row._meta.verbose_name, "names": ", ".join(unknown)}
        )


def default_of(field):
    """What a field holds if nothing is said of it."""
    return [] if field.many_to_many else field.get_default()


def python_value(field, value, found: dict):
    """The value of a shape as the model takes it: keys for uids, text without what is hidden."""
    if field.many_to_many:
        return named_keys(field.related_model, value, found)
    if field.is_relation:
        return named_keys(field.related_model, [value], found)[0] if value else None
    if isinstance(value, str):
        value = clean_text(value).text
        if value == "" and field.null:
            return None
    return field.to_python(value)


def named_keys(model, uids: list, found: dict) -> list:
    """Primary keys of the rows of `model` with these uids; raises ValidationError if one lacks."""
    wanted = [str(uid) for uid in uids if (model, str(uid)) not in found]
    try:
        rows = model._base_manager.filter(uid__in=wanted).values_list("uid", "pk") if wanted else ()
        found.update({(model, str(uid)): pk for uid, pk in rows})
        return [found[model, str(uid)] for uid in uids]
    except (KeyError, ValidationError):
        raise ValidationError(
            _("There is no %(model)s %(uid)s.")
            % {"model": model._meta.verbose_name, "uid": ", ".join(wanted)}
        ) from None


class located:
    """Names the place in the errors raised inside: "proposals: title_vi: …"."""

    def __init__(self, place: str):
        self.place = place

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if isinstance(error, ValidationError):
            raise ValidationError([f"{self.place}: {line}" for line in lines(error)]) from error


def lines(error: ValidationError) -> list[str]:
    """The sentences of an error, each with the field it is about."""
    if not hasattr(error, "error_dict"):
        return error.messages
    found = []
    for field, messages in error.message_dict.items():
        place = "" if field == NON_FIELD_ERRORS else f"{field}: "
        found += [f"{place}{message}" for message in messages]
    return found
