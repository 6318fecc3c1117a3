"""Settings of the test suite: base.py, relaxed where tests need it."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick
# Tests run before collectstatic: addresses without a hash.
FILES_FOLDER = tempfile.TemporaryDirectory(prefix="ascn-files-")  # gone with the process
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "documents": {
        "BACKEND": "documents.storage.WholeFileStorage",
        "OPTIONS": {"location": FILES_FOLDER.name, "base_url": None},
    },
}
# Of this process alone: what another one uploads at the moment is none of its tests' business.
FILE_UPLOAD_TEMP_DIR = Path(FILES_FOLDER.name) / "uploads"
FILE_UPLOAD_TEMP_DIR.mkdir()
SECOND_FACTOR_REQUIRED = False  # tests of the admin sign in by force; tests/accounts ask for it
CELERY_TASK_ALWAYS_EAGER = True  # no worker stands beside the suite, also where Redis does
SHOW_STYLEGUIDE = True
WHITENOISE_AUTOREFRESH = True
