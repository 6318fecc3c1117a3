"""The secretariat's screens: what each app's admin builds on, and the screens of publishing."""

from . import read_only, revisions, sources, translations  # noqa: F401  they register their screens
from .parts import PartAdmin, PartInline
from .records import PublishableAdmin

__all__ = ["PartAdmin", "PartInline", "PublishableAdmin"]
