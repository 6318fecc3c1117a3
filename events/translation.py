from modeltranslation.translator import TranslationOptions, register

from ascn_portal.publishing.translation import PublishableOptions

from . import models


@register(models.Event)
class EventOptions(PublishableOptions):
    fields = ("title", "venue", "theme", "summary")


@register(models.Session)
class SessionOptions(TranslationOptions):
    fields = ("title", "text")


@register(models.Outcome)
class OutcomeOptions(TranslationOptions):
    fields = ("text",)


@register(models.Participant)
class ParticipantOptions(TranslationOptions):
    fields = ("name", "role", "organisation")
