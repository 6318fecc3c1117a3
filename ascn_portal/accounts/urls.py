"""Addresses at which staff sign in and keep their own account; of allauth's only those needed."""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkey
from django.urls import path
from django.views.generic import RedirectView

from . import views

PROVIDER = {"provider_id": "sso"}

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("login/code/", second_factor.authenticate, name="mfa_authenticate"),
    path("login/passkey/", passkey.login_webauthn, name="mfa_login_webauthn"),
    path("login/sso/", views.start_single_sign_on, PROVIDER, name="openid_connect_login"),
    path("login/sso/callback/", views.end_single_sign_on, PROVIDER, name="openid_connect_callback"),
    path("logout/", account.logout, name="account_logout"),
    path("password/", views.change_password, name="account_change_password"),
    path("password/again/", account.reauthenticate, name="account_reauthenticate"),
    path("language/", views.choose_language, name="account_language"),
    path("devices/", second_factor.index, name="mfa_index"),
    path("devices/app/", app.activate_totp, name="mfa_activate_totp"),
    path("devices/app/remove/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("devices/passkeys/add/", passkey.add_webauthn, name="mfa_add_webauthn"),
    path("devices/passkeys/<int:pk>/remove/", passkey.remove_webauthn, name="mfa_remove_webauthn"),
    path(
        "devices/passkeys/",
        RedirectView.as_view(pattern_name="mfa_index"),
        name="mfa_list_webauthn",
    ),
    path("devices/codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "devices/codes/new/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "devices/codes/file/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
