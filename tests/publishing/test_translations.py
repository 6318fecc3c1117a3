"""How far each record is in each language: missing, draft, stale with what changed, current."""

import pytest
from django.core.management import call_command

from ascn_portal.publishing import services, snapshot, translations
from ascn_portal.publishing.models import Card, Revision, Translation, record_models
from tests.factories import make_city, make_country, make_membership, make_partner, make_user, part

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(db):
    return make_user("author")


def row(record, language="en") -> Translation:
    return Translation.objects.get(card__uid=record.uid, language=language)


def state(record, language="en") -> str:
    return row(record, language).state


def change(record, author, **fields) -> Revision:
    """A new draft of `record`."""
    shape = services.draft_of(record) | fields
    return services.save(type(record), record.uid, shape, author=author)


def publish(record, author, **fields):
    services.publish(change(record, author, **fields))


def test_a_public_record_in_both_languages_is_current():
    city = make_city()
    assert (state(city, "vi"), state(city, "en")) == ("current", "current")


def test_a_text_that_only_one_language_has_is_missing_in_the_other():
    city = make_city(vision_vi="Tầm nhìn")
    assert row(city).fields == {"vision": {"state": "missing"}}
    assert state(city, "vi") == "current"


def test_a_required_text_that_neither_has_is_missing_in_both():
    city = make_city(state="draft", summary_vi="", summary_en="")
    for language in ("vi", "en"):
        assert row(city, language).fields["summary"] == {"state": "missing"}


def test_what_stands_in_a_draft_alone_is_a_draft(author):
    city = make_city(vision_vi="Tầm nhìn")
    change(city, author, vision_en="A vision")
    assert row(city).fields == {"vision": {"state": "draft"}}
    services.publish(services.open_revision(city))
    assert state(city) == "current"


def test_a_record_that_was_never_public_is_a_draft_in_both():
    city = make_city(state="draft")
    assert (state(city, "vi"), state(city, "en")) == ("draft", "draft")


def test_a_text_is_stale_after_the_other_language_changed_and_tells_what_it_said(author):
    city = make_city()
    publish(city, author, summary_vi="Một đô thị ven biển.")
    number = services.newest_number(city)
    entry = {"state": "stale", "since": number, "was": "Một đô thị ven sông."}
    assert row(city).fields == {"summary": entry}
    assert state(city, "vi") == "current"


def test_the_first_of_several_changes_is_what_the_text_is_compared_with(author):
    city = make_city()
    publish(city, author, summary_vi="Một đô thị ven biển.")
    publish(city, author, summary_vi="Một đô thị trên núi.")
    assert row(city).fields["summary"]["was"] == "Một đô thị ven sông."


def test_who_brings_the_stale_text_up_to_date_makes_nothing_stale(author):
    city = make_city()
    publish(city, author, summary_vi="Một đô thị ven biển.")
    publish(city, author, summary_en="A city by the sea.")
    assert (state(city, "vi"), state(city, "en")) == ("current", "current")


def test_a_translation_that_comes_later_makes_the_original_not_stale(author):
    city = make_city(vision_vi="Tầm nhìn")
    publish(city, author, vision_en="A vision")
    assert (state(city, "vi"), state(city, "en")) == ("current", "current")


def test_both_languages_changed_at_once_are_current(author):
    city = make_city()
    publish(city, author, summary_vi="Một đô thị ven biển.", summary_en="A city by the sea.")
    assert (state(city, "vi"), state(city, "en")) == ("current", "current")


def test_a_change_that_is_taken_back_leaves_nothing_stale(author):
    city = make_city()
    before = services.revisions_of(city).get()
    publish(city, author, summary_vi="Một đô thị ven biển.")
    services.publish(services.restore(before, author=author))
    assert state(city) == "current"


def test_still_right_makes_a_stale_text_current_until_the_next_change(author):
    city = make_city()
    publish(city, author, summary_vi="Một đô thị ven  sông.", name_vi="Đô thị mới")
    translations.still_right(row(city), "summary")
    assert set(row(city).fields) == {"name"}
    translations.still_right(row(city))
    assert state(city) == "current"
    publish(city, author, summary_vi="Một đô thị ven biển.")
    assert state(city) == "stale"


def test_texts_of_parts_are_followed_too(author):
    proposal = part(title_vi="Đề xuất", title_en="Offer", year=2020)
    partner = make_partner(parts={"proposals": proposal})
    (uid,) = proposal
    shape = snapshot.take(partner)
    shape["parts"]["proposals"][uid] |= {"title_vi": "Đề xuất mới", "summary_vi": "Tóm tắt"}
    services.publish(services.save(type(partner), partner.uid, shape, author=author))
    found = row(partner).fields
    assert found[f"proposals/{uid}/title"]["was"] == "Đề xuất"
    assert found[f"proposals/{uid}/summary"] == {"state": "missing"}


