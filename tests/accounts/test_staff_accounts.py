"""What administrators do with the accounts of others."""

import re
import unicodedata

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from ascn_portal.accounts import help_texts, services
from ascn_portal.accounts.models import AuditEntry, Role, User
from tests.factories import make_staff as make_with_role
from tests.factories import make_user
from tests.publishing.admin.screens import save, url

from .sign_in import ADMIN, LOGIN, PASSWORD, give_app, make_staff, type_password

pytestmark = pytest.mark.django_db
CHANGE_PASSWORD = reverse("account_change_password")


def shown_password(answer) -> str:
    return re.search(r"\b(?:[a-z2-9]{5}-){3}[a-z2-9]{5}\b", answer.text)[0]


def newest() -> AuditEntry:
    return AuditEntry.objects.first()


def test_a_new_account_gets_a_password_that_is_shown_once(administrator, editor, editors):
    answer = save(
        administrator, url(User, "add"), username="binh", language="en", groups=[editors.pk]
    )
    user = User.objects.get(username="binh")
    password = shown_password(answer)
    assert user.check_password(password)
    assert (user.is_staff, user.language, user.groups.get()) == (True, "en", editors)
    assert "no-store" in answer["Cache-Control"]
    assert password not in administrator.get(url(user)).text
    entry = newest()
    assert (entry.action, entry.by, entry.about_name) == ("account_made", editor, "binh")
    assert entry.details == {"groups_added": ["Editor"]}


def test_a_temporary_password_opens_nothing_but_the_choice_of_another(administrator):
    password = shown_password(save(administrator, url(User, "add"), username="b", language="en"))
    client = Client()
    type_password(client, "b", password)
    for page in (ADMIN, url(User, "changelist")):
        assert client.get(page).url == CHANGE_PASSWORD
    same = {"oldpassword": password, "password1": password, "password2": password}
    refused = client.post(CHANGE_PASSWORD, same)
    assert refused.context["form"].errors.keys() == {"password1"}
    assert client.get(ADMIN).url == CHANGE_PASSWORD
    new = "bốn từ không liên quan"
    client.post(CHANGE_PASSWORD, {"oldpassword": password, "password1": new, "password2": new})
    assert client.get(ADMIN).status_code == 200


def test_an_administrator_makes_a_new_password_for_who_forgot_it(administrator, editor):
    user, other = make_staff(), Client()
    other.force_login(user)
    page = reverse("admin:auth_user_password_change", args=[user.pk])
    answer = administrator.post(page, {"reason": "Forgotten, known by voice"})
    assert other.get(ADMIN).status_code == 302
    user.refresh_from_db()
    assert user.check_password(shown_password(answer))
    assert user.password_is_temporary
    entry = newest()
    assert (entry.action, entry.by, entry.reason) == (
        "password_changed",
        editor,
        "Forgotten, known by voice",
    )


def test_a_lost_device_is_removed_by_an_administrator_with_a_reason(administrator, editor):
    user, other = make_staff(), Client()
    give_app(user)
    other.force_login(user)
    page = reverse("admin:accounts_user_remove_second_factor", args=[user.pk])
    assert page in administrator.get(url(user)).text
    administrator.post(page, {"reason": ""})
    assert user.has_second_factor
    answer = administrator.post(page, {"reason": "Telephone lost"})
    assert answer.url == url(user)
    assert not user.has_second_factor
    assert other.get(ADMIN).status_code == 302
    entry = newest()
    assert (entry.action, entry.by, entry.about_name) == ("device_removed", editor, "an")
    assert (entry.reason, entry.details) == ("Telephone lost", {"devices": ["totp"]})


def test_nobody_helps_themselves_past_their_own_second_factor(administrator, editor):
    give_app(editor)
    page = reverse("admin:accounts_user_remove_second_factor", args=[editor.pk])
    assert administrator.post(page, {"reason": "Telephone lost"}).status_code == 403
    assert page not in administrator.get(url(editor)).text
    own = reverse("admin:auth_user_password_change", args=[editor.pk])
    assert administrator.get(own).url == CHANGE_PASSWORD
    assert editor.has_second_factor


def test_who_may_not_change_accounts_removes_no_device(client):
    user = make_staff()
    give_app(user)
    client.force_login(make_staff("binh"))
    for name in ("accounts_user_remove_second_factor", "auth_user_password_change"):
        page = reverse(f"admin:{name}", args=[user.pk])
        assert client.post(page, {"reason": "Telephone lost"}).status_code == 403
    assert user.has_second_factor


def test_nothing_happens_by_following_a_link(administrator):
    user = make_staff()
    give_app(user)
    for name in ("accounts_user_remove_second_factor", "auth_user_password_change"):
        page = administrator.get(reverse(f"admin:{name}", args=[user.pk]))
        assert page.status_code == 200
    user.refresh_from_db()
    assert user.has_second_factor
    assert user.check_password(PASSWORD)


def test_no_screen_gives_more_than_roles(administrator):
    user = make_staff()
    save(administrator, url(user), is_superuser="on", user_permissions=["1"])
    user.refresh_from_db()
    assert not user.is_superuser
    assert not user.user_permissions.exists()


