"""The translator's desk: what is to be done, by whom until when, and what comes next."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ascn_portal.publishing import services
from ascn_portal.publishing.models import Translation
from cities.models import City
from tests.factories import make_city, make_partner, make_user
from tests.html import Html

from .form_reader import posted
from .screens import save, url

pytestmark = pytest.mark.django_db
DESK = reverse("admin:publishing_translation_changelist")


def lacking_city(**fields) -> City:
    """A city without its vision in English."""
    return make_city(vision_vi="Tầm nhìn", **fields)


def row(record, language="en") -> Translation:
    return Translation.objects.get(card__uid=record.uid, language=language)


def listed(window, **asked) -> list[Translation]:
    return list(window.get(DESK, asked).context["cl"].result_list)


def page_of(record, shown="") -> str:
    suffix = f"?_changelist_filters={shown}" if shown else ""
    return reverse("admin:publishing_translation_change", args=[row(record).pk]) + suffix


def test_the_desk_lists_what_is_to_be_done_and_leaves_out_the_rest(signed_in_as):
    lacking, whole = lacking_city(), make_city()
    found = listed(signed_in_as("Translator"))
    assert row(lacking) in found
    assert row(lacking, "vi") not in found
    assert row(whole) not in found


def test_the_short_address_leads_to_the_desk(signed_in_as):
    answer = signed_in_as("Translator").get("/admin/translations/")
    assert (answer.status_code, answer.url) == (302, DESK)


def test_it_is_filtered_by_language_state_kind_and_person(signed_in_as):
    window = signed_in_as("Translator")
    city = lacking_city()
    other = make_partner(summary_vi="Tóm tắt.", summary_en="Summary.", note_en="A doubt.")
    Translation.objects.filter(pk=row(city).pk).update(
        assignee=window.user, due_on=timezone.localdate() - timedelta(days=1)
    )
    assert row(other, "vi") not in listed(window, language__exact="en")
    assert {found.card.uid for found in listed(window, kind="partner")} == {other.uid}
    for asked in ({"state": "missing"}, {"whose": "mine"}, {"whose": "overdue"}, {"state": "all"}):
        assert row(city) in listed(window, **asked)
    assert row(city) not in listed(window, state="stale")
    assert row(city) not in listed(window, whose="nobody")
    assert listed(window, kind="nonsense", whose="'")


def test_its_kinds_stand_in_the_order_of_the_reader_s_alphabet(signed_in_as):
    filters = signed_in_as("Translator").get(DESK).context["cl"].filter_specs
    (chosen,) = (one for one in filters if getattr(one, "parameter_name", "") == "kind")
    kinds = [label for _kind, label in chosen.lookup_choices]
    assert kinds.index("Đô thị") < kinds.index("Sự kiện"), kinds


def test_it_counts_by_state_and_language(signed_in_as):
    lacking_city()
    page = signed_in_as("Translator").get(DESK).content.decode()
    rows = Translation.objects.to_do()
    for value, count in {
        "?state=missing": Translation.objects.filter(state="missing").count(),
        "?language__exact=en": rows.filter(language="en").count(),
    }.items():
        assert re.search(rf'href="{re.escape(value)}">[^<]* \({count}\)</a>', page), value


def test_it_is_searched_by_the_names_of_records(signed_in_as):
    city = lacking_city(name_vi="Đồng Hới zqx", name_en="Lagoon zqx")
    for asked in ("dong hoi", "donghoi", "lagoon"):
        assert listed(signed_in_as("Translator"), q=asked) == [row(city)]


def test_a_row_leads_to_the_form_at_the_text(signed_in_as):
    city = lacking_city()
    page = signed_in_as("Translator").get(DESK, {"kind": "city"}).content.decode()
    link = f"{url(city)}?desk={row(city).pk}&amp;shown=kind%3Dcity#id_vision_en"
    assert link in page


def test_its_page_shows_what_changed_in_the_other_language(signed_in_as, editor):
    city = make_city()
    shape = services.draft_of(city) | {"summary_vi": "Một đô thị ven biển."}
    services.publish(services.save(City, city.uid, shape, author=editor))
    answer = signed_in_as("Translator").get(page_of(city))
    for text in ("Một đô thị ven biển.", "A city on a river."):
        assert text in answer.text
    html = Html(answer.text)
    assert (html.text("del"), html.text("ins")) == ("sông", "biển")


def test_still_right_is_one_click(signed_in_as, editor):
    window, city = signed_in_as("Translator"), make_city()
    shape = services.draft_of(city) | {"summary_vi": "Một  đô thị ven sông!"}
    services.publish(services.save(City, city.uid, shape, author=editor))
    window.post(page_of(city), {"_right": "summary"})
    assert row(city).state == "current"


def test_a_translator_takes_a_row_and_asks_nobody_else(signed_in_as):
    window, other, city = signed_in_as("Translator"), signed_in_as("Translator"), lacking_city()
    window.post(page_of(city), {"_take": "x"})
    assert row(city).assignee == window.user
    typed = {"_assign": "x", "assignee": other.user.pk}
    assert window.post(page_of(city), typed).status_code == 403
    chosen = {"action": "assign", "_selected_action": row(city).pk, "assignee": other.user.pk}
    window.post(DESK, chosen)
    assert row(city).assignee == window.user


def test_an_editor_asks_a_person_for_many_until_a_day(signed_in_as):
    window, translator = signed_in_as("Editor"), signed_in_as("Translator")
    cities = [lacking_city(), lacking_city()]
    chosen = {
        "action": "assign",
        "_selected_action": [row(city).pk for city in cities],
        "assignee": translator.user.pk,
        "due_on": "2026-12-24",
    }
    window.post(DESK, chosen)
    for city in cities:
        assert row(city).assignee == translator.user
        assert str(row(city).due_on) == "2026-12-24"
    window.post(DESK, chosen | {"action": "release", "assignee": ""})
    assert {(row(city).assignee, row(city).due_on) for city in cities} == {(None, None)}


def test_only_people_who_may_write_texts_are_asked(signed_in_as):
    window, city = signed_in_as("Editor"), lacking_city()
    stranger = make_user("stranger", is_staff=True)
    stranger.groups.set(Group.objects.filter(name="City correspondent"))
    chosen = {"action": "assign", "_selected_action": row(city).pk, "assignee": stranger.pk}
    window.post(DESK, chosen)
    assert row(city).assignee is None


def test_a_correspondent_has_no_desk(signed_in_as):
    window, city = signed_in_as("City correspondent"), lacking_city()
    assert window.get(DESK).status_code == 403
    assert window.get(page_of(city)).status_code in {403, 404}


def test_next_one_follows_the_filtered_list(signed_in_as):
    window = signed_in_as("Translator")
    first, partner, second = lacking_city(), make_partner(note_vi="Một nghi ngờ."), lacking_city()
    page = window.get(page_of(first, "kind%3Dcity")).content.decode()
    assert f"{page_of(second)}?_changelist_filters=kind%3Dcity" in page
    page = window.get(page_of(first)).content.decode()
    assert f'href="{page_of(partner)}"' in page


def test_after_saving_the_desk_offers_the_next_one(signed_in_as):
    window = signed_in_as("Translator")
    first, second = lacking_city(), lacking_city()
    form = f"{url(first)}?desk={row(first).pk}&shown=kind%3Dcity"
    answer = save(window, form, vision_en="A vision")
    assert answer.url == f"{url(first)}?desk={row(first).pk}&shown=kind%3Dcity"
    assert row(first).state == "draft"
    assert f"{page_of(second)}?_changelist_filters" in window.get(answer.url).content.decode()


@pytest.mark.parametrize("key", ["x", "-1", "999999999", ""])
def test_a_form_with_a_wrong_way_back_saves_all_the_same(signed_in_as, key):
    city = lacking_city()
    answer = save(signed_in_as("Translator"), f"{url(city)}?desk={key}", vision_en="A vision")
    assert answer.status_code == 302
    assert row(city).state == "draft"


def test_the_number_of_queries_does_not_grow_with_the_rows(signed_in_as):
    window = signed_in_as("Translator")
    lacking_city()
    window.get(DESK)
    counted = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            window.get(DESK)
        counted.append(len(queries))
        for _city in range(5):
            lacking_city()
    assert counted[0] == counted[1] <= 12


def test_every_part_and_field_has_a_place_in_the_form(signed_in_as):
    partner = make_partner(note_vi="Một nghi ngờ.")
    page = signed_in_as("Editor").get(url(partner)).content.decode()
    assert 'id="id_note_en"' in page
    assert 'id="proposals-group"' in page


def test_a_box_of_the_form_marks_a_text_until_it_is_unticked_or_written_anew(signed_in_as):
    window, city = signed_in_as("Editor"), make_city()
    ticked = {"needs_translation-summary_en": "on"}
    save(window, url(city), **ticked)
    assert row(city).fields["summary"]["marked"] == window.user.username
    typed = posted(window.get(url(city)), _save="x")
    del typed["needs_translation-summary_en"]
    window.post(url(city), typed)
    assert row(city).state == "current"
    save(window, url(city), **ticked)
    save(window, url(city), summary_en="A better text.", **ticked)
    assert not row(city).marked


def test_a_deadline_that_is_no_day_is_answered_with_a_sentence(signed_in_as):
    window, record = signed_in_as("Editor"), lacking_city()
    page, me = page_of(record), str(window.user.pk)
    for wrong in ({"assignee": me, "due_on": "32/13/2026"}, {"assignee": "x"}):
        answer = window.post(page, {"_assign": "x"} | wrong, follow=True)
        assert answer.status_code == 200
        assert any(message.level_tag == "error" for message in answer.context["messages"])
    ticked = {"action": "assign", "_selected_action": [row(record).pk], "assignee": me}
    answer = window.post(DESK, ticked | {"due_on": "32/13/2026"}, follow=True)
    (message,) = answer.context["messages"]
    assert message.level_tag == "error"
    assert row(record).assignee is None
    day = {"assignee": me, "due_on": "2026-12-24"}
    window.post(page, {"_assign": "x"} | day)
    assert row(record).due_on is not None
    window.post(DESK, ticked | {"due_on": ""})
    assert row(record).due_on is not None
    window.post(page, {"_assign": "x"} | day | {"due_on": ""})
    assert (row(record).due_on, row(record).assignee) == (None, window.user)


@pytest.mark.parametrize("shown", ["assignee=x", "card__open__author__password=a", "p=999"])
def test_a_page_of_the_desk_opens_whatever_filters_its_address_names(signed_in_as, shown):
    assert signed_in_as("Editor").get(page_of(lacking_city(), shown)).status_code == 200
