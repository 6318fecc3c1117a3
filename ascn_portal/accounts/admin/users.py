"""Staff and what they may do. Rights come through groups, not one by one."""

from django import forms
from django.contrib import admin
from django.contrib.auth import admin as auth
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from ascn_portal.accounts.models import User


class Checkboxes:
    """For an admin: choices of many as a list of boxes, which every reader can use."""

    actions = None
    filter_horizontal = []

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(User)
class UserAdmin(Checkboxes, auth.UserAdmin):
    list_display = ["username", "first_name", "last_name", "language", "is_active", "is_superuser"]
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


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(Checkboxes, auth.GroupAdmin):
    pass
