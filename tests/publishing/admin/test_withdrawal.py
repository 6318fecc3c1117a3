"""Records are withdrawn, restored and deleted, and their addresses keep answering."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from ascn_portal.publishing import services
from ascn_portal.publishing.models import SlugHistory
from cities.models import City
from partners.models import Partner
from tests.factories import (
    make_city,
    make_partner,
    make_term,
    part,
)

from .form_reader import read_form
from .screens import now_says, restore, save, url

pytestmark = pytest.mark.django_db


def test_a_record_is_withdrawn_with_a_reason_in_both_languages(staff):
    city = make_city()
    page = url(city, "withdraw")
    answer = save(staff, page, reason_vi="Có sai sót", reason_en=" ")
    assert "reason_en" in answer.context["form"].errors
    assert read_form(answer).values["reason_vi"] == ["Có sai sót"]
    save(staff, page, reason_vi="Có sai sót", reason_en="An error")
    city.refresh_from_db()
    assert (city.state, city.withdrawal_reason_en) == ("withdrawn", "An error")


def test_a_draft_is_not_withdrawn(staff):
    city = make_city(state="draft")
    answer = save(staff, url(city, "withdraw"), reason_vi="a", reason_en="b")
    assert answer.context["form"].non_field_errors()


def test_what_is_withdrawn_can_be_corrected_and_published_again(staff):
    city = make_city(state="withdrawn")
    save(staff, url(city), name_en="Corrected")
    city.refresh_from_db()
    assert city.state == "withdrawn"
    save(staff, url(city), "_publish")
    city.refresh_from_db()
    assert (city.state, city.name_en) == ("published", "Corrected")


def test_the_history_lists_and_restores_revisions(staff, editor):
    city = make_city(name_en="First")
    save(staff, url(city), "_publish", name_en="Second")
    page = staff.get(url(city, "history"))
    assert [row.number for row in page.context["page"]] == [2, 1]
    first = services.revisions_of(city).get(number=1)
    address = reverse("admin:publishing_revision_restore", args=[first.pk])
    assert address in page.content.decode()
    restore(staff, first)
    city.refresh_from_db()
    assert city.name_en == "Second"
    assert services.open_revision(city).shape["name_en"] == "First"
    restore(staff, first, _publish="1")
    city.refresh_from_db()
    assert (city.name_en, city.state, city.revision_number) == ("First", "published", 4)
    assert services.revisions_of(city).get(number=4).author == editor


def test_a_restoration_that_cannot_be_is_answered_with_a_sentence(staff):
    city = make_city(state="draft", name_vi="")
    bare = services.revisions_of(city).get()
    save(staff, url(city), "_publish", name_vi="Tên")
    staff.get(url(city))  # shows the messages of the save
    answer = staff.get(restore(staff, bare, _publish="1").url)
    assert answer.status_code == 200
    (message,) = answer.context["messages"]
    assert message.level_tag == "error"
    assert "city_published" not in message.message
    city.refresh_from_db()
    assert city.name_vi == "Tên"


def test_what_cannot_stand_beside_todays_record_is_not_restored(staff):
    city = make_city(slug="old-address")
    first = services.revisions_of(city).get()
    save(staff, url(city), "_publish", slug="new-address")
    make_city(slug="old-address")
    answer = why_not_restored(staff, first)
    assert "Đã có" in answer
    assert services.open_revision(city) is None


def test_a_term_that_overlaps_by_now_is_not_restored(staff):
    term = make_term(starts_on="1990-01-01", ends_on="1990-12-31")
    first = services.revisions_of(term).get()
    save(staff, url(term), "_publish", starts_on="01/01/1991", ends_on="31/12/1991")
    make_term(starts_on="1990-07-01", ends_on="1990-12-31")
    answer = why_not_restored(staff, first)
    assert "1 tháng 7 năm 1990" in answer
    assert services.open_revision(term) is None


def why_not_restored(client, revision) -> str:
    """What the page says after the attempt to bring back `revision`."""
    answer = client.get(restore(client, revision).url)
    (message,) = answer.context["messages"]
    assert message.level_tag == "error"
    return message.message


def test_a_draft_is_deleted_and_comes_back_from_its_revision(staff, editor):
    partner = make_partner(state="draft", parts={"proposals": part(title_en="One", year=2020)})
    before = now_says(partner)
    staff.post(url(partner, "delete"), {"post": "yes"})
    assert not Partner.objects.filter(uid=partner.uid).exists()
    last = services.revisions_of(partner).first()
    assert (last.action, last.author) == ("delete", editor)
    assert staff.get(url(last)).status_code == 200
    restore(staff, last)
    assert now_says(partner) == before


@pytest.mark.parametrize("state", ["published", "withdrawn"])
def test_what_was_once_public_cannot_be_deleted(staff, state):
    city = make_city(state=state)
    assert url(city, "delete") not in staff.get(url(city)).content.decode()
    assert staff.post(url(city, "delete"), {"post": "yes"}).status_code == 403


def test_what_was_published_since_it_was_asked_for_is_not_deleted(staff, monkeypatch):
    city = make_city(state="draft")
    delete = services.delete

    def publish_first(record, **how):
        services.publish(services.open_revision(record))
        delete(record, **how)

    monkeypatch.setattr(services, "delete", publish_first)
    answer = staff.post(url(city, "delete"), {"post": "yes"}, follow=True)
    (message,) = answer.context["messages"]
    assert message.level_tag == "error"
    assert City.objects.filter(pk=city.pk).exists()


def test_a_planned_end_and_its_being_called_off_stand_in_the_history(staff):
    city = make_city()
    later = timezone.localtime(timezone.now() + timedelta(days=4)).strftime("%Y-%m-%dT%H:%M")
    reasons = {"reason_vi": "Hết hạn", "reason_en": "Out of date"}
    save(staff, url(city, "withdraw"), at=later, **reasons)
    save(staff, url(city, "withdraw"), "_call_off")
    entries = staff.get(url(city, "history")).context["entries"]
    words = [deeds for _revision, deeds, *_rest in entries]
    with translation.override("vi"):
        assert words[0] == translation.gettext("called off what was planned")
        assert words[1] != translation.gettext("withdrew the record")


def test_a_new_address_keeps_the_old_one(staff):
    city = make_city(slug="old-address")
    save(staff, url(city), "_publish", slug="new-address")
    assert SlugHistory.objects.get(slug="old-address").uid == city.uid


def test_only_what_lies_ahead_is_called_off(staff):
    yesterday = timezone.now() - timedelta(days=1)
    reasons = {"withdrawal_reason_vi": "Có sai sót", "withdrawal_reason_en": "An error"}
    withdrawn, ended = make_city(state="withdrawn"), make_city()
    City.objects.filter(pk=withdrawn.pk).update(**reasons)
    City.objects.filter(pk=ended.pk).update(withdraw_at=yesterday, **reasons)
    for city in (withdrawn, ended):
        staff.post(url(city, "withdraw"), {"_call_off": "x"})
        city.refresh_from_db()
        assert city.withdrawal_reason_en == "An error"
        assert not City.objects.published().filter(pk=city.pk).exists()


def test_what_is_planned_does_not_end_before_it_begins(staff):
    city = make_city(state="draft")
    in_days = [timezone.localtime(timezone.now() + timedelta(days=days)) for days in (2, 4)]
    earlier, later = (moment.strftime("%Y-%m-%dT%H:%M") for moment in in_days)
    save(staff, url(city), "_publish", go_public_at=later)
    reasons = {"reason_vi": "Hết hạn", "reason_en": "Out of date"}
    answer = save(staff, url(city, "withdraw"), at=earlier, **reasons)
    assert answer.context["form"].non_field_errors()


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        ("2020-01-01T09:00", "Thời điểm này đã qua. Để trống nếu rút ngay."),
        ("9999-12-31T23:59", "Thời điểm này quá xa: năm muộn nhất có thể chọn là 2200."),
    ],
)
def test_a_time_that_cannot_be_is_refused_in_words_about_the_withdrawal(staff, at, sentence):
    city = make_city()
    answer = save(staff, url(city, "withdraw"), reason_vi="Sai", reason_en="Wrong", at=at)
    assert answer.context["form"].errors["at"] == [sentence]
    city.refresh_from_db()
    assert (city.state, city.withdraw_at) == ("published", None)
