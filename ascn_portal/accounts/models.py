from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Someone who keeps the record: staff of the secretariat, or a program that acts for it."""

    language = models.CharField(
        _("language of the admin"),
        max_length=2,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
        help_text=_("The admin and its mail are in this language, for example: Vietnamese"),
    )
