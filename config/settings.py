"""Django's settings: one file, no branches; what differs comes from ``config.env``."""

from __future__ import annotations

from config import env, secret
from foundation import logs
from foundation.embedded import database_settings

BASE_DIR = env.ROOT
RIFADA_VAR = env.RIFADA_VAR
MEDIA_ROOT = RIFADA_VAR / "media"
DEBUG = env.DEBUG
SECRET_KEY = env.SECRET_KEY or secret.read_or_make(RIFADA_VAR / "keys" / "django-secret")
ALLOWED_HOSTS = env.ALLOWED_HOSTS
PORT = env.PORT
LIVE_URL = env.LIVE_URL or f"http://127.0.0.1:{PORT + 1}"
LIVE_URL_GIVEN = bool(env.LIVE_URL)
SITE_URL = env.SITE_URL
WAITING_ROOM = env.WAITING_ROOM
WAITING_ROOM_PATHS = env.WAITING_ROOM_PATHS
WAITING_ROOM_PACE = env.WAITING_ROOM_PACE
WAITING_ROOM_SLOW_MILLISECONDS = env.WAITING_ROOM_SLOW_MILLISECONDS
MASAR_URL = env.MASAR_URL or f"http://127.0.0.1:{PORT + 2}"
MASAR_TOKEN = env.MASAR_TOKEN or secret.read_or_make(RIFADA_VAR / "keys" / "masar-token")
MASAR_CONNECT_SECONDS = env.MASAR_CONNECT_SECONDS
MASAR_READ_SECONDS = env.MASAR_READ_SECONDS
MASAR_CALL_SECONDS = env.MASAR_CALL_SECONDS
MASAR_OPERATION_SECONDS = env.MASAR_OPERATION_SECONDS
MASAR_TRIES = env.MASAR_TRIES
MASAR_CHUNK = env.MASAR_CHUNK
MASAR_CALLS_AT_ONCE = env.MASAR_CALLS_AT_ONCE
MASAR_BREAKER_FAILURES = env.MASAR_BREAKER_FAILURES
MASAR_BREAKER_SECONDS = env.MASAR_BREAKER_SECONDS
MASAR_BREAKER_LONGEST_SECONDS = env.MASAR_BREAKER_LONGEST_SECONDS
# Messages out; the gateway has the shape of Kannel's sendsms.
SMS_URL = env.SMS_URL or f"http://127.0.0.1:{PORT + 3}"
SMS_USERNAME = env.SMS_USERNAME
SMS_PASSWORD = env.SMS_PASSWORD or secret.read_or_make(RIFADA_VAR / "keys" / "sms-password")
SMS_FROM = env.SMS_FROM
SMS_REPORT_URL = (env.SMS_REPORT_URL or f"http://127.0.0.1:{PORT}").rstrip("/")
# A national identity service instead of codes, by OpenID Connect; empty issuer: codes.
OIDC_ISSUER = env.OIDC_ISSUER
OIDC_CLIENT_ID = env.OIDC_CLIENT_ID
OIDC_CLIENT_SECRET = env.OIDC_CLIENT_SECRET
OIDC_SCOPE = env.OIDC_SCOPE
OIDC_NATIONAL_ID_CLAIM = env.OIDC_NATIONAL_ID_CLAIM
OIDC_MOBILE_CLAIM = env.OIDC_MOBILE_CLAIM
METRICS_TOKEN = env.METRICS_TOKEN
MISSION_NAME_AR = env.MISSION_NAME_AR
MISSION_NAME_EN = env.MISSION_NAME_EN
MISSION_COLOUR = env.MISSION_COLOUR
MISSION_EMBLEM = env.MISSION_EMBLEM

# The pilgrim's way, which is the order of navigation.
JOURNEY = [
    "season",
    "registration",
    "selection",
    "campaigns",
    "lodging",
    "transport",
    "training",
    "masar",
    "permits",
    "gates",
    "tafweej",
    "clinic",
    "locator",
    "contact_centre",
    "callers",
    "staff",
    "messages",
    "accounts",
]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "ninja",  # its scripts of /api/docs come from us: no page loads any from elsewhere
    "foundation",
    "foundation.journal",
    "foundation.jobs",
    "foundation.progress",
    "foundation.uploads",
    "foundation.waiting",
    "foundation.idempotency",
    "mission.season",
    "mission.staff",
    "mission.notifications",
    "mission.people",
    "mission.accounts",
    "mission.registration",
    "mission.selection",
    "mission.campaigns",
    "mission.masar",
    "mission.permits",
    "mission.gates",
    "config",
    *(["demo"] if env.DEMO else []),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "foundation.middleware.PrivateAnswers",
    "foundation.waiting.guard.WaitingRoom",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "foundation.middleware.SecondFactor",
    "foundation.middleware.RefusalPages",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "mission.staff.presenters.frame",
            ],
        },
    },
]

DATABASES = {"default": database_settings(env.DATABASE_URL, var=RIFADA_VAR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sessions and throttles live in PostgreSQL: every web process must see the same.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Beyond this the first keys of the alphabet go, which are the counts of wrong codes: it
        # must be more than everybody who works at once. Django's own default is 300.
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

# Accounts: staff only, by e-mail; nobody signs up by themselves.
AUTH_USER_MODEL = "staff.StaffMember"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["foundation.passwords.StaffPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
# Unique in any letter case by a constraint of its own, which this check does not see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "mission.staff.handlers.StaffAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD: str | None = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ALLAUTH_TRUSTED_PROXY_COUNT = env.TRUSTED_PROXIES
# Password tries are counted by mission.staff in one locked row per account, which holds under
# parallel tries; this limit serves the second factor.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Rifada"
USERSESSIONS_TRACK_ACTIVITY = True
REQUIRE_SECOND_FACTOR = env.REQUIRE_SECOND_FACTOR

SESSION_COOKIE_AGE = 12 * 60 * 60  # a shift
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.SECURE_TRANSPORT
SECURE_HSTS_SECONDS = 31_536_000 if env.SECURE_TRANSPORT else 0
SECURE_SSL_REDIRECT = False
# The proxy that ends TLS says so; else forms would be taken for ones from another site.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.SECURE_TRANSPORT else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'", "'wasm-unsafe-eval'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'", LIVE_URL],
        "media-src": ["'self'", "blob:"],
        "worker-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    },
}

LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", "العربية"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Riyadh"

STATIC_URL = "/static/"
STATIC_ROOT = RIFADA_VAR / "static"
STATICFILES_DIRS = [path for path in [BASE_DIR / "frontend" / "dist"] if path.is_dir()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Uploads are streamed, and capped by the pages that take them.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
# Documents of applicants are opened in a process of their own, within these bounds.
CLAMD_ADDRESS = env.CLAMD_ADDRESS
DOCUMENT_MAX_BYTES = 15_000_000  # the largest JPEG of a phone's camera is about 12 MB
PICTURE_MAX_PIXELS = 50_000_000  # phones go to 48 or 50 megapixels in their finest mode
PICTURE_LONGEST_SIDE = 2_400  # 300 dots an inch on a passport's page and its margins
PDF_MAX_PAGES = 10  # no document that is asked for has more
DOCUMENT_LINK_SECONDS = (
    120  # a page fetches its pictures at once; a link that is passed on is dead
)

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

LOGGING = logs.configuration()
