from django.apps import AppConfig


class BilingualConfig(AppConfig):
    """Two languages: which fields are bilingual, how they fall back, sort and are printed."""

    name = "ascn_portal.bilingual"
