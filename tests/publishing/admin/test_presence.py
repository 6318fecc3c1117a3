"""Two people at one record: each is told of the other before they type."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from ascn_portal.accounts.gate import SEEN_AT
from ascn_portal.publishing import presence
from ascn_portal.publishing.models import OpenForm
from tests.factories import make_city, make_partner, make_user
from tests.html import Html

from .screens import url

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(db):
    """Somebody else's browser."""
    person = make_user(
        "colleague", first_name="B", last_name="Lê Thị", is_staff=True, is_superuser=True
    )
    client = Client()
    client.force_login(person)
    return client


def said(answer) -> str:
    """The line about others on a page."""
    [place] = Html(answer.text).all("div", role="status")
    assert place["data-presence-url"]
    return answer.text.partition('role="status"')[2].partition("</div>")[0]


def long_ago(**how_long):
    """Move all that is known of open forms into the past."""
    then = timezone.now() - timedelta(**how_long)
    OpenForm.objects.update(opened_at=then, seen_at=then)


def test_who_opens_a_record_that_another_has_open_is_told_so(staff, colleague):
    partner = make_partner()
    assert "data-person" not in said(colleague.get(url(partner)))
    opened = timezone.localtime(OpenForm.objects.get().opened_at)
    assert f"{opened:%H:%M}" in said(staff.get(url(partner)))
    assert "data-person" in said(colleague.get(url(partner)))
    assert "data-person" not in said(staff.get(url(make_partner())))


def test_the_other_is_called_by_their_name(staff, colleague):
    partner = make_partner()
    colleague.get(url(partner))
    assert "Lê Thị B" in said(staff.get(url(partner)))


def test_an_open_page_hears_of_newcomers_and_of_those_who_leave(staff, colleague):
    partner = make_partner()
    staff.get(url(partner))
    ask = url(partner, "presence")
    assert "data-person" not in staff.post(ask).text
    colleague.get(url(partner))
    assert "Lê Thị B" in staff.post(ask).text
    colleague.post(ask, {"_left": "1"})
    assert "data-person" not in staff.post(ask).text


def test_who_is_silent_for_two_minutes_is_gone(staff, colleague):
    partner = make_partner()
    colleague.get(url(partner))
    long_ago(minutes=1, seconds=50)
    assert "data-person" in said(staff.get(url(partner)))
    long_ago(minutes=2, seconds=10)
    assert "data-person" not in said(staff.get(url(partner)))


def test_a_page_that_is_looked_at_keeps_the_time_at_which_it_was_opened(staff):
    partner = make_partner()
    staff.get(url(partner))
    long_ago(seconds=60)
    opened = OpenForm.objects.get().opened_at
    staff.post(url(partner, "presence"))
    assert OpenForm.objects.get().opened_at == opened
    long_ago(minutes=10)
    staff.post(url(partner, "presence"))
    assert OpenForm.objects.get().opened_at > opened


def test_who_may_only_look_is_not_counted(client, colleague):
    reader = make_user("reader", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_city"))
    client.force_login(reader)
    city = make_city()
    assert "data-presence-url" not in client.get(url(city)).text
    assert client.post(url(city, "presence")).status_code == HTTPStatus.FORBIDDEN
    assert presence.others_at(city, None) == []


def test_a_browser_that_is_not_signed_in_is_sent_to_sign_in(client):
    answer = client.post(url(make_partner(), "presence"))
    assert answer.status_code == HTTPStatus.FOUND
    assert not OpenForm.objects.exists()


def test_presence_is_told_by_posts_only(staff):
    partner = make_partner()
    assert staff.get(url(partner, "presence")).status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_a_page_that_is_only_left_open_does_not_keep_its_session_going(staff):
    partner = make_partner()
    session = staff.session
    session[SEEN_AT] = 0
    session.save()
    staff.post(url(partner, "presence"))
    assert staff.session[SEEN_AT] == 0
    staff.get(url(partner))
    assert staff.session[SEEN_AT] > 0
