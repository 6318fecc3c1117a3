"""How the public stands to a record now; `state` alone does not say it, times may lie ahead."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import Publishable

DRAFT, PLANNED, PUBLIC, WITHDRAWN = "draft", "planned", "published", "withdrawn"
LABELS = {
    DRAFT: _("draft"),
    PLANNED: _("to be published"),
    PUBLIC: _("public"),
    WITHDRAWN: _("withdrawn"),
}


def standing(record) -> str:
    """DRAFT, PLANNED (public from `publish_at`), PUBLIC or WITHDRAWN."""
    if record.state != Publishable.State.PUBLISHED:
        return record.state
    if record.withdraw_at and record.withdraw_at <= timezone.now():
        return WITHDRAWN
    return PLANNED if planned_for(record) else PUBLIC


def planned_for(record):
    """The moment at which `record` will become public, or None."""
    lies_ahead = record.publish_at and record.publish_at > timezone.now()
    return record.publish_at if lies_ahead else None
