"""Addresses of records keep answering: here, moved, gone, or never there."""

import datetime

import pytest
from django.utils import timezone

from ascn_portal.publishing import services, snapshot
from tests.factories import make_city, make_country, make_membership, make_project, make_user

pytestmark = pytest.mark.django_db


def rename(record, slug):
    """Publish the record under another slug, as staff do."""
    author = make_user(f"author-of-{slug}")
    shape = snapshot.take(record) | {"slug": slug}
    revision = services.save(type(record), record.uid, shape, author=author)
    services.publish(revision, approver=author)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_former_address_leads_to_the_present_one_in_the_same_language(client, language):
    city = make_city(slug="old-name")
    rename(city, "new-name")
    response = client.get(f"/{language}/cities/old-name/")
    assert response.status_code == 301
    assert response["Location"] == f"/{language}/cities/new-name/"


def test_former_address_of_a_record_that_was_never_public_is_not_found(client):
    draft = make_city(state="draft")
    services.keep_slug(draft, "old-name")
    assert client.get("/en/cities/old-name/").status_code == 404


def test_former_address_belongs_to_one_kind_of_record(client):
    services.keep_slug(make_project(), "shared-name")
    assert client.get("/en/projects/shared-name/").status_code == 301
    assert client.get("/en/cities/shared-name/").status_code == 404


def test_withdrawn_record_is_gone_with_the_reason(client):
    make_city(slug="withdrawn", state="withdrawn")
    response = client.get("/en/cities/withdrawn/")
    assert response.status_code == 410
    assert "An error" in response.text


def test_record_whose_time_is_over_is_gone(client):
    city = make_city()
    services.withdraw(
        city,
        author=make_user("author"),
        reason_vi="Hết hạn",
        reason_en="Its time is over",
        at=timezone.now() + datetime.timedelta(days=1),
    )
    assert client.get(f"/en/cities/{city.slug}/").status_code == 200
    type(city).objects.filter(pk=city.pk).update(withdraw_at=timezone.now())
    response = client.get(f"/en/cities/{city.slug}/")
    assert response.status_code == 410
    assert "Its time is over" in response.text


def test_record_of_a_withdrawn_one_is_gone_with_that_reason(client):
    country = make_country()
    city = make_city(country=country)
    project = make_project(city=city)
    author = make_user("author")
    services.withdraw(country, author=author, reason_vi="Đã gộp", reason_en="Merged")
    for address in (f"/en/cities/{city.slug}/", f"/en/projects/{project.slug}/"):
        response = client.get(address)
        assert response.status_code == 410
        assert "Merged" in response.text


@pytest.mark.parametrize("slug", ["never-there", "draft"])
def test_what_the_public_never_saw_is_not_found(client, slug):
    make_city(slug="draft", state="draft")
    assert client.get(f"/en/cities/{slug}/").status_code == 404


def test_record_of_the_future_is_not_found_until_its_time(client):
    draft = make_city(state="draft")
    author = make_user("author")
    revision = services.open_revision(draft) or services.revisions_of(draft).first()
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    services.publish(revision, approver=author, at=tomorrow)
    assert client.get(f"/en/cities/{draft.slug}/").status_code == 404


def test_country_without_members_that_was_withdrawn_is_gone(client):
    country = make_country(state="withdrawn")
    assert client.get(f"/en/countries/{country.slug}/").status_code == 410


def test_sitemap_lists_what_has_a_page_in_both_languages_and_nothing_else(client):
    city = make_city()
    make_membership(city=city)
    hidden = make_city(state="draft")
    alone = make_country()
    text = client.get("/sitemap.xml").text
    for language in ("vi", "en"):
        assert f"/{language}/cities/{city.slug}/" in text
        assert f"/{language}/countries/{city.country.slug}/" in text
        assert f"/{language}/monitoring/" in text
    assert hidden.slug not in text
    assert f"/{alone.slug}/" not in text
