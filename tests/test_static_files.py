"""Static files are served under hashed names, all styles as one sheet."""

import gzip
import json

import pytest
from django.core.management import call_command
from django.test import override_settings


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The folder that collectstatic fills, as on the real site."""
    root = tmp_path_factory.mktemp("static")
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "ascn_portal.storage.SiteStaticStorage"},
    }
    with override_settings(STATIC_ROOT=root, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
        first = (root / "staticfiles.json").read_text()
        call_command("collectstatic", interactive=False, verbosity=0)
    assert (root / "staticfiles.json").read_text() == first
    return root


def hashed(collected, name: str):
    return collected / json.loads((collected / "staticfiles.json").read_text())["paths"][name]


def test_the_style_sheet_is_one_file_without_imports(collected):
    text = hashed(collected, "css/site.css").read_text()
    assert "@import" not in text
    assert "@layer components" in text
    assert ".breadcrumbs" in text


def test_the_sheet_of_the_admin_is_one_file_too_and_keeps_the_order_of_its_parts(collected):
    text = hashed(collected, "css/admin.css").read_text()
    assert "@import" not in text
    assert 0 < text.index(".standing") < text.index(".text-tools") < text.index(".desk__row")


def test_the_style_sheet_names_fonts_that_are_there(collected):
    text = hashed(collected, "css/site.css").read_text()
    assert text.count("woff2") >= 4
    for part in text.split('url("')[1:]:
        name = part.partition('"')[0]
        assert (collected / "css" / name).resolve().is_file()


def test_nothing_is_loaded_from_another_host(collected):
    for sheet in (collected / "css").rglob("*.css"):
        assert "//" not in sheet.read_text().replace("http://www.w3.org", "")


def test_what_readers_load_is_kept_compressed_too(collected):
    for name in ("css/site.css", "js/theme.js"):
        file = hashed(collected, name)
        copy = file.with_name(f"{file.name}.gz").read_bytes()
        assert gzip.decompress(copy) == file.read_bytes()
    assert not list((collected / "admin").rglob("*.gz"))
