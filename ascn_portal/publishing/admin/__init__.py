"""The secretariat's screens: what each app's admin builds on, and the screens of publishing."""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from . import read_only, revisions, sources  # noqa: F401  they register their screens
from .parts import PartAdmin, PartInline
from .records import PublishableAdmin

admin.site.site_header = gettext_lazy("ASCN portal: the record")
admin.site.site_title = gettext_lazy("ASCN portal")
admin.site.index_title = gettext_lazy("What the portal holds")

__all__ = ["PartAdmin", "PartInline", "PublishableAdmin"]
