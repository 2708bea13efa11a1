"""Django settings of the web application: the record's, and what serving pages needs besides.

The command line goes by `jianfu.web.settings` alone and so starts at once.
"""

from datetime import date
from pathlib import Path

from csp.constants import NONE, SELF
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from jianfu.web.settings import *  # noqa: F403
from jianfu.web.settings import INSTALLED_APPS as _RECORD_APPS
from jianfu.web.settings import JIANFU_HOME


class _ServerSettings(BaseSettings):
    """What a county may set in its environment for the server."""

    model_config = SettingsConfigDict(env_prefix="JIANFU_")

    hosts: str = "127.0.0.1,localhost"
    """Names under which browsers reach the server, parted by commas."""
    metrics_token: str = ""
    """With it, as a bearer token, /metrics answers others than this machine; empty: nobody else."""
    tls: bool = False
    """Whether a reverse proxy in front speaks TLS; cookies then go over TLS only."""
    inbox_folder: Path | None = None
    """Files put there are taken in by the worker."""
    mail_folder: Path | None = None
    """The same for e-mails that a mail program drops as files."""
    demonstration_day: date | None = Field(default=None)
    """The day on which a demonstration plays; never set where real work is done."""


_server = _ServerSettings()
_HERE = Path(__file__).parent
_EIGHT_HOURS, _A_YEAR = 8 * 3600, 365 * 24 * 3600

DEBUG = False
# The machine's own watchdog asks by the loopback address, whatever the county calls its server.
ALLOWED_HOSTS = [*(host.strip() for host in _server.hosts.split(",")), "127.0.0.1", "localhost", "[::1]"]
METRICS_TOKEN = _server.metrics_token
DEMONSTRATION_DAY = _server.demonstration_day
WATCHED_FOLDERS = {"folder": _server.inbox_folder, "mail": _server.mail_folder}
ROOT_URLCONF = "jianfu.web.urls"
WSGI_APPLICATION = "jianfu.web.wsgi.application"
INSTALLED_APPS = [
    *_RECORD_APPS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "jianfu.web.accounts",
    "jianfu.web.deliveries",
    "jianfu.web.queue",
    "jianfu.web.schedule",
    "jianfu.web",
]
MIDDLEWARE = [
    "jianfu.web.watching.requests.CountRequests",
    "jianfu.web.access.shield.Shield",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "jianfu.web.access.once.Once",
    "jianfu.web.access.gate.Gate",
    "jianfu.web.access.kept.KeepPages",
    "jianfu.web.exports.asked.ExportAsked",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jianfu.web.pages.navigation.navigation",
            ],
            "builtins": ["jianfu.web.templatetags.words", "jianfu.web.templatetags.drawing"],
        },
    }
]

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "jianfu.web.accounts.passwords.WellKnownWords"},
]
PASSWORD_RESET_TIMEOUT = 7 * 24 * 3600  # an invitation is good for a week
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "jianfu.web.accounts.adapter.InvitedOnly"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "login_failed": "5/5m/key,60/m/ip",  # a name at one address; an address with any names
    "name_guessed": "30/5m/key",  # a name, wherever it is guessed from
    "known_device": "10/5m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _server.tls else 0
DEVICE_COOKIE_NAME = "__Host-device" if _server.tls else "device"
DEVICE_COOKIE_AGE = _A_YEAR
MFA_ADAPTER = "jianfu.web.accounts.adapter.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "减负"
# Failed guesses are counted in the record's database: all processes see them, and a restart forgets none.
# Far more than there are accounts, so that guessing at many names does not push the counts of one out.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "web_cache",
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    },
    "pages": {  # of each process; some ten kilobytes a page
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "TIMEOUT": 60,
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
}

SESSION_COOKIE_AGE = _EIGHT_HOURS
PAUSE_ENDS_SESSION_SECONDS = 3600
SESSION_COOKIE_NAME = "__Host-session" if _server.tls else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if _server.tls else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _server.tls
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "jianfu.web.access.gate.refuse_forgery"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _server.tls else None
SECURE_HSTS_SECONDS = _A_YEAR if _server.tls else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "object-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
FILE_UPLOAD_HANDLERS = ["jianfu.web.deliveries.receiving.uploading.LimitedUploads"]
# The handler stores no more than its own, smaller number; what comes beyond this one is no browser's mistake.
DATA_UPLOAD_MAX_NUMBER_FILES = 5000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

STATIC_URL = "/static/"
STATIC_ROOT = JIANFU_HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = False
USE_I18N = True
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "jianfu.web.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    # Everything goes through the one formatter: what a library would say by itself may quote people.
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "jianfu.security": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
