"""What staff type to sign in: allauth's forms with labels that stay while one types."""

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as app
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, get_totp_secret
from allauth.mfa.webauthn import forms as passkey
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ascn_portal.bilingual.forms import CleanForm

from . import audit


class Labelled:
    """For a form: `labels` and `help_texts` by field, and no placeholders."""

    labels = {}
    help_texts = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.help_texts.get(name, "")


class SignInForm(Labelled, account.LoginForm):
    labels = {"login": _("Username"), "password": _("Password")}


class PasswordAgainForm(Labelled, account.ReauthenticateForm):
    labels = {"password": _("Password")}


class ChangePasswordForm(Labelled, account.ChangePasswordForm):
    labels = {
        "oldpassword": _("Present password"),
        "password1": _("New password"),
        "password2": _("New password, once more"),
    }
    help_texts = {
        "password1": _(
            "At least 12 characters, for example four words that do not belong together. Not your"
            " name, and none of the passwords that everybody uses."
        )
    }

    def clean_oldpassword(self):
        """A guess of whoever sits at an open session is noted."""
        try:
            return super().clean_oldpassword()
        except ValidationError:
            audit.note_failed_sign_in(context.request, self.user, "present_password")
            raise

    def clean_password1(self):
        """Another one: a temporary password is known to who made it."""
        password = self.cleaned_data["password1"]
        if self.user.check_password(password):
            raise ValidationError(_("This is your present password. Choose another one."))
        return password


CODE = {"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}


class SecondFactorForm(Labelled, second_factor.AuthenticateForm):
    labels = {"code": _("Code")}
    help_texts = {
        "code": _("Six digits from the authenticator app, for example 123456, or a recovery code.")
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= CODE


class ActivateAppForm(Labelled, app.ActivateTOTPForm):
    labels = {"code": _("Code")}
    help_texts = {"code": _("The six digits that the app shows now, for example 123456.")}

    def __init__(self, *args, **kwargs):
        """allauth makes a new key each time; then the one that was just scanned is dead."""
        key = get_totp_secret()
        super().__init__(*args, **kwargs)
        self.secret = context.request.session[SECRET_SESSION_KEY] = key
        self.fields["code"].widget.attrs |= CODE


class DeviceAnswer:
    """For a form: what no device can have answered is a wrong answer. allauth lets it fail."""

    def full_clean(self):
        try:
            super().full_clean()
        except (AttributeError, KeyError, TypeError, ValueError):
            self.cleaned_data = {}
            self.add_error("credential", _("The answer of the device cannot be read. Try again."))


class PasskeySignInForm(DeviceAnswer, passkey.LoginWebAuthnForm):
    pass


class PasskeyAsSecondFactorForm(DeviceAnswer, passkey.AuthenticateWebAuthnForm):
    pass


class AddPasskeyForm(DeviceAnswer, Labelled, passkey.AddWebAuthnForm):
    labels = {
        "name": _("Name of the passkey"),
        "passwordless": _("Sign in with this passkey alone, without a password"),
    }
    help_texts = {
        "name": _("So that you can tell it from others, for example: Office laptop."),
        "passwordless": _(
            "The device then asks for your fingerprint, your face or its PIN. Leave the box empty"
            " for a security key that has none of these."
        ),
    }

    def __init__(self, *args, **kwargs):
        kwargs["initial"] = {"passwordless": True} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["name"].max_length = 100
        self.fields["name"].widget.attrs["maxlength"] = 100


class ReasonForm(CleanForm, forms.Form):
    """Why an administrator does something to the account of another: kept in the audit log."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text=_("For example: telephone lost, known by voice on the office line."),
    )
