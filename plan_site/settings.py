"""
The site's settings: each variable is read once, here, and refused by name if it is odd.

Secure unless DEBUG is asked for. What needs https follows the scheme of PUBLIC_URL.
"""

import zoneinfo
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
LOOPBACK = {"127.0.0.1", "localhost", "::1"}

env = environ.Env()
# What `make serve` made for this machine; a variable that is set wins over the file.
LOCAL_ENV = BASE_DIR / "var" / "local.env"
if LOCAL_ENV.exists():
    env.read_env(LOCAL_ENV)


def refuse(name: str, read: str, expected: str) -> ImproperlyConfigured:
    """The error that names a variable, what was read and what is expected."""
    return ImproperlyConfigured(f"{name} is {read!r}; expected {expected}.")


def public_url(read: str) -> str:
    """The site's address without a closing slash; https, or http on loopback only."""
    expected = "an address such as https://plan.example.org, or http on 127.0.0.1"
    try:
        parts = urlsplit(read)
        port = parts.port
    except ValueError:
        raise refuse("PUBLIC_URL", read, expected) from None
    secure = parts.scheme == "https"
    local = parts.scheme == "http" and parts.hostname in LOOPBACK
    bare = parts.path in {"", "/"} and not (
        parts.query or parts.fragment or "@" in read
    )
    if not parts.hostname or not bare or not (secure or local) or port == 0:
        raise refuse("PUBLIC_URL", read, expected)
    return read.rstrip("/")


def required(name: str) -> str:
    """A variable that has no default; refused by name when it is missing or empty."""
    read = env.str(name, default="")
    if not read:
        raise ImproperlyConfigured(
            f"{name} is missing. Set it in the environment; `make serve` makes one for"
            " this machine in var/local.env."
        )
    return read


def truth(name: str) -> bool:
    """A variable that is on or off; off when it is not set."""
    read = env.str(name, default="").strip().lower()
    if read in {"", "0", "false", "no", "off"}:
        return False
    if read in {"1", "true", "yes", "on"}:
        return True
    raise refuse(name, read, "1 or 0")


def time_zone(name: str, default: str) -> str:
    """A variable that names a time zone."""
    read = env.str(name, default=default)
    if read not in zoneinfo.available_timezones():
        raise refuse(name, read, "a time zone such as America/Los_Angeles")
    return read


def whole_number(name: str, default: int) -> int:
    """A variable that is a whole number, zero or more."""
    read = env.str(name, default=str(default))
    if not read.isascii() or not read.isdigit():
        raise refuse(name, read, "a whole number such as 11")
    return int(read)


def database(read: str) -> dict[str, object]:
    """Django's settings for the editors' database: sqlite:///… or postgres://…"""
    expected = "sqlite:///path or postgres://user:password@host:port/name"
    shown = read.rpartition("@")[2]  # A password is never shown.
    if read.partition("://")[0] not in {"sqlite", "postgres", "postgresql"}:
        raise refuse("DATABASE_URL", shown, expected)
    try:
        config = env.db_url_config(read)
    except (ValueError, ImproperlyConfigured, KeyError):
        raise refuse("DATABASE_URL", shown, expected) from None
    if config.get("ENGINE") == "django.db.backends.sqlite3":
        Path(config["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        return {
            **config,
            "OPTIONS": {
                # A writer asks for the lock at once: two never wait on each other.
                "transaction_mode": "IMMEDIATE",
                "timeout": 10,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
            # Threads share a test database only when it is a file.
            "TEST": {"NAME": str(Path(config["NAME"]).with_suffix(".test.sqlite3"))},
        }
    return {**config, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


DEBUG = truth("DEBUG")
SECRET_KEY = required("SECRET_KEY")
PUBLIC_URL = public_url(required("PUBLIC_URL"))
DATABASES = {
    "default": database(
        env.str(
            "DATABASE_URL", default=f"sqlite:///{BASE_DIR}/var/working-copy.sqlite3"
        )
    )
}
DATABASE_ROUTERS = ["plan_site.editions.router.PlanRouter"]
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ALLOWED_HOSTS = [
    urlsplit(PUBLIC_URL).hostname,
    *env.list("ALLOWED_HOSTS", default=[]),
]
if ALLOWED_HOSTS[0] in LOOPBACK:
    ALLOWED_HOSTS = sorted({*ALLOWED_HOSTS, "127.0.0.1", "localhost", "[::1]"})

HTTPS = PUBLIC_URL.startswith("https://")
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if truth("BEHIND_PROXY") else None
)
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "modeltranslation",
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "unfold.contrib.simple_history",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "simple_history",
    "pillars",
    "plan_site.editions",
    "plan_site.accounts",
]

MIDDLEWARE = [
    "plan_site.middleware.FrontDoor",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "plan_site.middleware.DeskSession",
    "django.middleware.locale.LocaleMiddleware",
    "plan_site.editions.withdrawn.Withdrawn",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "plan_site.middleware.DeskAuthentication",
    "plan_site.middleware.DeskMessages",
    "plan_site.middleware.DeskHistory",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "plan_site.urls"
WSGI_APPLICATION = "plan_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "plan_site.editions.context.edition",
            ],
        },
    },
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]


def name_with_language(name: str, language: str) -> str:
    """What the desk calls a text in one language: "Title (Spanish)"."""
    return format_lazy("{} ({})", name, dict(LANGUAGES)[language])


MODELTRANSLATION_LANGUAGES = tuple(code for code, _name in LANGUAGES)
MODELTRANSLATION_BUILD_LOCALIZED_VERBOSE_NAME = name_with_language
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": MODELTRANSLATION_LANGUAGES}
# The desk's choice of language does not steer the public site.
LANGUAGE_COOKIE_PATH = "/admin/"
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["plan_site.formats"]
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = time_zone("TIME_ZONE", default="America/Los_Angeles")
USE_TZ = True

# Where staff see the plan as it would be public; the desk's forms lead there.
PREVIEW_PREFIX = "/preview"

# Where the pressed editions of this machine lie, and how many old ones are kept.
EDITIONS_ROOT = Path(env.str("EDITIONS_ROOT", default=f"{BASE_DIR}/var/editions"))
EDITIONS_KEEP = whole_number("EDITIONS_KEEP", default=5)
# A value that counts fewer students than this is never published.
PRIVACY_THRESHOLD = whole_number("PRIVACY_THRESHOLD", default=11)

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        ),
    },
}

CHECKS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{CHECKS}.UserAttributeSimilarityValidator"},
    {
        "NAME": f"{CHECKS}.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": f"{CHECKS}.CommonPasswordValidator"},
    {"NAME": f"{CHECKS}.NumericPasswordValidator"},
]

LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

UNFOLD = {
    "SITE_TITLE": _("Strategic plan"),
    "SITE_HEADER": _("Strategic plan"),
    "SITE_URL": "/",
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda _request: static("pillars/emblem.svg"),
        }
    ],
    "STYLES": [lambda _request: static("editions/desk.css")],
    "SHOW_LANGUAGES": True,
    "DASHBOARD_CALLBACK": "pillars.admin.desk.start_page",
    "SIDEBAR": {"navigation": "pillars.admin.desk.navigation"},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
