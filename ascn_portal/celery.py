"""The Celery application: what must not hold up a request runs here.

Worker: `make worker`. Timetable: `make beat`. Without REDIS_URL tasks run in the process.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ascn_portal.settings.base")

app = Celery("ascn_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