def test_nobody_gives_themselves_rights(clerk):
    me = User.objects.get(username="clerk")
    group = Role.objects.create(name="Everything")
    save(clerk, url(me), groups=[group.pk], is_superuser="on", first_name="Chi")
    me.refresh_from_db()
    assert (me.first_name, me.is_superuser, me.groups.count()) == ("Chi", False, 0)


def test_accounts_are_not_deleted(administrator):
    user = make_staff()
    assert administrator.post(url(user, "delete"), {"post": "yes"}).status_code == 403


def test_a_change_of_rights_is_noted_in_words(administrator, editors):
    user = make_staff()
    save(administrator, url(user), groups=[editors.pk], email="an@ascn.example")
    changed, rights = AuditEntry.objects.filter(about_type="accounts.user")[:2]
    assert (rights.action, rights.details) == ("rights_changed", {"groups_added": ["Editor"]})
    assert (changed.action, changed.details) == ("account_changed", {"fields": ["email"]})


@pytest.mark.parametrize("taken", ["groups", "is_active"])
def test_who_loses_a_right_is_signed_out_everywhere(administrator, editors, taken):
    user, other = make_staff(), Client()
    user.groups.set([editors])
    other.force_login(user)
    typed = {"groups": []} if taken == "groups" else {"is_active": [], "groups": [editors.pk]}
    save(administrator, url(user), **typed)
    assert newest().action == "rights_changed"
    assert other.get(ADMIN).status_code == 302


@pytest.mark.parametrize("model", [User, Role])
def test_lists_call_roles_what_people_call_them(administrator, model):
    make_staff("reader").groups.add(Role.objects.get_or_create(name="Approver")[0])
    page = administrator.get(url(model, "changelist")).text
    assert "Người duyệt" in page
    assert "Approver" not in page


def test_the_list_of_accounts_asks_the_database_little(administrator):
    for number in range(20):
        give_app(make_staff(f"staff-{number}"))
    with CaptureQueriesContext(connection) as queries:
        administrator.get(url(User, "changelist"))
    assert len(queries) <= 12


def test_secrets_of_the_library_are_not_in_the_admin(administrator):
    index = administrator.get(ADMIN).text
    for path in ("/admin/mfa/", "/admin/account/", "/admin/socialaccount/"):
        assert path not in index
        assert administrator.get(path).status_code == 404


def test_a_random_password_is_long_and_never_the_same():
    passwords = {services.random_password() for _try in range(100)}
    assert len(passwords) == 100
    assert {len(password) for password in passwords} == {23}


def test_the_page_for_signing_in_says_who_helps(client):
    assert "administrator" in client.get(f"{LOGIN}?language=en").text


def test_who_signs_in_by_the_single_sign_on_alone_is_told_that_there_is_no_password(client):
    person = make_user("elsewhere", is_staff=True)
    person.set_unusable_password()
    person.save()
    client.force_login(person)
    answer = client.get(reverse("account_change_password"))
    assert answer.status_code == 403
    assert "mật khẩu" in answer.text


@pytest.mark.usefixtures("second_factor")
def test_a_temporary_password_sets_up_no_device(client):
    user = make_user("binh", is_staff=True, password_is_temporary=True)
    client.force_login(user)
    for page in ("mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes"):
        for answer in (client.get(reverse(page)), client.post(reverse(page))):
            assert answer.url == reverse("account_change_password")
    assert client.get(reverse("account_change_password")).status_code == 200
    assert client.post(reverse("account_logout")).status_code == 302


def test_a_new_password_ends_no_session_less_than_a_colleague_ended(editor):
    user = make_user("binh", is_staff=True)
    seen = User.objects.get(pk=user.pk)
    services.end_sessions(user)
    services.give_temporary_password(seen, by=editor)
    user.refresh_from_db()
    assert (user.sessions_ended, user.password_is_temporary) == (1, True)


def test_a_reason_is_kept_without_hidden_characters(administrator, editor):
    user = make_user("binh", is_staff=True)
    page = reverse("admin:accounts_user_remove_second_factor", args=[user.pk])
    shown = administrator.post(page, {"reason": "Mất\u200b máy"})
    assert not AuditEntry.objects.filter(action="device_removed").exists()
    reason = unicodedata.normalize("NFD", shown.context["form"]["reason"].value())
    administrator.post(page, {"reason": reason})
    assert AuditEntry.objects.get(action="device_removed").reason == "Mất máy"


def test_ones_own_account_says_in_words_what_its_owner_does_not_change():
    administrator = make_with_role("Administrator", "lan", language="vi")
    client = Client()
    client.force_login(administrator)
    page = client.get(url(administrator)).text
    assert "Vai trò:" in page
    assert "Quản trị viên" in page
    assert "Administrator" not in page
    assert "Không ai tự thay đổi quyền hạn của mình" in page


def test_an_account_that_is_only_read_is_explained_by_our_own_words(client):
    reader = make_staff("reader", language="vi")
    reader.user_permissions.set(Permission.objects.filter(codename="view_user"))
    client.force_login(reader)
    page = client.get(url(make_with_role("Approver", "lan"))).text
    with translation.override("vi"):
        assert str(help_texts.USER["username"]) in page
    assert "Người duyệt" in page
    assert "Approver" not in page
    assert "Không ai tự thay đổi quyền hạn của mình" not in page
