"""What two people made of the same state of a record, joined without losing a word of either."""

from collections.abc import Callable
from typing import NamedTuple

from django.db.models import Field
from django.utils.text import capfirst
from modeltranslation.fields import TranslationField

from ascn_portal.bilingual.languages import language_within
from ascn_portal.publishing.snapshot import content_fields, owner_fields, said_in

from .changes import Change, Step, changes, changes_below, parts_in, spoken, uids_in, value_in
from .naming import names_of
from .words import Row, Section, cell, compare, sections, title


class Leaf(NamedTuple):
    """What can be chosen: a field of the last step of `path`, or without one that whole part.

    `base`, `theirs` and `mine` are values as shapes hold them; None for a part that is not there.
    """

    path: tuple[Step, ...]
    field: Field | None
    base: object
    theirs: object
    mine: object

    @property
    def key(self) -> str:
        """A name of its own for it among all of the record."""
        steps = [f"{step.relation}-{step.uid}" for step in self.path[1:]]
        return "-".join([*steps, self.field.name if self.field else "part"])

    @property
    def language(self) -> str:
        return getattr(self.field, "language", "")

    @property
    def is_text(self) -> bool:
        return isinstance(self.field, TranslationField)

    @property
    def changed_by(self) -> str:
        """Who changed it: "theirs", "mine", or "both" where they differ."""
        if self.is_same(self.theirs, self.mine) or self.is_same(self.base, self.mine):
            return "theirs"
        return "mine" if self.is_same(self.base, self.theirs) else "both"

    def is_same(self, one, other) -> bool:
        if self.field:
            return self.value(one) == self.value(other)
        if one is None or other is None:
            return one is other
        return next(changes(self.path[-1].model, one, other), None) is None

    def value(self, said):
        """What a shape says here, in the form in which it is compared."""
        return value_in({self.field.name: said}, self.field)

    def changes_to(self, after) -> list[Change]:
        """What leads from the base to `after`, one of the sides."""
        if self.field:
            return [Change(self.path, self.field, self.value(self.base), self.value(after))]
        last = self.path[-1]._replace(before=self.base, after=after)
        return list(changes_below((*self.path[:-1], last)))


class Merge:
    """Three shapes of one `model`: `base`, and what others and I made of it.

    Who may write `only_texts` takes all else as the others left it.
    """

    def __init__(self, model, base: dict, theirs: dict, mine: dict, *, only_texts: bool = False):
        self.root = Step("", "", model, theirs, mine)
        self.base, self.only_texts = base, only_texts

    def conflicts(self) -> list[Leaf]:
        """What both changed, differently: somebody has to choose."""
        found = []
        self.walk(lambda leaf: found.append(leaf) if self.side(leaf) == "both" else None)
        return found

    def result(self, choices: dict[str, str]) -> dict:
        """The shape with what only one side changed, and of each conflict the chosen side."""

        def pick(leaf):
            side = self.side(leaf)
            return getattr(leaf, choices[leaf.key] if side == "both" else side)

        return self.walk(pick)

    def taken_from(self, side: str) -> list[Section]:
        """What only that side ("theirs" or "mine") changed, and is taken without a question."""
        taken = self.walk(lambda leaf: getattr(leaf, side if self.side(leaf) == side else "base"))
        return compare(self.root.model, self.base, taken)

    def side(self, leaf: Leaf) -> str:
        return "theirs" if self.only_texts and not leaf.is_text else leaf.changed_by

    def walk(self, pick: Callable[[Leaf], object]) -> dict:
        """A shape of what `pick` answers for each field, and each part that is not in all."""
        return joined((self.root,), self.base, pick)


def joined(path: tuple[Step, ...], base: dict | None, pick, owner=frozenset()) -> dict:
    """The shape of the last step of `path`, in which `before` is theirs and `after` mine."""
    step = path[-1]
    shape = {}
    for field in content_fields(step.model, owner):
        values = (said(one, field) for one in (base, step.before, step.after))
        shape[field.name] = pick(Leaf(path, field, *values))
    for name in step.model.parts:
        parts = shape.setdefault("parts", {}).setdefault(name, {})
        bases = parts_in(base, name)
        relation = step.model._meta.get_field(name)
        rows = parts_in(step.after, name), parts_in(step.before, name)
        mine, theirs = rows
        for uid in uids_in(bases, *rows):
            part = Step(name, uid, relation.related_model, theirs.get(uid), mine.get(uid))
            below = (*path, part)
            if None in (part.before, part.after):
                joined_part = pick(Leaf(below, None, bases.get(uid), part.before, part.after))
            else:
                joined_part = joined(below, bases.get(uid), pick, owner_fields(relation))
            if joined_part is not None:
                parts[uid] = joined_part
    return shape


def said(shape: dict | None, field: Field):
    """What `shape` holds for `field`; its default where it says nothing."""
    empty = [] if field.many_to_many else None
    return empty if shape is None else said_in(shape, field)


class Clash(NamedTuple):
    """A conflict in words: where it is, and what each side made of it."""

    title: str
    label: str
    language: str
    theirs: list[Section]
    mine: list[Section]

    @property
    def language_within(self) -> str:
        """What the reader calls its language, in the midst of a phrase."""
        return language_within(self.language)

    @property
    def sides(self) -> tuple[list[Section], list[Section]]:
        return self.theirs, self.mine


def clashes(conflicts: list[Leaf]) -> list[Clash]:
    """All `conflicts` in words."""
    sides = [(leaf, leaf.changes_to(leaf.theirs), leaf.changes_to(leaf.mine)) for leaf in conflicts]
    names = names_of([change for _leaf, *found in sides for side in found for change in side])
    return [
        Clash(
            title(leaf.path, names),
            capfirst(spoken(leaf.field).verbose_name) if leaf.field else "",
            leaf.language,
            *(in_sections(leaf, side, names) for side in found),
        )
        for leaf, *found in sides
    ]


def in_sections(leaf: Leaf, side: list[Change], names) -> list[Section]:
    """What one side made of `leaf`: of a field the text alone, of a part all that differs."""
    if leaf.field is None:
        first, *others = sections(side, names)
        return [first._replace(title=""), *others]  # the conflict has the same title
    (change,) = side
    marked = cell(leaf.field, leaf.language, change.before, change.after, names)
    return [Section("", "changed", [Row("", [marked])])]
