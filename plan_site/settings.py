"""
The site's settings. Each variable is read once, here; a bad one stops the start.

Secure unless DEBUG is on. Settings for https follow the scheme of PUBLIC_URL.
"""

import datetime
import re
import zoneinfo
from collections.abc import Callable
from email.utils import parseaddr
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email
from django.templatetags.static import static
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from pillars.text.language_names import language_name_lazy

BASE_DIR = Path(__file__).resolve().parent.parent
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
SWITCHES = {
    **dict.fromkeys(["1", "true", "yes", "on"], True),
    **dict.fromkeys(["0", "false", "no", "off"], False),
}
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}
PARSE_ERRORS = (ValueError, KeyError, ImproperlyConfigured, ValidationError)

env = environ.Env()
# `make serve PLAN=example` keeps all of that plan's files apart from the others.
VAR = BASE_DIR / "var" / env.str("PLAN", default="")
# Made by `make serve`; a variable of the environment wins over the file.
LOCAL_ENV = VAR / "local.env"
if LOCAL_ENV.exists():
    env.read_env(LOCAL_ENV)


def parse_switch(text: str) -> bool:
    return SWITCHES[text.strip().lower()]


def parse_count(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ValueError
    return int(text)


def parse_public_url(text: str) -> str:
    """Without a closing slash; https, or http on loopback only."""
    parts = urlsplit(text)
    is_secure = parts.scheme == "https"
    is_local = parts.scheme == "http" and parts.hostname in LOOPBACK
    is_bare = parts.path in {"", "/"} and not (
        parts.query or parts.fragment or "@" in text
    )
    if not (parts.hostname and is_bare and (is_secure or is_local)) or parts.port == 0:
        raise ValueError
    return text.rstrip("/")


def parse_time_zone(text: str) -> str:
    if text not in zoneinfo.available_timezones():
        raise ValueError
    return text


def parse_languages(text: str) -> list[str]:
    """Codes that Django knows, which may be names of columns, too."""
    codes = dict.fromkeys(code.strip() for code in text.split(",") if code.strip())
    for code in codes:
        if not code.isalpha() or "name" not in LANG_INFO[code] or code in {"en", "es"}:
            raise ValueError
    return list(codes)


def parse_database(text: str) -> dict[str, object]:
    if text.partition("://")[0] not in {"sqlite", "postgres", "postgresql"}:
        raise ValueError
    config = env.db_url_config(text)
    if config.get("ENGINE") != "django.db.backends.sqlite3":
        return {**config, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    file = Path(config["NAME"])
    file.parent.mkdir(parents=True, exist_ok=True)
    return {
        **config,
        "OPTIONS": {
            # A writer takes the lock at once, so that two never wait for each other.
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
        # Threads share a test database only when it is a file.
        "TEST": {"NAME": str(file.with_suffix(".test.sqlite3"))},
    }


def parse_mail_server(text: str) -> dict[str, object]:
    """Django's settings for the mail server; none for an empty variable."""
    if not text:
        return {}
    config = env.email_url_config(text)
    if not config["EMAIL_HOST"]:
        raise ValueError
    usual_port = MAIL_PORTS[text.partition("://")[0]]
    return config | {"EMAIL_PORT": config["EMAIL_PORT"] or usual_port}


def parse_sender(text: str) -> str:
    validate_email(parseaddr(text)[1])
    if not text.isprintable():
        raise ValueError
    return text


EXPECTED = {
    parse_switch: "1 or 0",
    parse_count: "a whole number such as 11",
    parse_public_url: "an address such as https://plan.example.org,"
    " or http on 127.0.0.1",
    parse_languages: "codes such as ko,hy,ar: languages that Django knows, without a"
    " hyphen, and neither en nor es",
    parse_time_zone: "a time zone such as America/Los_Angeles",
    parse_database: "sqlite:///path or postgres://user:password@host:port/name",
    parse_mail_server: "smtp+tls://user:password@host:587, smtp+ssl://… or"
    " smtp://host:25",
    parse_sender: "an address such as Strategic plan <plan@example.org>",
}


def variable(
    name: str, parse: Callable[[str], object], default: str | None = None
) -> object:
    """Raises ``ImproperlyConfigured``, with its name, if it is missing or bad."""
    text = env.str(name, default="") or default
    if text is None:
        raise ImproperlyConfigured(
            f"{name} is missing. Set it in the environment; `make serve` makes one for"
            " this machine in var/local.env."
        )
    try:
        return parse(text)
    except PARSE_ERRORS:
        shown = re.sub("(?<=//).*@", "", text)  # A password is never shown.
        raise ImproperlyConfigured(
            f"{name} is {shown!r}; expected {EXPECTED[parse]}."
        ) from None


DEBUG = variable("DEBUG", parse_switch, "0")
SECRET_KEY = variable("SECRET_KEY", str)
# Former keys, for what was signed or encrypted under them.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
PUBLIC_URL = variable("PUBLIC_URL", parse_public_url)
DATABASES = {
    "default": variable(
        "DATABASE_URL",
        parse_database,
        f"sqlite:///{VAR}/working-copy.sqlite3",
    )
}
DATABASE_ROUTERS = ["plan_site.editions.router.PlanRouter"]
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ALLOWED_HOSTS = [urlsplit(PUBLIC_URL).hostname, *env.list("ALLOWED_HOSTS", default=[])]
if ALLOWED_HOSTS[0] in LOOPBACK:
    ALLOWED_HOSTS = sorted({*ALLOWED_HOSTS, "127.0.0.1", "localhost", "[::1]"})

HTTPS = PUBLIC_URL.startswith("https://")
SECURE_SSL_REDIRECT = HTTPS
BEHIND_PROXY = variable("BEHIND_PROXY", parse_switch, "0")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
# Whatever Host a proxy passes on.
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
# The form of a measure with eleven groups has about two thousand fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
CSRF_FAILURE_VIEW = "plan_site.drafts.views.csrf_failure"

INSTALLED_APPS = [
    "modeltranslation",
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "unfold.contrib.simple_history",
    "django.contrib.admin",
    "plan_site.accounts.apps.PeopleConfig",  # django.contrib.auth
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "pillars",
    "plan_site.editions",
    "plan_site.accounts.apps.AccountsConfig",
    "plan_site.drafts.apps.DraftsConfig",
    # Below the editions, whose collectstatic makes the error pages, too.
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "plan_site.web.middleware.FrontDoor",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "plan_site.editions.public.gone.GoneMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "plan_site.accounts.middleware.DeskLanguage",
    "simple_history.middleware.HistoryRequestMiddleware",
    "plan_site.drafts.middleware.Drafts",
    "allauth.account.middleware.AccountMiddleware",
    "plan_site.accounts.middleware.SecondFactor",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "plan_site.editions.desk.middleware.PlanWordsMiddleware",
    "plan_site.editions.desk.middleware.VersionSkewMiddleware",
    "plan_site.editions.desk.middleware.HiddenValueMiddleware",
    "axes.middleware.AxesMiddleware",
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
                "plan_site.editions.public.views.edition_context",
                "plan_site.accounts.middleware.desk_context",
            ],
            "libraries": {"desk_forms": "pillars.admin.forms.form_tags"},
        },
    },
]

