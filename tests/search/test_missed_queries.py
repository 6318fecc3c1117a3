"""What readers looked for in vain is counted, and nothing of who they are."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from ascn_portal.search import asking
from ascn_portal.search.models import MissedQuery

pytestmark = pytest.mark.django_db


def counted() -> dict[str, int]:
    return dict(MissedQuery.objects.values_list("words", "count"))


def test_a_question_without_result_is_counted_however_it_is_written(page):
    for question in ("Atlantisville", "atlantisville!", "ÁTLANTISVILLE"):
        page(question)
    page("atlantisville", "vi")
    assert counted() == {"atlantisville": 4}


def test_the_last_day_is_remembered(page):
    for day in (date(2026, 11, 22), date(2026, 12, 24)):
        with time_machine.travel(day):
            page("atlantisville")
    assert MissedQuery.objects.get().last_on == date(2026, 12, 24)


def test_what_finds_something_or_cannot_be_asked_is_not_counted(page):
    for question in ("da nang", "?!", "the of", "", "a" * 201):
        page(question)
    page("smart", year="1999")
    assert counted() == {}


@pytest.mark.parametrize(
    "question", ["zqx@zqx.example", "zqx 0912 345 678", "zqx 0912345678", "079-123-456-zqx"]
)
def test_addresses_and_numbers_of_persons_are_not_kept(page, question):
    page(question)
    assert counted() == {}


def test_a_row_holds_words_count_and_day_only():
    names = {field.name for field in MissedQuery._meta.get_fields()}
    assert names == {"id", "words", "count", "last_on"}


def test_programs_that_try_words_do_not_fill_the_database(page, monkeypatch):
    monkeypatch.setattr(asking, "MOST_MISSED", 1)
    for question in ("atlantisville", "utopiaville", "atlantisville"):
        page(question)
    assert counted() == {"atlantisville": 2}


def test_suggestions_and_programs_are_not_counted(client):
    client.get("/en/search/suggestions/?q=atlantisville")
    client.get("/api/v1/search?q=atlantisville")
    assert counted() == {}


def test_staff_read_them_the_most_frequent_first_and_change_nothing(client, editor, page):
    for question in ("utopiaville", "atlantisville", "atlantisville"):
        page(question)
    client.force_login(editor)
    answer = client.get(reverse("admin:search_missedquery_changelist"))
    assert [row.words for row in answer.context["cl"].result_list] == [
        "atlantisville",
        "utopiaville",
    ]
    assert client.get(reverse("admin:search_missedquery_add")).status_code == 403
    row = MissedQuery.objects.first()
    address = reverse("admin:search_missedquery_change", args=[row.pk])
    assert client.post(address, {"words": "x"}).status_code == 403
