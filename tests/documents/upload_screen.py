"""The upload screen of the admin as tests use it: sending files, typing, reading what it says."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.html import Html
from tests.publishing.admin.form_reader import posted

from . import made_files

UPLOAD = reverse("admin:documents_documentversion_upload")
PDF = made_files.pdf("The framework of the network.", title="Framework", language="en")
OTHER_PDF = made_files.pdf("Another text of the network.")


def sent(name="framework.pdf", content=PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def send(client, *files, url=UPLOAD, page=None, **typed):
    """Open the screen (or stay on `page`), choose files, press “Upload”."""
    page = page or client.get(url)
    return client.post(url, posted(page, **typed) | {"upload": list(files), "_upload": "x"})


def show(client, page, url=UPLOAD, **typed):
    """Type into the rows and ask what will happen."""
    return client.post(url, posted(page, _show="x", **typed))


def do(client, page, url=UPLOAD, **typed):
    """Press “Do it”."""
    return client.post(url, posted(page, _do="x", **typed))


def row(number=0, **typed) -> dict:
    """What is typed into a row."""
    return {f"files-{number}-{name}": value for name, value in typed.items()}


def text(page) -> str:
    """All that a page says."""
    texts = Html(page.content.decode()).texts.values()
    return " ".join(" ".join(part for parts in texts for part in parts).split())


def url_for(**way) -> str:
    (name, record), *_ = way.items()
    return f"{UPLOAD}?{name}={record.pk}"


def errors(page) -> str:
    return str(page.context["formset"].errors)
