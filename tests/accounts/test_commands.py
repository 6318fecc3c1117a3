"""The commands that make accounts."""

import re
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from ascn_portal.accounts.models import AuditEntry, User
from tests.factories import make_user

from .sign_in import ADMIN, CODE, code_of, type_password

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_answers(monkeypatch):
    """A machine without people: no keyboard, no administrators."""
    monkeypatch.setattr("sys.stdin", StringIO())
    User.objects.update(is_active=False)


def run(*arguments) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_the_first_administrator_is_made_by_one_command(client):
    said = run("make_administrator", "chi")
    user = User.objects.get(username="chi")
    assert user.has_perm("accounts.view_auditentry")
    assert user.groups.get().name == "Administrator"
    type_password(client, "chi", re.search(r": (\S+)\n", said)[1])
    assert client.get(ADMIN).url.endswith("/password/")
    assert AuditEntry.objects.filter(action="account_made", about_name="chi").exists()


def test_a_second_administrator_is_made_only_if_asked_for():
    run("make_administrator", "chi")
    with pytest.raises(CommandError, match=r"chi.*--another"):
        run("make_administrator", "dung")
    run("make_administrator", "dung", "--another")
    assert Group.objects.get(name="Administrator").user_set.count() == 2


def test_where_all_administrators_have_left_another_can_be_made():
    make_user("chi", is_staff=True, is_superuser=True, is_active=False)
    run("make_administrator", "dung")


@pytest.mark.parametrize("name", ["chi", "a name", ""])
def test_a_name_that_cannot_be_is_refused_with_a_sentence(name):
    make_user("chi")
    with pytest.raises(CommandError):
        run("make_administrator", name)


def test_a_typed_password_has_to_pass_the_rules(monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    typed = iter(["short", "bốn từ không liên quan", "bốn từ không liên quan"])
    monkeypatch.setattr("getpass.getpass", lambda question: next(typed))
    with pytest.raises(CommandError):
        run("make_administrator", "chi")
    assert "Password" not in run("make_administrator", "chi")
    assert not User.objects.get(username="chi").password_is_temporary


@pytest.fixture
def embedded(settings, monkeypatch):
    """The embedded default, whatever the suite runs on."""
    settings.REDIS_URL, settings.IS_HTTPS = "", False
    monkeypatch.setattr("django.db.connection.vendor", "sqlite", raising=False)


def test_demo_staff_sign_in_at_once_with_what_was_printed(client, embedded, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    said = run("make_demo_staff")
    part = said[said.index("Translator") :]
    name, password, key = (
        re.search(rf"{word} +(\S+)", part)[1] for word in ("username", "password", "app key")
    )
    user = User.objects.get(username=name)
    assert user.groups.get().name == "Translator"
    type_password(client, name, password)
    client.post(CODE, {"code": code_of(key)})
    assert client.get(ADMIN).status_code == 200


def test_the_demo_correspondent_speaks_for_a_city(embedded):
    run("make_demo_staff")
    assert User.objects.get(username="demo-city-correspondent").correspondences.count() == 1


def test_demo_staff_run_twice_get_new_passwords(embedded):
    assert run("make_demo_staff") != run("make_demo_staff")
    assert User.objects.filter(username="demo-translator").count() == 1


@pytest.mark.parametrize("served", [{"REDIS_URL": "redis://x"}, {"IS_HTTPS": True}])
def test_demo_staff_are_never_made_on_a_served_site(embedded, settings, served):
    for name, value in served.items():
        setattr(settings, name, value)
    with pytest.raises(CommandError, match="embedded default only"):
        run("make_demo_staff")
    assert not User.objects.filter(username__startswith="demo-").exists()
