"""Downloads: whole and in ranges, asked for again, by the portal itself and by the web server."""

from types import SimpleNamespace
from urllib.parse import quote

import pytest
from django.http import StreamingHttpResponse

from ascn_portal import caching
from ascn_portal.publishing import services
from documents import serving
from documents.services import files_storage
from tests.documents.large_file import (
    CONTENT,
    ETAG,
    LAST_MODIFIED,
    SIZE,
    body,
    get,
    make_file,
    policy,
    read_multipart,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(db):
    """A public PDF of more than a megabyte."""
    return make_file()


# --- Whole


def test_the_whole_file_comes_with_its_length_and_may_be_asked_about_again(file):
    response = get(file)
    assert (response.status_code, body(response)) == (200, CONTENT)
    assert response["Content-Length"] == str(SIZE)
    assert response["Content-Type"] == "application/pdf"
    assert response["Accept-Ranges"] == "bytes"
    assert response["ETag"] == ETAG
    assert response["Last-Modified"] == LAST_MODIFIED
    assert response["Cache-Control"] == "public, no-cache"
    assert response["Content-Language"] == "en"
    assert "Content-Encoding" not in response
    assert not response.cookies


def test_a_file_is_the_same_for_every_reader(file):
    assert "Vary" not in get(file, Accept_Encoding="br, gzip", Cookie="session=" + 32 * "a")


def test_head_says_what_get_would_and_sends_nothing(file):
    head, whole = get(file, "head"), get(file)
    assert (head.status_code, body(head)) == (200, b"")
    assert dict(head.headers) == dict(whole.headers)
    assert get(file, "head", Range="bytes=0-9").status_code == 200


def test_a_file_of_one_byte_is_given(db):
    file = make_file(b"x", media_type="text/plain")
    assert body(get(file)) == b"x"
    assert get(file, Range="bytes=1-").status_code == 416


def test_the_file_is_closed_when_all_is_sent_and_when_the_reader_goes(file, lasting_connection):
    for read in (list, lambda pieces: next(iter(pieces)), lambda pieces: None):
        pieces = serving.Pieces(
            files_storage().path(file.stored.path), [(b"", serving.Range(0, SIZE - 1))]
        )
        response = StreamingHttpResponse(pieces)
        read(response)
        response.close()
        assert pieces.file.closed


def test_a_file_is_read_in_pieces(file):
    lengths = [len(piece) for piece in get(file).streaming_content]
    assert sum(lengths) == SIZE
    assert max(lengths) <= 256 * 1024


# --- As what


def test_a_pdf_opens_in_the_browser_in_which_nothing_of_it_may_run(file):
    response = get(file)
    assert response["Content-Disposition"] == 'inline; filename="text.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert policy(response)["default-src"] == "'none'"
    assert set(policy(response).values()) == {"'none'"}


@pytest.mark.parametrize(
    "media_type",
    ["text/plain", "text/html", "image/svg+xml", "application/vnd.oasis.opendocument.text"],
)
def test_all_else_is_saved(db, media_type):
    response = get(make_file(file_name="a.b", media_type=media_type))
    assert response["Content-Disposition"] == 'attachment; filename="a.b"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert policy(response)["default-src"] == "'none'"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Kế hoạch.pdf", f"filename*=utf-8''{quote('Kế hoạch.pdf')}"),
        ('a "b".pdf', r'filename="a \"b\".pdf"'),
        ("50%.pdf", 'filename="50%.pdf"'),
    ],
)
def test_a_file_is_saved_under_the_name_that_people_gave_it(db, name, said):
    assert get(make_file(file_name=name))["Content-Disposition"] == f"inline; {said}"


# --- Asked about again


@pytest.mark.parametrize(
    "headers",
    [
        {"If_None_Match": ETAG},
        {"If_None_Match": f'"x", W/{ETAG}'},
        {"If_None_Match": "*"},
        {"If_Modified_Since": LAST_MODIFIED},
        {"If_Modified_Since": "Thu, 05 Mar 2026 00:00:00 GMT"},
        {"If_None_Match": ETAG, "Range": "bytes=0-9"},
    ],
)
@pytest.mark.parametrize("method", ["get", "head"])
def test_who_has_the_file_is_told_so(file, headers, method):
    response = get(file, method, **headers)
    assert (response.status_code, body(response)) == (304, b"")
    assert (response["ETag"], response["Last-Modified"]) == (ETAG, LAST_MODIFIED)
    assert response["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize(
    "headers",
    [
        {"If_None_Match": '"x"'},
        {"If_Modified_Since": "Tue, 03 Mar 2026 00:00:00 GMT"},
        {"If_Modified_Since": "yesterday"},
        {"If_None_Match": '"x"', "If_Modified_Since": LAST_MODIFIED},
    ],
)
def test_who_has_another_file_is_given_this_one(file, headers):
    response = get(file, **headers)
    assert (response.status_code, body(response)) == (200, CONTENT)


