"""The kinds of records that the files make, as the apps register them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.utils.module_loading import autodiscover_modules

from .entries import Fault
from .rows import Row


@dataclass(frozen=True)
class Kind:
    """A kind of record: the files that make it, and the function that makes rows of them."""

    name: str
    model: type
    files: tuple[str, ...]
    make_rows: Callable[..., Iterable[Row | Fault]]

    @property
    def folder(self) -> Path:
        """The app that the kind belongs to."""
        return Path(apps.get_app_config(self.model._meta.app_label).path)

    @property
    def code(self) -> list[Path]:
        """What turns the files into rows: where it changes they are read again."""
        return sorted([*self.folder.glob("record.py"), *self.folder.glob("record/*.py")])


kinds: dict[str, Kind] = {}


def register(name: str, model, *files: str):
    """Make the decorated function the maker of the records of `model`.

    It gets the content of each file of the app's `data` folder: a list of entries or one entry.
    """

    def decorate(make_rows):
        kinds[name] = Kind(name, model, files, make_rows)
        return make_rows

    return decorate


def discover() -> list[Kind]:
    """Every kind; apps come in the order of INSTALLED_APPS, so none names what comes later."""
    autodiscover_modules("record")
    order = [config.label for config in apps.get_app_configs()]
    return sorted(kinds.values(), key=lambda kind: order.index(kind.model._meta.app_label))
