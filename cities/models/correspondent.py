from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .city import City


class Correspondent(models.Model):
    """Someone of a city who proposes changes to its record; the secretariat approves them."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="correspondences",
        verbose_name=_("account"),
        help_text=_("Who may propose changes; type a letter or two, for example: lan"),
    )
    city = models.ForeignKey(
        City,
        on_delete=models.CASCADE,
        related_name="correspondents",
        verbose_name=_("city"),
        help_text=_("Type a letter or two of its name, for example: da"),
    )

    class Meta:
        verbose_name = _("city correspondent")
        verbose_name_plural = _("city correspondents")
        ordering = ["city", "user"]
        constraints = [
            models.UniqueConstraint(fields=["user", "city"], name="correspondent_once_a_city")
        ]

    def __str__(self):
        return f"{self.city}, {self.user}"
