"""What staff do with their own account, beside what allauth's views do."""

from functools import wraps

from allauth.account import views as account
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from requests import RequestException


@require_POST
@login_required
def choose_language(request):
    """Keep the language in which the user wants the admin."""
    language = request.POST.get("language")
    if language in dict(settings.LANGUAGES):
        request.user.language = language
        request.user.save(update_fields=["language"])
    return redirect("mfa_index")


def at_provider(view):
    """`view`, back at the page for signing in where the provider is away or speaks nonsense."""

    @wraps(view)
    def guarded(request, **kwargs):
        try:
            return view(request, **kwargs)
        except (RequestException, KeyError):
            messages.error(request, _("The provider of single sign-on does not answer."))
            return redirect("account_login")

    return guarded


def start_single_sign_on(request, **kwargs):
    """To the provider, to sign in and for nothing else: accounts are connected by their address."""
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return at_provider(openid_connect.login)(request, **kwargs)


end_single_sign_on = at_provider(openid_connect.callback)


def change_password(request):
    """The page on which staff choose a password; who has none here is told so."""
    if request.user.is_authenticated and not request.user.has_usable_password():
        raise PermissionDenied(
            _("This account has no password here: it signs in by the single sign-on alone.")
        )
    return account.password_change(request)
