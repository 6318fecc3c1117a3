"""Answers of the site as a whole: error pages, robots.txt and health."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .accounts.gate import OF_STAFF
from .errors import Gone, NotAccepted
from .publishing import kept_input

RETRY_AFTER = "60"  # seconds: whoever keeps the database busy is done by then


def page_not_found(request, exception):
    """404, or 410 with the reason where a record has been withdrawn, in the reader's language."""
    with reader_language(request):
        if isinstance(exception, Gone):
            context = {"record": exception.record}
            return render(request, "410.html", context, status=HTTPStatus.GONE)
        return render(request, "404.html", status=HTTPStatus.NOT_FOUND)


def bad_request(request, exception):
    """400 with what was wrong and what is accepted; 413 for a form with too much in it."""
    if isinstance(exception, NotAccepted):
        context = {"sentence": exception.sentence, "plain_url": request.path}
        return refuse(request, HTTPStatus.BAD_REQUEST, context)
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return too_much(request)
    return refuse(request, HTTPStatus.BAD_REQUEST)


def too_much(request):
    """413 with how much a form may hold."""
    context = {
        "size": settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
        "fields": settings.DATA_UPLOAD_MAX_NUMBER_FIELDS,
    }
    with reader_language(request):
        return render(request, "413.html", context, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def refuse(request, status: HTTPStatus, context: dict | None = None):
    """The page that says that an address cannot be understood.

    `context` may hold the `sentence` that says why, and the `plain_url` of the page that the
    reader wanted.
    """
    with reader_language(request):
        context = {"sentence": "", "plain_url": "", **(context or {})}
        return render(request, "400.html", context, status=status)


def no_preview(request, status: HTTPStatus, sentence: str):
    """Why a link to a draft does not show it; after some of the reasons it may do so later."""
    response = render(request, "errors/preview.html", {"sentence": sentence}, status=status)
    if status in {HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS}:
        response.headers["Retry-After"] = RETRY_AFTER
    return response


def permission_denied(request, exception):
    """403 with the sentence that the refusal came with, in the look of where it was."""
    if request.path.startswith("/admin/"):
        return forbidden_to_staff(request, "admin/403.html", {"sentence": str(exception)})
    with reader_language(request):
        context = {"sentence": str(exception)}
        return render(request, "403.html", context, status=HTTPStatus.FORBIDDEN)


def csrf_failure(request, reason=""):
    """403 for a form that was opened before its reader signed in again; its text is kept if it can.

    A text that another site made a browser send is neither taken nor kept.
    """
    if came_from_here(request) and kept_input.keep(request):
        return redirect(request.get_full_path())
    if request.path.startswith("/admin/"):
        return forbidden_to_staff(request, "admin/stale_form.html", {})
    with reader_language(request):
        sentence = _("This form has been open too long. Go back, load the page anew and try again.")
        return render(request, "403.html", {"sentence": sentence}, status=HTTPStatus.FORBIDDEN)


def forbidden_to_staff(request, template: str, context: dict):
    """403 as a page of the admin, in its user's language."""
    context = admin.site.each_context(request) | context
    return render(request, template, context, status=HTTPStatus.FORBIDDEN)


def busy_for_staff(request):
    """503 as a page of the admin: another try will do."""
    context = admin.site.each_context(request)
    response = render(request, "admin/busy.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE)
    response.headers["Retry-After"] = RETRY_AFTER
    return response


def came_from_here(request) -> bool:
    """Whether the browser says that a page of this site sent the form."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def server_error(request):
    """500: a page that needs neither the database nor what other pages need."""
    with reader_language(request):
        body = get_template("500.html").render()
    return HttpResponse(body, status=HTTPStatus.INTERNAL_SERVER_ERROR)


def reader_language(request):
    """The language of the address, or of the user; where neither is known the browser's."""
    path = translation.get_language_from_path(request.path_info)
    chosen = path or getattr(request, "LANGUAGE_CODE", None)
    return translation.override(chosen or translation.get_language_from_request(request))


@require_safe
def robots(request):
    """What search engines may read: everything but the pages of staff."""
    closed = [f"Disallow: {prefix}" for prefix in OF_STAFF]
    lines = ["User-agent: *", *closed, f"Sitemap: {settings.PUBLIC_ORIGIN}/sitemap.xml"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_safe
def health(request):
    """200 if the site and its database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    response = JsonResponse({"status": "ok"})
    response.headers["Cache-Control"] = "no-store"
    return response
