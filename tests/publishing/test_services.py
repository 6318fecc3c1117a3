"""The one door: what each service writes, keeps and refuses."""

import unicodedata
import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ascn_portal.publishing import services, snapshot
from ascn_portal.publishing.models import FailedHook, Publishable, Revision, SlugHistory
from cities.models import City, Term
from partners.models import Partner
from tests.factories import (
    cites,
    make_city,
    make_country,
    make_document,
    make_partner,
    make_source,
    make_term,
    make_user,
    part,
)

pytestmark = pytest.mark.django_db
TOMORROW = timedelta(days=1)


@pytest.fixture
def author():
    return make_user("author")


def change(record, author, **fields) -> Revision:
    """The next revision of `record`: what it says now, but for `fields`."""
    shape = snapshot.take(type(record).objects.get(pk=record.pk)) | fields
    return services.save(type(record), record.uid, shape, author=author)


def sentences(refusal) -> str:
    return "\n".join(refusal.value.messages)


# --- Save ---------------------------------------------------------------------------------------


def test_a_draft_is_written_to_the_tables_with_its_revision(author):
    city = make_city(state="draft")
    revision = change(city, author, name_en="New name")
    city.refresh_from_db()
    assert (city.name_en, city.state, city.revision_number) == ("New name", "draft", 2)
    assert (revision.number, revision.state, revision.author) == (2, "draft", author)


def test_a_public_record_keeps_its_text_until_the_revision_is_published(author):
    city = make_city(name_en="Old name")
    revision = change(city, author, name_en="New name")
    city.refresh_from_db()
    assert city.name_en == "Old name"
    assert services.open_revision(city) == revision
    services.publish(revision, approver=author)
    city.refresh_from_db()
    assert city.name_en == "New name"
    assert services.open_revision(city) is None


def test_a_record_has_one_open_revision_the_newest(author):
    city = make_city()
    change(city, author, name_en="First thought")
    second = change(city, author, name_en="Second thought")
    assert services.open_revision(city) == second
    assert services.revisions_of(city).filter(state__in=Revision.OPEN).count() == 1


def test_text_is_kept_stripped_and_in_nfc(author):
    city = make_city(state="draft")
    change(city, author, name_vi=unicodedata.normalize("NFD", "  Đà Nẵng "))
    city.refresh_from_db()
    assert city.name_vi == "Đà Nẵng"


def test_an_unknown_field_is_refused_by_name_and_nothing_changes(author):
    city = make_city(state="draft")
    before = snapshot.take(city)
    with pytest.raises(ValidationError) as refusal:
        change(city, author, mayor="Somebody", name_en="Changed")
    assert "mayor" in sentences(refusal)
    assert snapshot.take(City.objects.get(pk=city.pk)) == before
    assert services.revisions_of(city).count() == 1


def test_an_unknown_field_of_a_part_is_refused_with_its_place(author):
    city = make_city(state="draft")
    parts = snapshot.take(city)["parts"] | {"native_names": part(text="ដា", language="km", tone=1)}
    with pytest.raises(ValidationError) as refusal:
        change(city, author, parts=parts)
    assert "native_names" in sentences(refusal)
    assert "tone" in sentences(refusal)


def test_a_reference_to_nothing_is_refused_with_its_place(author):
    city = make_city(state="draft")
    nobody = str(uuid.uuid4())
    with pytest.raises(ValidationError) as refusal:
        change(city, author, country=nobody)
    assert "country" in sentences(refusal)
    assert nobody in sentences(refusal)


def test_parts_are_kept_under_their_uid_and_what_is_left_out_goes(author):
    source = make_source()
    proposals = part(title_en="First", year=2020, parts={"citations": cites(source)})
    proposals |= part(title_en="Second", year=2021, parts={"citations": cites(source)})
    partner = make_partner(state="draft", parts={"proposals": proposals})
    first, second = partner.proposals.order_by("year")
    shape = snapshot.take(partner)
    del shape["parts"]["proposals"][str(second.uid)]
    shape["parts"]["proposals"][str(first.uid)]["title_en"] = "First, changed"
    services.save(Partner, partner.uid, shape, author=author)
    kept = partner.proposals.get()
    assert (kept.pk, kept.title_en) == (first.pk, "First, changed")
    assert kept.citations.get().source == source


# --- Publish ------------------------------------------------------------------------------------


def test_publication_says_all_that_is_missing_and_changes_nothing(author):
    city = make_city(state="draft", name_vi="", summary_en="", parts={"citations": {}})
    with pytest.raises(ValidationError) as refusal:
        services.publish(services.revisions_of(city).first(), approver=author)
    assert len(refusal.value.messages) == 3
    city.refresh_from_db()
    assert city.state == Publishable.State.DRAFT


