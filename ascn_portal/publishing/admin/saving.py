"""A form of the admin whose content the services write, and which shows the draft where one waits.

A form is tried out on the tables, read back as a shape and rolled back; the services write that
shape. So Django's forms do the reading, and nothing passes the one door.
"""

import json
from contextlib import nullcontext

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from ascn_portal.bilingual.admin import BilingualAdmin
from ascn_portal.bilingual.dates import show_moment
from ascn_portal.keys import as_key
from ascn_portal.publishing import rights, services, snapshot
from ascn_portal.publishing.comparing import is_same
from ascn_portal.publishing.forms import PlainForm, RecordSelect, RecordSelectMultiple
from ascn_portal.publishing.models import Publishable, Revision
from ascn_portal.publishing.standing import PLANNED, PUBLIC, planned_for, standing
from ascn_portal.publishing.trial import DoesNotFit, as_if_applied


class RecordChoices:
    """For an admin or inline: other records are chosen by typing, in boxes that pass WCAG."""

    class Media:
        js = ["js/admin.js"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = RecordSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs["widget"] = RecordSelectMultiple(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class TriedOut(Exception):
    """What a form would make of a record. Raised to leave the trial, which undoes it."""

    def __init__(self, record: Publishable, shape: dict, form, *, is_changed: bool):
        self.record, self.shape, self.form, self.is_changed = record, shape, form, is_changed


class SavesThroughServices(RecordChoices, BilingualAdmin):
    """A form on the draft of a record; what the services refuse is shown with what was typed."""

    form = PlainForm
    # What was typed can be shown with a refusal, unsaved: for publishing.kept_input.
    shows_refused_input = True

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        draft = self.draft_at(request, unquote(object_id)) if object_id else None
        how = (request, object_id, form_url, extra_context)
        try:
            return self.show_or_keep(draft, *how)
        except DoesNotFit as misfit:
            # What is live is shown instead, and what is typed upon that takes the draft's place.
            request.misfit = misfit
            return self.show_or_keep(None, *how)

    def show_or_keep(self, draft, request, *how):
        """The form on `draft`; where it was sent and nothing is wrong with it, what follows."""
        try:
            try:
                return self.show_form(draft, request, *how)
            except TriedOut as tried:
                return self.keep(request, tried)
        except DoesNotFit:
            raise
        except ValidationError as refusal:
            # Nothing is written. The same input again, now with the refusal in the form.
            request.refusal = refusal
            return self.show_form(draft, request, *how)

    def draft_at(self, request, key: str) -> Revision | None:
        """The revision that the form of the row `key` shows in place of what is live."""
        record = self.get_object(request, key)
        return shown(request, record) if record else None

    def show_form(self, draft, request, *how):
        """Django's form, with the tables as `draft` would have them."""
        with as_if_applied(draft) if draft else nullcontext():
            response = super().changeform_view(request, *how)
            return response.render() if hasattr(response, "render") else response

    def get_formset_kwargs(self, request, obj, inline, prefix):
        """What was typed into parts, with the keys that these have in the tables now."""
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if "data" in kwargs:
            renew_keys(kwargs["data"], prefix, kwargs["queryset"])
        return kwargs

    def render_change_form(self, request, context, *args, **kwargs):
        context["keys"] = json.dumps(keys_in(context["inline_admin_formsets"]))
        if misfit := getattr(request, "misfit", None):
            context["is_beside"] = False
            messages.error(request, _("The draft no longer fits: what is live is shown instead."))
            for sentence in snapshot.lines(misfit):
                messages.error(request, sentence)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.refusal = getattr(request, "refusal", None)
        return form

    def save_model(self, request, obj, form, change):
        """Nothing yet: `save_related` writes the row with its parts."""

    def save_related(self, request, form, formsets, change):
        """Write all on trial, read it back and leave with it."""
        shows_newest = change and not hasattr(request, "misfit")
        before = shape_of(self.record_of(form.instance)) if shows_newest else None
        try:
            super().save_model(request, form.instance, form, change)
            super().save_related(request, form, formsets, change)
        except IntegrityError as error:
            raise ValidationError(
                _("The database refuses this: %(error)s") % {"error": error}
            ) from error
        record = self.record_of(form.instance)
        shape = shape_of(record)
        raise TriedOut(record, shape, form, is_changed=shape != before)

    def record_of(self, row) -> Publishable:
        """The record that `row` is, or is a part of."""
        return row

    @transaction.atomic
    def keep(self, request, tried: TriedOut):
        """Save what was typed, and send it on as the button that was pressed says."""
        services.lock()
        model, uid = type(tried.record), tried.record.uid
        stored = model.objects.filter(uid=uid).first()
        if stored and is_stale(request, stored):
            return self.answer_stale(request, stored, tried)
        planned = stored and services.goes_public_at(stored)
        revision = self.save_draft(request, stored, tried)
        if not stored:
            self.save_beside(request, model.objects.get(uid=uid), tried.form)
        elsewhere = self.send_on(request, revision, stored, planned, tried.form)
        record = model.objects.get(uid=uid)
        self.save_marks(request, record, tried.form)
        return elsewhere or self.answer_saved(request, record)

    def send_on(self, request, revision: Revision | None, stored, planned, form):
        """Do what the button says with what was saved; the answer, if that is another page."""
        if revision is None:
            messages.info(request, self.say_unchanged(form))
        elif "_publish" in request.POST and stored and services.companions_of(revision):
            # They are not in the form: who pressed may not have seen them.
            sentence = _("It is saved. Read here what is published along with it, then decide.")
            messages.warning(request, sentence)
            return redirect(record_url(stored, "review"))
        elif "_publish" in request.POST:
            self.publish(request, revision, form, planned)
        elif "_submit" in request.POST:
            reviewer = form.cleaned_data.get("reviewer")
            services.submit(revision, by=request.user, reviewer=reviewer)
            messages.success(request, _("It is saved and waits for review."))
        elif revision.state == Revision.State.IN_REVIEW:
            messages.success(request, _("It is saved. It goes on waiting for review."))
        else:
            messages.success(request, _("It is saved as a draft."))
        return None

    def say_unchanged(self, form) -> str:
        """What is answered to a form in which nothing was typed."""
        return _("Nothing was changed.")

    def save_marks(self, request, record, form):
        """Nothing: which texts need translation is marked on the form of a record."""

    def save_draft(self, request, stored, tried: TriedOut) -> Revision | None:
        """The revision that says what was typed; None if there is nothing to be done."""
        draft = stored and services.open_revision(stored)
        sends_on = "_publish" in request.POST or "_submit" in request.POST
        if draft and sends_on and not tried.is_changed:
            return draft
        if tried.is_changed or (sends_on and self.changes_publication(request, stored, tried.form)):
            author = request.user
            return services.save(type(tried.record), tried.record.uid, tried.shape, author=author)
        return None

    def save_beside(self, request, record, form):
        """Save what the form of a new record asks for beyond the record itself."""

    def changes_publication(self, request, stored, form) -> bool:
        """Whether to send on the unchanged text of `stored` would change what the public sees."""
        if standing(stored) not in (PUBLIC, PLANNED):
            return True
        at = form.cleaned_data.get("go_public_at", planned_for(stored))
        return "_publish" in request.POST and at != planned_for(stored)

    def publish(self, request, revision: Revision, form, planned):
        """Approve what was just saved; refused where that needs another person."""
        if not rights.may_approve(request.user):
            raise PermissionDenied(_("Only an approver can publish. Send the draft to review."))
        at = form.cleaned_data.get("go_public_at", planned)
        reason = form.cleaned_data.get("own_reason", "")
        services.approve(revision, by=request.user, at=at, reason=reason)
        messages.success(request, publication_message(at))

    def answer_stale(self, request, stored, tried: TriedOut):
        """The record was saved since the form was opened: by this very form, or by somebody."""
        if is_same(type(stored), tried.shape, services.draft_of(stored)):
            return self.answer_saved(request, stored)  # the button was pressed twice
        if not tried.is_changed:
            messages.info(request, _("Somebody saved this record since. This is the newest."))
            return self.answer_saved(request, stored)
        return self.set_aside(request, stored, tried.shape)

    def set_aside(self, request, stored, shape: dict):
        """Somebody saved first: keep what was typed beside it and show both versions."""
        aside = services.set_aside(
            type(stored), stored.uid, shape, author=request.user, based_on=seen(request, stored)
        )
        messages.warning(
            request,
            _("This record was saved while you were typing. Nothing is lost: choose below."),
        )
        return redirect(record_url(stored, "merge", aside.pk))

    def answer_saved(self, request, record):
        """Back to the record, or to the window that this one was opened from."""
        if IS_POPUP_VAR in request.POST:
            return self.response_add(request, record)
        return redirect(record_url(record))


def is_stale(request, record) -> bool:
    """Whether `record` has changed since the form was opened; `seen` names the change it showed."""
    return request.POST.get("seen", "") != str(services.newest_number(record))


def seen(request, record) -> Revision | None:
    """The change of `record` that the form showed as its last."""
    number = as_key(request.POST.get("seen", ""))
    return services.revisions_of(record).filter(number=number).first()


def shown(request, record) -> Revision | None:
    """The revision that the form of `record` stands on; None for what is live.

    What comes back from a form is read upon what that form showed, whatever was saved since.
    """
    if request.method == "POST" and is_stale(request, record) and seen(request, record):
        return seen(request, record)
    return services.waiting_beside(record)


def keys_in(formsets) -> dict[str, dict]:
    """The uids of the parts on a page, by the prefix of their forms and their key."""
    return {
        inline.formset.prefix: {
            form.instance.pk: str(form.instance.uid) for form in inline.formset.initial_forms
        }
        for inline in formsets
    }


def renew_keys(data, prefix: str, rows):
    """Give the parts that a form names the keys that they have among `rows` now.

    Since the form was opened, what was a draft may have been stored, and the other way round.
    """
    try:
        uids = json.loads(data.get("keys", "{}"))[prefix]
        keys = dict(rows.filter(uid__in=uids.values()).values_list("uid", "pk"))
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError, ValidationError):
        return  # not what the page holds: the form refuses what it cannot find
    keys = {str(uid): str(key) for uid, key in keys.items()}
    for number in range(len(uids)):
        name = f"{prefix}-{number}-id"
        if key := keys.get(uids.get(data.get(name))):
            data[name] = key


def shape_of(record) -> dict:
    """What the tables say of `record` at this moment."""
    return snapshot.take(type(record).objects.get(pk=record.pk))


def publication_message(at) -> str:
    """What a publication at the moment `at` (None: now) means, in a sentence."""
    if at is None:
        return _("It is public now.")
    return _("It becomes public at %(moment)s, Viet Nam time.") % {"moment": show_moment(at)}


def record_url(record, page: str = "change", *args) -> str:
    """A page about `record` in the admin."""
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}"
    return reverse(name, args=[quote(record.pk), *args])
