"""Fields of the screens for accounts and roles: boxes with words that people know."""

from django import forms
from django.contrib.auth.models import Permission
from django.utils.translation import gettext as _

from ascn_portal.accounts.rights import VERBS
from ascn_portal.accounts.roles import ROLES


class PermissionsField(forms.ModelMultipleChoiceField):
    """Rights in the words of the reader's language: Django keeps their names in English."""

    def label_from_instance(self, permission):
        verb = permission.codename.partition("_")[0]
        return f"{permission.content_type}: {VERBS.get(verb) or _(permission.name)}"


class PlainFields:
    """For an admin: choices of many as boxes, which every reader can use, and help on each field.

    `help_texts` are by the name of the field.
    """

    actions = None
    filter_horizontal = []
    help_texts = {}

    def get_form(self, request, obj=None, change=False, **kwargs):
        kwargs["help_texts"] = self.help_texts
        return super().get_form(request, obj, change=change, **kwargs)

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        kwargs["widget"] = forms.CheckboxSelectMultiple
        if db_field.related_model is Permission:
            kwargs["form_class"] = PermissionsField
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class RolesField(forms.ModelMultipleChoiceField):
    """Roles by what people call them, each with what it may do."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, group):
        role = ROLES.get(group.name)
        return f"{role.label}: {role.description}" if role else group.name
