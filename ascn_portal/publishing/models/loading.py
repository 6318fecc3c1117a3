"""What the shipped record made, so that it touches nothing that staff have changed."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class LoadedRow(models.Model):
    """A record that the shipped data made: which row of which file, and what it said then."""

    content_type = models.ForeignKey(
        ContentType, on_delete=models.CASCADE, related_name="+", verbose_name=_("kind")
    )
    uid = models.UUIDField(_("record"))
    key = models.CharField(_("row of the file"), max_length=200, unique=True)
    digest = models.CharField(_("digest"), max_length=64)

    class Meta:
        verbose_name = _("loaded row")
        verbose_name_plural = _("loaded rows")
        constraints = [
            models.UniqueConstraint(fields=["content_type", "uid"], name="loaded_row_once_a_record")
        ]

    def __str__(self):
        return self.key


class LoadedFile(models.Model):
    """A data file as it was last loaded: what has not changed is not read again."""

    name = models.CharField(max_length=200, unique=True)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("loaded file")
        verbose_name_plural = _("loaded files")

    def __str__(self):
        return self.name
