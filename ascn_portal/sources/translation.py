from modeltranslation.translator import TranslationOptions, register

from .models import Citation


@register(Citation)
class CitationOptions(TranslationOptions):
    fields = ("note",)
