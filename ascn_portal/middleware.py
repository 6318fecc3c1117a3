"""What happens to a request before a view sees it."""

import ipaddress
import re
from http import HTTPStatus
from urllib.parse import urlsplit

import brotli
from csp.constants import SELF
from django.conf import settings
from django.core.signing import BadSignature
from django.db import OperationalError
from django.http import HttpResponsePermanentRedirect
from django.middleware import gzip, locale
from django.shortcuts import redirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy

from .accounts.gate import ACCOUNTS, ADMIN, OF_STAFF
from .caching import content_version
from .errors import Moved
from .publishing import preview
from .publishing.trial import DoesNotFit

LONGEST_QUERY = 8_000
ACCEPTS_BROTLI = re.compile(r"\bbr\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")
LANGUAGE_PARAMETER = "language"
FORWARDED = ("HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST")


class TrustedProxyMiddleware:
    """Believes X-Forwarded-* from loopback and TRUSTED_PROXIES only.

    What such a proxy calls http is sent on to https at the public host; a direct request on
    loopback is served as it is. From here on REMOTE_ADDR is the reader's, not the proxy's.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not self.is_trusted(request.META.get("REMOTE_ADDR", "")):
            for header in FORWARDED:
                request.META.pop(header, None)
        if request.META.get("HTTP_X_FORWARDED_PROTO") == "http":
            host = urlsplit(settings.PUBLIC_ORIGIN).netloc
            return HttpResponsePermanentRedirect(f"https://{host}{request.get_full_path()}")
        request.META["REMOTE_ADDR"] = self.reader_address(request)
        return self.get_response(request)

    def reader_address(self, request) -> str:
        """The last address on the way here that is no proxy of ours: what stands before it,
        anybody may have written.
        """
        address = request.META.get("REMOTE_ADDR", "")
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        while self.is_trusted(address) and forwarded:
            before = forwarded.pop().strip()
            if parse_address(before) is None:
                break
            address = before
        return address

    def is_trusted(self, address: str) -> bool:
        """Whether a request from `address` comes through a proxy of ours."""
        ip = parse_address(address)
        if ip is None:  # a socket has no address: the web server on this machine
            return address == ""
        return ip.is_loopback or any(ip in network for network in settings.TRUSTED_PROXIES)


def parse_address(text: str):
    """The IP address that `text` is, None if it is none."""
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


class ReadableAddressMiddleware:
    """Refuses what no page can mean: NUL characters and endless query strings.

    A database may not take the first, and the second only keeps the server busy.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        from .views import refuse

        query = request.META.get("QUERY_STRING", "")
        if len(query) > LONGEST_QUERY:
            return refuse(request, HTTPStatus.REQUEST_URI_TOO_LONG)
        if "\x00" in request.path or "%00" in query:
            return refuse(request, HTTPStatus.BAD_REQUEST)
        return self.get_response(request)


class LocaleMiddleware(locale.LocaleMiddleware):
    """The language of a page is in its address; of the admin, what its user has chosen.

    Who has not signed in yet chooses by `?language=en`, which a cookie keeps. The API and files
    have one address for both languages: they are left alone, or every answer would vary with
    Accept-Language.
    """

    def process_request(self, request):
        if request.path.startswith(OF_STAFF):
            language = getattr(request.user, "language", None) or chosen_language(request)
            translation.activate(language or translation.get_language_from_request(request))
            request.LANGUAGE_CODE = translation.get_language()
        else:
            super().process_request(request)

    def process_response(self, request, response):
        if request.path.startswith(OF_STAFF) and (language := chosen_language(request)):
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                language,
                path=ACCOUNTS,
                secure=settings.IS_HTTPS,
                httponly=True,
                samesite="Lax",
            )
        match = request.resolver_match
        is_file = (
            match and match.namespace == "files" and response.status_code < HTTPStatus.BAD_REQUEST
        )
        if is_file or request.path.startswith("/api/"):
            return response
        return super().process_response(request, response)


def chosen_language(request) -> str | None:
    """The language that the address asks for by its parameter, if it is one of ours."""
    language = request.GET.get(LANGUAGE_PARAMETER)
    return language if language in dict(settings.LANGUAGES) else None


class CompressPagesMiddleware(gzip.GZipMiddleware):
    """Compresses pages where no web server does; a server in front passes them on as they are.

    Not the pages of staff, whose compressed length could give secrets away, nor files, which
    are sent in pieces and are mostly compressed already.
    """

    max_random_bytes = 0  # public pages hold no secret to blur, and their copies stay the same
    # A tenth smaller than gzip in the same time; then the home page fits into ten packets.
    brotli_quality = 5

    def process_response(self, request, response):
        if response.streaming or request.path.startswith(OF_STAFF):
            return response
        accepted = request.headers.get("Accept-Encoding", "")
        if ACCEPTS_BROTLI.search(accepted) and not response.has_header("Content-Encoding"):
            compress_with_brotli(response, self.brotli_quality)
        return super().process_response(request, response)


