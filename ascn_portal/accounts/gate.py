"""What stands before the pages of staff: sessions end in time, and a second factor comes first."""

from django.conf import settings
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from .sessions import seconds_since

# Pages of staff: their language is the user's, and they may hold secrets.
OF_STAFF = ADMIN, ACCOUNTS = "/admin/", "/accounts/"
SEEN_AT = "seen_at"
# Asked for by an open page every half minute, not by a person: see publishing.presence.
BY_ITSELF = "/presence/"
# The texts of the admin's scripts: no secrets, and every form loads them.
CATALOGUE = "/jsi18n/"
# A session is written anew at most so often, to end later.
SECONDS_BETWEEN_WRITES = 300
DEVICES = "mfa_index"
# Views that ask for nothing, by their names: of the admin, and of signing in and out.
OPEN = {
    *("login", "logout", "jsi18n"),
    *("account_login", "mfa_authenticate", "mfa_login_webauthn", "account_logout"),
    *("openid_connect_login", "openid_connect_callback"),
    *("account_change_password", "account_reauthenticate", "account_language"),
}


class StaffGateMiddleware:
    """Sends staff who have to choose a password or a second factor there, and nowhere else."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path.startswith(OF_STAFF):
            return self.get_response(request)
        if request.user.is_authenticated and not request.path.endswith(BY_ITSELF):
            keep_session(request.session)
        response = self.get_response(request)
        if not request.path.endswith(CATALOGUE):
            add_never_cache_headers(response)
        return response

    def process_view(self, request, view, args, kwargs):
        if not request.path.startswith(OF_STAFF) or request.resolver_match.url_name in OPEN:
            return None
        step = first_step(request.user)
        if step == DEVICES and request.path.startswith(ACCOUNTS):
            return None  # the device is set up there
        return redirect(step) if step else None


def first_step(user) -> str:
    """The page that a member of staff has to see before any other; "" where none."""
    if not user.is_authenticated:
        return ""  # the admin itself asks to sign in
    if user.password_is_temporary:
        return "account_change_password"
    if settings.SECOND_FACTOR_REQUIRED and not user.has_second_factor:
        return DEVICES
    return ""


def keep_session(session):
    """Let the session last from now on."""
    if seconds_since(session.get(SEEN_AT, 0)) > SECONDS_BETWEEN_WRITES:
        session[SEEN_AT] = timezone.now().timestamp()
