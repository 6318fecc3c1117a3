"""Addresses of files: the latest in a language, each for ever, and their covers."""

import unicodedata
from contextlib import suppress
from functools import lru_cache

from csp.constants import NONE
from csp.decorators import csp
from django.contrib.contenttypes.models import ContentType
from django.core.signing import BadSignature
from django.db import connection
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from ascn_portal.caching import content_version
from ascn_portal.errors import Gone, Moved
from ascn_portal.publishing.addresses import find_withdrawn
from ascn_portal.publishing.models import Revision, SlugHistory
from ascn_portal.publishing.preview import (
    PARAMETER,
    Over,
    count_look,
    on_trial,
    read_token,
    waiting_for,
)
from documents import downloads
from documents.models import Document, DocumentFile, DocumentVersion
from documents.services import files_storage
from documents.serving import serve

# Nothing of a file runs or loads; browsers' own viewers of PDFs need nothing.
FILE_POLICY = dict.fromkeys(["default-src", "base-uri", "form-action", "frame-ancestors"], NONE)
NEWEST_FIRST = ("-version__number", "-is_primary", "pk")


@csrf_exempt
@require_safe
def latest_file(request, slug, language):
    """302 to the file of the latest public version that has one in this language."""
    files = files_of(slug, language)
    offered = files.published().offered().select_related("version__document")
    file = offered.order_by(*NEWEST_FIRST).first()
    if file is None:
        refuse_withdrawn(files)
        raise moved_or_unknown(slug, "files:latest", language)
    response = HttpResponseRedirect(file.get_absolute_url())
    response.headers["Cache-Control"] = "public, no-cache"
    return response


@csrf_exempt
@require_safe
@csp(FILE_POLICY)
def version_file(request, slug, number, language, file_name):
    """One file of one version, for ever."""
    file, is_public = find_file(request, slug, number, language, file_name)
    response = serve(request, file, is_public=is_public)
    if is_public and downloads.is_download(request, response):
        downloads.count(file.version.document_id, language)
    return response


@csrf_exempt
@require_safe
@csp(FILE_POLICY)
def file_cover(request, slug, number, language, file_name):
    """The picture of the first page of a file, from the portal itself.

    Pages show it, and load nothing from another host: so not from object storage either.
    """
    file, is_public = find_file(request, slug, number, language, file_name)
    if not file.stored.has_cover:
        raise Http404
    etag = f'"{file.stored.sha256[:32]}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        with files_storage().open(file.stored.cover_path) as cover:
            response = HttpResponse(cover.read(), content_type="image/webp")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, no-cache" if is_public else "no-store"
    return response


def files_of(slug: str, language: str, **fields):
    """The files at an address, public or not."""
    return DocumentFile.objects.filter(version__document__slug=slug, language=language, **fields)


def find_file(request, slug, number, language, file_name) -> tuple[DocumentFile, bool]:
    """The file at an address, and whether it is public: a preview link shows it before it is.

    Raises Gone, Moved or Http404 where readers may not have it.
    """
    name = unicodedata.normalize("NFC", file_name)  # as it is stored, however it was typed
    with suppress(DocumentFile.DoesNotExist):
        return public_file(slug, number, language, name), True
    files = files_of(slug, language, version__number=number, file_name=name)
    refuse_withdrawn(files)
    if file := previewed_file(request, files):
        return file, False
    raise moved_or_unknown(slug, "files:file", number, language, name)


def previewed_file(request, files) -> DocumentFile | None:
    """The one of `files` whose version the request's preview link names, as its draft has it.

    A file of the version is shown also where its document is not public yet. Raises TooOften or
    DoesNotFit, which the middleware of previews answers.
    """
    token = request.GET.get(PARAMETER, "")
    try:
        link = read_token(token)
    except (BadSignature, Over):
        return None
    version = DocumentVersion.objects.filter(uid=link.uid).first()
    beside = version and draft_beside(link, version)
    if beside:
        count_look(token)
    with on_trial(beside):
        given = files.offered().filter(version__uid=link.uid)
        return given.select_related("version__document", "stored").first()


def draft_beside(link, version) -> Revision | None:
    """The draft that `link` shows and the tables do not hold: they hold what was never public."""
    is_stored = version.state == DocumentVersion.State.DRAFT
    return None if is_stored else waiting_for(link, version)


def public_file(slug, number, language, name) -> DocumentFile:
    """The public file at an address, asked for once while the content stays the same.

    Downloads of one file follow each other, and each range of it is a request. Inside a
    transaction nothing is kept: others do not see it yet. Raises DocumentFile.DoesNotExist.
    """
    read = read_public_file.__wrapped__ if connection.in_atomic_block else read_public_file
    return read(slug, number, language, name, content_version())


@lru_cache(maxsize=1024)
def read_public_file(slug, number, language, name, _content_version) -> DocumentFile:
    """The same from the database; what is not there is not kept."""
    files = files_of(slug, language, version__number=number, file_name=name)
    return files.published().offered().select_related("version").get()


def refuse_withdrawn(files):
    """Raise Gone if one of `files` was public and is withdrawn, or its version or document is."""
    now = timezone.now()
    once_public = files.filter(
        version__first_published_at__lte=now, version__document__first_published_at__lte=now
    )
    for file in once_public.select_related("version__document").order_by(*NEWEST_FIRST):
        withdrawn = file if file.is_withdrawn else find_withdrawn(file.version)
        if withdrawn:
            raise Gone(withdrawn)


def moved_or_unknown(slug: str, address: str, *args) -> Exception:
    """Moved to the same `address` under the present slug of what once stood at `slug`, or 404."""
    kind = ContentType.objects.get_for_model(Document)
    former = SlugHistory.objects.filter(content_type=kind, slug=slug).values("uid")
    once_public = Document.objects.filter(first_published_at__lte=timezone.now(), uid__in=former)
    present = once_public.values_list("slug", flat=True).first()
    return Moved(reverse(address, args=[present, *args])) if present else Http404()
