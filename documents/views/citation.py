"""Citations of a document as files for reference managers."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from ascn_portal.caching import public_page
from documents.citing import FORMATS, work_of
from documents.models import Document

from .sheet import find_at


@require_safe
@public_page()
def citation(request, slug, form):
    """How to cite a document, in one of `citing.FORMATS`; the plain text opens in the browser."""
    if form not in FORMATS:
        raise Http404
    document = find_at(Document.objects.select_related("source"), slug, f"cite.{form}")
    written = FORMATS[form]
    response = HttpResponse(
        written.write(work_of(document)), content_type=f"{written.media_type}; charset=utf-8"
    )
    response.headers["Content-Disposition"] = content_disposition_header(
        form != "txt", f"{document.slug}.{form}"
    )
    return response
