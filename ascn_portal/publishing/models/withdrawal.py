"""A withdrawal for which one person's word is not enough."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class AskedWithdrawal(models.Model):
    """Somebody asks that a record be withdrawn; it stays public until a second person agrees.

    What is asked for anew is another row: nobody agrees to what they have not read.
    """

    content_type = models.ForeignKey(
        ContentType, on_delete=models.CASCADE, related_name="+", verbose_name=_("kind")
    )
    uid = models.UUIDField(_("record"))
    reason_vi = models.TextField(_("reason (Vietnamese)"))
    reason_en = models.TextField(_("reason (English)"))
    at = models.DateTimeField(_("time set"), null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("who asks"),
    )
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)

    class Meta:
        verbose_name = _("withdrawal asked for")
        verbose_name_plural = _("withdrawals asked for")
        ordering = ["asked_at", "pk"]
        default_permissions = []
        constraints = [
            models.UniqueConstraint(fields=["content_type", "uid"], name="withdrawal_asked_once")
        ]

    def __str__(self):
        return f"{self.content_type.name} {self.uid}"
