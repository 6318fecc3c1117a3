"""Settings of the portal: safe as they stand, the environment decides the rest.

Variables, all optional: DATABASE_URL, REDIS_URL, PUBLIC_ORIGIN, PORT, SECRET_KEY,
TRUSTED_PROXIES, RECORD_CONFIRMED, SHOW_STYLEGUIDE, VAR_DIR, UPLOAD_LIMIT_MB, CLAMD_ADDRESS,
FILES_ACCEL_PREFIX, FILES_S3_BUCKET, FILES_S3_ENDPOINT, EMAIL_URL, OIDC_ISSUER,
OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME. Nothing else differs between one office and the
served site.
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
    "ascn_portal.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
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
    "allauth.account.middleware.AccountMiddleware",
    "ascn_portal.accounts.gate.StaffGateMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "ascn_portal.publishing.kept_input.KeepInputMiddleware",
    "ascn_portal.middleware.MovedMiddleware",
    "ascn_portal.middleware.BusyMiddleware",
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
    # What is planned for a minute happens within it, however long a run or a queue takes.
    "apply-due": {"task": "ascn_portal.publishing.tasks.apply_due", "schedule": 20.0},
    "read-waiting": {"task": "documents.tasks.read_waiting", "schedule": 300.0},
    "send-digests": {"task": "ascn_portal.publishing.tasks.send_digests", "schedule": 900.0},
    "record-downloads": {"task": "documents.tasks.record_downloads", "schedule": 300.0},
    "clear-sessions": {"task": "ascn_portal.accounts.tasks.clear_sessions", "schedule": 21_600.0},
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
# Staff alone have accounts; who is no longer of them is signed out by this too.
AUTHENTICATION_BACKENDS = ["ascn_portal.accounts.backends.StaffBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"

# A working day with its breaks. The cookie goes with the browser; the row of a session that has
# ended stays for a day, to know whose form was left open.
SESSION_ENGINE = "ascn_portal.accounts.sessions"
SESSION_COOKIE_AGE = 4 * 3600  # without a page of the admin being asked for
SESSION_LASTS_AT_MOST = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# Staff enter the admin with a second factor only: ascn_portal/accounts/gate.py.
SECOND_FACTOR_REQUIRED = True
MFA_ADAPTER = "ascn_portal.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # telephones are some seconds off
MFA_TOTP_ISSUER = "ASCN"
# Browsers offer passkeys over http on this machine only, and there the library has to allow it.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
MFA_FORMS = {
    "authenticate": "ascn_portal.accounts.forms.SecondFactorForm",
    "activate_totp": "ascn_portal.accounts.forms.ActivateAppForm",
    "add_webauthn": "ascn_portal.accounts.forms.AddPasskeyForm",
    "login_webauthn": "ascn_portal.accounts.forms.PasskeySignInForm",
    "authenticate_webauthn": "ascn_portal.accounts.forms.PasskeyAsSecondFactorForm",
}

ACCOUNT_ADAPTER = "ascn_portal.accounts.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses are typed in by administrators
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_HTTPS else "http"
# Devices and passwords are changed by who has typed the password in the last quarter of an hour.
ACCOUNT_REAUTHENTICATION_METHODS = ["password"]
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# "key" is the name that was typed, whether or not there is such an account.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
ACCOUNT_FORMS = {
    "login": "ascn_portal.accounts.forms.SignInForm",
    "reauthenticate": "ascn_portal.accounts.forms.PasswordAgainForm",
    "change_password": "ascn_portal.accounts.forms.ChangePasswordForm",
}

SINGLE_SIGN_ON = environment.read_single_sign_on()
SOCIALACCOUNT_ADAPTER = "ascn_portal.accounts.adapters.SingleSignOnAdapter"
# By a link: a form that leads to the provider would need it in `form-action`.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [SINGLE_SIGN_ON] if SINGLE_SIGN_ON else [],
        "OAUTH_PKCE_ENABLED": True,
    }
}

# --- Language and time -------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
# Our own texts, and those of packages that they lack or say badly; the first wins.
LOCALE_PATHS = [BASE_DIR / "ascn_portal" / name for name in ("locale", "locale_packages")]
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

# --- Mail --------------------------------------------------------------------------------------
MAIL = environment.read_mail()
SENDS_MAIL = bool(MAIL)
EMAIL_BACKEND = MAIL.get("EMAIL_BACKEND", "django.core.mail.backends.dummy.EmailBackend")
EMAIL_HOST = MAIL.get("EMAIL_HOST", "")
EMAIL_PORT = MAIL.get("EMAIL_PORT", 0)
EMAIL_HOST_USER = MAIL.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = MAIL.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = MAIL.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = MAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = (
    EMAIL_HOST_USER if "@" in EMAIL_HOST_USER else f"portal@{urlsplit(PUBLIC_ORIGIN).hostname}"
)

# --- Log ---------------------------------------------------------------------------------------
# To standard error, which the service keeps. Django by itself says nothing of a failed request
# where DEBUG is off; that robots ask for what is not there, or by another name, is no news.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": []},
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}

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
