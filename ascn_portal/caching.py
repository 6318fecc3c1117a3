"""How old a page is: the content version, and answers that a browser may keep and ask about.

Each publication raises the version (PUBLISHING_HOOKS), and so does the first reader after
`next_change_at`. A page is known by address, language and version.
"""

import hashlib
import time
from functools import wraps

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.cache import get_conditional_response, quote_etag
from django.utils.translation import get_language

from ascn_portal.publishing.models import ContentVersion
from ascn_portal.publishing.querysets import previewed
from ascn_portal.publishing.services import next_change_at

LOOK_EVERY_SECONDS = 0.05
seen = {"at": float("-inf"), "number": 0, "next_change_at": None}


def raise_content_version():
    """Make every kept page old. The first call makes the row."""
    change = next_change_at()
    if not ContentVersion.objects.filter(pk=1).update(
        number=F("number") + 1, next_change_at=change
    ):
        ContentVersion.objects.get_or_create(pk=1, defaults={"next_change_at": change})
    seen["at"] = float("-inf")


def content_version() -> int:
    """The number of today's content; looked up at most every 50 ms in a process."""
    if time.monotonic() - seen["at"] >= LOOK_EVERY_SECONDS:
        look()
    if seen["next_change_at"] is None or seen["next_change_at"] <= timezone.now():
        raise_content_version()
        look()
    return seen["number"]


def look():
    """Read the version into this process."""
    row = ContentVersion.objects.filter(pk=1).values("number", "next_change_at").first()
    seen.update(row or {"number": 0, "next_change_at": None}, at=time.monotonic())


def public_page(*parameters: str):
    """A view that shows the same to every reader, so that its pages can be kept whole.

    `parameters` are the query parameters that it knows, in canonical order; others make no copy.
    A browser asks each time whether its copy is still true (ETag, 304). Of a preview there is none.
    """

    def decorate(view):
        @wraps(view)
        def answer(request, *args, **kwargs):
            request.known_parameters = parameters
            if previewed.get():
                return view(request, *args, **kwargs)
            etag = page_etag(request, parameters)
            # "*" asks whether there is a page at all, which only the view knows.
            asks = request.headers.get("If-None-Match", "*") != "*"
            if asks and (unchanged := get_conditional_response(request, etag=etag)):
                return keepable(unchanged, etag)
            response = view(request, *args, **kwargs)
            return keepable(response, etag) if response.status_code == 200 else response

        # It changes nothing, so it has no token to ask for: a POST is told that it may only read.
        answer.csrf_exempt = True
        return answer

    return decorate


def page_etag(request, parameters) -> str:
    """What identifies this page as it is now."""
    known = [(name, request.GET.getlist(name)) for name in parameters]
    parts = (request.path, known, get_language(), content_version(), settings.RECORD_CONFIRMED)
    return quote_etag(hashlib.sha256(repr(parts).encode()).hexdigest()[:32])


def keepable(response, etag: str):
    """`response` with the headers by which browsers and proxies keep it."""
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, no-cache"
    return response
