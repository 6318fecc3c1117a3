from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ascn_portal.accounts import audit
from ascn_portal.bilingual.admin import BilingualAdmin
from ascn_portal.publishing.admin import PartAdmin, PartInline, PublishableAdmin
from ascn_portal.publishing.forms import RULES

from . import correspondents, models
from .forms import CostForm

audit.LABELS.update({"cities_added": _("cities given"), "cities_removed": _("cities taken")})
RULES.update(
    {
        "country_code_well_formed": _("A country's code is two capital letters, such as VN."),
        "native_name_language_well_formed": _("This is no BCP 47 tag; write it as km or ms-Arab."),
        "city_latitude_in_range": _("A latitude lies between -90 and 90."),
        "city_longitude_in_range": _("A longitude lies between -180 and 180."),
        "membership_bounds_in_order": _("The latest possible start is before the earliest."),
        "membership_dates_in_order": _("The end is before the start."),
        "membership_one_open_a_city": _("This city has a membership without an end already."),
        "term_dates_in_order": _("The end is before the start."),
        "term_one_start_a_role": _("Another term of this role starts on this day."),
        "term_chairs_never_overlap": _("This term overlaps another term of its role."),
        "term_shepherds_never_overlap": _("This term overlaps another term of its role."),
        "action_plan_years_in_order": _("The last year is before the first."),
        "project_years_in_order": _("The last year is before the first."),
        "status_decided_or_candidates": _(
            "Give either the status or the statuses that it may be, not both."
        ),
        "cost_currency_well_formed": _("A currency is three capital letters, such as USD."),
        "cost_amount_positive": _("An amount is greater than 0."),
        "observation_has_one_place": _("A figure is about a country or a city, not both."),
    }
)


class NativeNameInline(PartInline):
    model = models.NativeName
    fields = [("text", "language")]


class RepresentativeInline(PartInline):
    model = models.Representative
    fields = [("role", "as_of"), ("post_vi", "post_en"), ("name_vi", "name_en")]


@admin.register(models.Representative)
class RepresentativeAdmin(PartAdmin):
    owners = ("country", "city")
    fields = RepresentativeInline.fields
    search_fields = ["post_vi", "post_en", "name_vi", "name_en"]


@admin.register(models.Country)
class CountryAdmin(PublishableAdmin):
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("name_vi", "name_en"),
                    ("official_name_vi", "official_name_en"),
                    ("code", "slug"),
                    ("capital_vi", "capital_en"),
                    "joined_asean_on",
                    "aliases",
                ]
            },
        ),
        (
            _("National Representative"),
            {"fields": [("agency_vi", "agency_en"), "agency_as_of"]},
        ),
        (_("Documents"), {"fields": ["documents"]}),
    ]
    prepopulated_fields = {"slug": ["name_en"]}
    autocomplete_fields = ["documents"]
    inlines = [NativeNameInline, RepresentativeInline]
    list_display = ["__str__", "code"]


@admin.register(models.City)
class CityAdmin(PublishableAdmin):
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("name_vi", "name_en"),
                    ("country", "kind"),
                    ("slug", "website"),
                    "aliases",
                ]
            },
        ),
        (_("Place"), {"fields": [("latitude", "longitude"), "timezone"]}),
        (_("Text"), {"fields": [("summary_vi", "summary_en"), ("vision_vi", "vision_en")]}),
        (
            _("Focus areas and documents"),
            {
                "fields": [
                    "focus_areas",
                    ("focus_areas_basis_vi", "focus_areas_basis_en"),
                    "documents",
                ]
            },
        ),
    ]
    prepopulated_fields = {"slug": ["name_en"]}
    autocomplete_fields = ["country", "focus_areas", "documents"]
    inlines = [NativeNameInline, RepresentativeInline]
    list_display = ["__str__", "country", "kind"]
    list_filter = [("country", admin.RelatedOnlyFieldListFilter), "kind"]
    list_select_related = ["country"]


@admin.register(models.Correspondent)
class CorrespondentAdmin(BilingualAdmin):
    is_upkeep = True  # who speaks for a city is an administrator's word
    autocomplete_fields = ["user", "city"]
    list_display = ["city", "user"]
    list_select_related = ["city", "user"]
    search_fields = ["city__name_vi", "city__name_en", "user__username"]

    def save_model(self, request, obj, form, change):
        correspondents.save(obj, by=request.user)

    def delete_model(self, request, obj):
        correspondents.delete(obj, by=request.user)


