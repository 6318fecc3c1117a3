"""The screen for two people at once: what both made of a record, and what is to stay."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from ascn_portal.publishing import rights, services
from ascn_portal.publishing.comparing import Merge, changes, clashes
from ascn_portal.publishing.forms import MergeForm, in_plain_words
from ascn_portal.publishing.models import Revision
from ascn_portal.publishing.trial import as_if_applied

from .history import may_settle
from .pages import RecordPages
from .saving import is_stale, record_url


class ConflictScreens(RecordPages):
    """For the admin of a kind of record: who saved second chooses what stays."""

    def get_urls(self):
        merge = ("merge/<int:pk>", self.merge_view)
        return self.paths_to(merge=merge) + super().get_urls()

    def merge_view(self, request, object_id, pk):
        """What both changed, side by side to be chosen; what one alone changed is taken."""
        record = self.record_or_403(request, object_id, self.has_change_permission)
        among = services.revisions_of(record).select_related("author", "based_on")
        aside = get_object_or_404(among, pk=pk, state__in=Revision.BESIDE)
        if aside.state == Revision.State.SETTLED:
            messages.info(request, _("This has been settled already."))
            return redirect(record_url(record, "history"))
        if not may_settle(request.user, aside):
            raise PermissionDenied(_("Only who typed this, or an approver, can settle it."))
        if request.method == "POST":
            return self.settle(request, record, aside)
        return self.show_merge(request, record, aside)

    @transaction.atomic
    def settle(self, request, record, aside: Revision):
        """Do what the pressed button says, unless somebody has saved again meanwhile."""
        services.lock()
        if "_keep_theirs" in request.POST:
            services.settle(aside)
            messages.success(request, _("Nothing is changed. What you typed is in the history."))
            return redirect(record_url(record))
        if is_stale(request, record):
            messages.warning(request, _("Somebody has saved again meanwhile. Choose once more."))
            return self.show_merge(request, record, aside)
        return self.show_merge(request, record, aside, request.POST)

    def show_merge(self, request, record, aside: Revision, choices=None):
        """The page, with `choices` if some were posted; once all are made the draft is saved."""
        only_texts = rights.only_texts(request.user, self.model)
        theirs = services.draft_of(record)
        base = aside.based_on.content if aside.based_on else {}
        merge = Merge(self.model, base, theirs, aside.content, only_texts=only_texts)
        conflicts = merge.conflicts()
        saved_last = services.saved_last(record)
        saved, typed = names_of_sides(saved_last, aside, request.user)
        form = MergeForm(conflicts, saved, typed, choices)
        if form.is_valid() and self.save_merged(request, record, aside, theirs, merge, form):
            return redirect(record_url(record))
        return self.answer(
            request,
            "merge",
            record,
            title=_("Two texts at once: %(record)s") % {"record": record},
            saved=saved,
            saved_at=saved_last.created_at,
            typed=typed,
            seen=saved_last.number,
            form=form,
            clashes=[
                (clash, form[leaf.key], zip(form[leaf.key], clash.sides, strict=True))
                for leaf, clash in zip(conflicts, clashes(conflicts), strict=True)
            ],
            taken_from_theirs=merge.taken_from("theirs"),
            taken_from_mine=merge.taken_from("mine"),
        )

    def save_merged(self, request, record, aside: Revision, theirs: dict, merge, form) -> bool:
        """Save as a draft what the choices make; False, with the reason in `form`, if it fails."""
        shape = merge.result(form.cleaned_data)
        try:
            with transaction.atomic():
                if any(changes(self.model, theirs, shape)):
                    draft = services.save(self.model, record.uid, shape, author=request.user)
                    with as_if_applied(draft):
                        pass  # it can be written: else that would show at its publication only
                services.settle(aside)
        except ValidationError as refusal:
            form.add_error(None, in_plain_words(refusal))
            return False
        messages.success(request, _("It is saved as a draft, with what was changed in both texts."))
        return True


def names_of_sides(saved_last: Revision, aside: Revision, reader) -> tuple[str, str]:
    """What the text that was saved and the one that was typed are called: by their authors, or by
    the windows where both are the reader's own.
    """
    if saved_last.author == aside.author == reader:
        return _("Saved by you in another window"), _("Typed by you in this window")
    saved, typed = ({"person": side.author or "–"} for side in (saved_last, aside))
    return _("Saved by %(person)s") % saved, _("Typed by %(person)s") % typed
