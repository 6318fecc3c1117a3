"""Forms that somebody has open, and what was typed into one whose session had ended."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class OpenForm(models.Model):
    """Somebody has the form of a record open; `seen_at` is renewed while the page is looked at."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    uid = models.UUIDField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("open form")
        verbose_name_plural = _("open forms")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "uid", "user"], name="open_form_once_a_person"
            )
        ]

    def __str__(self):
        return f"{self.user}: {self.content_type.name} {self.uid}"


class KeptInput(models.Model):
    """What somebody sent after their session had ended, until they have signed in and seen it.

    `fields` is the body of the form, as browsers write it into addresses.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=500)
    fields = models.TextField()
    had_files = models.BooleanField(default=False)
    kept_at = models.DateTimeField()

    class Meta:
        verbose_name = _("kept input")
        verbose_name_plural = _("kept inputs")
        constraints = [
            models.UniqueConstraint(fields=["user", "path"], name="kept_input_once_a_page")
        ]

    def __str__(self):
        return f"{self.user}: {self.path}"
