"""Which sheets a file has, and which columns each of them."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Field
from django.utils.text import capfirst
from modeltranslation.fields import TranslationField

from ascn_portal.bilingual.languages import language_within

# The columns by which rows are known; all others are fields.
UID, REVISION = "uid", "revision"
RECORD, PART = "record", "part"


@dataclass(frozen=True)
class Column:
    """A field of a record or part; a text has a column a language."""

    field: Field

    @property
    def name(self) -> str:
        return self.field.name

    @property
    def language(self) -> str:
        """The language of what stands in it, "" where it has none."""
        return self.field.language if isinstance(self.field, TranslationField) else ""

    @property
    def label(self) -> str:
        """What people call it."""
        if self.language:
            name = self.field.translated_field.verbose_name
            return f"{capfirst(name)} ({language_within(self.language)})"
        return capfirst(self.field.verbose_name)


@dataclass(frozen=True)
class Sheet:
    """The records of a list, or all their parts of one kind.

    `path` names the relations that lead from a record to the part; () for the record itself.
    """

    path: tuple[str, ...]
    model: type
    columns: list[Column]

    @property
    def title(self) -> str:
        """The name of the sheet in the file."""
        return ".".join(self.path) or self.model._meta.model_name

    @property
    def label(self) -> str:
        """What people call its rows: "Citations"."""
        return capfirst(self.model._meta.verbose_name_plural)

    @property
    def keys(self) -> list[str]:
        """The columns by which a row is known."""
        if not self.path:
            return [UID, REVISION]
        return [RECORD, *([PART] if len(self.path) > 1 else []), UID]

    @property
    def header(self) -> list[str]:
        return [*self.keys, *(column.name for column in self.columns)]

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}


def parts_at(path: tuple[str, ...], shape: dict, above: str = ""):
    """The parts to which `path` leads from `shape`: (uid, uid above, shape)."""
    for uid, part in shape.get("parts", {}).get(path[0], {}).items():
        if path[1:]:
            yield from parts_at(path[1:], part, uid)
        else:
            yield uid, above, part
