"""Files in object storage: signed addresses made at the click, and nothing of them in a page."""

import os
import subprocess
import sys
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings as site_settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from ascn_portal.publishing import services
from ascn_portal.publishing.preview import preview_token
from ascn_portal.settings import environment
from documents.models import DownloadCount, StoredFile
from tests.factories import file_part, make_document, make_version

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def file(db):
    """A public file whose row was made while files lay in a folder."""
    parts = {"files": file_part(file_name="Kế hoạch.pdf")}
    return make_version(parts=parts, document=make_document()).files.get()


@pytest.fixture
def bucket(file, settings, monkeypatch, tmp_path):
    """The storage of a served site, as its environment names it; signing asks no network."""
    for name, value in {
        "FILES_S3_BUCKET": "ascn-files",
        "FILES_S3_ENDPOINT": "https://s3.example",
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "ap-southeast-1",
        "AWS_CONFIG_FILE": str(tmp_path / "none"),
    }.items():
        monkeypatch.setenv(name, value)
    documents = environment.read_files_storage(tmp_path)
    settings.STORAGES = settings.STORAGES | {"documents": documents}


def get(client, file, method="get", query=""):
    address = f"{file.get_absolute_url()}{query}"
    return getattr(client, method)(address, headers={"User-Agent": FIREFOX})


def test_a_download_is_sent_to_an_address_that_is_signed_for_a_few_minutes(client, file, bucket):
    response = get(client, file)
    assert response.status_code == 302
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    address = urlsplit(response.url)
    assert address.scheme == "https"
    assert f"{address.netloc}{address.path}".endswith(file.stored.path)
    assert "s3.example" in address.netloc
    query = parse_qs(address.query)
    assert query["X-Amz-Expires"] == ["300"]
    assert query["X-Amz-Signature"][0]
    assert datetime.strptime(query["X-Amz-Date"][0], "%Y%m%dT%H%M%S%z")
    assert query["response-content-type"] == ["application/pdf"]
    [disposition] = query["response-content-disposition"]
    assert disposition == "inline; filename*=utf-8''K%E1%BA%BF%20ho%E1%BA%A1ch.pdf"
    assert "secret" not in response.url


def test_head_is_signed_as_head(client, file, bucket):
    signatures = {
        parse_qs(urlsplit(get(client, file, method).url).query)["X-Amz-Signature"][0]
        for method in ("get", "head")
    }
    assert len(signatures) == 2


def test_a_download_from_object_storage_counts_and_head_does_not(client, file, bucket, settings):
    settings.REDIS_URL = ""
    get(client, file, "head")
    get(client, file)
    assert [count.count for count in DownloadCount.objects.all()] == [1]


def test_no_page_holds_a_signed_address(client, file, bucket):
    slug = file.version.document.slug
    for page in (f"/en/documents/{slug}/", f"/en/documents/{slug}/v1/"):
        text = client.get(page).text
        assert "X-Amz" not in text
        assert "s3.example" not in text


def test_nothing_is_signed_for_who_may_not_have_the_file(client, file, bucket, editor):
    draft = make_version("draft", document=file.version.document, number=2)
    services.withdraw(file.version, author=editor, reason_vi="Có sai sót", reason_en="An error")
    assert get(client, file).status_code == 410
    assert client.get(f"/documents/{draft.document.slug}/v2/en/text.pdf").status_code == 404


def test_a_preview_is_signed_and_not_to_be_found_by_search_engines(client, bucket):
    stored = StoredFile.objects.get()
    version = make_version("draft", {"files": file_part(stored)}, document=make_document())
    response = get(client, version.files.get(), query=f"?preview={preview_token(version)}")
    assert (response.status_code, response["Cache-Control"]) == (302, "no-store")
    assert response["X-Robots-Tag"] == "noindex"


def test_a_cover_comes_from_the_portal_itself(client, file, settings):
    """Pages show covers, and load nothing from another host."""
    without_paths = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = settings.STORAGES | {"documents": without_paths}
    storages["documents"].save(file.stored.cover_path, ContentFile(b"RIFF\0\0\0\0WEBP"))
    StoredFile.objects.update(has_cover=True)
    response = client.get(f"{file.get_absolute_url()}/cover.webp")
    assert (response.status_code, response.content) == (200, b"RIFF\0\0\0\0WEBP")


@pytest.mark.parametrize(
    ("variables", "is_imported"),
    [({}, False), ({"FILES_S3_BUCKET": "ascn-files"}, True)],
)
def test_the_library_of_object_storage_is_loaded_only_where_it_is_used(
    variables, is_imported, tmp_path
):
    code = (
        "import sys, ascn_portal.wsgi\n"
        "from documents.services import files_storage\n"
        "type(files_storage())\n"
        "print('boto3' in sys.modules)"
    )
    ours = {"VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "ascn_portal.settings.base"}
    answer = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code],
        cwd=site_settings.BASE_DIR,
        env=os.environ | ours | variables,
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.split() == [str(is_imported)]
