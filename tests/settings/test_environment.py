"""The start ends with one plain sentence where a setting is malformed."""

import os
import subprocess
import sys

import pytest

from ascn_portal.settings import environment

READERS = {
    "PORT": environment.read_port,
    "DATABASE_URL": lambda: environment.read_database("db.sqlite3"),
    "REDIS_URL": environment.read_redis,
    "PUBLIC_ORIGIN": lambda: environment.read_origin(8000),
    "TRUSTED_PROXIES": environment.read_proxies,
    "RECORD_CONFIRMED": lambda: environment.read_flag("RECORD_CONFIRMED"),
    "SECRET_KEY": lambda: environment.read_secret_key("secret_key"),
    "EMAIL_URL": environment.read_mail,
    "OIDC_ISSUER": environment.read_single_sign_on,
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("PORT", "\uff18\uff10"),
        ("DATABASE_URL", "postgress://localhost/ascn"),
        ("DATABASE_URL", "postgres://"),
        ("DATABASE_URL", "mysql://root@localhost/ascn"),
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "postgres://u:p@host:port/ascn"),
        ("REDIS_URL", "localhost:6379"),
        ("REDIS_URL", "http://localhost"),
        ("REDIS_URL", "redis://host:port/0"),
        ("PUBLIC_ORIGIN", "ascn.example"),
        ("PUBLIC_ORIGIN", "https://ascn.example/portal"),
        ("PUBLIC_ORIGIN", "ftp://ascn.example"),
        ("PUBLIC_ORIGIN", "https://user@ascn.example"),
        ("PUBLIC_ORIGIN", "https://ascn.example:port"),
        ("TRUSTED_PROXIES", "10.0.0.0/99"),
        ("TRUSTED_PROXIES", "nginx"),
        ("RECORD_CONFIRMED", "maybe"),
        ("SECRET_KEY", "short"),
        ("EMAIL_URL", "mail.ascn.example"),
        ("EMAIL_URL", "smtp://"),
        ("EMAIL_URL", "smtp://mail.ascn.example:port"),
        ("EMAIL_URL", "consolemail://"),
        ("OIDC_ISSUER", "id.example"),
        ("OIDC_ISSUER", "http://id.example"),
    ],
)
def test_a_malformed_setting_is_named_with_an_example(name, value, monkeypatch):
    monkeypatch.setenv("OIDC_CLIENT_ID", "ascn-portal")
    monkeypatch.setenv("OIDC_CLIENT_SECRET", "secret")
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as stop:
        READERS[name]()
    assert stop.value.code.startswith(f"{name} is not ")
    assert f"Example: {name}=" in stop.value.code
    assert value not in stop.value.code.partition("Example")[0]


def test_a_malformed_setting_stops_the_start_with_one_sentence(tmp_path):
    started = subprocess.run(
        [sys.executable, "manage.py", "check"],
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), "PORT": "eighty"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.returncode == 1
    assert started.stderr == "PORT is not a number from 1 to 65535. Example: PORT=8000\n"


def test_the_secret_key_is_made_once_and_readable_by_its_owner_only(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    path = tmp_path / "var" / "secret_key"
    first = environment.read_secret_key(path)
    assert len(first) >= 50
    assert environment.read_secret_key(path) == first
    assert path.stat().st_mode & 0o777 == 0o600


def test_database_url_leads_to_postgresql_and_nothing_to_sqlite(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://user:secret@db.example:5433/ascn")
    database = environment.read_database(tmp_path / "db.sqlite3")
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example", 5433, "ascn")
    monkeypatch.delenv("DATABASE_URL")
    database = environment.read_database(tmp_path / "db.sqlite3")
    assert database["ENGINE"] == "django.db.backends.sqlite3"
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]


@pytest.mark.parametrize("missing", ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"])
def test_single_sign_on_is_set_whole_or_not_at_all(missing, monkeypatch):
    values = {"OIDC_ISSUER": "https://id.example/realm/", "OIDC_CLIENT_ID": "ascn-portal"}
    for name, value in (values | {"OIDC_CLIENT_SECRET": "secret"}).items():
        monkeypatch.setenv(name, value)
    assert environment.read_single_sign_on()["name"] == "id.example"
    monkeypatch.delenv(missing)
    with pytest.raises(SystemExit) as stop:
        environment.read_single_sign_on()
    assert stop.value.code.startswith(f"{missing} is not set")
    assert "secret" not in stop.value.code.replace("SECRET", "").lower()
