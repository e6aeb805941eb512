"""Django's settings, made from the chosen project; without one (tests, making migrations) a desk in memory."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from saphan.config import Settings
from saphan.desk import chosen

_project = chosen.project()
_settings = _project.settings if _project else Settings()
_package = Path(__file__).parent.parent

PROJECT_ROOT = _project.root if _project else None
PORTAL_KEY = "portal.key"
SECRET_KEY = (_project.keys / PORTAL_KEY).read_text("ascii") if _project else secrets.token_hex(32)
DEBUG = False
ALLOWED_HOSTS = _settings.hosts.split()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "saphan.desk",
    "saphan.portal",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "saphan.portal.language.ChosenLanguage",  # not Django's: that one asks the browser, and Thai comes first
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "saphan.portal.answers.NamedAnswers",
]
ROOT_URLCONF = "saphan.portal.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_package / "portal" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "saphan.portal.context.every_page",
            ],
        },
    },
]


def _database() -> dict[str, Any]:
    if _settings.database_url:
        return dict(dj_database_url.parse(_settings.database_url, conn_max_age=60, conn_health_checks=True))
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": _project.desk_file if _project else ":memory:",
        "OPTIONS": {
            # Django's own default (DEFERRED) fails under writers: 6,707 "database is locked" in six seconds
            # of eight writers, none with IMMEDIATE
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # the sealer writes the log into the desk every few seconds; without a portal the log grows to 64 MB.
            # SQLite's own default lets every fiftieth reader of a page do it while she waits
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            " PRAGMA wal_autocheckpoint=16000;",
        },
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "desk.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
CSRF_FAILURE_VIEW = "saphan.portal.answers.form_too_old"
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login/"
SESSION_COOKIE_AGE = 8 * 60 * 60  # one working day
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = _settings.https
CSRF_COOKIE_SECURE = _settings.https
CSRF_COOKIE_HTTPONLY = True

SECURE_SSL_REDIRECT = _settings.https
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if _settings.https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _settings.https else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGES = [("th", _("Thai")), ("en", _("English"))]
LANGUAGE_CODE = _settings.language
LOCALE_PATHS = [_package / "locale"]
TIME_ZONE = "Asia/Bangkok"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS: list[Path] = []  # saphan/portal/static is found because the portal is an installed app
WHITENOISE_USE_FINDERS = True  # served from the package itself: nothing to collect before the first start
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # nothing is ever uploaded to disk by Django
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
