"""Counting downloads: by document, language and day, and nothing of who downloads."""

import shutil
import subprocess
import time
import uuid
from datetime import UTC, date, datetime

import pytest
import redis
import time_machine
from django.conf import settings as site_settings
from django.db import DatabaseError

from ascn_portal.publishing.preview import preview_token
from documents import downloads
from documents.models import DownloadCount
from documents.tasks import record_downloads
from tests.factories import file_part, make_document, make_version

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1"
)


@pytest.fixture(autouse=True)
def without_redis(settings):
    settings.REDIS_URL = ""


@pytest.fixture
def file(db):
    return make_file()


def make_file(state="published", document=None, **fields):
    document = document or make_document()
    number = document.versions.count() + 1
    parts = {"files": file_part(**fields)}
    return make_version(state, parts, document=document, number=number).files.get()


def download(client, file, method="get", agent=FIREFOX, query="", **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    address = f"{file.get_absolute_url()}{query}"
    response = getattr(client, method)(address, headers={"User-Agent": agent, **named})
    list(response)  # to its end: the test client then closes what the file holds, and no more
    return response


def counted() -> list[tuple]:
    rows = DownloadCount.objects.order_by("document", "language", "day")
    return list(rows.values_list("document", "language", "day", "count"))


def total() -> int:
    return sum(row[-1] for row in counted())


# --- What counts


def test_a_download_counts_for_its_document_language_and_day(client, file):
    document = file.version.document
    vietnamese = make_file(document=document, language="vi")
    with time_machine.travel(datetime(2026, 5, 1, 16, 59, tzinfo=UTC), tick=False):
        download(client, file)
        download(client, file)
        download(client, vietnamese)
    with time_machine.travel(datetime(2026, 5, 1, 17, 0, tzinfo=UTC), tick=False):
        download(client, file)  # midnight has passed in Ha Noi
    assert counted() == [
        (document.pk, "en", date(2026, 5, 1), 2),
        (document.pk, "en", date(2026, 5, 2), 1),
        (document.pk, "vi", date(2026, 5, 1), 1),
    ]


@pytest.mark.parametrize("agent", [FIREFOX, PHONE, "curl/8.5.0", "Wget/1.24.5"])
@pytest.mark.parametrize("asked", ["", "bytes=0-", "bytes=0-1023"])
def test_the_beginning_of_a_download_by_a_person_counts(client, file, agent, asked):
    headers = {"Range": asked} if asked else {}
    download(client, file, agent=agent, **headers)
    assert total() == 1


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "  ",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
        "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
        "Mozilla/5.0 (compatible; coccocbot-web/1.0; +http://help.coccoc.com/searchengine)",
        "Mozilla/5.0 (compatible; Baiduspider/2.0)",
        "Mozilla/5.0 AppleWebKit/537.36 (compatible; GPTBot/1.2; +https://openai.com/gptbot)",
        "facebookexternalhit/1.1",
        "Mozilla/5.0 (compatible; archive.org_bot)",
        "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/140.0",
        "python-requests/2.32",
        "Go-http-client/2.0",
    ],
)
def test_robots_do_not_count(client, file, agent):
    assert download(client, file, agent=agent).status_code == 200
    assert total() == 0


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (206, {"Range": "bytes=5-"}),
        (206, {"Range": "bytes=-5"}),
        (206, {"Range": "bytes=10-12,0-3"}),
        (416, {"Range": "bytes=99999-"}),
        (304, {"If_None_Match": "*"}),
        (412, {"If_Match": '"x"'}),
    ],
)
def test_what_begins_no_download_does_not_count(client, file, status, headers):
    assert download(client, file, **headers).status_code == status
    assert total() == 0


def test_head_covers_and_the_latest_do_not_count(client, file):
    assert download(client, file, "head").status_code == 200
    latest = f"/documents/{file.version.document.slug}/en/"
    assert client.get(latest, headers={"User-Agent": FIREFOX}).status_code == 302
    client.get(f"{file.get_absolute_url()}/cover.webp", headers={"User-Agent": FIREFOX})
    assert total() == 0


def test_a_look_before_publication_does_not_count(client):
    file = make_file("draft")
    query = f"?preview={preview_token(file.version)}"
    assert download(client, file, query=query).status_code == 200
    assert total() == 0


def test_what_the_web_server_gives_counts(client, file, settings):
    settings.FILES_ACCEL_PREFIX = "/stored-files/"
    download(client, file)
    download(client, file, Range="bytes=5-")
    assert total() == 1


# --- How


def test_a_count_holds_nothing_of_the_reader(client, file):
    response = download(client, file, agent=PHONE)
    assert not response.cookies
    names = {field.name for field in DownloadCount._meta.fields}
    assert names == {"id", "document", "language", "day", "count"}


def test_a_download_is_one_write(client, file, django_assert_num_queries):
    download(client, file)
    with django_assert_num_queries(1):
        downloads.count(file.version.document_id, "en")
    assert total() == 2


