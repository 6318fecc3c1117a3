"""Addresses of files: without a language prefix, for a file has a language of its own."""

from django.urls import path, register_converter

from . import views


class LanguageCode:
    """Two letters, as ISO 639-1 has them."""

    regex = "[a-z]{2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(LanguageCode, "language")

app_name = "files"

FILE = "<slug:slug>/v<int:number>/<language:language>/<str:file_name>"

urlpatterns = [
    path("<slug:slug>/<language:language>/", views.latest_file, name="latest"),
    path(FILE, views.version_file, name="file"),
    path(f"{FILE}/cover.webp", views.file_cover, name="cover"),
]