def compress_with_brotli(response, quality: int):
    """Give `response` its compressed content, unless that would be longer; its ETag turns weak."""
    compressed = brotli.compress(response.content, quality=quality)
    if len(compressed) >= len(response.content):
        return
    response.content = compressed
    response.headers["Content-Length"] = str(len(compressed))
    response.headers["Content-Encoding"] = "br"
    patch_vary_headers(response, ["Accept-Encoding"])
    if (etag := response.get("ETag", "")).startswith('"'):
        response.headers["ETag"] = f"W/{etag}"


class MovedMiddleware:
    """Sends a reader who comes by a former address of a record to its present one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        """301 where a view raised Moved."""
        if isinstance(exception, Moved):
            return HttpResponsePermanentRedirect(exception.url)
        return None


class BusyMiddleware:
    """Tells staff to try again where SQLite was not free in time: to show a draft is to write."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        """503 in the look of the admin; nothing of what was sent has been saved."""
        from .views import busy_for_staff

        if isinstance(exception, OperationalError) and request.path.startswith(ADMIN):
            return busy_for_staff(request)
        return None


NO_PREVIEW = {
    BadSignature: (
        HTTPStatus.FORBIDDEN,
        gettext_lazy("The link is not whole. Copy all of it, or ask who sent it for another."),
    ),
    preview.Over: (
        HTTPStatus.GONE,
        gettext_lazy("The link has ended, or its draft is gone. Ask who sent it for another."),
    ),
    preview.TooOften: (
        HTTPStatus.TOO_MANY_REQUESTS,
        gettext_lazy("This link was opened too often in a minute. Wait a minute."),
    ),
    DoesNotFit: (
        HTTPStatus.CONFLICT,
        gettext_lazy("The draft does not fit what is public by now: its author has to mend it."),
    ),
    OperationalError: (  # SQLite was not free in time
        HTTPStatus.SERVICE_UNAVAILABLE,
        gettext_lazy("Others are saving at the moment. Try again in a minute."),
    ),
}


def why_no_preview(reason: Exception) -> tuple[HTTPStatus, str]:
    """Status and sentence of the answer where `reason` keeps a draft from being shown."""
    return next(said for kind, said in NO_PREVIEW.items() if isinstance(reason, kind))


class PreviewMiddleware:
    """Shows a draft as its public page to whoever has a link to it; no copy of that is kept.

    A token does nothing on another page than that of its record.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = request.GET.get(preview.PARAMETER)
        is_page = translation.get_language_from_path(request.path_info) is not None
        if not token or not is_page or request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        try:
            return for_one_reader(self.answer(request, token))
        except tuple(NO_PREVIEW) as reason:
            return self.refuse(request, *why_no_preview(reason))

    def process_exception(self, request, exception):
        """The same answer where a view fails: those of files look at drafts themselves."""
        if preview.PARAMETER in request.GET and isinstance(exception, tuple(NO_PREVIEW)):
            return self.refuse(request, *why_no_preview(exception))
        return None

    def answer(self, request, token: str):
        """The draft, or the public page where there is one by now. Raises one of NO_PREVIEW."""
        try:
            found = preview.find_preview(token)
        except preview.Spent as spent:
            return redirect(spent.record.shown_at())
        preview.count_look(token)
        return self.show(request, found)

    def show(self, request, found):
        """The page with the draft on it; another page as it is for everybody."""
        content_version()  # a change that is due is counted before what is rolled back
        with preview.shown(found) as record:
            address = record.shown_at()
            if urlsplit(address).path == request.path:
                response = self.get_response(request)
                if response.status_code == HTTPStatus.NOT_FOUND:
                    sentence = preview.why_without_page(record)
                    return self.refuse(request, HTTPStatus.NOT_FOUND, sentence)
                return response
        response = self.get_response(request)
        has_moved = response.status_code == HTTPStatus.NOT_FOUND
        return redirect(preview.carrying(address, found.token)) if has_moved else response

    def refuse(self, request, status: HTTPStatus, sentence: str):
        """A page that says why there is no preview."""
        from .views import no_preview

        return for_one_reader(no_preview(request, status, sentence))


def for_one_reader(response):
    """`response`, of which nobody keeps a copy and no search engine knows; our pages may frame it.

    They are the admin's, which show a draft at the width of a telephone.
    """
    del response.headers["ETag"]
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response._csp_replace = {"frame-ancestors": [SELF]}
    return response
