"""The environment, read and checked.

Each reader returns a usable value or ends the start with one plain sentence that names the
variable, what it holds and an example: whoever sets up the portal reads no traceback.
"""

import ipaddress
import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import environ

# How mail is handed over, and the usual port of each way.
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}


def refuse(name: str, expected: str, example: str):
    """End the start: `name` is malformed. The value itself is not shown, it may hold a password."""
    raise SystemExit(f"{name} is not {expected}. Example: {name}={example}")


def read_flag(name: str) -> bool:
    """True for 1, true, yes or on; False for 0, false, no, off or nothing."""
    value = os.environ.get(name, "").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"", "0", "false", "no", "off"}:
        return False
    refuse(name, "yes or no", "yes")


def read_port() -> int:
    """The port that `make run` listens on."""
    value = os.environ.get("PORT", "").strip() or "8000"
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= 65535):
        refuse("PORT", "a number from 1 to 65535", "8000")
    return int(value)


def read_origin(port: int) -> str:
    """Scheme and host under which the public reaches the site, without a slash at the end."""
    value = os.environ.get("PUBLIC_ORIGIN", "").strip() or f"http://127.0.0.1:{port}"
    expected = ("PUBLIC_ORIGIN", "an http or https address without a path", "https://ascn.example")
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018  raises ValueError where the port is no number
    except ValueError:
        refuse(*expected)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        refuse(*expected)
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        refuse(*expected)
    return f"{parts.scheme}://{parts.netloc}"


def read_database(default: Path) -> dict:
    """Django's database settings: SQLite in `default`, or what DATABASE_URL names."""
    value = os.environ.get("DATABASE_URL", "").strip()
    expected = (
        "DATABASE_URL",
        "the address of a PostgreSQL database",
        "postgres://user:password@127.0.0.1:5432/ascn",
    )
    if value and value.partition("://")[0] not in {"postgres", "postgresql", "sqlite"}:
        refuse(*expected)
    try:
        database = environ.Env.db_url_config(value or f"sqlite:///{default}")
    except Exception:  # the library raises many kinds for one fault: an address it cannot read
        refuse(*expected)
    engine = database.get("ENGINE", "").rpartition(".")[2]
    if engine == "sqlite3":
        # Without IMMEDIATE two writers that read first both fail with "database is locked".
        return database | {
            # The last connection that closes writes the whole log back into the database: opened
            # for each request, it took ten times as long to count a download.
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                " PRAGMA temp_store=MEMORY",
            },
        }
    if not database.get("NAME"):
        refuse(*expected)
    return database | {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def read_redis() -> str:
    """Address of Redis (cache and Celery's broker), or nothing on the embedded default."""
    value = os.environ.get("REDIS_URL", "").strip()
    expected = ("REDIS_URL", "the address of a Redis server", "redis://127.0.0.1:6379/0")
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018  raises ValueError where the port is no number
    except ValueError:
        refuse(*expected)
    if value and (parts.scheme not in {"redis", "rediss", "unix"} or not parts.netloc + parts.path):
        refuse(*expected)
    return value


def read_proxies() -> list:
    """Networks whose X-Forwarded-* headers are believed, besides loopback."""
    words = os.environ.get("TRUSTED_PROXIES", "").replace(",", " ").split()
    try:
        return [ipaddress.ip_network(word) for word in words]
    except ValueError:
        refuse("TRUSTED_PROXIES", "a list of addresses or networks", "10.0.0.0/8,192.168.1.7")


def read_upload_limit() -> int:
    """The largest file that staff may upload, in bytes; the variable counts megabytes."""
    value = os.environ.get("UPLOAD_LIMIT_MB", "").strip() or "100"
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= 10_000):
        refuse("UPLOAD_LIMIT_MB", "a number of megabytes from 1 to 10000", "100")
    return int(value) * 1024 * 1024


def read_accel_prefix() -> str:
    """The internal address below which nginx finds the files itself, or nothing."""
    value = os.environ.get("FILES_ACCEL_PREFIX", "").strip()
    if value and not (value.startswith("/") and value.endswith("/")):
        refuse("FILES_ACCEL_PREFIX", "an address that begins and ends with /", "/stored-files/")
    return value


