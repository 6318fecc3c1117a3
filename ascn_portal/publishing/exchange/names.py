"""How cells name other rows: by what people read, a slug or an address, else by uid."""

import uuid

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.utils.translation import gettext as _

from ascn_portal.sources.models import Source


def name_field(model) -> str:
    """The field by which cells name rows of `model`; "" if only by uid."""
    if model is Source:
        return "url"
    try:
        return model._meta.get_field("slug").name
    except FieldDoesNotExist:
        return ""


class Names:
    """The names of rows, read once a kind: as many queries as there are kinds that are named.

    `may_see` says of a kind whether its rows may be chosen by name: who sees none of them is not
    told which there are.
    """

    def __init__(self, may_see=lambda model: True):
        self.may_see, self.by_uid = may_see, {}

    def name(self, model, uid: str) -> str:
        """How cells name the row `uid` of `model`."""
        return (self.names_of(model).get(uid) if name_field(model) else None) or uid

    def uid(self, model, name: str) -> str:
        """The uid of the row that a cell names. Raises ValidationError where none can be chosen."""
        if not self.may_see(model):
            raise ValidationError(_("You may not change this column."))
        names = self.names_of(model)
        if is_uid(name) and (uid := str(uuid.UUID(name))) in names:
            return uid
        found = next((uid for uid, known in names.items() if name and known == name), None)
        if found is None:
            raise ValidationError(
                _("There is no %(model)s “%(name)s”.")
                % {"model": model._meta.verbose_name, "name": name}
            )
        return found

    def names_of(self, model) -> dict[str, str]:
        """Every row of `model` by its uid, with its name."""
        if model not in self.by_uid:
            called_by = name_field(model)
            rows = model._base_manager.values(*filter(None, ["uid", called_by]))
            self.by_uid[model] = {str(row["uid"]): row.get(called_by, "") for row in rows}
        return self.by_uid[model]


def is_uid(text: str) -> bool:
    """Whether `text` is written as a uid."""
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
