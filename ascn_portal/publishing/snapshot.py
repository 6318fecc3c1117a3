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


def take_many(queryset, owner=frozenset()) -> dict:
    """The shape of each row of `queryset` by its primary key, as `take` gives them one by one.

    It builds no rows: a few queries for each kind of part, however many there are.
    """
    model = queryset.model
    fields = content_fields(model, owner)
    single = [field for field in fields if not field.many_to_many]
    rows = queryset.values_list("pk", *(field.attname for field in single))
    shapes = {pk: dict(zip([f.name for f in single], said, strict=True)) for pk, *said in rows}
    for field in fields:
        if field.many_to_many:
            name_many(field, shapes)
        elif field.is_relation:
            uids = uids_of(field.related_model, {shape[field.name] for shape in shapes.values()})
            for shape in shapes.values():
                shape[field.name] = uids.get(shape[field.name])
        else:
            for shape in shapes.values():
                shape[field.name] = plain(shape[field.name])
    for name in model.parts:
        take_parts(model._meta.get_field(name), shapes)
    return shapes


def name_many(field, shapes: dict):
    """Write into `shapes` the uids of the rows that a relation to many leads to."""
    links = field.remote_field.through._base_manager
    here, there = field.m2m_column_name(), field.m2m_reverse_name()
    pairs = list(links.filter(**{f"{here}__in": shapes.keys()}).values_list(here, there))
    uids = uids_of(field.related_model, {other for _pk, other in pairs})
    for shape in shapes.values():
        shape[field.name] = []
    for pk, other in pairs:
        shapes[pk][field.name].append(uids[other])
    for shape in shapes.values():
        shape[field.name].sort()


def take_parts(relation, shapes: dict):
    """Write into `shapes` of records, by primary key, the shapes of their parts."""
    parts = relation.related_model._default_manager
    if isinstance(relation, GenericRelation):
        kind = ContentType.objects.get_for_model(relation.model)
        parts = parts.filter(**{relation.content_type_field_name: kind})
        place = relation.object_id_field_name
    else:
        place = relation.field.attname
    parts = parts.filter(**{f"{place}__in": shapes.keys()})
    said = take_many(parts, owner_fields(relation))
    for shape in shapes.values():
        shape.setdefault("parts", {})[relation.name] = {}
    for pk, key, uid in parts.values_list("pk", place, "uid"):
        shapes[key]["parts"][relation.name][str(uid)] = said[pk]


def uids_of(model, keys: set) -> dict:
    """The uids of rows of `model` by their primary keys."""
    rows = model._base_manager.filter(pk__in=keys - {None}).values_list("pk", "uid")
    return {pk: str(uid) for pk, uid in rows}


def field_value(row, field):
    """What a shape says of one field: uids for relations, else what JSON can hold."""
    if field.many_to_many:
        return sorted(str(related.uid) for related in getattr(row, field.name).all())
    if field.is_relation:
        related = getattr(row, field.name)
        return str(related.uid) if related else None
    return plain(field.value_from_object(row))


def plain(value):
    """A value as JSON can hold it."""
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
            value = python_value(field, said_in(shape, field), found)
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


def said_in(shape: dict, field):
    """What `shape` says of `field`; defaults take long to find, so they are asked for last."""
    return shape[field.name] if field.name in shape else default_of(field)


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
