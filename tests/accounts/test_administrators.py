"""Administrators: who touches their accounts and gives their role, and that one always remains."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from ascn_portal.accounts import services
from ascn_portal.accounts.models import AuditEntry, User
from tests.factories import make_staff, make_user
from tests.publishing.admin.screens import save, url

from .sign_in import give_app

pytestmark = pytest.mark.django_db
HELP = ("accounts_user_remove_second_factor", "auth_user_password_change")


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture(params=["a superuser", "an Administrator"])
def mighty(request):
    """Someone who may do everything, by either way."""
    if request.param == "a superuser":
        return make_user("root", is_staff=True, is_superuser=True)
    return make_staff("Administrator", "root")


def test_who_keeps_accounts_cannot_touch_one_that_may_do_everything(clerk, mighty):
    give_app(mighty)
    for name in HELP:
        page = reverse(f"admin:{name}", args=[mighty.pk])
        assert clerk.post(page, {"reason": "Telephone lost"}).status_code == 403
    assert clerk.post(url(mighty), {"username": "mine"}).status_code == 403
    mighty.refresh_from_db()
    assert mighty.username == "root"
    assert mighty.has_second_factor


def test_an_administrator_helps_another(mighty):
    other = make_staff("Administrator", "other")
    window = signed_in(mighty)
    page = reverse("admin:auth_user_password_change", args=[other.pk])
    assert window.post(page, {"reason": "Forgotten"}).status_code == 200
    save(window, url(other), first_name="Chi")
    other.refresh_from_db()
    assert (other.first_name, other.password_is_temporary) == ("Chi", True)


def test_who_keeps_accounts_does_not_give_the_role_of_administrators(clerk):
    user = make_staff("Editor", "an")
    role = Group.objects.get(name="Administrator")
    assert "Quản trị viên" not in clerk.get(url(user)).text
    clerk.post(url(user), {"username": "an", "language": "vi", "groups": [role.pk]})
    clerk.post(url(User, "add"), {"username": "binh", "language": "vi", "groups": [role.pk]})
    assert not role.user_set.exists()


def test_who_keeps_accounts_gives_other_roles(clerk):
    user = make_staff("Editor", "an")
    role = Group.objects.get(name="Approver")
    save(clerk, url(user), groups=[role.pk])
    assert user.groups.get() == role


@pytest.mark.parametrize("taken", [{"is_active": []}, {"groups": []}])
def test_two_administrators_do_not_end_each_other(monkeypatch, taken):
    """The second one's change waits for its turn, and by then the first has won."""
    first, second = (make_staff("Administrator", name) for name in ("first", "second"))
    typed = {"groups": [Group.objects.get(name="Administrator").pk]} | taken

    def wait():
        User.objects.filter(pk=second.pk).update(is_active=False)

    monkeypatch.setattr(services, "lock_administrators", wait)
    answer = save(signed_in(second), url(first), **typed)
    assert answer.status_code == 403
    assert "quản trị viên" in answer.text
    first.refresh_from_db()
    assert first.is_active
    assert first.is_administrator
    assert not AuditEntry.objects.filter(action="rights_changed").exists()


@pytest.mark.parametrize("taken", [{"is_active": []}, {"groups": []}])
def test_one_of_two_administrators_ends_the_other(taken):
    first, second = (make_staff("Administrator", name) for name in ("first", "second"))
    typed = {"groups": [Group.objects.get(name="Administrator").pk]} | taken
    save(signed_in(second), url(first), **typed)
    assert services.administrators().get() == second
