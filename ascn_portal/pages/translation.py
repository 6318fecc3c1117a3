from modeltranslation.translator import register

from ascn_portal.publishing.translation import PublishableOptions

from .models import Page


@register(Page)
class PageOptions(PublishableOptions):
    fields = ("title", "summary", "body")
    markdown = ("body",)
