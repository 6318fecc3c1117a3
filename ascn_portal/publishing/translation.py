from modeltranslation.translator import TranslationOptions, register

from .models import Card


class PublishableOptions(TranslationOptions):
    """The bilingual fields that every record has; an app adds its own by subclassing."""

    fields = ("withdrawal_reason", "note")


@register(Card)
class CardOptions(TranslationOptions):
    fields = ("title",)
