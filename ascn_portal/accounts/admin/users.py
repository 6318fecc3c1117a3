"""Staff and what they may do. Rights come through groups, not one by one."""

from django import forms
from django.contrib import admin
from django.contrib.auth import admin as auth
from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ascn_portal.accounts import help_texts
from ascn_portal.accounts.models import User


class PermissionsField(forms.ModelMultipleChoiceField):
    """Rights in the words of the reader's language: Django keeps their names in English."""

    VERBS = {
        "add": pgettext_lazy("right", "add"),
        "change": pgettext_lazy("right", "change"),
        "delete": pgettext_lazy("right", "delete"),
        "view": pgettext_lazy("right", "view"),
    }

    def label_from_instance(self, permission):
        verb = permission.codename.partition("_")[0]
        return f"{permission.content_type}: {self.VERBS.get(verb) or _now(permission.name)}"


class PlainFields:
    """For an admin: choices of many as boxes, which every reader can use, and help on each field.

    `help_texts` are by the name of the field.
    """

    actions = None
    filter_horizontal = []
    help_texts = {}

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        for name in form.base_fields.keys() & self.help_texts.keys():
            form.base_fields[name].help_text = self.help_texts[name]
        return form

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        kwargs["widget"] = forms.CheckboxSelectMultiple
        if db_field.related_model is Permission:
            kwargs["form_class"] = PermissionsField
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(User)
class UserAdmin(PlainFields, auth.UserAdmin):
    help_texts = help_texts.USER
    list_display = ["username", "first_name", "last_name", "language", "active", "superuser"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": [("first_name", "last_name"), "email", "language"]}),
        (_("Rights"), {"fields": ["is_active", "is_staff", "is_superuser", "groups"]}),
        (_("Dates"), {"fields": [("last_login", "date_joined")]}),
    ]
    readonly_fields = ["last_login", "date_joined"]
    add_fieldsets = [
        (None, {"fields": ["username", "language", "usable_password", "password1", "password2"]})
    ]

    # In words: Django's pictures are called True and False in every language.
    @admin.display(description=_("active"), ordering="is_active")
    def active(self, user):
        return _("yes") if user.is_active else _("no")

    @admin.display(description=_("superuser status"), ordering="is_superuser")
    def superuser(self, user):
        return _("yes") if user.is_superuser else _("no")


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(PlainFields, auth.GroupAdmin):
    help_texts = help_texts.GROUP
