"""The secretariat's screens for records: each save, publication, withdrawal goes to the services.

A form is tried out on the tables inside a savepoint, read back as a shape and rolled back; the
services write that shape. So Django's forms do the reading, and nothing passes the one door.
"""

from django.contrib import admin, messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ascn_portal.bilingual.admin import (
    BilingualAdmin,
    MissingLanguageFilter,
    language_name,
    missing_languages,
)
from ascn_portal.publishing import services, snapshot
from ascn_portal.publishing.forms import (
    PlainForm,
    RecordForm,
    RecordSelect,
    RecordSelectMultiple,
    WithdrawForm,
    in_plain_words,
)
from ascn_portal.publishing.models import Publishable
from ascn_portal.publishing.standing import LABELS, PLANNED, PUBLIC, planned_for, standing
from ascn_portal.sources.admin import CitationInline


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


class SavesThroughServices(RecordChoices, BilingualAdmin):
    """A form whose content the services write; what they refuse is shown with what was typed."""

    form = PlainForm

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ValidationError as refusal:
            # Nothing is written. The same input again, now with the refusal in the form.
            request.refusal = refusal
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.refusal = getattr(request, "refusal", None)
        return form

    def save_model(self, request, obj, form, change):
        """Nothing yet: `save_related` hands the row with its parts to the services."""

    def save_related(self, request, form, formsets, change):
        record, shape = self.try_out(request, form, formsets, change)
        self.keep(request, record, shape, form)

    def try_out(self, request, form, formsets, change):
        """The record and its shape as the form would have them; the tables stay as they are."""
        try:
            with transaction.atomic():
                super().save_model(request, form.instance, form, change)
                super().save_related(request, form, formsets, change)
                record = self.record_of(form.instance)
                # Read anew: the form's own values are not yet as the database keeps them.
                shape = snapshot.take(type(record).objects.get(pk=record.pk))
                transaction.set_rollback(True)
        except IntegrityError as error:
            raise ValidationError(
                _("The database refuses this: %(error)s") % {"error": error}
            ) from error
        return record, shape

    def record_of(self, row) -> Publishable:
        """The record that `row` is, or is a part of."""
        return row

    def keep(self, request, record, shape, form):
        """Save `shape`, and publish it if staff say so or the record is public already."""
        stored = type(record).objects.filter(uid=record.uid).first()
        is_public = stored is not None and standing(stored) in (PUBLIC, PLANNED)
        publish = is_public or "_publish" in request.POST
        at = form.cleaned_data.get("go_public_at", stored and planned_for(stored))
        if stored and publish == is_public and says_the_same(stored, shape, at):
            messages.info(request, _("Nothing was changed."))
            return
        revision = services.save(type(record), record.uid, shape, author=request.user)
        if publish:
            services.publish(revision, approver=request.user, at=at)
            messages.success(request, publication_message(at))
        elif stored and stored.state != Publishable.State.DRAFT:
            services.apply(revision)  # what is withdrawn stays so
        # The trial's row is gone; links and the log name the one that the services wrote.
        record.pk = type(record).objects.get(uid=record.uid).pk


def says_the_same(stored, shape: dict, at) -> bool:
    """Whether to save `shape`, public from `at`, would change nothing of `stored`."""
    if at != planned_for(stored) or services.open_revision(stored):
        return False
    return snapshot.take(stored) == shape


def publication_message(at) -> str:
    """What a publication at the moment `at` (None: now) means, in a sentence."""
    if at is None:
        return _("It is public now.")
    return _("It becomes public on %(moment)s.") % {"moment": moment(at)}


def moment(at) -> str:
    """Date and time as the reader's language prints them."""
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


