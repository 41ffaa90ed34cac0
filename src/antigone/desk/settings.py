"""Django's settings. The only place where the desk's environment is read: environment.py says what may stand in it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from antigone.desk.environment import Encryption, read_environment

DESK = read_environment(os.environ)
"""All that differs between desks, typed. Code of the desk reads this, never os.environ."""

BARE_ENVIRONMENT = {name: value for name, value in os.environ.items() if name.upper() == "SYSTEMROOT"}
"""Of processes that shall know nothing of the desk: empty, but for what none begins without on Windows."""

SECRET_KEY = DESK.secret_key
DEBUG = False
ALLOWED_HOSTS = list(DESK.hosts)
APPEND_SLASH = False  # what is not there is not there
ROOT_URLCONF = "antigone.desk.urls"
WSGI_APPLICATION = "antigone.desk.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",  # carries htmx.min.js, nothing else of it is used
    "antigone.desk.audit",
    "antigone.desk.accounts",
    "antigone.desk.jobs",
    "antigone.desk.translating",
    "antigone.desk.subjects",
    "antigone.desk.photos",
    "antigone.desk.cases",
    "antigone.desk.records",
    "antigone.desk.intake",
    "antigone.desk.candidates",
    "antigone.desk.erasing",
    "antigone.desk.exercises",
    "antigone.desk.review",
    "antigone.desk.reconciling",
    "antigone.desk.identification",
    "antigone.desk.families",
    "antigone.desk.exchange",
    "antigone.desk.notification",
    "antigone.desk.figures",
    "antigone.desk.public",
    "antigone.desk.web",
    "antigone.desk.apps.DeskConfig",
]

MIDDLEWARE = [
    "antigone.desk.peers.PeerMiddleware",
    "antigone.desk.seen.TraceMiddleware",
    "antigone.desk.seen.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "antigone.desk.accounts.sight.SightMiddleware",
    "antigone.desk.api.faults.ApiMiddleware",
    "antigone.desk.web.sittings.SittingMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "antigone.desk.web.gate.SessionLimitMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "antigone.desk.web.gate.FaultMiddleware",
    "antigone.desk.numbers.NumbersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

FAMILY_MIDDLEWARE = [
    "antigone.desk.peers.PeerMiddleware",
    "antigone.desk.seen.TraceMiddleware",
    "antigone.desk.seen.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "antigone.desk.public.files.FamilyFiles",
    "antigone.desk.numbers.NumbersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
"""Of ``serve-families``: no session, no sign-in, no language of the desk. public/gate.py has what those pages need."""

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", ["antigone.desk.loader.Loader"])],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "antigone.desk.web.gate.desk",
                "antigone.desk.web.guides.pages.beside",
                "antigone.desk.web.translating.pages.words_here",
            ],
        },
    }
]

FORM_RENDERER = "antigone.desk.rendering.FormRenderer"


_PLANNED = {"options": "-c jit=off -c join_collapse_limit=4 -c from_collapse_limit=4"}
"""How PostgreSQL plans what the desk asks: docs/decisions/0083-cheaper-plans.md."""


def _database() -> dict[str, Any]:
    if DESK.database is None:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DESK.home / "desk.sqlite3",
            # IMMEDIATE: a transaction takes the write lock when it begins, so that what an action has read stays true
            # until it has written. secure_delete: what was erased is overwritten.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                " PRAGMA secure_delete=ON; PRAGMA recursive_triggers=ON;",
            },
        }
    place = DESK.database
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": place.name,
        "USER": place.user,
        "PASSWORD": place.password,
        "HOST": place.host,
        "PORT": place.port,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # By itself libpq goes on unencrypted, and with whoever answers.
        "OPTIONS": _PLANNED | ({} if place.on_this_machine else {"sslmode": "verify-full"}),
    }


DATABASES = {"default": _database()}

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["antigone.desk.accounts.actor.PersonBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "antigone.desk.accounts.validators.DifferentCharacters"},
]
LOGIN_URL = "sign-in"

SESSION_ENGINE = "antigone.desk.accounts.models"
_HOST = "__Host-" if DESK.https else ""
"""Browsers take a cookie of such a name from this very host alone: none that a neighbouring name set, or HTTP."""
SESSION_COOKIE_NAME = f"{_HOST}antigone"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
SESSION_COOKIE_AGE = 30 * 60  # seconds without use; accounts/actor.py has the longest sitting
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = f"{_HOST}csrftoken"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "antigone.desk.web.errors.bad_form"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if DESK.https:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "connect-src": [SELF],
        "img-src": [SELF, "data:"],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
if DESK.mail is not None:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = DESK.mail.host, DESK.mail.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = DESK.mail.user, DESK.mail.password
    EMAIL_USE_SSL = DESK.mail.encryption is Encryption.SMTPS
    EMAIL_USE_TLS = DESK.mail.encryption is Encryption.STARTTLS
    EMAIL_TIMEOUT = 10  # seconds: the worker has other work
    DEFAULT_FROM_EMAIL = DESK.mail.sender

STATIC_URL = "static/"
STATICFILES_DIRS: list[Path] = []
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ALLOW_ALL_ORIGINS = False  # no other site learns by a script which desk a browser reaches

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("uk", _("Ukrainian")),
    ("ru", _("Russian")),
    ("ar", _("Arabic")),
    ("fr", _("French")),
    ("es", _("Spanish")),
]
UNREVIEWED_LANGUAGES = ("uk", "ru", "ar", "fr", "es")
"""Translated by a machine; no native speaker has read it yet. The account page says so."""
LANGUAGE_COOKIE_NAME = "antigone-language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = DESK.https
FORMAT_MODULE_PATH = "antigone.desk.web.formats"
LOCALE_PATHS = [Path(__file__).parent / "public/locale", Path(__file__).parent / "locale"]
"""Where both have a word, a family's is the one: it was chosen for whoever reads it in the worst week of their life."""
USE_TZ = True
TIME_ZONE = DESK.time_zone

DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 2_000  # only pages that take files keep any
FILE_UPLOAD_HANDLERS = ["antigone.desk.photos.uploads.NoFiles"]  # pages that take files say so themselves

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"discreet": {"()": f"antigone.desk.logs.{'JsonLines' if DESK.log_json else 'Discreet'}"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "discreet"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django.request": {"level": "ERROR"},  # strangers fill no log with addresses of pages that are not there
        "django.server": {"handlers": ["stderr"], "propagate": False},
        "antigone.desk.requests": {"level": "INFO" if DESK.log_json else "WARNING"},
        "waitress.queue": {"level": "ERROR"},  # a busy moment is no fault
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},  # strangers fill no log
    },
}
