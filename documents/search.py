"""What of the documents is found, and of the text inside their files."""

from django.db.models import Prefetch
from django.utils import translation

from ascn_portal.search.index import Found, register, said, titled_in

from .models import Document, DocumentFile, DocumentVersion

NO_LONGER_IN_FORCE = (Document.Status.SUPERSEDED, Document.Status.WITHDRAWN)


@register(Document)
def document(record):
    title = said(record, "title")
    yield Found(
        kind="document",
        priority=5,
        slug=record.slug,
        path=record.get_absolute_url(),
        names=[title, f"{title} {record.year}", record.symbol],
        text=said(record, "summary", "issuing_body"),
        year=record.year,
        dated_on=record.status_on,
        date_precision=record.status_precision,
        is_current=record.status not in NO_LONGER_IN_FORCE,
    )


def versions():
    """Versions with the pages of their files that readers may have."""
    files = DocumentFile.objects.offered().prefetch_related("stored__text_pages")
    read = DocumentVersion.objects.select_related("document")
    return read.prefetch_related(Prefetch("files", queryset=files), "document__versions")


@register(DocumentVersion, rows=versions, beside=["document__versions"])
def pages_of_files(record):
    """Each page of each file, once: under the title of its document in the file's language."""
    document = record.document
    is_latest = record.number == max(
        other.number
        for other in document.versions.all()
        if other.pk == record.pk or other.state == other.State.PUBLISHED
    )
    title = said(document, "title")
    for file in record.files.all():
        if translation.get_language() != titled_in(file.language):
            continue
        for page in file.stored.text_pages.all():
            yield Found(
                kind="file",
                priority=12,
                part=f"{file.uid.hex} {page.number}",
                slug=document.slug,
                path=file.get_absolute_url(),
                names=[title],
                is_named=False,
                text=page.text,
                language=file.language,
                year=document.year,
                page=page.number if file.stored.pages else None,
                is_current=is_latest and document.status not in NO_LONGER_IN_FORCE,
            )
