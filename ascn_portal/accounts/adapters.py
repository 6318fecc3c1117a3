"""Where allauth asks how this portal does things."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import audit, services
from .backends import StaffBackend
from .sessions import SIGNED_IN_AT, seconds_since

TOO_MANY = gettext_lazy("Too many failed attempts. Wait five minutes, then try again.")
REFUSED_FOR = 300  # seconds
WRONG_CODE = gettext_lazy("This code is wrong or was used already. Codes change every 30 seconds.")


class AccountAdapter(DefaultAccountAdapter):
    """Staff with accounts that administrators make; nobody signs up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": gettext_lazy("The username or the password is wrong."),
        "incorrect_password": gettext_lazy("The password is wrong."),
        "enter_current_password": gettext_lazy("This is not your present password."),
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "incorrect_code": WRONG_CODE,
    }

    def is_open_for_signup(self, request):
        return False

    def pre_authenticate(self, request, **credentials):
        """Refusals without a look at the password are noted too, once while they last."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            is_first = cache.add(f"too-many:{audit.address_of(request)}", True, REFUSED_FOR)
            if is_first:  # of this address, or each name it makes up would be one more entry
                audit.note_failed_sign_in(request, credentials.get("username", ""), "too_many")
            raise

    def pre_login(self, request, user, **kwargs):
        """The backend judges passwords; passkeys and single sign-on come here without it."""
        if StaffBackend().user_can_authenticate(user):
            return None
        *_before, last = get_authentication_records(request, user)
        return refuse_sign_in(request, user.get_username(), last.get("type", last["method"]))

    def set_password(self, user, password):
        """The user's own choice, which nobody else knows."""
        user.password_is_temporary = False
        super().set_password(user, password)

    def get_password_change_redirect_url(self, request):
        return self.get_login_redirect_url(request)

    def is_reauthentication_required(self, *, app, **kwargs):
        """Who has just signed in is not asked for the password again."""
        signed_in_at = self.request.session.get(SIGNED_IN_AT, 0)
        return seconds_since(signed_in_at) > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


class SecondFactorAdapter(DefaultMFAAdapter):
    """Authenticator apps and passkeys, named as people know them."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": WRONG_CODE}

    def get_totp_label(self, user):
        return user.get_username()

    def build_totp_svg(self, url):
        """The QR code as part of the page: a picture of its own would need `data:` in its rules."""
        import qrcode

        code = qrcode.QRCode()
        code.add_data(url)
        rows = code.get_matrix()
        dots = [
            f"M{x},{y}h1v1h-1z"
            for y, row in enumerate(rows)
            for x, is_dark in enumerate(row)
            if is_dark
        ]
        return format_html(
            '<svg class="qr" viewBox="0 0 {} {}" role="img" aria-label="{}"><path d="{}"/></svg>',
            len(rows),
            len(rows),
            _("QR code for the authenticator app"),
            "".join(dots),
        )

    def generate_authenticator_name(self, user, type):
        number = user.authenticator_set.filter(type=type).count() + 1
        return _("Passkey %(number)s") % {"number": number}


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Single sign-on for accounts that exist; our second factor is asked for all the same."""

    def is_open_for_signup(self, request, sociallogin):
        return False

    def pre_social_login(self, request, sociallogin):
        """The first time, the account is that of the only staff with the address that the
        provider has verified; from then on the provider's own identifier is known.
        """
        if sociallogin.is_existing:
            return
        verified = [address.email for address in sociallogin.email_addresses if address.verified]
        user = services.staff_with_address(verified)
        if user is None:
            name = ", ".join(address.email for address in sociallogin.email_addresses)
            raise ImmediateHttpResponse(refuse_sign_in(request, name, "socialaccount"))
        sociallogin.connect(request, user)

    def on_authentication_error(self, request, provider, **kwargs):
        sentence = _("Signing in at %(provider)s did not succeed. Try again.")
        messages.error(request, sentence % {"provider": provider.name})
        raise ImmediateHttpResponse(redirect("account_login"))


def refuse_sign_in(request, name: str, how: str):
    """Back to the page for signing in, without saying whether there is such an account.

    The audit log learns who it was, by `name`, and by what means.
    """
    audit.note_failed_sign_in(request, name, how)
    messages.error(request, _("No account here may be used in this way. Ask an administrator."))
    return redirect("account_login")