def test_who_wants_another_file_is_not_given_this_one(file):
    assert get(file, If_Match='"x"').status_code == 412
    assert get(file, If_Match=ETAG).status_code == 200


# --- Ranges


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-99", 0, 99),
        ("bytes=100-300000", 100, 300_000),
        ("bytes=1000-", 1000, SIZE - 1),
        ("bytes=0-", 0, SIZE - 1),
        ("bytes=-1", SIZE - 1, SIZE - 1),
        ("bytes=-500", SIZE - 500, SIZE - 1),
        (f"bytes=-{SIZE * 2}", 0, SIZE - 1),
        (f"bytes=5-{SIZE * 2}", 5, SIZE - 1),
        ("bytes=5-9999999999999999999", 5, SIZE - 1),
        (f"bytes={SIZE - 1}-", SIZE - 1, SIZE - 1),
        ("Bytes = 2-3", 2, 3),
        ("bytes=,2-3,", 2, 3),
        (f"bytes=2-3,{SIZE}-", 2, 3),
    ],
)
def test_a_range_is_given_to_the_byte(file, asked, first, last):
    response = get(file, Range=asked)
    assert response.status_code == 206
    assert body(response) == CONTENT[first : last + 1]
    assert response["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert response["Content-Length"] == str(last + 1 - first)
    assert response["Content-Type"] == "application/pdf"
    assert response["ETag"] == ETAG


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", f"bytes={SIZE}-{SIZE + 5}", "bytes=-0"])
def test_a_range_that_the_file_does_not_have_is_refused_with_its_size(file, asked):
    response = get(file, Range=asked)
    assert (response.status_code, body(response)) == (416, b"")
    assert response["Content-Range"] == f"bytes */{SIZE}"


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=",
        "bytes=a-b",
        "bytes=5-2",
        "bytes=-",
        "bytes=0-9;1-2",
        "bytes 0-9",
        "bytes=\u0661-\u0662",  # digits, but not those of HTTP
        "lines=0-9",
        "bytes=" + "9" * 5000 + "-",
        "bytes=" + ",".join(["0-0"] * 17),
        "bytes=" + ",".join(["0-"] * 3),
    ],
)
def test_a_range_without_meaning_or_measure_is_answered_with_the_whole(file, asked):
    response = get(file, Range=asked)
    assert (response.status_code, len(body(response))) == (200, SIZE)


def test_several_ranges_come_in_parts_in_the_order_asked_for(file):
    response = get(file, Range="bytes=500000-800000, 0-9,-5")
    content = body(response)
    assert response.status_code == 206
    assert response["Content-Length"] == str(len(content))
    spans = [(500_000, 800_000), (0, 9), (SIZE - 5, SIZE - 1)]
    parts = read_multipart(content, response["Content-Type"])
    assert [data for _head, data in parts] == [CONTENT[a : b + 1] for a, b in spans]
    assert [head["Content-Range"] for head, _data in parts] == [
        f"bytes {a}-{b}/{SIZE}" for a, b in spans
    ]
    assert {head["Content-Type"] for head, _data in parts} == {"application/pdf"}


@pytest.mark.parametrize("mark", [ETAG, LAST_MODIFIED])
def test_a_download_that_was_cut_off_goes_on_where_it_stopped(file, mark):
    beginning = next(iter(get(file).streaming_content))
    rest = get(file, Range=f"bytes={len(beginning)}-", If_Range=mark)
    assert rest.status_code == 206
    assert beginning + body(rest) == CONTENT


@pytest.mark.parametrize("mark", ['"x"', f"W/{ETAG}", "Thu, 05 Mar 2026 00:00:00 GMT", "yesterday"])
def test_who_has_the_beginning_of_another_file_is_given_this_one_whole(file, mark):
    response = get(file, Range="bytes=10-", If_Range=mark)
    assert (response.status_code, len(body(response))) == (200, SIZE)


# --- Asked for once


def test_a_public_file_is_looked_up_once_until_the_content_changes(
    file, editor, monkeypatch, django_assert_num_queries
):
    # As when the site is served: the transaction of the test is not one of the request.
    monkeypatch.setattr("documents.views.files.connection", SimpleNamespace(in_atomic_block=False))
    monkeypatch.setattr(caching, "LOOK_EVERY_SECONDS", 1000)
    assert get(file).status_code == 200
    with django_assert_num_queries(0):
        assert body(get(file, Range="bytes=5-9")) == CONTENT[5:10]
    services.withdraw(file.version, author=editor, reason_vi="Có sai sót", reason_en="An error")
    caching.raise_content_version()
    assert get(file).status_code == 410
