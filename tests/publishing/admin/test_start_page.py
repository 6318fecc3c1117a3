"""The start page: what waits for whom, counted, and one click away."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ascn_portal.publishing import services, translations
from ascn_portal.publishing.models import Translation
from ascn_portal.search.models import MissedQuery
from cities.models import City
from documents.models import StoredFile
from tests.factories import make_city, make_country, make_membership, make_user

from .screens import save, url

pytestmark = pytest.mark.django_db
START = reverse("admin:index")


def rows(window) -> dict:
    """By name: how many things wait, and what the page says of the first of them."""
    return {name: (count, items) for name, _row, count, items in window.get(START).context["rows"]}


def draft(record, author, **fields):
    shape = services.draft_of(record) | fields
    return services.save(type(record), record.uid, shape, author=author)


def urls(window, name) -> list[str]:
    return [item.url for item in rows(window).get(name, (0, []))[1]]


def test_my_drafts_are_mine_alone(signed_in_as):
    window, other = signed_in_as("Editor"), signed_in_as("Editor")
    city = make_city()
    draft(city, window.user, name_en="New")
    assert urls(window, "drafts") == [url(city)]
    assert urls(other, "drafts") == []


def test_a_draft_in_review_waits_for_who_may_approve_it(signed_in_as):
    editor, approver = signed_in_as("Editor"), signed_in_as("Approver")
    city = make_city()
    services.submit(draft(city, editor.user, name_en="New"), by=editor.user)
    assert urls(approver, "reviews") == [url(city, "review")]
    assert "reviews" not in rows(editor)
    assert urls(editor, "drafts") == []


def test_a_draft_sent_to_one_person_waits_for_them_first_and_for_their_colleagues(signed_in_as):
    editor, asked, other = (signed_in_as(role) for role in ("Editor", "Approver", "Approver"))
    earlier, named = make_city(), make_city()
    services.submit(draft(earlier, editor.user), by=editor.user)
    services.submit(draft(named, editor.user), by=editor.user, reviewer=asked.user)
    assert urls(asked, "reviews") == [url(named, "review"), url(earlier, "review")]
    assert urls(other, "reviews") == [url(earlier, "review"), url(named, "review")]
    details = [item.detail for item in rows(other)["reviews"][1]]
    assert [asked.user.username in detail for detail in details] == [False, True]


def test_what_needs_a_second_person_does_not_wait_for_who_wrote_it(signed_in_as):
    author, second = signed_in_as("Approver"), signed_in_as("Approver")
    membership = make_membership()
    services.submit(draft(membership, author.user, note_en="A note"), by=author.user)
    city = make_city()
    services.submit(draft(city, author.user, name_en="New"), by=author.user)
    assert urls(author, "reviews") == [url(city, "review")]
    assert set(urls(second, "reviews")) == {url(membership, "review"), url(city, "review")}


def test_a_returned_draft_comes_back_with_the_reason(signed_in_as):
    editor, approver = signed_in_as("Editor"), signed_in_as("Approver")
    city = make_city()
    revision = services.submit(draft(city, editor.user, name_en="New"), by=editor.user)
    services.send_back(revision, by=approver.user, reason="The date differs")
    count, (item,) = rows(editor)["returned"]
    assert (count, item.url) == (1, url(city))
    assert "The date differs" in item.detail


def test_what_goes_live_or_ends_within_two_weeks_is_told(signed_in_as, editor):
    window, now = signed_in_as("Editor"), timezone.now()
    timed, ending, late = make_city(), make_city(), make_city()
    services.publish(draft(timed, editor, name_en="New"), at=now + timedelta(days=3))
    reasons = {"reason_vi": "Sai", "reason_en": "Wrong"}
    services.withdraw(ending, author=editor, at=now + timedelta(days=5), **reasons)
    services.withdraw(late, author=editor, at=now + timedelta(days=50), **reasons)
    assert set(urls(window, "going_live")) == {url(timed), url(ending)}


def test_translations_wait_for_whom_they_were_asked(signed_in_as):
    window, other = signed_in_as("Translator"), signed_in_as("Translator")
    city = make_city(vision_vi="Tầm nhìn")
    row = Translation.objects.get(card__uid=city.uid, language="en")
    translations.assign(Translation.objects.filter(pk=row.pk), window.user)
    page = reverse("admin:publishing_translation_change", args=[row.pk])
    assert urls(window, "my_translations") == [page]
    assert urls(other, "my_translations") == []
    assert rows(other)["translations"][0] >= 1


def test_a_record_not_checked_for_a_year_is_told(signed_in_as):
    window, today = signed_in_as("Editor"), timezone.localdate()
    old = make_city(checked_on=str(today - timedelta(days=400)))
    make_city(checked_on=str(today - timedelta(days=300)))
    make_city(checked_on=str(today - timedelta(days=400)), state="draft")
    assert url(old) in urls(window, "unchecked")
    assert rows(window)["unchecked"][0] == 1


def test_files_and_searches_have_their_rows(signed_in_as):
    window = signed_in_as("Editor")
    scan = StoredFile.objects.create(
        sha256="a" * 64, size=1, media_type="application/pdf", is_searchable=False, reading="read"
    )
    MissedQuery.objects.create(words="metro", count=3, last_on=timezone.localdate())
    found = rows(window)
    assert found["unsearchable_files"][0] == 1
    assert found["unsearchable_files"][1][0].url == url(scan)
    assert found["searches_without_result"][1][0].label == "metro"
    page = reverse("admin:waiting", args=["unsearchable_files"])
    assert list(window.get(page, follow=True).context["cl"].result_list) == [scan]


def test_all_of_a_long_row_is_one_click_away(signed_in_as):
    window = signed_in_as("Editor")
    cities = [make_city() for _city in range(7)]
    for city in cities:
        draft(city, window.user, name_en="New")
    count, items = rows(window)["drafts"]
    assert (count, len(items)) == (7, 5)
    page = reverse("admin:waiting", args=["drafts"])
    assert page in window.get(START).content.decode()
    assert len(window.get(page).context["items"]) == 7
    assert window.get(reverse("admin:waiting", args=["nonsense"])).status_code == 404


def test_a_correspondent_sees_their_own_city_and_no_more(signed_in_as, editor):
    window, own, other = signed_in_as("City correspondent"), make_city(), make_city()
    own.correspondents.create(user=window.user)
    draft(other, editor, name_en="Zqx other")
    draft(own, window.user, name_en="Zqx own")
    assert set(rows(window)) == {"own_records", "drafts"}
    assert urls(window, "own_records") == [url(own)]
    found = window.get(START, {"q": "zqx"}).context["found"]
    assert [item.url for item in found] == [url(own)]


@pytest.mark.parametrize("asked", ["Đồng Hới", "dong hoi", "donghoi", "lagoon", "LAGOON"])
def test_records_of_every_kind_are_found_by_name(signed_in_as, asked):
    city = make_city(name_vi="Đồng Hới zqx", name_en="Lagoon zqx")
    membership = make_membership(city=city)
    found = signed_in_as("Translator").get(START, {"q": asked}).context["found"]
    assert {url(city), url(membership)} <= {item.url for item in found}


def test_one_sentence_in_both_languages_is_sent_to_review_within_four_clicks(signed_in_as):
    window = signed_in_as("Editor")
    city = make_city(name_vi="Đồng Hới zqx", name_en="Lagoon zqx")
    (item,) = window.get(START, {"q": "lagoon zqx"}).context["found"]  # "Search"
    texts = {"summary_vi": "Một đô thị ven biển.", "summary_en": "A city by the sea."}
    save(window, item.url, "_submit", **texts)  # the record; "Save and send to review"
    assert services.open_revision(city).state == "in_review"


def test_deleted_records_are_one_click_away(signed_in_as):
    deleted = reverse("admin:publishing_revision_deleted")
    assert f'href="{deleted}"' in signed_in_as("Editor").get(START).text
    assert f'href="{deleted}"' not in signed_in_as("City correspondent").get(START).text


def test_lists_for_who_runs_the_portal_come_last(signed_in_as):
    apps = signed_in_as("Administrator").get(START).context["app_list"]
    names = [app["app_label"] for app in apps]
    assert set(names[-3:]) == {"accounts", "publishing", "search"}
    kinds = {app["app_label"]: [kind["object_name"] for kind in app["models"]] for app in apps}
    assert set(kinds["publishing"][:2]) == {"Revision", "Translation"}
    assert kinds["cities"][-1] == "Correspondent"


def test_approving_takes_two_clicks(signed_in_as):
    editor, approver = signed_in_as("Editor"), signed_in_as("Approver")
    city = make_city()
    services.submit(draft(city, editor.user, name_en="New"), by=editor.user)
    (review,) = urls(approver, "reviews")
    save(approver, review, "_publish")
    assert City.objects.get(pk=city.pk).name_en == "New"


@pytest.mark.parametrize("role", ["Editor", "Translator", "Approver", "City correspondent"])
def test_the_number_of_queries_is_the_same_however_much_waits(signed_in_as, role):
    window, other = signed_in_as(role), make_user("other", is_staff=True)
    counted, country = [], make_country()
    for _round in range(2):
        for _city in range(3):
            draft(make_city(country=country, vision_vi="Tầm nhìn"), window.user, name_en="New")
            services.submit(draft(make_city(country=country), other, name_en="New"), by=other)
        window.get(START)
        with CaptureQueriesContext(connection) as queries:
            window.get(START)
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 15
