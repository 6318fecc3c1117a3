"""Whose word is taken for how a reader reached the site."""

import ipaddress

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
STRANGER = "203.0.113.7"


@pytest.fixture
def https(settings):
    """The site as it is served to the world."""
    settings.PUBLIC_ORIGIN, settings.IS_HTTPS = "https://ascn.example", True
    settings.ALLOWED_HOSTS = ["ascn.example", "127.0.0.1"]


def ask(proto: str = "", **environ):
    """The answer to a request for the home page that a proxy calls `proto`."""
    headers = {"Host": "ascn.example"} | ({"X-Forwarded-Proto": proto} if proto else {})
    return Client().get("/vi/", headers=headers, **environ)


def test_what_our_proxy_calls_https_is_served_with_hsts(https):
    answer = ask("https")
    assert answer.status_code == 200
    assert "max-age=31536000" in answer["Strict-Transport-Security"]


def test_what_our_proxy_calls_http_is_sent_to_https(https):
    answer = ask("http")
    assert answer.status_code == 301
    assert answer["Location"] == "https://ascn.example/vi/"


def test_the_redirect_keeps_path_and_query_and_not_the_host(https):
    headers = {"Host": "127.0.0.1", "X-Forwarded-Proto": "http"}
    answer = Client().get("/en/cities/?country=viet-nam", headers=headers)
    assert answer["Location"] == "https://ascn.example/en/cities/?country=viet-nam"


def test_a_direct_request_on_loopback_is_served(https):
    answer = ask()
    assert answer.status_code == 200
    assert "Strict-Transport-Security" not in answer


@pytest.mark.parametrize("proto", ["http", "https"])
def test_the_word_of_a_stranger_is_not_taken(https, proto):
    answer = ask(proto, REMOTE_ADDR=STRANGER)
    assert answer.status_code == 200
    assert "Strict-Transport-Security" not in answer


def test_a_proxy_named_in_the_settings_is_believed(https, settings):
    settings.TRUSTED_PROXIES = [ipaddress.ip_network("203.0.113.0/24")]
    assert ask("http", REMOTE_ADDR=STRANGER).status_code == 301


def test_addresses_come_from_the_public_origin_whatever_the_host(https):
    answer = Client().get("/en/", headers={"Host": "127.0.0.1"})
    assert '<link rel="canonical" href="https://ascn.example/en/">' in answer.text
    sitemap = Client().get("/sitemap.xml", headers={"Host": "127.0.0.1"}).text
    assert "<loc>https://ascn.example/vi/</loc>" in sitemap
    assert "127.0.0.1" not in sitemap


def test_a_direct_request_is_not_pinned_to_https(client):
    answer = client.get("/vi/")
    assert answer.status_code == 200
    assert "Strict-Transport-Security" not in answer
