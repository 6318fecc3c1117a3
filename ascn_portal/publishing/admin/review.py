"""The screens on which a draft is reviewed, and a record withdrawn."""

from typing import NamedTuple

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ascn_portal.bilingual.dates import show_moment
from ascn_portal.publishing import comparing, rights, services
from ascn_portal.publishing.forms import ReviewForm, WithdrawForm, in_plain_words
from ascn_portal.publishing.models import Publishable, Revision
from ascn_portal.publishing.standing import PUBLIC, planned_for, standing
from ascn_portal.publishing.trial import DoesNotFit, as_if_applied

from .pages import RecordPages
from .saving import publication_message, record_url

ASKED = gettext_lazy("Another approver has to agree. Until then it stays public.")
REVIEW_BUTTONS = {"_publish", "_return", "_take_back"}
# What the page of a withdrawal does beside asking for one, and what is said of it.
WITHDRAWAL_BUTTONS = {
    "_call_off": (services.call_off, gettext_lazy("What was planned is called off.")),
    "_agree": (services.agree_to_withdrawal, gettext_lazy("It is withdrawn as was asked for.")),
    "_refuse": (services.refuse_withdrawal, gettext_lazy("It stays public.")),
}


class Reviewed(NamedTuple):
    """What the page of review shows of one draft."""

    record: Publishable
    draft: Revision
    is_new: bool  # the public has never seen the record
    sections: list[comparing.Section]
    missing: list[str]  # what it still needs before the public may see it, one sentence each
    files: list[tuple[str, str]]  # see ReviewScreens.files_of


class ReviewScreens(RecordPages):
    """For the admin of a kind of record: the pages beside its form."""

    def get_urls(self):
        review, withdraw = ("review", self.review_view), ("withdraw", self.withdraw_view)
        return self.paths_to(review=review, withdraw=withdraw) + super().get_urls()

    def review_view(self, request, object_id):
        """What a draft would change, and the buttons that publish it or send it back."""
        record = self.record_or_403(request, object_id, self.has_view_or_change_permission)
        if request.method == "POST":
            return self.post_review(request, record)
        return self.show_review(request, record)

    @transaction.atomic
    def post_review(self, request, record):
        """Decide on the draft, unless somebody has saved since the page was opened."""
        services.lock()
        is_decided = request.POST.keys() & REVIEW_BUTTONS
        draft = services.open_revision(record)
        form = draft and is_decided and ReviewForm(request.user, draft, request.POST)
        if draft and request.POST.get("seen") != mark_of(draft):
            messages.warning(
                request, _("Somebody has saved meanwhile. Read it again, then decide.")
            )
        elif form and form.is_valid() and self.decide(request, record, draft, form):
            return redirect("admin:index" if "_publish" in request.POST else record_url(record))
        return self.show_review(request, record, form)

    def show_review(self, request, record, form=None):
        """The page, with `form` if one was posted."""
        draft = services.open_revision(record)
        if draft is None:
            messages.info(request, _("No draft of this record waits."))
            return redirect(record_url(record))
        title = _("Review of %(record)s") % {"record": record}
        context = {"draft": draft, "form": form or ReviewForm(request.user, draft)}
        companions = [reviewed(companion) for companion in services.companions_of(draft)]
        context |= {"own": reviewed(draft), "companions": companions, "seen": mark_of(draft)}
        can_take_back = rights.may_take_back(request.user, record, draft)
        context["can_take_back"] = can_take_back and draft.state != Revision.State.DRAFT
        return self.answer(request, "review", record, title=title, **context)

    def files_of(self, record) -> list[tuple[str, str]]:
        """The files of `record`, which may be on trial: name, and address where staff open it."""
        return []

    def decide(self, request, record, draft, form) -> bool:
        """Do what the pressed button says; False, with the reason in the form, if it cannot be."""
        if not rights.may_approve(request.user) and "_take_back" not in request.POST:
            raise PermissionDenied(_("Only an approver can publish or return a draft."))
        if "_take_back" in request.POST and not rights.may_take_back(request.user, record, draft):
            raise PermissionDenied(_("Only an approver can call off what is planned."))
        try:
            messages.success(request, act(request, draft, form))
        except ValidationError as refusal:
            form.add_error(None, in_plain_words(refusal))
            return False
        return True

    def withdraw_view(self, request, object_id):
        """Ask for the reason in both languages, then withdraw now or at a set time."""
        record = self.record_or_403(request, object_id, self.has_view_or_change_permission)
        if not rights.may_approve(request.user):
            raise PermissionDenied(_("Only an approver can withdraw a record."))
        if request.POST.keys() & WITHDRAWAL_BUTTONS.keys():
            return decide_on_withdrawal(request, record)
        form = WithdrawForm(request.user, record, request.POST or None)
        if form.is_valid():
            try:
                is_done = services.ask_withdrawal(record, by=request.user, **form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, in_plain_words(refusal))
            else:
                at = form.cleaned_data["at"]
                messages.success(request, withdrawal_message(at) if is_done else ASKED)
                return redirect(record_url(record))
        context = {"title": _("Withdraw %(record)s") % {"record": record}, "form": form}
        context |= {"planned": planned_in_words(record)}
        context |= {"asked": services.asked_withdrawal(record)}
        context |= {"takes_two": services.withdrawal_takes_two(record)}
        return self.answer(request, "withdraw", record, **context)


