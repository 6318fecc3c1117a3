from django.contrib import admin

from ascn_portal.publishing.admin import PublishableAdmin

from .models import Page


@admin.register(Page)
class PageAdmin(PublishableAdmin):
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("title_vi", "title_en"),
                    ("slug", "order"),
                    ("summary_vi", "summary_en"),
                    ("body_vi", "body_en"),
                ]
            },
        )
    ]
    prepopulated_fields = {"slug": ["title_en"]}
    list_display = ["__str__", "slug", "order"]
