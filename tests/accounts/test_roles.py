"""Roles: who may change what of them, how they read, and what is noted."""

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command

from ascn_portal.accounts.models import AuditEntry, Role
from tests.publishing.admin.screens import save, url

from .sign_in import ADMIN, make_staff

pytestmark = pytest.mark.django_db


def newest() -> AuditEntry:
    return AuditEntry.objects.first()


def test_a_change_of_a_role_is_noted(administrator):
    role = Role.objects.create(name="Guests")
    right = Permission.objects.get(codename="change_city")
    save(administrator, url(role), permissions=[right.pk])
    entry = newest()
    assert (entry.action, entry.about_name) == ("rights_changed", "Guests")
    assert entry.details == {"permissions_added": ["cities.change_city"]}


def test_that_a_role_is_called_otherwise_is_noted(administrator):
    role = Role.objects.create(name="Guests")
    save(administrator, url(role), name="Visitors")
    entry = newest()
    assert (entry.action, entry.about_name) == ("rights_changed", "Visitors")
    assert entry.details == {"former_name": "Guests"}


def test_what_the_command_changes_of_a_role_is_noted_and_nothing_else():
    call_command("update_roles", verbosity=0)
    assert not AuditEntry.objects.filter(action="rights_changed").exists()
    right = Permission.objects.get(codename="view_city")
    Role.objects.get(name="Editor").permissions.remove(right)
    call_command("update_roles", verbosity=0)
    entry = AuditEntry.objects.get(action="rights_changed")
    assert (entry.by, entry.about_name) == (None, "Editor")
    assert entry.details == {"permissions_added": ["cities.view_city"]}


def test_a_role_of_the_portal_is_not_deleted(administrator, editors):
    assert administrator.post(url(editors, "delete"), {"post": "yes"}).status_code == 403
    assert Role.objects.filter(pk=editors.pk).exists()


def test_a_role_of_the_portal_keeps_its_name_and_its_rights(administrator, editors):
    right = Permission.objects.get(codename="change_city")
    editors.permissions.set([right])
    assert administrator.post(url(editors), {"name": "Writers"}).status_code == 403
    editors.refresh_from_db()
    assert (editors.name, editors.permissions.get()) == ("Editor", right)


@pytest.mark.parametrize("name", ["Editor", "Guests"])
def test_what_a_role_may_do_is_read_in_words(client, name):
    role = Role.objects.create(name=name)
    rights = ["change_city", "add_city", "approve_revisions", "add_emailaddress"]
    role.permissions.set(Permission.objects.filter(codename__in=rights))
    reader = make_staff("reader")
    reader.user_permissions.set(Permission.objects.filter(codename="view_role"))
    client.force_login(reader)
    page = client.get(url(role)).text
    assert "<li>Đô thị: thêm, sửa</li>" in page
    assert "Can " not in page


def test_roles_stand_among_the_accounts(administrator):
    index = administrator.get(ADMIN).context["app_list"]
    accounts = next(app for app in index if app["app_label"] == "accounts")
    names = [str(kind["name"]) for kind in accounts["models"]]
    assert names == ["Người dùng", "Nhật ký kiểm toán", "Vai trò"]
    assert "auth" not in [app["app_label"] for app in index]


def test_to_delete_another_role_takes_its_rights_and_is_noted(administrator):
    role = Role.objects.create(name="Guests")
    role.permissions.set([Permission.objects.get(codename="change_city")])
    administrator.post(url(role, "delete"), {"post": "yes"})
    entry = newest()
    assert (entry.action, entry.about_name) == ("rights_changed", "Guests")
    assert entry.details == {"permissions_removed": ["cities.change_city"]}
