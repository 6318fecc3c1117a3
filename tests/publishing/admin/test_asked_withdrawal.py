"""A membership or an adopted document is withdrawn by two people: one asks, another agrees."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ascn_portal.accounts.models import AuditEntry
from ascn_portal.publishing import desk, services
from ascn_portal.publishing.models import AskedWithdrawal
from tests.factories import make_city, make_document, make_membership, make_staff

from .form_reader import posted
from .screens import save, url

pytestmark = pytest.mark.django_db
REASONS = {"reason_vi": "Có sai sót", "reason_en": "An error"}


@pytest.fixture
def two(signed_in_as):
    """The windows of two approvers."""
    return signed_in_as("Approver"), signed_in_as("Approver")


def state(record) -> str:
    record.refresh_from_db()
    return record.state


@pytest.mark.parametrize("make", [make_membership, lambda: make_document(status="adopted")])
def test_one_approver_asks_and_another_one_agrees(two, make):
    first, second = two
    record = make()
    save(first, url(record, "withdraw"), **REASONS)
    assert state(record) == "published"
    page = second.get(url(record, "withdraw"))
    assert "An error" in page.text
    second.post(url(record, "withdraw"), posted(page, _agree="x"))
    assert state(record) == "withdrawn"
    assert (record.withdrawal_reason_vi, record.withdrawal_reason_en) == ("Có sai sót", "An error")
    note = services.revisions_of(record).latest("number")
    assert (note.author, note.approver) == (first.user, second.user)
    asked, done = AuditEntry.objects.filter(about_id=str(record.uid)).order_by("pk")
    assert (asked.action, asked.by) == ("withdrawal_asked", first.user)
    assert (done.action, done.by) == ("withdrawn", second.user)
    assert done.details == {"asked_by": first.user.username}
    assert not AskedWithdrawal.objects.exists()


def test_who_asks_does_not_agree(two):
    first, _second = two
    membership = make_membership()
    save(first, url(membership, "withdraw"), **REASONS)
    page = first.get(url(membership, "withdraw"))
    assert "_agree" not in page.text
    first.post(url(membership, "withdraw"), posted(page, _agree="x"))
    assert state(membership) == "published"
    assert AskedWithdrawal.objects.exists()


def test_an_ordinary_record_is_withdrawn_by_one(two):
    city = make_city()
    save(two[0], url(city, "withdraw"), **REASONS)
    assert state(city) == "withdrawn"


def test_what_was_asked_for_anew_is_not_agreed_to_unread(two):
    first, second = two
    membership = make_membership()
    save(first, url(membership, "withdraw"), **REASONS)
    read = second.get(url(membership, "withdraw"))
    first.post(url(membership, "withdraw"), posted(read, _refuse="x"))
    save(first, url(membership, "withdraw"), **REASONS | {"reason_en": "Something else"})
    second.post(url(membership, "withdraw"), posted(read, _agree="x"))
    assert state(membership) == "published"


def test_two_who_ask_at_once_do_not_overwrite_each_other(two):
    first, second = two
    membership = make_membership()
    form = second.get(url(membership, "withdraw"))
    save(first, url(membership, "withdraw"), **REASONS)
    typed = REASONS | {"reason_en": "Of the second"}
    answer = second.post(url(membership, "withdraw"), posted(form, **typed))
    assert answer.context["form"].non_field_errors()
    assert AskedWithdrawal.objects.get().reason_en == "An error"
    assert state(membership) == "published"


def test_it_can_be_left_public(two):
    first, second = two
    membership = make_membership()
    save(first, url(membership, "withdraw"), **REASONS)
    page = second.get(url(membership, "withdraw"))
    second.post(url(membership, "withdraw"), posted(page, _refuse="x"))
    assert state(membership) == "published"
    assert not AskedWithdrawal.objects.exists()
    assert AuditEntry.objects.first().action == "called_off"


def test_a_time_that_was_asked_for_is_kept(two):
    first, second = two
    membership = make_membership()
    at = timezone.localtime(timezone.now() + timedelta(days=3)).replace(second=0, microsecond=0)
    save(first, url(membership, "withdraw"), at=at.strftime("%Y-%m-%dT%H:%M"), **REASONS)
    page = second.get(url(membership, "withdraw"))
    second.post(url(membership, "withdraw"), posted(page, _agree="x"))
    assert (state(membership), membership.withdraw_at) == ("published", at)


def test_it_waits_on_the_start_page_of_the_other_one_and_in_the_form(two):
    first, second = two
    membership = make_membership()
    save(first, url(membership, "withdraw"), **REASONS)
    start = reverse("admin:index")
    assert url(membership, "withdraw") in second.get(start).text
    assert url(membership, "withdraw") not in first.get(start).text
    assert desk.rows_for(make_staff("Editor")).get("withdrawals") is None
    assert first.user.username in second.get(url(membership)).text


def test_where_there_is_nobody_else_an_administrator_does_it_with_a_reason(signed_in_as):
    window, membership = signed_in_as("Administrator"), make_membership()
    answer = save(window, url(membership, "withdraw"), **REASONS)
    assert answer.context["form"].non_field_errors()
    save(window, url(membership, "withdraw"), own_reason="The other is on leave", **REASONS)
    assert state(membership) == "withdrawn"
    entry = AuditEntry.objects.first()
    assert entry.details == {"own_reason": "The other is on leave"}


def test_a_lone_approver_who_is_no_administrator_waits_for_a_second(signed_in_as):
    window, membership = signed_in_as("Approver"), make_membership()
    save(window, url(membership, "withdraw"), **REASONS)
    assert state(membership) == "published"


def test_who_does_not_approve_neither_agrees_nor_refuses(signed_in_as, two):
    membership = make_membership()
    save(two[0], url(membership, "withdraw"), **REASONS)
    asked = {"asked": AskedWithdrawal.objects.get().pk}
    for role in ("Editor", "Translator", "City correspondent", None):
        for button in ("_agree", "_refuse"):
            window = signed_in_as(role)
            answer = window.post(url(membership, "withdraw"), asked | {button: "x"})
            assert answer.status_code == 403
    assert AskedWithdrawal.objects.exists()
