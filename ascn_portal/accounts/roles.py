"""The roles of staff: groups with their rights, which `manage.py update_roles` gives them anew."""

from typing import NamedTuple

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

RECORD_APPS = ["pages", "documents", "cities", "events", "partners", "sources"]
# What staff keep in these apps that is no record: who speaks for a city is an administrator's word.
NOT_RECORDS = Q(content_type__model="correspondent")

ADMINISTRATOR = "Administrator"


class Definition(NamedTuple):
    """What people of one role may do, as a condition on permissions, and how they are told."""

    label: Promise
    description: Promise
    rights: Q


def right(*names: str) -> Q:
    """The permissions of these names, each as "app.codename"."""
    condition = Q(pk__in=[])
    for name in names:
        app, codename = name.split(".")
        condition |= Q(content_type__app_label=app, codename=codename)
    return condition


RECORDS = Q(content_type__app_label__in=RECORD_APPS) & ~NOT_RECORDS
SEES = (RECORDS & Q(codename__startswith="view_")) | right(
    "publishing.view_revision", "publishing.view_slughistory", "search.view_missedquery"
)
EDITS = RECORDS | SEES
ROLES = {
    "Editor": Definition(
        _("Editor"), _("Writes drafts of every record and sends them to review."), EDITS
    ),
    "Translator": Definition(
        _("Translator"),
        _("Changes the texts of every record in both languages, and nothing else."),
        SEES | right("publishing.translate_records"),
    ),
    "Approver": Definition(
        _("Approver"),
        _("Does what an editor does, and publishes, returns and withdraws."),
        EDITS | right("publishing.approve_revisions"),
    ),
    ADMINISTRATOR: Definition(
        _("Administrator"), _("May do everything, and keeps the accounts."), Q()
    ),
    "City correspondent": Definition(
        _("City correspondent"),
        _("Proposes changes to the record of their own city; the secretariat approves them."),
        right("sources.view_source"),
    ),
}


def label_of(name: str) -> Promise | str:
    """What people call the role of that name; the name itself where it is none of ours."""
    return ROLES[name].label if name in ROLES else name