def act(request, draft, form) -> str:
    """Publish, return or take back `draft`, as the pressed button says; the sentence about it."""
    if "_publish" in request.POST:
        at = form.cleaned_data["at"]
        reason = form.cleaned_data.get("own_reason", "")
        services.approve(draft, by=request.user, at=at, reason=reason)
        return publication_message(at)
    if "_return" in request.POST:
        services.send_back(draft, by=request.user, reason=form.cleaned_data["reason"])
        return _("It is returned to its author with your reason.")
    services.take_back(draft, by=request.user)
    return _("It is a draft again.")


def mark_of(draft: Revision) -> str:
    """What a page of review showed, to be known again: `draft` and the drafts that go along."""
    return "-".join(str(row.pk) for row in [draft, *services.companions_of(draft)])


def decide_on_withdrawal(request, record):
    """Do with a planned or asked withdrawal what the pressed button says, and lead back."""
    button = next(name for name in WITHDRAWAL_BUTTONS if name in request.POST)
    service, done = WITHDRAWAL_BUTTONS[button]
    which = {} if button == "_call_off" else {"pk": request.POST.get("asked", "")}
    try:
        service(record, by=request.user, **which)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, done)
    return redirect(record_url(record))


def withdrawal_message(at) -> str:
    """What a withdrawal at the moment `at` (None: now) means, in a sentence."""
    if at is None:
        return _("It is withdrawn: its address says why.")
    return _("It will be withdrawn at %(moment)s, Viet Nam time.") % {"moment": show_moment(at)}


def planned_in_words(record) -> str:
    """What the timetable holds for `record`, which can be called off; "" if nothing."""
    if at := planned_for(record):
        return _("It becomes public at %(moment)s, Viet Nam time.") % {"moment": show_moment(at)}
    if standing(record) == PUBLIC and record.withdraw_at:
        return withdrawal_message(record.withdraw_at)
    return ""


def reviewed(draft: Revision) -> Reviewed:
    """What is to be read of `draft` before it is published."""
    record, files = draft.record, []
    try:
        with as_if_applied(draft) as tried:
            missing = services.missing_for_publication(tried)
            files = admin.site.get_model_admin(draft.model).files_of(tried)
    except DoesNotFit as refusal:
        missing = refusal.messages
    is_new = record.state == Publishable.State.DRAFT
    return Reviewed(record, draft, is_new, what_is_new(record, draft), missing, files)


def what_is_new(record, draft: Revision) -> list[comparing.Section]:
    """What `draft` would change for the public; everything, where it has not seen the record."""
    if record.state == Publishable.State.DRAFT:
        return comparing.say_all(type(record), draft.content)
    live = services.last_applied(draft)
    return comparing.compare(type(record), live.content, draft.content)