def test_what_needs_no_source_of_its_own_is_published_without(author):
    from tests.factories import make_indicator

    assert make_indicator(parts={"citations": {}}).state == "published"


def test_a_draft_can_be_published_at_a_time(author):
    city = make_city(state="draft")
    at = timezone.now() + TOMORROW
    services.publish(services.revisions_of(city).first(), approver=author, at=at)
    assert not City.objects.published().filter(pk=city.pk).exists()
    assert City.objects.published(at + timedelta(seconds=1)).filter(pk=city.pk).exists()


def test_to_edit_what_is_planned_keeps_the_plan_and_shows_the_new_text(author):
    city = make_city(state="draft")
    at = timezone.now() + TOMORROW
    services.publish(services.revisions_of(city).first(), approver=author, at=at)
    services.publish(change(city, author, name_en="Better"), approver=author, at=at)
    city.refresh_from_db()
    assert (city.name_en, city.publish_at) == ("Better", at)


def test_what_was_planned_and_is_published_at_once_was_first_public_today(author):
    city = make_city(state="draft")
    revision = services.revisions_of(city).first()
    services.publish(revision, approver=author, at=timezone.now() + TOMORROW)
    services.publish(change(city, author), approver=author)
    city.refresh_from_db()
    assert city.first_published_at <= timezone.now()
    assert City.objects.published().filter(pk=city.pk).exists()


def test_an_edit_keeps_a_withdrawal_that_is_planned(author):
    city = make_city()
    at = timezone.now() + TOMORROW
    services.withdraw(city, author=author, reason_vi="Hết hạn", reason_en="Out of date", at=at)
    services.publish(change(city, author, name_en="Better"), approver=author)
    city.refresh_from_db()
    assert (city.name_en, city.withdraw_at) == ("Better", at)
    assert not City.objects.published(at).filter(pk=city.pk).exists()


def test_an_edit_of_a_public_record_waits_for_its_time(author):
    city = make_city(name_en="Old name")
    at = timezone.now() + TOMORROW
    services.publish(change(city, author, name_en="New name"), approver=author, at=at)
    assert services.apply_due()["revisions"] == 0
    city.refresh_from_db()
    assert city.name_en == "Old name"
    assert services.next_change_at() <= at
    assert services.apply_due(now=at)["revisions"] == 1
    city.refresh_from_db()
    assert city.name_en == "New name"
    assert services.apply_due(now=at)["revisions"] == 0


def test_a_due_revision_that_no_longer_fits_is_returned_with_the_reason(author):
    city = make_city(name_en="Old name")
    at = timezone.now() + TOMORROW
    revision = change(city, author, name_en="New name", slug="taken-later")
    services.publish(revision, approver=author, at=at)
    make_city(slug="taken-later")
    assert services.apply_due(now=at)["revisions"] == 0
    revision.refresh_from_db()
    city.refresh_from_db()
    assert revision.state == Revision.State.RETURNED
    assert revision.reason
    assert city.name_en == "Old name"


# --- Withdraw, restore, delete ------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["reason_vi", "reason_en"])
def test_a_withdrawal_needs_its_reason_in_both_languages(author, missing):
    city = make_city()
    reasons = {"reason_vi": "Có sai sót", "reason_en": "An error"} | {missing: "  "}
    with pytest.raises(ValidationError):
        services.withdraw(city, author=author, **reasons)
    city.refresh_from_db()
    assert city.state == Publishable.State.PUBLISHED


def test_a_draft_cannot_be_withdrawn(author):
    with pytest.raises(ValidationError):
        services.withdraw(make_city(state="draft"), author=author, reason_vi="a", reason_en="b")


def test_what_is_withdrawn_is_not_public_and_can_be_again(author):
    city = make_city(state="withdrawn")
    assert not City.objects.published().filter(pk=city.pk).exists()
    assert services.revisions_of(city).first().action == Revision.Action.WITHDRAW
    services.publish(change(city, author), approver=author)
    city.refresh_from_db()
    assert city.state == Publishable.State.PUBLISHED
    assert not city.withdrawal_reason_en


def test_a_withdrawal_can_have_a_time(author):
    city = make_city()
    at = timezone.now() + TOMORROW
    services.withdraw(city, author=author, reason_vi="a", reason_en="b", at=at)
    assert City.objects.published().filter(pk=city.pk).exists()
    assert not City.objects.published(at).filter(pk=city.pk).exists()


