"""
The site's settings. Each variable is read once, here; a bad one stops the start.

Secure unless DEBUG is on. Settings for https follow the scheme of PUBLIC_URL.
"""

import datetime
import logging
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

from pillars.text.language_names import name_with_language

from . import variables
from .variables import BASE_DIR, VAR
from .web.theme import THEME as UNFOLD  # noqa: F401 - the theme reads it

DEBUG = variables.read("DEBUG", variables.switch, "0")
SECRET_KEY = variables.read("SECRET_KEY", str)
# Former keys, for what was signed or encrypted under them.
SECRET_KEY_FALLBACKS = variables.read("SECRET_KEY_FALLBACKS", variables.texts, "")
PUBLIC_URL = variables.read("PUBLIC_URL", variables.public_url)
SQLITE = f"sqlite:///{VAR}/working-copy.sqlite3"
DATABASES = {"default": variables.read("DATABASE_URL", variables.database, SQLITE)}
DATABASE_ROUTERS = ["plan_site.editions.router.PlanRouter"]
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

HTTPS = PUBLIC_URL.startswith("https://")
OTHER_HOSTS = variables.read("ALLOWED_HOSTS", variables.texts, "")
ALLOWED_HOSTS = [urlsplit(PUBLIC_URL).hostname, *OTHER_HOSTS]
if not HTTPS:  # It is on loopback.
    ALLOWED_HOSTS = sorted({*OTHER_HOSTS, "127.0.0.1", "localhost", "[::1]"})

SECURE_SSL_REDIRECT = HTTPS
BEHIND_PROXY = variables.read("BEHIND_PROXY", variables.switch, "0")
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
FURTHER_LANGUAGES = variables.read("FURTHER_LANGUAGES", variables.languages, "")
LANGUAGES = [
    ("en", _("English")),
    ("es", _("Spanish")),
    *((code, _(LANG_INFO[code]["name"])) for code in FURTHER_LANGUAGES),
]
# The site's own app, which `manage.py add_languages` writes: their columns, and, if
# anybody made them, their catalogs.
if FURTHER_LANGUAGES and find_spec("site_languages"):
    INSTALLED_APPS.append("site_languages")
MODELTRANSLATION_LANGUAGES = tuple(code for code, _name in LANGUAGES)
MODELTRANSLATION_BUILD_LOCALIZED_VERBOSE_NAME = name_with_language
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": MODELTRANSLATION_LANGUAGES}
# The language chosen at the desk does not affect the public site.
LANGUAGE_COOKIE_PATH = "/admin/"
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["plan_site.formats"]
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = variables.read("TIME_ZONE", variables.time_zone, "America/Los_Angeles")

# Where staff see the plan as readers would; the desk's forms link there.
PREVIEW_PREFIX = "/preview"

# This machine's pressed editions, and how many of them are not deleted.
EDITIONS_ROOT = variables.read("EDITIONS_ROOT", Path, f"{VAR}/editions")
EDITIONS_KEEP = variables.read("EDITIONS_KEEP", variables.count, "5")
# Megabytes of them that each process keeps in memory.
PAGES_IN_MEMORY = variables.read("PAGES_IN_MEMORY", variables.count, "64")
# One person asks to publish, another one approves.
SECOND_PERSON = variables.read("SECOND_PERSON", variables.switch, "0")
# A value that counts fewer students than this is never published.
PRIVACY_THRESHOLD = variables.read("PRIVACY_THRESHOLD", variables.count, "11")
# Which sites may show a card of the plan in a frame.
EMBED_ON = variables.read("EMBED_ON", variables.frame_ancestors, "*")

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
FILES = "whitenoise.storage.CompressedManifestStaticFilesStorage"
if DEBUG:
    FILES = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {"staticfiles": {"BACKEND": FILES}}

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
SECOND_FACTOR = variables.read("SECOND_FACTOR", variables.switch, "1")
# A working day.
SESSION_COOKIE_AGE = 12 * 60 * 60
ACCOUNT_SESSION_REMEMBER = True
# An invitation works for a week, a link for a forgotten password for a day.
PASSWORD_RESET_TIMEOUT = 7 * 24 * 60 * 60
ACCOUNT_ADAPTER = "plan_site.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_EMAIL_VERIFICATION = "none"
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
# One count of wrong codes for all processes and machines.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "desk_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Without a mail server, an administrator gives people their links.
MAIL_SERVER = variables.read("EMAIL_URL", variables.mail_server, "")
vars().update(MAIL_SERVER)
if not MAIL_SERVER:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
EMAIL_TIMEOUT = 10  # Seconds.
SENDER = f"plan@{ALLOWED_HOSTS[0]}" if HTTPS else "plan@localhost"
DEFAULT_FROM_EMAIL = variables.read("DEFAULT_FROM_EMAIL", variables.sender, SENDER)

# The text of the district's own logo.
LOGO = variables.read("LOGO", variables.svg_file, "")
# Where to tell of a weakness; without it, the contact of the current plan.
SECURITY_CONTACT = variables.read("SECURITY_CONTACT", variables.contact, "")

LINE = "{asctime} {levelname} {name}: {message}"
logging.basicConfig(level=logging.INFO, format=LINE, style="{")
# The log plan_site.sign_in already has these events.
logging.getLogger("axes").setLevel(logging.ERROR)
