"""Who speaks for a city, and may propose changes to it: each change has its audit entry."""

from django.db import transaction

from ascn_portal.accounts import audit
from ascn_portal.accounts.models import AuditEntry
from ascn_portal.publishing.rights import PROPOSERS

from .models import City, Correspondent

PROPOSERS[City] = lambda user: City.objects.filter(correspondents__user=user)


@transaction.atomic
def save(correspondent: Correspondent, *, by):
    """Let somebody speak for a city, in the place of what the row said before."""
    before = Correspondent.objects.filter(pk=correspondent.pk).first()
    if before and (before.user, before.city) == (correspondent.user, correspondent.city):
        return
    if before:
        note(before, "cities_removed", by)
    correspondent.save()
    note(correspondent, "cities_added", by)


@transaction.atomic
def delete(correspondent: Correspondent, *, by):
    """Let somebody no longer speak for a city."""
    note(correspondent, "cities_removed", by)
    correspondent.delete()


def note(correspondent: Correspondent, name: str, by):
    """Add to the audit log that a user was given a city, or that it was taken, as `name` says."""
    changed = {name: [correspondent.city.slug]}
    audit.note(AuditEntry.Action.RIGHTS_CHANGED, by=by, about=correspondent.user, **changed)
