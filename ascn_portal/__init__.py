"""The online portal of the ASEAN Smart Cities Network."""

from .celery import app as celery_app

__all__ = ["celery_app"]
