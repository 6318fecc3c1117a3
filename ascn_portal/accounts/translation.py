from modeltranslation.translator import TranslationOptions, register

from .models import AuditEntry


@register(AuditEntry)
class AuditEntryOptions(TranslationOptions):
    fields = ("about_name",)
