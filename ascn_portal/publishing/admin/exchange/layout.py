"""A file holds what the forms of the admin offer, and lets change what they let change."""

from collections.abc import Iterator

from django.contrib.admin.utils import flatten_fieldsets
from django.utils.translation import gettext as _
from modeltranslation.fields import TranslationField

from ascn_portal.publishing import rights, snapshot
from ascn_portal.publishing.exchange.cells import accepted
from ascn_portal.publishing.exchange.sheets import PART, RECORD, REVISION, UID, Column, Sheet


def sheets_of(model_admin, request) -> list[Sheet]:
    """The sheets of a kind, its records first: fields in the order of the forms."""
    model = model_admin.model
    first = Sheet((), model, columns_of(model_admin, request))
    return [first, *sheets_below((), model_admin, request)]


def sheets_below(path: tuple[str, ...], row_admin, request) -> Iterator[Sheet]:
    """The sheets of the parts of what `row_admin` (an admin) shows, and of their parts."""
    site = row_admin.admin_site
    inlines = {inline.model: inline for inline in row_admin.get_inlines(request, None)}
    for name in row_admin.model.parts:
        relation = row_admin.model._meta.get_field(name)
        inline = inlines[relation.related_model](row_admin.model, site)
        owner = snapshot.owner_fields(relation)
        yield Sheet((*path, name), inline.model, columns_of(inline, request, owner))
        if inline.model.parts:
            yield from sheets_below((*path, name), site.get_model_admin(inline.model), request)


def columns_of(row_admin, request, owner=frozenset()) -> list[Column]:
    """The fields that an admin or inline shows and a shape holds."""
    fields = {field.name: field for field in snapshot.content_fields(row_admin.model, owner)}
    shown = flatten_fieldsets(row_admin.get_fieldsets(request, None))
    return [Column(fields[name]) for name in shown if name in fields]


class Rights:
    """What this person may change by a file: what the forms would let them change."""

    def __init__(self, model_admin, request):
        self.admin, self.request = model_admin, request
        self.only_texts = rights.only_texts(request.user, model_admin.model)

    def change(self, record) -> bool:
        return self.admin.has_change_permission(self.request, record)

    def add(self) -> bool:
        return self.admin.has_add_permission(self.request)

    def see(self, model) -> bool:
        """Whether rows of `model` may be chosen: who may not look at the kind chooses none."""
        return rights.may_look(self.request.user, model)

    def add_part(self, sheet: Sheet, record) -> bool:
        """Whether a part may be added to `record`, or to one that the file makes (None)."""
        if self.only_texts:
            return False
        return self.inline(sheet).has_add_permission(self.request, record)

    def fixed(self, sheet: Sheet, record) -> set[str]:
        """The columns of `sheet` that may not be changed for `record`."""
        names = set()
        if self.only_texts:
            fields = [column.field for column in sheet.columns]
            names = {field.name for field in fields if not isinstance(field, TranslationField)}
        row_admin = self.inline(sheet) if sheet.path else self.admin
        return names | set(row_admin.get_readonly_fields(self.request, record))

    def inline(self, sheet: Sheet):
        """What shows the parts of a sheet on the page of what they belong to."""
        owner = self.admin
        for name in sheet.path[:-1]:
            part = owner.model._meta.get_field(name).related_model
            owner = owner.admin_site.get_model_admin(part)
        inlines = owner.get_inlines(self.request, None)
        found = next(inline for inline in inlines if inline.model is sheet.model)
        return found(owner.model, owner.admin_site)


def explained(sheets: list[Sheet]) -> list[dict]:
    """For people: each sheet with (column, what it is, how it is written)."""
    return [
        {"title": sheet.title, "label": sheet.label, "columns": list(explained_columns(sheet))}
        for sheet in sheets
    ]


def explained_columns(sheet: Sheet) -> Iterator[tuple[str, str, str]]:
    keys = {
        UID: (_("Identifier"), _("As the export wrote it; empty for a new row.")),
        REVISION: (_("Revision"), _("As the export wrote it; empty for a new row.")),
        RECORD: (_("Record"), _("The record on the first sheet: its slug or its uid.")),
        PART: (_("Part"), _("The part that this belongs to: its uid.")),
    }
    for key in sheet.keys:
        yield (key, *keys[key])
    for column in sheet.columns:
        yield column.name, column.label, accepted(column.field)
