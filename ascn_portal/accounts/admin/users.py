"""Staff and what they may do. Rights come through roles, not one by one.

A password that an administrator gives is made by the portal, shown once, and opens nothing but
the change of it.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth import admin as auth
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ascn_portal.accounts import audit, help_texts, services
from ascn_portal.accounts.forms import ReasonForm
from ascn_portal.accounts.models import User
from ascn_portal.accounts.roles import ADMINISTRATOR, label_of

from .fields import PlainFields, RolesField

# Secrets and settings that the environment or their owners hold: nobody looks at them here.
for model in (Authenticator, EmailAddress, SocialAccount, SocialApp, SocialToken):
    admin.site.unregister(model)

RIGHTS = gettext_lazy("Rights")


class RoleFilter(admin.RelatedFieldListFilter):
    """Staff by their role, as people call it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = _("role")

    def field_choices(self, field, request, model_admin):
        choices = super().field_choices(field, request, model_admin)
        return [(key, label_of(name)) for key, name in choices]


class NewUserForm(forms.ModelForm):
    """A member of staff; the portal makes the password."""

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "email", "language", "groups"]

    def save(self, commit=True):
        self.instance.is_staff = True
        self.instance.password_is_temporary = True
        self.password = services.random_password()
        self.instance.set_password(self.password)
        return super().save(commit)


@admin.register(User)
class UserAdmin(PlainFields, auth.UserAdmin):
    help_texts = help_texts.USER
    add_form = NewUserForm
    add_form_template = None
    list_display = ["username", "full_name", "roles", "second_factor", "active", "last_login"]
    list_filter = [("groups", RoleFilter), "is_active", "language"]
    fieldsets = [
        (None, {"fields": ["username", "second_factor"]}),
        (gettext_lazy("Person"), {"fields": [("first_name", "last_name"), "email", "language"]}),
        (RIGHTS, {"fields": ["is_active", "groups"]}),
        (gettext_lazy("Dates"), {"fields": [("last_login", "date_joined")]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", ("first_name", "last_name"), "email", "language"]}),
        (RIGHTS, {"fields": ["groups"]}),
    ]
    readonly_fields = ["second_factor", "active", "roles", "last_login", "date_joined"]
    change_form_template = "admin/accounts/user_form.html"

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        if db_field.name == "groups":
            roles = Group.objects.order_by("pk")
            if not request.user.is_administrator:
                roles = roles.exclude(name=ADMINISTRATOR)
            return RolesField(roles, label=gettext_lazy("Roles"), required=False, **kwargs)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description=gettext_lazy("name"), ordering="last_name")
    def full_name(self, user):
        return "" if str(user) == user.username else user

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, user):
        return ", ".join(str(label_of(group.name)) for group in user.groups.all())

    @admin.display(description=gettext_lazy("second factor"))
    def second_factor(self, user):
        kinds = {device.type for device in user.authenticator_set.all()}
        return ", ".join(str(audit.WORDS[kind]) for kind in sorted(kinds)) or _("none yet")

    # In words: Django's pictures are called True and False in every language.
    @admin.display(description=gettext_lazy("active"), ordering="is_active")
    def active(self, user):
        return _("yes") if user.is_active else _("no")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups", "authenticator_set")

    # --- Who may change whom ---

    def has_change_permission(self, request, obj=None):
        """Who may do everything is changed by their like alone: by a password they give, others
        would become them. A superuser, whom no screen makes, is changed by a superuser.
        """
        if not super().has_change_permission(request, obj):
            return False
        if obj is None or request.user.is_superuser:
            return True
        return not obj.is_superuser and (request.user.is_administrator or not obj.is_administrator)

    def has_delete_permission(self, request, obj=None):
        """Accounts are made inactive: the history and the audit log name them."""
        return False

    def get_fieldsets(self, request, obj=None):
        """Nobody takes their own rights away or gives themselves more: they read why."""
        is_own = obj == request.user
        if obj is None or (self.has_change_permission(request, obj) and not is_own):
            return super().get_fieldsets(request, obj)
        why_not = help_texts.OWN_RIGHTS if is_own else ""
        read = {"fields": ["active", "roles"], "description": why_not}
        return [(title, read if title is RIGHTS else rest) for title, rest in self.fieldsets]

    # --- What the audit log learns ---

    def save_model(self, request, obj, form, change):
        if change:
            services.lock_administrators()
            request.was_administrator = obj.is_administrator
            request.before = services.state_of(User.objects.get(pk=obj.pk))
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if change:
            services.note_changes(form.instance, request.before, by=request.user)
            if request.was_administrator and not services.administrators().exists():
                raise PermissionDenied(
                    _("No active administrator would be left: nobody could keep the accounts.")
                )
        else:
            services.note_new_account(form.instance, by=request.user)

    # --- Passwords and devices ---

    def get_urls(self):
        view = self.admin_site.admin_view(self.remove_second_factor_view)
        name = "accounts_user_remove_second_factor"
        return [path("<int:pk>/remove-second-factor/", view, name=name), *super().get_urls()]

    def response_add(self, request, obj, post_url_continue=None):
        return self.show_password(request, obj, request.new_password)

    def save_form(self, request, form, change):
        user = super().save_form(request, form, change)
        if not change:
            request.new_password = form.password
        return user

    def user_change_password(self, request, id, form_url=""):
        """Where Django lets an administrator type a password, the portal makes one."""
        if unquote(id) == str(request.user.pk):
            return redirect("account_change_password")
        user = self.other_user(request, unquote(id))
        form = ReasonForm(request.POST or None)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            password = services.give_temporary_password(user, by=request.user, reason=reason)
            return self.show_password(request, user, password)
        return self.ask_reason(
            request,
            user,
            form,
            title=_("New password"),
            sentence=_(
                "The portal makes a new password, which is shown once for you to hand over. It"
                " opens nothing but the choice of another one. The user is signed out everywhere."
            ),
            button=_("Make a new password"),
        )

    def remove_second_factor_view(self, request, pk):
        """For a lost telephone or key: the user sets up a new one at the next sign-in."""
        user = self.other_user(request, str(pk))
        form = ReasonForm(request.POST or None)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            services.remove_second_factor(user, by=request.user, reason=reason)
            messages.success(request, _("The second factor was removed."))
            return redirect("admin:accounts_user_change", pk)
        return self.ask_reason(
            request,
            user,
            form,
            title=_("Remove the second factor"),
            sentence=_(
                "All devices and recovery codes of this user are removed, and the user is signed"
                " out everywhere. At the next sign-in the password is enough to set up a new"
                " device: make sure that you know who asks for this."
            ),
            button=_("Remove the second factor"),
        )

    def other_user(self, request, pk: str) -> User:
        """Whose account is to be helped. One's own is not, or a stolen session would be enough."""
        user = self.get_object(request, pk)
        if user is None:
            raise Http404
        if user == request.user or not self.has_change_permission(request, user):
            raise PermissionDenied
        return user

    def ask_reason(self, request, user, form, **texts):
        context = self.admin_site.each_context(request)
        context |= {"opts": self.opts, "original": user, "form": form, **texts}
        return TemplateResponse(request, "admin/accounts/ask_reason.html", context)

    def show_password(self, request, user, password):
        """The only page that ever shows it."""
        context = self.admin_site.each_context(request)
        context |= {
            "opts": self.opts,
            "original": user,
            "title": _("Password to hand over"),
            "password": password,
        }
        return TemplateResponse(request, "admin/accounts/password.html", context)
