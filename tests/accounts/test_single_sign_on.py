"""Single sign-on, at a small provider of OpenID Connect that runs beside the test."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from django.test import Client
from django.urls import reverse

from ascn_portal.accounts.models import AuditEntry, User
from ascn_portal.settings import environment
from tests.html import Html

from .sign_in import ADMIN, CODE, LOGIN, code_of, give_app, is_signed_in, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("second_factor")]
START, BACK = reverse("openid_connect_login"), reverse("openid_connect_callback")
CLIENT, SECRET = "ascn-portal", "a secret of at least thirty-two bytes"


class Provider(ThreadingHTTPServer):
    """`claims` is what it says about whoever comes; `asked` what it was asked for tokens."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answers)
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.claims = {"sub": "42", "email": "an@ascn.example", "email_verified": True}
        self.asked = []


class Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        address = self.server.address
        self.say(
            {
                "issuer": address,
                "authorization_endpoint": f"{address}/authorize",
                "token_endpoint": f"{address}/token",
                "userinfo_endpoint": f"{address}/userinfo",
                "jwks_uri": f"{address}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
            if "openid-configuration" in self.path
            else self.server.claims
        )

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        self.server.asked.append(parse_qs(self.rfile.read(length).decode()))
        standard = {"iss": self.server.address, "aud": CLIENT, "exp": 4_000_000_000, "iat": 0}
        token = jwt.encode(self.server.claims | standard, SECRET, algorithm="HS256")
        self.say({"access_token": "token", "token_type": "Bearer", "id_token": token})

    def say(self, answer):
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Nothing."""


@pytest.fixture
def provider(settings, monkeypatch):
    with Provider() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("OIDC_ISSUER", server.address)
        monkeypatch.setenv("OIDC_CLIENT_ID", CLIENT)
        monkeypatch.setenv("OIDC_CLIENT_SECRET", SECRET)
        monkeypatch.setenv("OIDC_NAME", "The ministry")
        apps = {"APPS": [environment.read_single_sign_on()], "OAUTH_PKCE_ENABLED": True}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": apps}
        yield server
        server.shutdown()


def come_back(client):
    """To the provider and back with the code that it gives; where that leads."""
    there = parse_qs(urlsplit(client.get(START).url).query)
    return client.get(BACK, {"code": "x", "state": there["state"][0]}), there


def test_without_a_provider_nothing_of_it_is_there(client):
    assert START not in client.get(LOGIN).text
    assert client.get(START).status_code == 404
    assert client.get(BACK).status_code == 404


def test_the_page_for_signing_in_names_the_provider(client, provider):
    page = client.get(LOGIN).text
    assert "The ministry" in page
    assert any(link.startswith(START) for link in Html(page).links())


def test_who_has_an_account_signs_in_and_is_asked_for_our_second_factor(client, provider):
    user = make_staff(email="An@ascn.example")
    key = give_app(user)
    answer, there = come_back(client)
    assert answer.url == CODE
    assert not is_signed_in(client)
    assert client.post(CODE, {"code": code_of(key)}).url == ADMIN
    assert AuditEntry.objects.first().details == {"how": ["socialaccount", "totp"]}
    assert there["code_challenge_method"] == ["S256"]
    assert provider.asked[0]["code_verifier"]


def test_without_a_second_factor_the_provider_alone_opens_nothing(client, provider):
    make_staff(email="an@ascn.example")
    come_back(client)
    assert client.get(ADMIN).url == reverse("mfa_index")


def test_once_known_the_account_is_found_by_the_identifier_of_the_provider(client, provider):
    user = make_staff(email="an@ascn.example")
    come_back(client)
    client.logout()
    provider.claims["email"] = "other@ascn.example"
    come_back(client)
    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "stranger@elsewhere.example"},
        {"email_verified": False},
        {"email_verified": None},
        {"email": ""},
    ],
    ids=["unknown", "not verified", "not said to be verified", "none"],
)
def test_whoever_the_provider_does_not_vouch_for_gets_no_account(client, provider, claims):
    make_staff(email="an@ascn.example")
    make_staff("without-address")
    provider.claims |= claims
    before = User.objects.count()
    answer, _there = come_back(client)
    assert answer.url == LOGIN
    assert not is_signed_in(client)
    assert User.objects.count() == before
    assert AuditEntry.objects.first().action == "sign_in_failed"
    assert Html(client.get(LOGIN).text).all("li", **{"class": "error"})


@pytest.mark.parametrize("fields", [{"is_active": False}, {"is_staff": False}])
def test_who_has_left_does_not_come_in_by_the_provider(client, provider, fields):
    user = make_staff(email="an@ascn.example")
    come_back(client)
    client.logout()
    User.objects.filter(pk=user.pk).update(**fields)
    answer, _there = come_back(client)
    assert answer.url == LOGIN
    assert not is_signed_in(client)


def test_one_address_of_two_accounts_opens_neither(client, provider):
    make_staff(email="an@ascn.example")
    make_staff("binh", email="an@ascn.example")
    answer, _there = come_back(client)
    assert answer.url == LOGIN


def test_an_answer_that_nobody_asked_for_is_refused(client, provider):
    make_staff(email="an@ascn.example")
    answer = client.get(BACK, {"code": "x", "state": "invented"})
    assert answer.url == LOGIN
    assert not is_signed_in(client)


def test_a_provider_that_is_away_is_said_to_be(client, provider):
    provider.shutdown()
    provider.server_close()
    assert client.get(START).url == LOGIN
    assert Html(client.get(LOGIN).text).all("li", **{"class": "error"})


def test_who_has_signed_in_already_is_led_on_whatever_the_link_asks_for(client, provider):
    user = make_staff(email="an@ascn.example")
    key = give_app(user)
    come_back(client)
    client.post(CODE, {"code": code_of(key)})
    for asked in ({}, {"process": "connect"}):
        assert client.get(START, asked).url == ADMIN


def test_a_refused_single_sign_on_of_an_account_that_was_closed_is_noted(client, provider):
    user = make_staff(email="an@ascn.example")
    come_back(client)
    User.objects.filter(pk=user.pk).update(is_active=False)
    come_back(Client())
    entry = AuditEntry.objects.first()
    assert (entry.action, entry.by_name) == ("sign_in_failed", user.username)
    assert entry.details == {"how": "socialaccount"}
