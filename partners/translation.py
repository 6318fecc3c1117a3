from modeltranslation.translator import TranslationOptions, register

from ascn_portal.publishing.translation import PublishableOptions

from . import models


@register(models.Partner)
class PartnerOptions(PublishableOptions):
    fields = ("name", "summary")


@register(models.Proposal)
class ProposalOptions(TranslationOptions):
    fields = ("title", "summary")


@register(models.Partnership)
class PartnershipOptions(TranslationOptions):
    fields = ("text",)
