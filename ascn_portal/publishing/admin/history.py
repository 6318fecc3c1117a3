"""The screens of a record's history: who did what when, and any two of its states compared."""

from typing import NamedTuple

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ascn_portal.bilingual.dates import show_moment
from ascn_portal.keys import as_key
from ascn_portal.publishing import comparing, rights, services
from ascn_portal.publishing.models import Revision

from .pages import RecordPages, one_page
from .saving import record_url

PEOPLE = ("author", "approver")


class Entry(NamedTuple):
    """One revision in words, and where it is settled if it was set aside."""

    revision: Revision
    deeds: str
    standing: str
    merge_url: str


class HistoryScreens(RecordPages):
    """For the admin of a kind of record: its history."""

    def get_urls(self):
        compare = ("history/compare", self.compare_view)
        return self.paths_to(compare=compare) + super().get_urls()

    def history_view(self, request, object_id, extra_context=None):
        """Every revision of the record, newest first."""
        record = self.record_or_403(request, object_id, self.has_view_or_change_permission)
        revisions = services.revisions_of(record).order_by("-number")
        page = one_page(request, revisions.select_related(*PEOPLE, "based_on"))
        entries = [self.entry(request, record, revision) for revision in page]
        title = _("History of %(record)s") % {"record": record}
        context = {"page": page, "entries": entries, "seen": services.newest_number(record)}
        context["waiting"] = services.open_revision(record)
        return self.answer(request, "history", record, title=title, **context)

    def entry(self, request, record, revision) -> Entry:
        settles = may_settle(request.user, revision) and self.has_change_permission(request, record)
        url = record_url(record, "merge", revision.pk) if settles else ""
        return Entry(revision, deeds(revision), standing(revision), url)

    def compare_view(self, request, object_id):
        """What differs between the revisions that the address names: ?from=3&to=7.

        Without `from`, against the one that the other was made from.
        """
        record = self.record_or_403(request, object_id, self.has_view_or_change_permission)
        after = find(record, request.GET.get("to", ""))
        before = find(record, request.GET["from"]) if "from" in request.GET else base_of(after)
        if before is None or after is None or before == after:
            messages.warning(request, _("Choose two revisions of this record to compare."))
            return redirect(record_url(record, "history"))
        sections = comparing.compare(self.model, before.content, after.content)
        title = _("What changed in %(record)s") % {"record": record}
        context = {"title": title, "before": before, "after": after, "sections": sections}
        return self.answer(request, "compare", record, **context)


def find(record, number: str) -> Revision | None:
    """The revision of `record` with this number, as an address names it."""
    revisions = services.revisions_of(record).select_related(*PEOPLE, "based_on")
    return revisions.filter(number=as_key(number)).first()


def base_of(revision: Revision | None) -> Revision | None:
    return revision and revision.based_on


def may_settle(user, revision: Revision) -> bool:
    """Whether `user` may decide what becomes of a revision that was set aside."""
    is_aside = revision.state == Revision.State.SET_ASIDE
    return is_aside and (revision.author_id == user.pk or rights.may_approve(user))


def deeds(revision: Revision) -> str:
    """What the author of `revision` did, in the words that follow their name."""
    if revision.action == Revision.Action.WITHDRAW:
        if at := revision.due_at:
            return _("planned to withdraw the record on %(moment)s") % {"moment": show_moment(at)}
        return _("withdrew the record")
    if revision.action == Revision.Action.CALL_OFF:
        return _("called off what was planned")
    if revision.action == Revision.Action.DELETE:
        return _("deleted the record")
    if revision.based_on is None:
        return _("wrote the record")
    model = revision.model
    changes = comparing.deeds(model, revision.based_on.content, revision.content)
    if revision.action == Revision.Action.RESTORE:
        return _("brought back an earlier state, which %(changes)s") % {"changes": changes}
    return changes


def standing(revision: Revision) -> str:
    """What became of `revision`, and on whose word."""
    state, action = Revision.State(revision.state), Revision.Action(revision.action)
    words = str(action.label if is_publication(revision) else state.label)
    if state == Revision.State.SCHEDULED:
        words = _("public from %(moment)s") % {"moment": show_moment(revision.due_at)}
    said = {"state": words, "person": revision.approver}
    if revision.approver is None:
        return _("returned by the portal") if state == Revision.State.RETURNED else words
    if state in (Revision.State.APPLIED, Revision.State.SCHEDULED):
        return _("%(state)s, approved by %(person)s") % said
    if state == Revision.State.RETURNED:
        return _("returned by %(person)s") % said
    return _("%(state)s, returned by %(person)s") % said if revision.reason else words


def is_publication(revision: Revision) -> bool:
    """Whether the public got to see it when it was applied."""
    return (revision.state, revision.action) == (Revision.State.APPLIED, Revision.Action.PUBLISH)
