from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ascn_portal.publishing.admin import PartAdmin, PartInline, PublishableAdmin
from ascn_portal.publishing.forms import RULES

from . import models

RULES.update(
    {
        "partnership_years_in_order": _("The last year is before the first."),
        "partnership_has_one_subject": _("A partnership is with a city or a project, not both."),
    }
)


class ProposalInline(PartInline):
    model = models.Proposal
    fields = [
        ("title_vi", "title_en"),
        ("year", "event", "order"),
        ("summary_vi", "summary_en"),
    ]
    autocomplete_fields = ["event"]
    joined = ("event",)


@admin.register(models.Proposal)
class ProposalAdmin(PartAdmin):
    owners = ("partner",)
    fields = ProposalInline.fields
    autocomplete_fields = ProposalInline.autocomplete_fields
    search_fields = ["title_vi", "title_en"]


class PartnershipInline(PartInline):
    model = models.Partnership
    fields = [("city", "project"), ("starts_year", "ends_year"), ("text_vi", "text_en")]
    autocomplete_fields = ["city", "project"]
    joined = ("partner", "city", "project")


@admin.register(models.Partnership)
class PartnershipAdmin(PartAdmin):
    owners = ("partner",)
    fields = PartnershipInline.fields
    autocomplete_fields = PartnershipInline.autocomplete_fields
    list_select_related = ["partner"]
    search_fields = ["text_vi", "text_en"]


@admin.register(models.Partner)
class PartnerAdmin(PublishableAdmin):
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("name_vi", "name_en"),
                    ("kind", "country"),
                    ("slug", "website"),
                    ("summary_vi", "summary_en"),
                ]
            },
        )
    ]
    prepopulated_fields = {"slug": ["name_en"]}
    autocomplete_fields = ["country"]
    inlines = [ProposalInline, PartnershipInline]
    list_display = ["__str__", "kind", "country"]
    list_filter = ["kind", ("country", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["country"]
