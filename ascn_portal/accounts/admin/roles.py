"""Roles: what their people may do is the choice of few."""

from django.contrib import admin
from django.contrib.auth import admin as auth
from django.contrib.auth.models import Group
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy

from ascn_portal.accounts import audit, help_texts, rights, services
from ascn_portal.accounts.models import AuditEntry, Role
from ascn_portal.accounts.roles import ROLES

from .fields import PlainFields

# The screens call them roles, and list them among the accounts.
admin.site.unregister(Group)


@admin.register(Role)
class RoleAdmin(PlainFields, auth.GroupAdmin):
    """A role with its rights; one of the portal's own goes by what people call it."""

    help_texts = help_texts.ROLE
    list_display = ["role"]
    readonly_fields = ["role", "rights"]

    @admin.display(description=gettext_lazy("role"), ordering="name")
    def role(self, role):
        return role

    @admin.display(description=gettext_lazy("rights"))
    def rights(self, role):
        lines = [(line,) for line in rights.in_words(services.state_of_role(role)["permissions"])]
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", lines))

    def get_fieldsets(self, request, obj=None):
        may_change = obj is None or self.has_change_permission(request, obj)
        fields = ["name", "permissions"] if may_change else ["role", "rights"]
        return [
            (None, {"fields": fields, "description": help_texts.OWN_ROLE if is_own(obj) else ""})
        ]

    def has_change_permission(self, request, obj=None):
        """The portal's own roles get their rights by `update_roles`: a slip could lock all out."""
        return not is_own(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        """The portal's own roles stay: `update_roles` and the making of accounts name them."""
        return not is_own(obj) and super().has_delete_permission(request, obj)

    def delete_model(self, request, obj):
        """Whoever has the role loses its rights."""
        before = services.state_of_role(obj)["permissions"]
        taken = services.changed_lists("permissions", before, set())
        audit.note(AuditEntry.Action.RIGHTS_CHANGED, by=request.user, about=obj, **taken)
        super().delete_model(request, obj)

    def save_model(self, request, obj, form, change):
        if change:
            request.before = services.state_of_role(Role.objects.get(pk=obj.pk))
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        role = form.instance
        before = request.before if change else {"name": role.name, "permissions": set()}
        services.note_role_changes(role, before, by=request.user)


def is_own(role: Role | None) -> bool:
    """Whether the portal itself makes this role."""
    return role is not None and role.name in ROLES
