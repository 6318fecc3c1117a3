"""The audit log: what it keeps, that nobody changes it, and who reads it."""

import csv

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import Permission
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import translation

from ascn_portal.accounts import audit
from ascn_portal.accounts.models import AuditEntry
from ascn_portal.accounts.querysets import AppendOnly
from tests.factories import make_city, make_user
from tests.html import Html

pytestmark = pytest.mark.django_db
LIST = reverse("admin:accounts_auditentry_changelist")
EXPORT = reverse("admin:accounts_auditentry_export")


@pytest.fixture
def entry():
    return audit.note("published", by=make_user("an"), reason="Đã kiểm tra", revision=3)


def newest() -> AuditEntry:
    return AuditEntry.objects.first()


def test_an_entry_names_the_record_in_both_languages_and_outlives_it():
    city = make_city(name_vi="Đô thị Sen", name_en="Lotus City")
    audit.note("withdrawn", by=make_user("an"), about=city, reason="An error")
    city.delete()
    entry = newest()
    assert (entry.about_type, entry.about_id) == ("cities.city", str(city.uid))
    assert (entry.about_name_vi, entry.about_name_en) == ("Đô thị Sen", "Lotus City")
    assert (entry.by_name, entry.reason) == ("an", "An error")


def test_an_entry_belongs_to_the_transaction_of_what_it_tells():
    before = AuditEntry.objects.count()
    with transaction.atomic():
        audit.note("published")
        transaction.set_rollback(True)
    assert AuditEntry.objects.count() == before


def test_an_entry_cannot_be_saved_again_or_deleted(entry):
    for change in (
        entry.save,
        entry.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(reason="Other"),
        lambda: AuditEntry.objects.bulk_update([entry], ["reason"]),
    ):
        with pytest.raises(AppendOnly):
            change()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE accounts_auditentry SET reason = ''", "DELETE FROM accounts_auditentry"],
)
def test_the_database_itself_refuses_to_change_an_entry(entry, statement):
    with (
        pytest.raises(IntegrityError, match="only added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert newest().reason == "Đã kiểm tra"


def test_an_account_that_did_something_cannot_be_deleted(entry):
    with pytest.raises(ProtectedError):
        entry.by.delete()


def test_signing_in_and_out_is_noted_with_the_address(client):
    client.force_login(make_user("an", is_staff=True))
    client.logout()
    assert [(e.action, e.by_name) for e in AuditEntry.objects.all()[:2]] == [
        ("signed_out", "an"),
        ("signed_in", "an"),
    ]


def test_a_failed_sign_in_is_noted_with_the_name_and_without_the_password():
    authenticate(username="n" * 200, password="open sesame")  # noqa: S106
    entry = newest()
    assert (entry.action, entry.by_name, entry.by) == ("sign_in_failed", "n" * 150, None)
    assert "sesame" not in str(vars(entry))


@pytest.mark.parametrize("asked", ["an", "da kiem", "ĐÃ KIỂM", "lotus", "sen"])
def test_entries_are_found_by_person_record_and_reason(administrator, asked):
    city = make_city(name_vi="Đô thị Sen", name_en="Lotus City")
    audit.note("published", by=make_user("an.nguyen"), about=city, reason="Đã kiểm tra")
    audit.note("exported", by=make_user("binh"))
    answer = administrator.get(LIST, {"q": asked})
    assert [entry.action for entry in answer.context["cl"].result_list] == ["published"]


def test_people_are_named_in_full_and_found_by_it(administrator):
    person = make_user("an.nguyen", first_name="An", last_name="Nguyễn Thị", language="vi")
    audit.note("published", by=person)
    audit.note("exported", by=make_user("binh"))
    (entry,) = administrator.get(LIST, {"q": "nguyen thi"}).context["cl"].result_list
    assert entry.who == "Nguyễn Thị An (an.nguyen)"
    rows = b"".join(administrator.post(EXPORT)).decode()
    assert "Nguyễn Thị An (an.nguyen)" in rows


def test_the_list_is_filtered_by_action_person_and_day(administrator, entry):
    audit.note("exported", by=make_user("binh"))
    for chosen in (
        {"action__exact": "published"},
        {"by__id__exact": entry.by.pk},
        {"at__year": entry.at.year, "action__exact": "published"},
    ):
        assert list(administrator.get(LIST, chosen).context["cl"].result_list) == [entry]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_entry_reads_in_the_language_of_its_reader(administrator, editor, entry, language):
    editor.language = language
    editor.save()
    page = administrator.get(reverse("admin:accounts_auditentry_change", args=[entry.pk]))
    with translation.override(language):
        assert audit.in_words({"revision": 3})[0] in page.text
        assert entry.get_action_display() in page.text
    assert Html(page.text).all("input", name="reason") == []


def test_details_are_told_in_the_words_of_the_reader(administrator, editor):
    b"".join(administrator.post(EXPORT))
    exported = newest()
    rights = ["accounts.add_user", "cities.change_city", "cities.view_city", "gone.add_thing"]
    lines = {"permissions_added": rights, **exported.details}
    with translation.override("en"):
        told = audit.in_words(lines)
    assert "Kind: audit log" in told
    assert "Rights given: User: add; City: change, view; gone.add_thing" in told
    with translation.override("vi"):
        assert "Loại: nhật ký kiểm toán" in audit.in_words(lines)
    assert audit.in_words({"kind": "Các đô thị"})[0].endswith(": Các đô thị")


def test_the_download_holds_what_the_list_shows_and_is_noted_itself(administrator, editor, entry):
    audit.note("exported", by=make_user("binh"))
    answer = administrator.post(f"{EXPORT}?action__exact=published")
    rows = list(csv.reader(b"".join(answer).decode("utf-8-sig").splitlines()))
    assert len(rows) == 2
    assert {"an", "Đã kiểm tra"} <= set(rows[1])
    noted = newest()
    assert (noted.action, noted.by) == ("exported", editor)
    assert noted.details["rows"] == 1
    assert noted.details["filters"] == ["action__exact=published"]


def test_the_download_holds_no_formulas(administrator):
    audit.note("published", by=make_user("an"), reason="=1+1")
    text = b"".join(administrator.post(EXPORT)).decode()
    assert "'=1+1" in text


def test_nothing_is_downloaded_by_following_a_link(administrator):
    answer = administrator.get(EXPORT, {"q": "Hue"})
    assert answer.url == f"{LIST}?q=Hue"


@pytest.mark.parametrize(
    ("rights", "status"), [([], 403), (["view_user"], 403), (["view_auditentry"], 200)]
)
def test_only_those_with_the_right_read_the_log(client, rights, status):
    reader = make_user("reader", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(reader)
    assert client.get(LIST).status_code == status
    assert client.post(EXPORT).status_code == status


def test_nobody_changes_the_log_in_the_admin(administrator, entry):
    change = reverse("admin:accounts_auditentry_change", args=[entry.pk])
    for page in ("add", "delete", "change"):
        args = [] if page == "add" else [entry.pk]
        url = reverse(f"admin:accounts_auditentry_{page}", args=args)
        assert administrator.post(url, {"reason": "Other"}).status_code == 403, page
    assert administrator.get(change).status_code == 200
