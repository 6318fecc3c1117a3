"""What was typed into a form of the admin while the session ended is kept, and shown again.

A cookie outlives the session, so it is known whose the form was, be the session over, signed out
of in another window, or cleared away. The text stays for that person alone, for a day; who signs in
as somebody else does not see it.
"""

import re
from datetime import timedelta
from http import HTTPStatus

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.shortcuts import redirect, render, resolve_url
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from ascn_portal.keys import as_key

from .models import KeptInput

KEPT_FOR = timedelta(days=1)
MOST_FOR_ONE = 5
# Buttons, tokens and passwords. How long a body may be, DATA_UPLOAD_MAX_MEMORY_SIZE says.
NOT_KEPT = re.compile(r"^_|^csrfmiddlewaretoken$|password")
# What a form says of itself, which nobody typed.
OF_THE_FORM = re.compile(rf"{NOT_KEPT.pattern}|_FORMS$|-id$|^(seen|keys|uid)$")
# Pages of the admin into which nobody types what could be lost, by the ends of their names.
WITHOUT_TEXT = (
    *("index", "login", "logout", "app_list", "jsi18n", "autocomplete", "view_on_site"),
    *("_changelist", "_delete", "_presence", "_preview", "_history", "_export", "_import"),
)
FORGET = "_forget"
TYPIST = "typist"  # the cookie, and its salt
KNOWN_FOR = timedelta(days=7)


class KeepInputMiddleware:
    """Keeps a form that comes after the session's end, and shows it after the next sign-in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        was_sent = request.method == "POST"  # what is shown again becomes a POST too
        response = self.get_response(request)
        is_done = response.status_code == HTTPStatus.FOUND and not hasattr(request, "input_is_kept")
        if was_sent and is_done and is_form(request) and request.user.is_authenticated:
            forget(request)  # it has been saved, or stands on a page of its own now
        if is_form(request) and request.user.is_authenticated:
            remember(request, response)
        return response

    def process_view(self, request, view, args, kwargs):
        """Comes after the check that the form is ours and the browser's own: nobody plants text."""
        if not is_form(request):
            return None
        if request.method == "POST":
            return self.receive(request)
        if request.method == "GET" and request.user.is_authenticated:
            return show_again(request, view)
        return None

    def receive(self, request):
        """To sign-in with a form of a session that has ended; None for any other."""
        if request.user.is_authenticated:
            if FORGET not in request.POST:
                return None
            forget(request)
            return redirect(request.get_full_path())
        return to_sign_in(request) if keep(request) else None


def to_sign_in(request):
    """The way back to the form through sign-in, with the news that nothing is lost."""
    said = _("Your session had ended. What you typed is kept: sign in again.")
    answer = redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
    if not stopped_reading(request):
        messages.info(request, said)
        return answer
    # A browser that is still sending a file shows an early answer only if it is an error.
    context = admin.site.each_context(request) | {"sentence": said, "sign_in_url": answer.url}
    return render(
        request, "admin/publishing/session_ended.html", context, status=HTTPStatus.FORBIDDEN
    )


def stopped_reading(request) -> bool:
    """Whether a file was refused before all had come; see documents.uploading."""
    return hasattr(request, "upload_refusal")


def is_form(request) -> bool:
    """Whether the request is about a page of the admin into which people type."""
    match = request.resolver_match
    is_admin = match is not None and match.namespace == "admin"
    return is_admin and not (match.url_name or "index").endswith(WITHOUT_TEXT)


def keep(request) -> bool:
    """Keep the form that was sent for the person who typed it; False if that is not known."""
    if not is_form(request):
        return False
    user = typist(request)
    sent = request.POST.copy()
    for name in [name for name in sent if NOT_KEPT.search(name)]:
        del sent[name]
    if user is None or all(OF_THE_FORM.search(name) for name in sent):
        return False
    KeptInput.objects.update_or_create(
        user=user,
        path=request.path[:500],
        defaults={
            "fields": sent.urlencode(),
            "had_files": bool(request.FILES) or stopped_reading(request),
            "kept_at": timezone.now(),
        },
    )
    clear(user)
    request.input_is_kept = True
    return True


def clear(user):
    """Let go of what is too old, whose ever it is, and of all but the newest of `user`."""
    KeptInput.objects.filter(kept_at__lt=timezone.now() - KEPT_FOR).delete()
    theirs = KeptInput.objects.filter(user=user)
    newest = list(theirs.order_by("-kept_at").values_list("pk", flat=True)[:MOST_FOR_ONE])
    theirs.exclude(pk__in=newest).delete()


def typist(request):
    """Whose pages the browser shows, signed in or no more; None where nobody knows."""
    if request.user.is_authenticated:
        return request.user
    said = mark_in(request)
    key = as_key(said.partition(":")[0])
    user = get_user_model().objects.filter(pk=key, is_active=True).first()
    return user if user and constant_time_compare(said, mark_of(user)) else None


def remember(request, response):
    """Let the browser say whose pages it shows also when their session is no more."""
    mark = mark_of(request.user)
    if mark_in(request) != mark:
        response.set_signed_cookie(
            TYPIST,
            mark,
            salt=TYPIST,
            path=reverse("admin:index"),
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )


def mark_in(request) -> str:
    """What the browser says of whose pages it shows; "" where it does not know, or long ago."""
    return request.get_signed_cookie(TYPIST, "", salt=TYPIST, max_age=KNOWN_FOR)


def mark_of(user) -> str:
    """Names `user` until their sessions are ended for good, as by a new password."""
    return f"{user.pk}:{salted_hmac(TYPIST, user.get_session_auth_hash()).hexdigest()}"


def kept_for(request):
    """What is kept for the user of the request at its address."""
    since = timezone.now() - KEPT_FOR
    return KeptInput.objects.filter(user=request.user, path=request.path[:500], kept_at__gt=since)


def forget(request):
    """Let go of what is kept for this user and page."""
    kept_for(request).delete()


def show_again(request, view):
    """Let the form be shown as it was sent, unsaved; else answer with a page of its texts."""
    kept = kept_for(request).first()
    if kept is None:
        return None
    sent = QueryDict(kept.fields)
    if getattr(getattr(view, "model_admin", None), "shows_refused_input", False):
        request.FILES  # noqa: B018  reading them later would make the form empty again
        request.method, request.POST = "POST", sent
        typed = _("Your session had ended. This is what you typed; check it and save.")
        request.refusal = ValidationError([typed, *about_files(kept)])
        request.kept_input = kept
        return None
    return texts_page(request, sent, _("Your session had ended: nothing was saved."), kept)


def texts_page(request, sent: QueryDict, why: str, kept: KeptInput | None = None):
    """What was typed, to be copied, where there is no form to put it into; `why` that is so."""
    texts = [(name, value) for name, values in sent.lists() for value in values if value.strip()]
    shown = [(name, value) for name, value in texts if not OF_THE_FORM.search(name)]
    context = admin.site.each_context(request)
    context |= {"remarks": [why, *(about_files(kept) if kept else [])], "texts": shown}
    return TemplateResponse(request, "admin/publishing/kept_input.html", context)


def about_files(kept: KeptInput) -> list[str]:
    """What is said of files that came along, if any did."""
    return [_("Files were not kept: choose them again.")] if kept.had_files else []