class PublishableAdmin(SavesThroughServices):
    """A record with its parts: drafted, published, withdrawn, restored.

    `fieldsets`, `inlines`, `list_display` and `list_filter` name what is the kind's own; what
    all records have is added here.
    """

    form = RecordForm
    change_form_template = "admin/publishing/record_form.html"

    def get_fieldsets(self, request, obj=None):
        return [
            *self.fieldsets,
            (
                _("How sure this is"),
                {"fields": [("confidence", "checked_on"), ("note_vi", "note_en")]},
            ),
            (_("Publication"), {"fields": ["go_public_at"]}),
        ]

    def get_inlines(self, request, obj):
        return [*self.inlines, CitationInline]

    def get_list_display(self, request):
        return [*self.list_display, "state_in_words", "confidence", "missing"]

    def get_list_filter(self, request):
        return ["state", "confidence", MissingLanguageFilter, *self.list_filter]

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_in_words(self, record):
        if at := planned_for(record):
            return _("public from %(moment)s") % {"moment": moment(at)}
        return LABELS[standing(record)]

    @admin.display(description=gettext_lazy("missing language"))
    def missing(self, record):
        return ", ".join(language_name(code) for code in missing_languages(record)) or None

    def view_on_site(self, record):
        """The record's address while the public can open it."""
        has_page = hasattr(record, "get_absolute_url") and standing(record) == PUBLIC
        return record.get_absolute_url() if has_page else None

    def has_delete_permission(self, request, obj=None):
        """What was once public is withdrawn, never deleted; nothing is deleted unseen."""
        was_never_public = obj is not None and obj.first_published_at is None
        return was_never_public and super().has_delete_permission(request, obj)

    def get_deleted_objects(self, objs, request):
        """Parts go with their record: no right of their own is asked for."""
        names, counts, _rights, protected = super().get_deleted_objects(objs, request)
        return names, counts, set(), protected

    def delete_model(self, request, obj):
        services.delete(obj, author=request.user)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            context["standing"] = standing(obj)
            context["state_in_words"] = self.state_in_words(obj)
            context["waiting"] = services.open_revision(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_withdraw"
        view = self.admin_site.admin_view(self.withdraw_view)
        return [path("<path:object_id>/withdraw/", view, name=name), *super().get_urls()]

    def withdraw_view(self, request, object_id):
        """Ask for the reason in both languages, then withdraw."""
        record = self.record_or_403(request, object_id, self.has_change_permission)
        form = WithdrawForm(request.POST or None)
        if form.is_valid():
            try:
                services.withdraw(record, author=request.user, **form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, in_plain_words(refusal))
            else:
                self.log_change(request, record, _("Withdrawn."))
                messages.success(request, _("It is withdrawn: its address says why."))
                return redirect(record_url(record))
        title = _("Withdraw %(record)s") % {"record": record}
        return self.answer(request, "withdraw", record, title=title, form=form)

    def history_view(self, request, object_id, extra_context=None):
        """Every revision of the record, newest first."""
        record = self.record_or_403(request, object_id, self.has_view_or_change_permission)
        revisions = services.revisions_of(record).defer("shape").order_by("-number")
        revisions = revisions.select_related("author", "approver")
        page = Paginator(revisions, 50).get_page(request.GET.get("p"))
        title = _("History of %(record)s") % {"record": record}
        return self.answer(request, "history", record, title=title, page=page)

    def record_or_403(self, request, object_id, has_permission):
        """The record of this address, if it exists and `has_permission` lets this user at it."""
        record = get_object_or_404(self.get_queryset(request), pk=unquote(object_id))
        if not has_permission(request, record):
            raise PermissionDenied
        return record

    def answer(self, request, name: str, record, **context):
        """A page of the admin about `record`, of the template `admin/publishing/<name>.html`."""
        context |= self.admin_site.each_context(request)
        context |= {"opts": self.opts, "original": record, "record_url": record_url(record)}
        context["can_change"] = self.has_change_permission(request, record)
        return TemplateResponse(request, f"admin/publishing/{name}.html", context)


def record_url(record) -> str:
    """The admin's page of `record`."""
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_change"
    return reverse(name, args=[quote(record.pk)])
