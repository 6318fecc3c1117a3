"""What every page knows about itself. No query starts here."""

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.encoding import escape_uri_path
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, override

from .as_of import PARAMETER as AS_OF
from .as_of import read_as_of, today
from .navigation import menus
from .publishing.querysets import previewed

# Parameters that say from where or when a page is looked at, not which page it is.
PASSING = (AS_OF, "report")


def page(request) -> dict:
    """The menus, and addresses of this page: the lasting one, the one in each language, others."""
    return {
        "menus": menus(get_language()),
        "canonical_url": SimpleLazyObject(lambda: absolute(lasting_path(request))),
        "alternates": SimpleLazyObject(lambda: alternates(request)),
        "x_default_url": SimpleLazyObject(lambda: absolute(without_prefix(lasting_path(request)))),
        "cite": SimpleLazyObject(lambda: cite(request)),
        "record_is_unconfirmed": not settings.RECORD_CONFIRMED,
        "report_error_url": SimpleLazyObject(lambda: report_error_url(request)),
        "preview": previewed.get(),
    }


def absolute(path: str) -> str:
    """`path` as the world reaches it, whatever host the request named."""
    return settings.PUBLIC_ORIGIN + path


def lasting_path(request) -> str:
    """The path of this page with the parameters that make it another page."""
    names = [name for name in getattr(request, "known_parameters", ()) if name not in PASSING]
    known = [(name, value) for name in names for value in request.GET.getlist(name) if value]
    return escape_uri_path(request.path) + (f"?{urlencode(known)}" if known else "")


def cite(request) -> dict:
    """How to quote this page: its lasting `url`, and the `day` that it shows where it knows days.

    Quoted with its day, a list shows what the reader saw also when it has grown since.
    """
    url = absolute(lasting_path(request))
    if AS_OF not in getattr(request, "known_parameters", ()):
        return {"url": url, "day": None}
    day = read_as_of(request) or today()
    return {"url": f"{url}{'&' if '?' in url else '?'}{urlencode({AS_OF: day})}", "day": day}


def without_prefix(path: str) -> str:
    """The address that leads to the reader's own language."""
    prefix = f"/{get_language()}/"
    return "/" + path.removeprefix(prefix) if path.startswith(prefix) else path


def in_language(path: str, code: str) -> str:
    """The same address in another language; where nothing is there, that language says so."""
    return f"/{code}{without_prefix(path)}"


def alternates(request) -> list[dict]:
    """This page in each language, on the same day and with the same filters."""
    return [
        {
            "code": code,
            "name": name_in_itself(code, name),
            "url": in_language(request.get_full_path(), code),
            "absolute_url": absolute(in_language(lasting_path(request), code)),
            "is_current": code == get_language(),
        }
        for code, name in settings.LANGUAGES
    ]


def name_in_itself(code: str, name) -> str:
    """What a language calls itself: "Tiếng Việt", "English"."""
    with override(code):
        return str(name)


def report_error_url(request) -> str:
    """The page that says how to report an error, with this address filled in."""
    path = request.path if "report" in request.GET else request.get_full_path()
    address = urlencode({"report": absolute(path)[:500]})
    return f"{reverse('pages:about', args=['contact'])}?{address}"