def test_a_counter_that_fails_fails_no_download(client, file, monkeypatch, caplog):
    def refuse(*args):
        raise DatabaseError("disk full")

    monkeypatch.setattr(downloads, "add", refuse)
    assert download(client, file).status_code == 200
    assert "was not counted" in caplog.text
    assert FIREFOX not in caplog.text


def test_a_counter_that_does_not_answer_fails_no_download(client, file, settings, caplog, tmp_path):
    settings.REDIS_URL = f"unix://{tmp_path}/nobody.sock"
    downloads.counters.cache_clear()
    assert download(client, file).status_code == 200
    assert "was not counted" in caplog.text
    downloads.counters.cache_clear()


def test_without_redis_nothing_is_to_be_moved():
    assert record_downloads() == 0


# --- With Redis


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory):
    """The Redis of this run, or one of our own where it is installed."""
    if site_settings.REDIS_URL:
        yield site_settings.REDIS_URL
        return
    if not shutil.which("redis-server"):
        pytest.skip("redis-server is not installed")
    folder = tmp_path_factory.mktemp("redis")
    command = ["redis-server", "--port", "0", "--unixsocket", "redis.sock", "--save", ""]
    server = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)  # noqa: S603
    url = f"unix://{folder}/redis.sock"
    try:
        wait_for(url)
        yield url
    finally:
        server.terminate()
        server.wait()


def wait_for(url: str):
    """Until Redis answers; raises its own error after ten seconds."""
    end = time.monotonic() + 10
    while True:
        try:
            redis.Redis.from_url(url).ping()
        except redis.ConnectionError:
            if time.monotonic() > end:
                raise
        else:
            return


@pytest.fixture
def counters(redis_url, settings, monkeypatch):
    """The counters of the site in Redis, under names of this test."""
    settings.REDIS_URL = redis_url
    monkeypatch.setattr(downloads, "COUNTERS", f"test:{uuid.uuid4()}")
    monkeypatch.setattr(downloads, "MOVING", f"{downloads.COUNTERS}:moving")
    downloads.counters.cache_clear()
    store = downloads.counters()
    yield store
    store.delete(downloads.COUNTERS, downloads.MOVING, f"{downloads.COUNTERS}:lock")
    store.close()
    downloads.counters.cache_clear()


def test_with_redis_a_download_writes_nothing_into_the_database(
    client, file, counters, django_assert_num_queries
):
    with django_assert_num_queries(0):
        downloads.count(file.version.document_id, "en")
    download(client, file)
    assert counted() == []
    assert record_downloads() == 2
    assert total() == 2
    assert record_downloads() == 0
    assert total() == 2


def test_counts_are_added_to_those_of_earlier_tasks_and_keep_their_day(client, file, counters):
    pk = file.version.document_id
    with time_machine.travel(datetime(2026, 5, 1, 10, tzinfo=UTC), tick=False):
        downloads.count(pk, "en")
    downloads.record_counts()
    with time_machine.travel(datetime(2026, 5, 1, 11, tzinfo=UTC), tick=False):
        downloads.count(pk, "en")
        downloads.count(pk, "vi")
    with time_machine.travel(datetime(2026, 5, 2, 11, tzinfo=UTC), tick=False):
        assert downloads.record_counts() == 2
    assert counted() == [
        (pk, "en", date(2026, 5, 1), 2),
        (pk, "vi", date(2026, 5, 1), 1),
    ]


def test_a_task_that_dies_loses_nothing(file, counters, monkeypatch):
    pk = file.version.document_id
    downloads.count(pk, "en")
    with monkeypatch.context() as patched:
        patched.setattr(downloads, "write_counts", dies)
        with pytest.raises(DatabaseError):
            downloads.record_counts()
    downloads.count(pk, "en")
    assert downloads.record_counts() == 2
    assert total() == 2


def dies(*args):
    raise DatabaseError("gone")


def test_a_download_during_the_move_is_not_lost(file, counters, monkeypatch):
    pk = file.version.document_id
    write = downloads.write_counts

    def write_while_others_download(heap):
        downloads.count(pk, "vi")
        return write(heap)

    downloads.count(pk, "en")
    with monkeypatch.context() as patched:
        patched.setattr(downloads, "write_counts", write_while_others_download)
        downloads.record_counts()
    downloads.record_counts()
    assert {row[1] for row in counted()} == {"en", "vi"}


def test_two_tasks_do_not_move_the_same_downloads(file, counters):
    downloads.count(file.version.document_id, "en")
    with counters.lock(f"{downloads.COUNTERS}:lock", timeout=60):
        assert downloads.record_counts() == 0
    assert downloads.record_counts() == 1


def test_counts_of_a_document_that_is_gone_hold_up_no_others(file, counters):
    downloads.count(file.version.document_id, "en")
    downloads.count(999_999_999, "en")
    assert downloads.record_counts() == 1
    assert total() == 1