LANGUAGE_CODE = "en"
FURTHER_LANGUAGES = variable("FURTHER_LANGUAGES", parse_languages, "")
LANGUAGES = [
    ("en", _("English")),
    ("es", _("Spanish")),
    *((code, _(LANG_INFO[code]["name"])) for code in FURTHER_LANGUAGES),
]
# The site's own app, which `manage.py add_languages` writes: their columns, and, if
# anybody made them, their catalogs.
if FURTHER_LANGUAGES and find_spec("site_languages"):
    INSTALLED_APPS.append("site_languages")


def name_with_language(name: str, language: str) -> str:
    """What the desk calls a text in one language: "Title (Spanish)"."""
    return format_lazy("{} ({})", name, language_name_lazy(language))


MODELTRANSLATION_LANGUAGES = tuple(code for code, _name in LANGUAGES)
MODELTRANSLATION_BUILD_LOCALIZED_VERBOSE_NAME = name_with_language
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": MODELTRANSLATION_LANGUAGES}
# The language chosen at the desk does not affect the public site.
LANGUAGE_COOKIE_PATH = "/admin/"
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["plan_site.formats"]
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = variable("TIME_ZONE", parse_time_zone, "America/Los_Angeles")

# Where staff see the plan as readers would; the desk's forms link there.
PREVIEW_PREFIX = "/preview"