@admin.register(models.Membership)
class MembershipAdmin(PublishableAdmin):
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("city", "kind"),
                    ("starts_on", "starts_precision"),
                    ("starts_not_before", "starts_not_after"),
                    "ends_on",
                ]
            },
        )
    ]
    autocomplete_fields = ["city"]
    list_display = ["__str__", "starts_on", "starts_precision", "ends_on"]
    list_filter = ["kind", ("city__country", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["city"]


@admin.register(models.Term)
class TermAdmin(PublishableAdmin):
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("role", "country"),
                    ("starts_on", "starts_precision"),
                    ("ends_on", "ends_precision"),
                    ("theme_vi", "theme_en"),
                    ("agency_vi", "agency_en"),
                    ("person_vi", "person_en"),
                ]
            },
        )
    ]
    autocomplete_fields = ["country"]
    list_display = ["__str__", "starts_on", "ends_on"]
    list_filter = ["role", ("country", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["country"]


@admin.register(models.FocusArea)
class FocusAreaAdmin(PublishableAdmin):
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("name_vi", "name_en"),
                    ("slug", "order"),
                    ("definition_vi", "definition_en"),
                    ("sub_areas_vi", "sub_areas_en"),
                    "documents",
                ]
            },
        )
    ]
    prepopulated_fields = {"slug": ["name_en"]}
    autocomplete_fields = ["documents"]
    list_display = ["__str__", "order"]


class TargetInline(PartInline):
    model = models.Target
    fields = [
        ("text_vi", "text_en"),
        ("figure_vi", "figure_en"),
        ("unit_vi", "unit_en"),
        ("value", "year", "order"),
    ]


class PlanFocusAreaInline(PartInline):
    model = models.PlanFocusArea
    fields = [
        ("focus_area", "basis"),
        ("labels_printed", "order"),
        ("comment_vi", "comment_en"),
    ]
    autocomplete_fields = ["focus_area"]
    joined = ("focus_area",)


@admin.register(models.ActionPlan)
class ActionPlanAdmin(PublishableAdmin):
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "city",
                    ("starts_year", "ends_year"),
                    ("vision_vi", "vision_en"),
                    ("document", "pages"),
                    "as_of",
                ]
            },
        )
    ]
    autocomplete_fields = ["city", "document"]
    inlines = [TargetInline, PlanFocusAreaInline]
    list_display = ["__str__", "as_of"]
    list_filter = [("city__country", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["city"]


class ProjectStatusInline(PartInline):
    model = models.ProjectStatus
    fields = [
        ("report", "focus_area"),
        ("status", "candidates", "basis"),
        ("title_printed", "number", "page"),
    ]
    autocomplete_fields = ["report", "focus_area"]
    joined = ("report__document", "focus_area")


class SupportSoughtInline(PartInline):
    model = models.SupportSought
    fields = [("kind", "as_of", "order"), ("text_vi", "text_en")]


class CostInline(PartInline):
    model = models.Cost
    form = CostForm
    fields = [("amount", "currency", "year"), ("comment_vi", "comment_en")]


@admin.register(models.Cost)
class CostAdmin(PartAdmin):
    form = CostForm
    owners = ("project",)
    fields = CostInline.fields
    search_fields = ["project__title_vi", "project__title_en"]


@admin.register(models.Project)
class ProjectAdmin(PublishableAdmin):
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("title_vi", "title_en"),
                    ("city", "slug"),
                    "focus_area",
                    ("focus_area_basis_vi", "focus_area_basis_en"),
                    "former_names",
                ]
            },
        ),
        (
            _("Text"),
            {
                "fields": [
                    ("summary_vi", "summary_en"),
                    ("objective_vi", "objective_en"),
                    ("partners_printed_vi", "partners_printed_en"),
                ]
            },
        ),
        (
            _("Time and plan"),
            {
                "fields": [
                    ("starts_year", "ends_year"),
                    ("timeline_note_vi", "timeline_note_en"),
                    ("action_plan", "plan_page"),
                    "documents",
                ]
            },
        ),
    ]
    prepopulated_fields = {"slug": ["title_en"]}
    autocomplete_fields = ["city", "focus_area", "action_plan", "documents"]
    inlines = [ProjectStatusInline, SupportSoughtInline, CostInline]
    list_display = ["__str__", "city", "focus_area"]
    list_filter = [
        "focus_area",
        ("city__country", admin.RelatedOnlyFieldListFilter),
        "statuses__status",
    ]
    list_select_related = ["city", "focus_area"]


@admin.register(models.MonitoringReport)
class MonitoringReportAdmin(PublishableAdmin):
    fieldsets = [
        (
            None,
            {"fields": ["document", ("year", "as_of"), ("mismatches_vi", "mismatches_en")]},
        )
    ]
    autocomplete_fields = ["document"]
    list_display = ["__str__", "year", "as_of"]
    list_select_related = ["document"]


class ObservationInline(PartInline):
    model = models.Observation
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("value", "period_on", "period_precision", "is_approximate"),
                    ("country", "city", "report"),
                    ("source", "page"),
                ]
            },
        ),
        (
            _("Scope and comment"),
            {
                "classes": ["collapse"],
                "fields": [("scope_vi", "scope_en"), ("comment_vi", "comment_en")],
            },
        ),
    ]
    autocomplete_fields = ["country", "city", "report", "source"]
    joined = ("country", "city", "report__document", "source")


@admin.register(models.Indicator)
class IndicatorAdmin(PublishableAdmin):
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("name_vi", "name_en"),
                    ("unit_vi", "unit_en"),
                    "slug",
                    ("definition_vi", "definition_en"),
                ]
            },
        )
    ]
    prepopulated_fields = {"slug": ["name_en"]}
    inlines = [ObservationInline]
    list_display = ["__str__", "unit"]
