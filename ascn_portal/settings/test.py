"""Settings of the test suite: base.py, relaxed where tests need it."""

from .base import *  # noqa: F403
from .base import STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick
# Tests run before collectstatic: addresses without a hash.
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
SHOW_STYLEGUIDE = True
WHITENOISE_AUTOREFRESH = True
