from modeltranslation.translator import TranslationOptions, register

from ascn_portal.publishing.translation import PublishableOptions

from . import models


@register(models.Country)
class CountryOptions(PublishableOptions):
    fields = ("name", "official_name", "capital", "agency")


@register(models.Representative)
class RepresentativeOptions(TranslationOptions):
    fields = ("post", "name")


@register(models.FocusArea)
class FocusAreaOptions(PublishableOptions):
    fields = ("name", "definition", "sub_areas")


@register(models.City)
class CityOptions(PublishableOptions):
    fields = ("name", "summary", "vision", "focus_areas_basis")


@register(models.Membership)
class MembershipOptions(PublishableOptions):
    fields = ()


@register(models.Term)
class TermOptions(PublishableOptions):
    fields = ("theme", "agency", "person")


@register(models.ActionPlan)
class ActionPlanOptions(PublishableOptions):
    fields = ("vision",)


@register(models.Target)
class TargetOptions(TranslationOptions):
    fields = ("text", "figure", "unit")


@register(models.PlanFocusArea)
class PlanFocusAreaOptions(TranslationOptions):
    fields = ("comment",)


@register(models.MonitoringReport)
class MonitoringReportOptions(PublishableOptions):
    fields = ("mismatches",)
    markdown = ("mismatches",)


@register(models.Project)
class ProjectOptions(PublishableOptions):
    fields = (
        "title",
        "summary",
        "objective",
        "partners_printed",
        "focus_area_basis",
        "timeline_note",
    )
    markdown = ("summary", "objective")


@register(models.SupportSought)
class SupportSoughtOptions(TranslationOptions):
    fields = ("text",)


@register(models.Cost)
class CostOptions(TranslationOptions):
    fields = ("comment",)


@register(models.Indicator)
class IndicatorOptions(PublishableOptions):
    fields = ("name", "unit", "definition")


@register(models.Observation)
class ObservationOptions(TranslationOptions):
    fields = ("scope", "comment")
