from django.contrib import admin
from django.db.models import DateTimeField
from django.utils.translation import gettext_lazy as _

from ascn_portal.publishing.admin import PartInline, PublishableAdmin
from ascn_portal.publishing.forms import RULES, MomentField, MomentInput

from . import models

RULES.update(
    {
        "event_dates_in_order": _("The end is before the start."),
        "event_ordinal_once_a_kind": _("Another event of this kind has this ordinal."),
        "session_times_in_order": _("The end is not after the start."),
    }
)


class SessionInline(PartInline):
    model = models.Session
    fields = [("title_vi", "title_en"), ("starts_at", "ends_at", "order"), ("text_vi", "text_en")]
    formfield_overrides = {DateTimeField: {"form_class": MomentField, "widget": MomentInput}}


class OutcomeInline(PartInline):
    model = models.Outcome
    fields = [("text_vi", "text_en"), ("kind", "order"), ("documents", "terms", "memberships")]
    autocomplete_fields = ["documents", "terms", "memberships"]


class ParticipantInline(PartInline):
    model = models.Participant
    fields = [
        ("name_vi", "name_en"),
        ("role_vi", "role_en"),
        ("organisation_vi", "organisation_en"),
        "order",
    ]


@admin.register(models.Event)
class EventAdmin(PublishableAdmin):
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("title_vi", "title_en"),
                    ("kind", "ordinal", "slug"),
                    ("theme_vi", "theme_en"),
                    ("summary_vi", "summary_en"),
                ]
            },
        ),
        (
            _("Time and place"),
            {
                "fields": [
                    ("starts_on", "ends_on", "precision"),
                    ("format", "host_country"),
                    ("venue_vi", "venue_en"),
                    "chair_term",
                ]
            },
        ),
    ]
    prepopulated_fields = {"slug": ["title_en"]}
    autocomplete_fields = ["host_country", "chair_term"]
    inlines = [OutcomeInline, SessionInline, ParticipantInline]
    list_display = ["__str__", "kind", "starts_on", "host_country"]
    list_filter = ["kind", ("host_country", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["host_country"]
    date_hierarchy = "starts_on"
