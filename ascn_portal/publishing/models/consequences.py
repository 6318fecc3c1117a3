"""What follows a publication: pages become old, and what failed is tried again."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContentVersion(models.Model):
    """One row: the number that each publication raises, and when what is public next changes.

    A page is as old as this number; no copy of it lives beyond `next_change_at`.
    """

    number = models.PositiveBigIntegerField(default=1)
    next_change_at = models.DateTimeField()

    class Meta:
        verbose_name = _("version of all pages")
        verbose_name_plural = _("version of all pages")

    def __str__(self):
        return str(self.number)


class FailedHook(models.Model):
    """A consequence of a publication that did not happen; `services.apply_due` tries it again."""

    hook = models.CharField(_("consequence"), max_length=200, unique=True)
    error = models.TextField(_("error"))
    failed_at = models.DateTimeField(_("last tried"), auto_now=True)
    tries = models.PositiveIntegerField(_("tries"), default=1)

    class Meta:
        verbose_name = _("failed consequence")
        verbose_name_plural = _("failed consequences")

    def __str__(self):
        return f"{self.hook} ({self.tries})"