def read_clamd() -> tuple[str, int] | str:
    """Host and port of ClamAV's daemon, or the path of its socket; "" where there is none."""
    value = os.environ.get("CLAMD_ADDRESS", "").strip()
    host, _colon, port = value.rpartition(":")
    if not value or value.startswith("/"):
        return value
    if not (host and port.isascii() and port.isdigit() and 1 <= int(port) <= 65535):
        refuse("CLAMD_ADDRESS", "host:port or the path of a socket", "127.0.0.1:3310")
    return host, int(port)


def read_mail() -> dict:
    """Django's settings of the server that takes mail, from EMAIL_URL; {} where there is none."""
    value = os.environ.get("EMAIL_URL", "").strip()
    expected = (
        "EMAIL_URL",
        "the address of a mail server",
        "smtp+tls://portal%40ascn.example:password@mail.ascn.example:587",
    )
    if not value:
        return {}
    try:
        mail = environ.Env.email_url_config(value)
    except Exception:  # the library raises many kinds for one fault: an address it cannot read
        refuse(*expected)
    scheme = value.partition("://")[0]
    if scheme not in MAIL_PORTS or not mail["EMAIL_HOST"]:
        refuse(*expected)
    return mail | {
        "EMAIL_PORT": mail["EMAIL_PORT"] or MAIL_PORTS[scheme],
        "EMAIL_HOST_USER": mail["EMAIL_HOST_USER"] or "",
        "EMAIL_HOST_PASSWORD": mail["EMAIL_HOST_PASSWORD"] or "",
    }


def read_files_storage(folder: Path) -> dict:
    """Django's storage settings for files: below `folder`, or the bucket of FILES_S3_BUCKET.

    Keys come from where Amazon's library looks for them (AWS_ACCESS_KEY_ID and others).
    """
    bucket = os.environ.get("FILES_S3_BUCKET", "").strip()
    endpoint = os.environ.get("FILES_S3_ENDPOINT", "").strip()
    if endpoint and urlsplit(endpoint).scheme not in {"http", "https"}:
        refuse("FILES_S3_ENDPOINT", "an http or https address", "https://s3.example")
    if not bucket:
        return {
            "BACKEND": "documents.storage.WholeFileStorage",
            "OPTIONS": {"location": folder, "base_url": None},
        }
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": endpoint or None,
            "default_acl": "private",
            "querystring_auth": True,
            "querystring_expire": 300,
            "signature_version": "s3v4",
            "file_overwrite": False,
        },
    }


def read_single_sign_on() -> dict:
    """The provider of single sign-on as allauth describes it; empty where none is named."""
    examples = {
        "OIDC_ISSUER": "https://id.example",
        "OIDC_CLIENT_ID": "ascn-portal",
        "OIDC_CLIENT_SECRET": "(as the provider gave it)",
    }
    issuer, client, secret = values = [os.environ.get(name, "").strip() for name in examples]
    if not any(values):
        return {}
    for (name, example), value in zip(examples.items(), values, strict=True):
        if not value:
            refuse(name, f"set, but {', '.join(examples)} belong together", example)
    parts = urlsplit(issuer)
    is_here = parts.hostname in {"127.0.0.1", "localhost"}
    if not parts.hostname or parts.scheme not in {"https", "http" if is_here else "https"}:
        refuse("OIDC_ISSUER", "an https address", "https://id.example")
    return {
        "provider_id": "sso",
        "name": os.environ.get("OIDC_NAME", "").strip() or parts.hostname,
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": issuer.rstrip("/")},
    }


def read_secret_key(path: Path) -> str:
    """SECRET_KEY, or the key in `path`, made on the first start and readable by its owner only."""
    value = os.environ.get("SECRET_KEY", "").strip()
    if value:
        if len(value) < 50:
            refuse(
                "SECRET_KEY",
                "at least 50 characters long",
                "(the output of: openssl rand -base64 48)",
            )
        return value
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(64))
    return path.read_text()