# This machine's pressed editions, and how many of them are not deleted.
EDITIONS_ROOT = Path(env.str("EDITIONS_ROOT", default=f"{VAR}/editions"))
EDITIONS_KEEP = variable("EDITIONS_KEEP", parse_count, "5")
# Megabytes of them that each process keeps in memory.
PAGES_IN_MEMORY = variable("PAGES_IN_MEMORY", parse_count, "64")
# One person asks to publish, another one approves.
SECOND_PERSON = variable("SECOND_PERSON", parse_switch, "0")
# A value that counts fewer students than this is never published.
PRIVACY_THRESHOLD = variable("PRIVACY_THRESHOLD", parse_count, "11")

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
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

VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{VALIDATORS}.UserAttributeSimilarityValidator"},
    {"NAME": f"{VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{VALIDATORS}.CommonPasswordValidator"},
    {"NAME": f"{VALIDATORS}.NumericPasswordValidator"},
]

# Signing in: allauth's pages below /admin/accounts/, locked by axes.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
# Staff need a code from their phone in addition to the password.
SECOND_FACTOR = variable("SECOND_FACTOR", parse_switch, "1")
# A working day.
SESSION_COOKIE_AGE = 12 * 60 * 60
ACCOUNT_SESSION_REMEMBER = True
# An invitation works for a week, a link for a forgotten password for a day.
PASSWORD_RESET_TIMEOUT = 7 * 24 * 60 * 60
ACCOUNT_ADAPTER = "plan_site.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
FORMS = "plan_site.accounts.forms"
ACCOUNT_FORMS = {
    "login": f"{FORMS}.SignInForm",
    "reauthenticate": f"{FORMS}.ReauthenticateForm",
    "change_password": f"{FORMS}.ChangePasswordForm",
    "reset_password": f"{FORMS}.ForgottenPasswordForm",
    "reset_password_from_key": f"{FORMS}.NewPasswordForm",
    "user_token": f"{FORMS}.LinkForm",
}
# Axes counts wrong passwords; this counts wrong codes, from whatever address.
ACCOUNT_RATE_LIMITS = {"login_failed": "5/15m/key"}
MFA_ADAPTER = "plan_site.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": f"{FORMS}.CodeForm",
    "reauthenticate": f"{FORMS}.CodeAgainForm",
    "activate_totp": f"{FORMS}.FirstCodeForm",
}
# A phone whose clock is half a minute off still works.
MFA_TOTP_TOLERANCE = 1
AXES_FAILURE_LIMIT = 5
# The page and the adapter say so.
AXES_COOLOFF_TIME = datetime.timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "plan_site.accounts.lockout.username_to_count"
AXES_CLIENT_IP_CALLABLE = "plan_site.accounts.lockout.client_address"
AXES_LOCKOUT_TEMPLATE = "desk/accounts/locked_out.html"
AXES_RESET_ON_SUCCESS = True
# Another try does not extend the lockout that the page announced.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# Nothing typed at sign-in is stored.
AXES_SENSITIVE_PARAMETERS = ["login", "password", "code", "csrfmiddlewaretoken"]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# One count of wrong codes for all processes and machines.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "desk_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Without a mail server, an administrator gives people their links.
MAIL_SERVER = variable("EMAIL_URL", parse_mail_server, "")
vars().update(MAIL_SERVER)
if not MAIL_SERVER:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
# Seconds.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = variable(
    "DEFAULT_FROM_EMAIL",
    parse_sender,
    f"plan@{ALLOWED_HOSTS[0]}" if HTTPS else "plan@localhost",
)


def asset(path: str) -> Callable[[object], str]:
    """For the theme, which calls it with each request."""
    return lambda _request: static(path)


UNFOLD = {
    "SITE_TITLE": _("Strategic plan"),
    "SITE_HEADER": _("Strategic plan"),
    "SITE_URL": "/",
    "SITE_ICON": asset("pillars/emblem.svg"),
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": asset("pillars/emblem.svg")}
    ],
    "STYLES": [asset("editions/desk.css"), asset("pillars/desk.css")],
    "SCRIPTS": [
        *(asset(f"pillars/{name}.js") for name in ("operable", "place", "files")),
        asset("drafts/drafts.js"),
    ],
    "SHOW_LANGUAGES": True,
    "DASHBOARD_CALLBACK": "pillars.admin.desk.start_page",
    "SIDEBAR": {"navigation": "pillars.admin.desk.navigation"},
    "ACCOUNT": {"navigation": "plan_site.accounts.middleware.account_menu"},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # The log plan_site.sign_in already has these events.
    "loggers": {"axes": {"level": "ERROR"}},
}