def test_a_mark_by_hand_is_kept_until_the_text_is_written_anew(author):
    city = make_city()
    translations.mark(city, ["summary_en", "vision_en", "nonsense_en", "x"], author)
    assert (row(city).state, row(city).marked) == ("stale", True)
    assert set(row(city).fields) == {"summary"}
    assert row(city).fields["summary"]["marked"] == "author"
    publish(city, author, name_vi="Đô thị mới", name_en="New city")
    assert row(city).marked
    publish(city, author, summary_en="A better text.")
    assert (row(city).state, row(city).marked) == ("current", False)
    assert state(city, "vi") == "current"


def test_a_withdrawal_changes_no_text(author):
    city = make_city()
    change(city, author, summary_vi="Một đô thị ven biển.")
    city.refresh_from_db()
    services.withdraw(city, author=author, reason_vi="Sai", reason_en="Wrong")
    assert row(city).fields["summary"]["was"] == "Một đô thị ven sông."
    services.publish(services.open_revision(city))
    assert row(city).fields["summary"]["was"] == "Một đô thị ven sông."


@pytest.mark.parametrize("is_settled", [False, True], ids=["set aside", "settled"])
def test_what_was_set_aside_changes_nothing(author, is_settled):
    city = make_city()
    shape = snapshot.take(city) | {"summary_vi": "Khác"}
    aside = services.set_aside(type(city), city.uid, shape, author=author, based_on=None)
    if is_settled:
        services.settle(aside)
    publish(city, author, name_vi="Đô thị mới", name_en="New city")
    assert state(city) == "current"


def test_a_deleted_record_leaves_the_desk_and_comes_back_with_it(author):
    city = make_city(state="draft")
    services.delete(city, author=author)
    assert not Card.objects.filter(uid=city.uid).exists()
    services.restore(Revision.objects.filter(uid=city.uid).first(), author=author)
    assert state(city) == "draft"


def test_who_is_to_do_it_stays_through_changes_and_a_rebuild(author):
    city = make_city(vision_vi="Tầm nhìn")
    translations.assign(Translation.objects.filter(pk=row(city).pk), author)
    publish(city, author, name_vi="Đô thị mới")
    translations.still_right(row(city), "name")
    before = row(city)
    call_command("rebuild_translations", verbosity=0)
    after = row(city)
    assert (after.pk, after.fields, after.since) == (before.pk, before.fields, before.since)
    assert after.assignee == author


def test_a_rebuild_makes_the_cards_that_are_not_there_from_the_whole_history(author):
    city = make_city()
    publish(city, author, summary_vi="Một đô thị ven biển.")
    before = row(city).fields
    Card.objects.all().delete()
    call_command("rebuild_translations", verbosity=0)
    assert row(city).fields == before


def test_every_record_of_the_shipped_ones_stands_on_the_desk():
    for model in record_models():
        cards = Card.objects.filter(content_type__model=model._meta.model_name)
        cards = cards.filter(content_type__app_label=model._meta.app_label)
        assert set(cards.values_list("uid", flat=True)) == set(
            model.objects.values_list("uid", flat=True)
        )


def test_a_record_named_after_another_takes_its_new_name(author):
    membership = make_membership()
    publish(membership.city, author, name_vi="Đô thị mới", name_en="Renamed city")
    assert "Renamed city" in Card.objects.get(uid=membership.uid).title_en


def test_the_public_share_counts_texts_of_public_records_that_are_current(author):
    country = make_country()
    before = translations.public_share()
    make_city(state="draft", country=country)
    assert translations.public_share() == before
    city = make_city(vision_vi="Tầm nhìn", country=country)
    current, texts = translations.public_share()["en"]
    assert (current - before["en"][0], texts - before["en"][1]) == (2, 3)
    change(city, author, summary_vi="Một đô thị ven biển.")
    assert translations.public_share()["en"] == (current, texts)  # the public has not seen it
    services.publish(services.open_revision(city))
    assert translations.public_share()["en"] == (current - 1, texts)


@pytest.mark.parametrize("is_settled", [False, True])
def test_what_was_only_ever_set_aside_does_not_count(author, is_settled):
    city = make_city()
    without = snapshot.take(city) | {"summary_en": ""}
    newest = services.saved_last(city)
    aside = services.set_aside(type(city), city.uid, without, author=author, based_on=newest)
    if is_settled:
        services.settle(aside)
    translations.rebuild()
    assert state(city) == "current"
    assert row(city).card.number == newest.number
