"""The texts of a record that are not current in a language: their names, and where they are."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.contrib.contenttypes.fields import GenericRelation
from django.utils.text import capfirst

from ascn_portal.publishing import staleness, translations
from ascn_portal.publishing.comparing.marks import mark
from ascn_portal.publishing.comparing.words import Cell
from ascn_portal.publishing.desk import card_url
from ascn_portal.publishing.models import Translation


class Text(NamedTuple):
    """One text: its name, its state for people, what it says here and there, where it is typed.

    `change` is what the other language changed since this text was right, None where that is not
    known.
    """

    place: str
    label: str
    state: str
    is_stale: bool
    said: str
    other: str
    change: Cell | None
    marked_by: str
    url: str


def lacking_texts(row: Translation, shown: str) -> list[Text]:
    """Each text that is not current in the translation `row`, in the order of the record."""
    model = row.card.content_type.model_class()
    record = model._base_manager.get(pk=row.card.object_id)
    said, other = translations.newest_texts(record), staleness.other_than(row.language)
    return [
        Text(
            place=place,
            label=label_of(model, place),
            state=Translation.State(entry["state"]).label,
            is_stale=entry["state"] == Translation.State.STALE,
            said=said[place][row.language],
            other=said[place][other],
            change=change_of(other, entry.get("was", ""), said[place][other]),
            marked_by=entry.get("marked", ""),
            url=form_url(row, place, shown),
        )
        for place, entry in row.fields.items()
    ]


def change_of(language: str, was: str, now: str) -> Cell | None:
    """What became of a text, marked; None where it is not known what it `was`."""
    return Cell(language, "changed", mark(was, now)) if was else None


def first_alike(row: Translation) -> dict[str, str]:
    """{name of a text: where the first of that name is}: a record has many parts of one kind."""
    model, places = row.card.content_type.model_class(), {}
    for place in row.fields:
        places.setdefault(label_of(model, place), place)
    return places


def label_of(model, place: str) -> str:
    """What people call the text at `place` of a record of `model`: "Proposal: title"."""
    *parts, field = place.split("/")
    names = []
    for relation in parts[::2]:
        model = model._meta.get_field(relation).related_model
        names.append(str(model._meta.verbose_name))
    return capfirst(": ".join([*names, str(model._meta.get_field(field).verbose_name)]))


def form_url(row: Translation, place: str, shown: str) -> str:
    """The form of the record at the text; `shown` are the filters under which the desk is read."""
    desk = urlencode({"desk": row.pk, "shown": shown})
    return f"{card_url(row.card)}?{desk}#{anchor(row, place)}"


def anchor(row: Translation, place: str) -> str:
    """Where in the form of the record a text stands: its field, or the parts it belongs to."""
    relation, is_of_part, _rest = place.partition("/")
    if not is_of_part:
        return f"id_{place}_{row.language}"
    field = row.card.content_type.model_class()._meta.get_field(relation)
    return f"{formset_prefix(field)}-group"


def formset_prefix(relation) -> str:
    """The name that Django gives to the forms of the parts of `relation`."""
    if not isinstance(relation, GenericRelation):
        return relation.get_accessor_name()
    opts = relation.related_model._meta
    keys = (relation.content_type_field_name, relation.object_id_field_name)
    return "-".join([opts.app_label, opts.model_name, *keys])
