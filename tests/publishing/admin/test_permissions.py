"""Who may look, change and post."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from ascn_portal.publishing import services
from tests.factories import (
    cites,
    make_city,
    make_user,
    part,
)

from .screens import now_says, partner_with_sourced_proposal, save, url

pytestmark = pytest.mark.django_db


def grant(user, *codenames):
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))


def test_who_may_only_look_changes_nothing(client):
    reader = make_user("reader", is_staff=True)
    grant(reader, "view_city", "view_revision")
    client.force_login(reader)
    city = make_city()
    revision = services.revisions_of(city).get()
    assert client.get(url(city)).status_code == 200
    assert client.get(url(city, "history")).status_code == 200
    for page in (url(city), url(city, "withdraw"), url(city, "delete")):
        assert client.post(page, {"_publish": "x"}).status_code == 403
    restore = reverse("admin:publishing_revision_restore", args=[revision.pk])
    assert client.post(restore).status_code == 403
    assert services.revisions_of(city).count() == 1


def test_who_may_not_change_the_record_changes_none_of_its_parts(client):
    clerk = make_user("clerk", is_staff=True)
    grant(clerk, "change_proposal")
    client.force_login(clerk)
    proposal = partner_with_sourced_proposal().proposals.get()
    assert client.post(url(proposal), {"title_en": "Worse offer"}).status_code == 403


def test_who_may_change_the_record_but_not_its_parts_keeps_them(client):
    editor = make_user("clerk", is_staff=True)
    grant(editor, "change_city", "view_city", "approve_revisions")
    client.force_login(editor)
    city = make_city(parts={"native_names": part(text="ដា", language="km"), "citations": cites()})
    before = now_says(city)
    save(client, url(city), "_publish", name_en="Changed")
    assert now_says(city) == before | {"name_en": "Changed"}


def test_nobody_without_an_account_sees_anything(client):
    city = make_city()
    for page in (url(city), url(city, "withdraw"), url(city, "history")):
        assert client.get(page).status_code == 302


def test_a_post_from_elsewhere_is_refused(editor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    city = make_city()
    restore = reverse(
        "admin:publishing_revision_restore", args=[services.revisions_of(city).get().pk]
    )
    for page in (url(city), url(city, "withdraw"), restore):
        assert client.post(page, {}).status_code == 403


def test_what_programs_write_is_only_read(staff):
    services.keep_slug(make_city(), "old-address")
    for name in ("revision", "slughistory", "loadedrow", "failedhook"):
        assert staff.get(reverse(f"admin:publishing_{name}_changelist")).status_code == 200
        assert staff.get(reverse(f"admin:publishing_{name}_add")).status_code == 403


def test_the_page_that_asks_to_sign_in_opens_for_people_without_an_account(client):
    assert client.get(reverse("admin:login"), follow=True).status_code == 200
