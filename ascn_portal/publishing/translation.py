from modeltranslation.translator import TranslationOptions


class PublishableOptions(TranslationOptions):
    """The bilingual fields that every record has; an app adds its own by subclassing."""

    fields = ("withdrawal_reason", "note")