@pytest.mark.parametrize("state", ["draft", "published", "withdrawn"])
def test_restoring_brings_back_the_text_as_a_draft_and_leaves_the_state(author, state):
    city = make_city(state=state, name_en="First")
    first = services.revisions_of(city).get(number=1)
    services.apply(change(city, author, name_en="Second"))
    draft = services.restore(first, author=author)
    city.refresh_from_db()
    assert (city.name_en, city.state) == ("First" if state == "draft" else "Second", state)
    assert services.open_revision(city) == draft
    assert (draft.shape["name_en"], draft.action) == ("First", Revision.Action.RESTORE)


def test_a_public_record_is_not_restored_to_what_may_not_be_public(author):
    city = make_city(state="draft", parts={"citations": {}})
    unsourced = services.revisions_of(city).first()
    parts = snapshot.take(city)["parts"] | {"citations": cites()}
    services.publish(change(city, author, parts=parts), approver=author)
    draft = services.restore(unsourced, author=author)
    with pytest.raises(ValidationError):
        services.publish(draft, approver=author)
    assert city.citations.count() == 1


def test_a_draft_is_deleted_with_its_parts_and_comes_back_from_its_history(author):
    parts = {"proposals": part(title_en="One", year=2020, parts={"citations": cites()})}
    partner = make_partner(state="draft", parts=parts)
    shape = snapshot.take(partner)
    services.delete(partner, author=author)
    assert not Partner.objects.filter(uid=partner.uid).exists()
    last = services.revisions_of(partner).first()
    assert last.action == Revision.Action.DELETE
    services.restore(last, author=author)
    back = Partner.objects.get(uid=partner.uid)
    assert back.state == Publishable.State.DRAFT
    assert snapshot.take(back) == shape


@pytest.mark.parametrize("state", ["published", "withdrawn"])
def test_what_was_once_public_is_never_deleted(author, state):
    city = make_city(state=state)
    with pytest.raises(ValidationError):
        services.delete(city, author=author)
    assert City.objects.filter(pk=city.pk).exists()


# --- Addresses ----------------------------------------------------------------------------------


def test_a_new_address_of_a_public_record_leaves_the_old_one_leading_to_it(author):
    city = make_city(slug="old-address")
    services.publish(change(city, author, slug="new-address"), approver=author)
    assert SlugHistory.objects.get(slug="old-address").uid == city.uid


def test_a_new_address_of_a_draft_leaves_nothing_behind(author):
    city = make_city(state="draft", slug="old-address")
    change(city, author, slug="new-address")
    assert not SlugHistory.objects.filter(slug="old-address").exists()


# --- Terms never overlap ------------------------------------------------------------------------

FREE_YEAR = {"starts_on": "2041-01-01", "ends_on": "2041-12-31"}


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        ("2041-12-31", "2042-06-30"),
        ("2040-06-01", "2041-01-01"),
        ("2041-03-01", "2041-04-01"),
        ("2040-01-01", None),
    ],
)
def test_terms_of_a_role_never_overlap(starts_on, ends_on):
    make_term(**FREE_YEAR)
    with pytest.raises(ValidationError):
        make_term(starts_on=starts_on, ends_on=ends_on)


def test_terms_may_follow_each_other_and_roles_are_apart():
    make_term(**FREE_YEAR)
    make_term(starts_on="2042-01-01", ends_on="2042-12-31")
    make_term(role="shepherd", **FREE_YEAR)


def test_a_withdrawn_term_is_in_nobodys_way():
    make_term(state="withdrawn", starts_on="2041-02-01", ends_on="2041-12-31")
    make_term(starts_on="2041-03-01", ends_on="2041-12-31")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no such constraint")
def test_postgresql_itself_refuses_terms_that_overlap():
    term = make_term(**FREE_YEAR)
    with pytest.raises(IntegrityError), transaction.atomic():
        Term.objects.bulk_create(
            [Term(role="chair", country=term.country, starts_on="2041-06-01", ends_on="2042-01-01")]
        )


# --- What follows -------------------------------------------------------------------------------


def test_a_failing_hook_fails_no_publication(settings, django_capture_on_commit_callbacks):
    settings.PUBLISHING_HOOKS = ["ascn_portal.nothing.at_all"]
    with django_capture_on_commit_callbacks(execute=True):
        city = make_city(country=make_country())
    assert city.state == Publishable.State.PUBLISHED
    assert FailedHook.objects.get().hook == "ascn_portal.nothing.at_all"


def test_refused_publication_has_no_consequences(
    author, settings, django_capture_on_commit_callbacks
):
    document = make_document(state="draft", parts={"citations": {}})
    with django_capture_on_commit_callbacks() as callbacks, pytest.raises(ValidationError):
        services.publish(services.revisions_of(document).first(), approver=author)
    assert callbacks == []
