from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AbstractUser, Group
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ascn_portal.bilingual.folding import fold
from ascn_portal.bilingual.languages import LANGUAGES

from .querysets import AppendOnly, AppendOnlyQuerySet
from .roles import ADMINISTRATOR, label_of

LOADER = "record"  # the username under which the shipped record is loaded


class User(AbstractUser):
    """Someone who keeps the record: staff of the secretariat, or a program that acts for it."""

    language = models.CharField(
        _("language of the admin"),
        max_length=2,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
        help_text=_("The admin and its mail are in this language, for example: Vietnamese"),
    )
    # Somebody else knows it: nothing but the change of it is open to this user.
    password_is_temporary = models.BooleanField(default=False, editable=False)
    # Counts up to end all sessions: each holds the number under which it began.
    sessions_ended = models.PositiveIntegerField(default=0, editable=False)

    @property
    def has_second_factor(self) -> bool:
        """Whether there is an authenticator app or a passkey; recovery codes alone are none."""
        kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        return self.authenticator_set.filter(type__in=kinds).exists()

    @property
    def is_administrator(self) -> bool:
        """Whether this account, once active, may make others that do everything."""
        return self.is_superuser or self.groups.filter(name=ADMINISTRATOR).exists()

    def _get_session_auth_hash(self, secret=None):
        value = f"{self.password}{self.sessions_ended}"
        salt = "ascn_portal.accounts.models.User"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()

    def __str__(self):
        """The name as it is written in the person's own language, or what they sign in with.

        People are named so wherever it is said who did something.
        """
        if self.username == LOADER:
            return gettext("Record loader")
        if not self.get_full_name():
            return self.username
        with translation.override(self.language):
            # Translators: a person's whole name, in the order in which your language writes it.
            name = pgettext("name of a person", "%(first_name)s %(last_name)s")
        return (name % {"first_name": self.first_name, "last_name": self.last_name}).strip()


class Role(Group):
    """Django's group under the name that people know it by, and beside the accounts."""

    class Meta:
        proxy = True
        verbose_name = _("role")
        verbose_name_plural = _("roles")

    def __str__(self):
        return str(label_of(self.name))


class AuditEntry(models.Model):
    """One thing that somebody did, with the names of that moment; never changed, never deleted.

    Written by `audit.note` alone. What it is about is named in words, not by a key of another
    table: it outlives the row. The database refuses changes too (`append_only`).
    """

    class Action(models.TextChoices):
        SIGNED_IN = "signed_in", _("signed in")
        SIGN_IN_FAILED = "sign_in_failed", _("sign-in failed")
        SIGNED_OUT = "signed_out", _("signed out")
        PASSWORD_CHANGED = "password_changed", _("password changed")
        DEVICE_ADDED = "device_added", _("second factor added")
        DEVICE_REMOVED = "device_removed", _("second factor removed")
        RECOVERY_USED = "recovery_used", _("recovery code used")
        ACCOUNT_MADE = "account_made", _("account made")
        ACCOUNT_CHANGED = "account_changed", _("account changed")
        RIGHTS_CHANGED = "rights_changed", _("rights changed")
        SUBMITTED = "submitted", pgettext_lazy("action", "sent to review")
        RETURNED = "returned", _("returned")
        PLANNED = "planned", _("publication planned")
        PUBLISHED = "published", _("published")
        CALLED_OFF = "called_off", _("called off")
        WITHDRAWAL_ASKED = "withdrawal_asked", _("withdrawal asked for")
        WITHDRAWAL_PLANNED = "withdrawal_planned", _("withdrawal planned")
        WITHDRAWN = "withdrawn", _("withdrawn")
        RESTORED = "restored", _("restored")
        DELETED = "deleted", _("deleted")
        PREVIEW_LINK_MADE = "preview_link_made", _("preview link made")
        PREVIEW_LINKS_ENDED = "preview_links_ended", _("preview links ended")
        IMPORTED = "imported", _("imported")
        EXPORTED = "exported", _("exported")

    at = models.DateTimeField(_("time"), default=timezone.now)
    action = models.CharField(_("action"), max_length=20, choices=Action)
    by = models.ForeignKey(
        User,
        models.PROTECT,
        verbose_name=_("account"),
        related_name="audit_entries",
        null=True,
        blank=True,
    )
    by_name = models.CharField(_("who"), max_length=150, blank=True)
    # A model's label and the row's uid, or its key where it has none.
    about_type = models.CharField(_("kind"), max_length=100, blank=True)
    about_id = models.CharField(_("identifier"), max_length=64, blank=True)
    about_name = models.CharField(_("about"), max_length=300, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    details = models.JSONField(_("details"), default=dict, blank=True, encoder=DjangoJSONEncoder)
    address = models.GenericIPAddressField(_("IP address"), null=True, blank=True)
    # What the entry is found by: its names, reason and details, folded.
    words = models.TextField(editable=False)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the audit log")
        verbose_name_plural = _("audit log")
        ordering = ["-at", "-pk"]
        default_permissions = ["view"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_newest_first"),
            models.Index(fields=["about_type", "about_id"], name="audit_about"),
        ]

    def __str__(self):
        return f"{self.get_action_display()}: {self.about_name or self.by_name}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnly
        names = [getattr(self, f"about_name_{language}") or "" for language in LANGUAGES]
        texts = [self.who, *names, self.reason, *map(str, self.details.values())]
        self.words = " ".join(fold(" ".join(texts)))
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnly

    @property
    def who(self) -> str:
        """Who did it, by the name of today; behind it what they signed in with then."""
        if self.by is None or str(self.by) == self.by_name:
            return self.by_name
        return f"{self.by} ({self.by_name})"
