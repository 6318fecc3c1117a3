"""What differs between two shapes, as people say it, text for text or in a sentence."""

from collections import Counter
from itertools import groupby
from typing import NamedTuple

from django.db.models import Field
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _

from ascn_portal.bilingual.languages import LANGUAGES, language_within
from ascn_portal.publishing.snapshot import bilingual_fields

from .changes import Change, Step, changes, spoken, value_in
from .marks import Span, mark, mark_names, replaced
from .naming import Names, in_words, names_of

# So many fields are named in a sentence, others counted.
MOST_NAMED = 4


class Cell(NamedTuple):
    """What became of a text: "added", "removed", "changed", "same", or "said" where none asks.

    `language` is empty for what is in no language.
    """

    language: str
    kind: str
    spans: list[Span]


class Row(NamedTuple):
    """One field: a cell for each language, or a single one."""

    label: str
    cells: list[Cell]


class Section(NamedTuple):
    """The record (without title) or one of its parts: "added", "removed", "changed" or "said"."""

    title: str
    kind: str
    rows: list[Row]


def compare(model, before: dict, after: dict) -> list[Section]:
    """What differs between two shapes, the record's own fields first, then part by part."""
    return sections(list(changes(model, before, after)))


def say_all(model, shape: dict) -> list[Section]:
    """Everything that a shape says, in the same form."""
    return sections(list(changes(model, None, shape)), is_told=True)


def sections(found: list[Change], names: Names | None = None, *, is_told=False) -> list[Section]:
    """`found` in words, with `names` if these are read; where it `is_told`, nothing is marked."""
    names = names or names_of(found)
    told = []
    for path, group in groupby(found, key=lambda change: change.path):
        kind = "said" if is_told else kind_of(path[-1].before, path[-1].after)
        fields = dict.fromkeys(spoken(change.field) for change in group)
        rows = [row(field, path[-1], names, is_told) for field in fields]
        told.append(Section(title(path, names), kind, rows))
    return told


def kind_of(before, after) -> str:
    """What happened between two values, None for nothing."""
    if before == after:
        return "same"
    if before in (None, ()):
        return "added"
    return "removed" if after in (None, ()) else "changed"


def title(path: tuple[Step, ...], names: Names) -> str:
    """Which part a path leads to: "Proposal “Smart lamps”: Citation “Report”"."""
    return ": ".join(part_title(step, names) for step in path[1:])


def part_title(step: Step, names: Names) -> str:
    kind = str(capfirst(step.model._meta.verbose_name))
    name = names.of_shape(step.model, step.after or step.before)
    return _("%(kind)s “%(name)s”") % {"kind": kind, "name": name} if name else kind


def row(field: Field, step: Step, names: Names, is_told: bool) -> Row:
    """What became of one field of the row that `step` leads to."""
    columns = {"": field}
    if field.name in bilingual_fields(step.model):
        get_field = step.model._meta.get_field
        columns = {code: get_field(f"{field.name}_{code}") for code in LANGUAGES}
    cells = [
        cell(column, language, value_in(step.before, column), value_in(step.after, column), names)
        for language, column in columns.items()
    ]
    if is_told:
        cells = [told(cell) for cell in cells]
    return Row(capfirst(field.verbose_name), cells)


def told(cell: Cell) -> Cell:
    """`cell` without marks."""
    return Cell(cell.language, "said", [Span("same", span.text) for span in cell.spans])


def cell(field: Field, language: str, before, after, names: Names) -> Cell:
    """What became of one value."""
    return Cell(language, kind_of(before, after), spans(field, before, after, names))


def spans(field: Field, before, after, names: Names) -> list[Span]:
    """Two values of `field` as one marked text."""
    if field.many_to_many:
        lists = [
            sorted(names.of(field.related_model, uid) for uid in uids or ())
            for uids in (before, after)
        ]
        return mark_names(*lists)
    was, now = in_words(field, before, names), in_words(field, after, names)
    if was == now:
        return mark(was, now)
    is_text = isinstance(before, str) and isinstance(after, str)
    is_text = is_text and not field.choices and not field.is_relation
    return mark(was, now) if is_text else replaced(was, now)


def deeds(model, before: dict, after: dict) -> str:
    """What was done, in the words that follow a name: "changed summary (Vietnamese) and added 2
    citations". Asks the database for nothing.
    """
    found = list(changes(model, before, after))
    own = [change.field for change in found if len(change.path) == 1]
    parts = {change.path[1].uid: change.path[1] for change in found if len(change.path) > 1}
    kinds = {"added": Counter(), "removed": Counter(), "changed": Counter()}
    for step in parts.values():
        kinds[kind_of(step.before, step.after)][step.model] += 1
    changed = [*named_fields(own), *counted(kinds["changed"])]
    clauses = [
        (changed, _("changed %(what)s")),
        (counted(kinds["added"]), _("added %(what)s")),
        (counted(kinds["removed"]), _("removed %(what)s")),
    ]
    said = [clause % {"what": ", ".join(what)} for what, clause in clauses if what]
    return get_text_list(said, _("and")) if said else _("changed nothing")


def named_fields(fields: list[Field]) -> list[str]:
    """The names of fields, a bilingual one with its languages; of many the first."""
    languages = {}
    for field in fields:
        languages.setdefault(spoken(field), []).append(getattr(field, "language", None))
    named = [field_name(field, codes) for field, codes in languages.items()]
    if len(named) <= MOST_NAMED:
        return named
    more = _("%(count)s more fields") % {"count": len(named) - MOST_NAMED + 1}
    return [*named[: MOST_NAMED - 1], more]


def field_name(field: Field, languages: list[str | None]) -> str:
    """ "summary (Vietnamese and English)"."""
    spoken_in = [language_within(code) for code in languages if code]
    name = str(field.verbose_name)
    return f"{name} ({get_text_list(spoken_in, _('and'))})" if spoken_in else name


def counted(kinds: Counter) -> list[str]:
    """ "1 proposal", "2 citations"."""
    return [
        f"{count} {model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural}"
        for model, count in kinds.items()
    ]
