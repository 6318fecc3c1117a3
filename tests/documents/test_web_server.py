"""Downloads that nginx gives out, with the configuration that is shipped."""

import shutil
import threading
from http.client import HTTPConnection
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import override_settings

from documents.management.commands.measure_downloads import nginx
from documents.services import files_storage
from tests.documents.large_file import (
    CONTENT,
    ETAG,
    SIZE,
    STORED_AT,
    body,
    get,
    make_file,
    policy,
    read_multipart,
)
from tests.factories import file_part, make_document, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(db):
    """A public PDF of more than a megabyte."""
    return make_file()


@pytest.fixture
def accel(settings):
    settings.FILES_ACCEL_PREFIX = "/stored-files/"


def test_the_web_server_is_told_where_the_file_lies(file, accel):
    response = get(file)
    assert (response.status_code, body(response)) == (200, b"")
    assert response["X-Accel-Redirect"] == f"/stored-files/{file.stored.path}"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="text.pdf"'
    assert policy(response)["default-src"] == "'none'"
    assert Path(files_storage().path(file.stored.path)).stat().st_mtime == STORED_AT.timestamp()


def test_a_file_that_is_not_public_never_reaches_the_web_server(accel):
    version = make_version("draft", {"files": file_part()}, document=make_document())
    response = get(version.files.get())
    assert response.status_code == 404
    assert "X-Accel-Redirect" not in response


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture
def front(accel, tmp_path, lasting_connection):
    """The port of a real nginx in front of this process, with the configuration that is shipped."""
    if not shutil.which("nginx"):
        pytest.skip("nginx is not installed")
    (tmp_path / "files").symlink_to(files_storage().path("files"))
    ours = connections["default"]  # its rows are seen by nobody else
    handler = get_wsgi_application()

    def application(*request):
        connections["default"] = ours
        return handler(*request)

    ours.inc_thread_sharing()
    site = make_server("127.0.0.1", 0, application, handler_class=Quiet)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    try:
        with nginx(tmp_path, site.server_port) as port:
            yield port
    finally:
        site.shutdown()
        site.server_close()
        ours.dec_thread_sharing()


def ask_nginx(port, path, **headers):
    """Status, headers and body of the answer of nginx."""
    request = HTTPConnection("127.0.0.1", port, timeout=30)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request.request("GET", path, headers=named)
    answer = request.getresponse()
    content = answer.read()
    request.close()
    return answer.status, answer.headers, content


def test_nginx_gives_the_file_as_the_portal_would(file, front):
    path = file.get_absolute_url()
    status, headers, content = ask_nginx(front, path)
    assert (status, content) == (200, CONTENT)
    ours = serve_here(file)
    for name in (
        "Accept-Ranges",
        "Cache-Control",
        "Content-Disposition",
        "Content-Language",
        "Content-Length",
        "Content-Type",
        "Cross-Origin-Opener-Policy",
        "ETag",
        "Last-Modified",
        "Referrer-Policy",
        "X-Content-Type-Options",
        "X-Frame-Options",
    ):
        assert headers.get_all(name) == [ours[name]], name
    [said] = headers.get_all("Content-Security-Policy")
    assert sorted(said.split("; ")) == sorted(ours["Content-Security-Policy"].split("; "))


def serve_here(file):
    """The answer of the portal where no web server finds the files."""
    with override_settings(FILES_ACCEL_PREFIX=""):
        return get(file)


def test_nginx_gives_ranges_to_who_has_the_beginning_from_wherever(file, front):
    path = file.get_absolute_url()
    status, headers, content = ask_nginx(front, path, Range="bytes=1000-", If_Range=ETAG)
    assert (status, content) == (206, CONTENT[1000:])
    status, headers, content = ask_nginx(front, path, Range="bytes=0-9,500000-500009")
    parts = read_multipart(content, headers["Content-Type"])
    assert [data for _head, data in parts] == [CONTENT[:10], CONTENT[500_000:500_010]]
    assert ask_nginx(front, path, Range=f"bytes={SIZE}-")[0] == 416
    assert ask_nginx(front, path, If_None_Match=ETAG)[0] == 304


def test_nobody_can_ask_nginx_for_a_stored_file(file, front):
    status, _headers, content = ask_nginx(front, f"/stored-files/{file.stored.path}")
    assert status == 404
    assert CONTENT[:100] not in content
