from modeltranslation.translator import TranslationOptions, register

from ascn_portal.publishing.translation import PublishableOptions

from .models import Document, DocumentFile, DocumentVersion


@register(Document)
class DocumentOptions(PublishableOptions):
    fields = ("title", "summary", "issuing_body")


@register(DocumentVersion)
class DocumentVersionOptions(PublishableOptions):
    fields = ("change",)


@register(DocumentFile)
class DocumentFileOptions(TranslationOptions):
    fields = ("withdrawal_reason",)
