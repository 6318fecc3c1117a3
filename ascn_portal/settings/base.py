"""Settings of the portal: safe as they stand, the environment decides the rest.

Variables, all optional: DATABASE_URL, REDIS_URL, PUBLIC_ORIGIN, PORT, SECRET_KEY,
TRUSTED_PROXIES, RECORD_CONFIRMED, SHOW_STYLEGUIDE, VAR_DIR, UPLOAD_LIMIT_MB, CLAMD_ADDRESS,
FILES_ACCEL_PREFIX, FILES_S3_BUCKET, FILES_S3_ENDPOINT. Nothing else differs between one office
and the served site.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from . import environment

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR", "").strip() or BASE_DIR / "var").resolve()
VAR_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = False
SECRET_KEY = environment.read_secret_key(VAR_DIR / "secret_key")

# --- Address -----------------------------------------------------------------------------------
PORT = environment.read_port()
# Every absolute address is made from this, never from the Host header.
PUBLIC_ORIGIN = environment.read_origin(PORT)
IS_HTTPS = PUBLIC_ORIGIN.startswith("https://")
ALLOWED_HOSTS = [urlsplit(PUBLIC_ORIGIN).hostname, "localhost", "127.0.0.1", "[::1]"]
TRUSTED_PROXIES = environment.read_proxies()
# Read only after TrustedProxyMiddleware has removed what an untrusted address claims.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000  # sent only with what a trusted proxy calls https
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
CSRF_TRUSTED_ORIGINS = [PUBLIC_ORIGIN]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_NAME = "__Host-session" if IS_HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
SILENCED_SYSTEM_CHECKS = [
    "security.W008",  # TrustedProxyMiddleware redirects to https; loopback is served directly
]

INSTALLED_APPS = [
    "modeltranslation",  # before the admin, as its documentation asks
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "csp",
    "ascn_portal.bilingual",
    "ascn_portal.accounts",
    "ascn_portal.sources",
    "ascn_portal.publishing",
    "ascn_portal.search",
    "documents",
    "cities",
    "events",
    "partners",
    "ascn_portal.pages",
    "ascn_portal",
]

MIDDLEWARE = [
    "ascn_portal.middleware.TrustedProxyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ascn_portal.middleware.CompressPagesMiddleware",
    "ascn_portal.middleware.ReadableAddressMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ascn_portal.middleware.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "ascn_portal.publishing.kept_input.KeepInputMiddleware",
    "ascn_portal.middleware.MovedMiddleware",
    "ascn_portal.middleware.PreviewMiddleware",
]

ROOT_URLCONF = "ascn_portal.urls"
WSGI_APPLICATION = "ascn_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ascn_portal.context_processors.page",
            ],
        },
    }
]

# --- Database, cache, tasks --------------------------------------------------------------------
DATABASES = {"default": environment.read_database(VAR_DIR / "db.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = environment.read_redis()
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
    }
    if REDIS_URL
    else {
        # Not per process: login limits and versions would drift apart between processes.
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_TASK_ALWAYS_EAGER = not REDIS_URL
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "Asia/Ho_Chi_Minh"
CELERY_BEAT_SCHEDULE = {
    "apply-due": {"task": "ascn_portal.publishing.tasks.apply_due", "schedule": 60.0},
    "read-waiting": {"task": "documents.tasks.read_waiting", "schedule": 300.0},
    "record-downloads": {"task": "documents.tasks.record_downloads", "schedule": 300.0},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")

# --- People ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"

# --- Language and time -------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "ascn_portal" / "locale"]
FORMAT_MODULE_PATH = "ascn_portal.formats"
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
MODELTRANSLATION_DEFAULT_LANGUAGE = "vi"
# Both ways: a text that is missing in one language is shown in the other, marked.
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": ("vi",), "vi": ("en",)}

# --- Files -------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Uploads are moved into the storage at once: on the same file system that is one step.
FILE_UPLOAD_TEMP_DIR = VAR_DIR / "uploads"
FILE_UPLOAD_TEMP_DIR.mkdir(exist_ok=True)
FILE_UPLOAD_HANDLERS = ["documents.uploading.UploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FILES = None  # that handler counts, and says so
UPLOAD_LIMIT = environment.read_upload_limit()
FILES_ACCEL_PREFIX = environment.read_accel_prefix()
CLAMD_ADDRESS = environment.read_clamd()
MAP_GEOMETRY = VAR_DIR / "map.geojson"  # where it exists, in place of the shipped geometry
STORAGES = {
    # Private, without addresses: documents.views gives files out.
    "documents": environment.read_files_storage(VAR_DIR),
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "ascn_portal.storage.SiteStaticStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # an indicator is edited with all its observations

# --- Publishing --------------------------------------------------------------------------------
# What is written along with a record, in the same transaction: functions of that record.
RECORD_HOOKS = ["ascn_portal.search.index.update"]
# What follows a publication, in this order, after its transaction: dotted names of functions.
PUBLISHING_HOOKS = ["ascn_portal.caching.raise_content_version"]
# Until the secretariat has confirmed the record each page says that it has not.
RECORD_CONFIRMED = environment.read_flag("RECORD_CONFIRMED")

# /styleguide/ is for those who build the site: not served unless asked for.
SHOW_STYLEGUIDE = environment.read_flag("SHOW_STYLEGUIDE")

# --- Browser rules -----------------------------------------------------------------------------
# No nonce: it would change each body, and with it every ETag and every kept page.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "ascn_portal.views.csrf_failure"
