from modeltranslation.translator import register

from ascn_portal.publishing.translation import PublishableOptions

from .models import Document, DocumentVersion


@register(Document)
class DocumentOptions(PublishableOptions):
    fields = ("title", "summary", "issuing_body")


@register(DocumentVersion)
class DocumentVersionOptions(PublishableOptions):
    fields = ("change",)
