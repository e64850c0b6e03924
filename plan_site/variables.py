"""
The variables of the environment: how each is read, and what is said of a bad one.

``make serve`` writes some into a file; one of the environment wins over the file.
"""

import re
import zoneinfo
from collections.abc import Callable
from email.utils import parseaddr
from pathlib import Path
from xml.etree import ElementTree

import environ
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

BASE_DIR = Path(__file__).resolve().parent.parent
PUBLIC_ADDRESS = re.compile(
    r"(https://([\w.-]+|\[[0-9a-f:.]+\])|http://(127\.0\.0\.1|localhost|\[::1\]))"
    r"(:[1-9][0-9]{0,4})?/?"
)
FRAMING_SITE = re.compile(r"https?://(\*\.)?[a-z0-9.-]+(:[1-9][0-9]{0,4})?")
SWITCHES = {
    **dict.fromkeys(["1", "true", "yes", "on"], True),
    **dict.fromkeys(["0", "false", "no", "off"], False),
}
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}
# Each page shows it.
MAX_SVG = 20_000
SVG = "{http://www.w3.org/2000/svg}svg"
PARSE_ERRORS = (
    *(ValueError, KeyError, OSError, ElementTree.ParseError),
    *(ImproperlyConfigured, ValidationError),
)

env = environ.Env()
# `make serve PLAN=example` keeps all of that plan's files apart from the others.
VAR = BASE_DIR / "var" / env.str("PLAN", default="")
# Made by `make serve`; a variable of the environment wins over the file.
LOCAL_ENV = VAR / "local.env"
if LOCAL_ENV.exists():
    env.read_env(LOCAL_ENV)


def switch(text: str) -> bool:
    return SWITCHES[text.strip().lower()]


def count(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ValueError
    return int(text)


def texts(text: str) -> list[str]:
    return [each.strip() for each in text.split(",") if each.strip()]


def public_url(text: str) -> str:
    """Without a closing slash; https, or http on loopback only."""
    if not PUBLIC_ADDRESS.fullmatch(text):
        raise ValueError
    return text.rstrip("/")


def frame_ancestors(text: str) -> str:
    """Which sites may show cards in a frame, as a security policy says it."""
    if text in {"*", "none"}:
        return {"none": "'none'"}.get(text, text)
    sites = texts(text)
    if not sites or not all(map(FRAMING_SITE.fullmatch, sites)):
        raise ValueError
    return " ".join(sites)


def time_zone(text: str) -> str:
    if text not in zoneinfo.available_timezones():
        raise ValueError
    return text


def languages(text: str) -> list[str]:
    """Codes that Django knows, which may be names of columns, too."""
    codes = list(dict.fromkeys(texts(text)))
    for code in codes:
        if not code.isalpha() or "name" not in LANG_INFO[code] or code in {"en", "es"}:
            raise ValueError
    return codes


def database(text: str) -> dict[str, object]:
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


def mail_server(text: str) -> dict[str, object]:
    """Django's settings for the mail server; none for an empty variable."""
    if not text:
        return {}
    config = env.email_url_config(text)
    if not config["EMAIL_HOST"]:
        raise ValueError
    usual_port = MAIL_PORTS[text.partition("://")[0]]
    return config | {"EMAIL_PORT": config["EMAIL_PORT"] or usual_port}


def sender(text: str) -> str:
    validate_email(parseaddr(text)[1])
    if not text.isprintable():
        raise ValueError
    return text


def svg_file(text: str) -> str:
    """What a file holds; empty for an empty variable."""
    if not text:
        return ""
    svg = Path(text).read_text()
    root = ElementTree.fromstring(svg)  # noqa: S314 - the district's own file
    if len(svg) > MAX_SVG or root.tag != SVG:
        raise ValueError
    return svg


def contact(text: str) -> str:
    """As an address that can be followed: of mail, or of a page."""
    if not text or re.fullmatch(r"https://[!-~]+", text):
        return text
    validate_email(text)
    return f"mailto:{text}"


EXPECTED = {
    switch: "1 or 0",
    count: "a whole number such as 11",
    public_url: "an address such as https://plan.example.org, or http on 127.0.0.1",
    frame_ancestors: "*, none, or sites such as https://*.example.org,"
    " separated by commas",
    languages: "codes such as ko,hy,ar: languages that Django knows, without a"
    " hyphen, and neither en nor es",
    time_zone: "a time zone such as America/Los_Angeles",
    database: "sqlite:///path or postgres://user:password@host:port/name",
    mail_server: "smtp+tls://user:password@host:587, smtp+ssl://… or smtp://host:25",
    svg_file: "the path of an SVG file of at most 20 kB",
    contact: "an e-mail address, or one that begins with https://",
    sender: "an address such as Strategic plan <plan@example.org>",
}


def read(
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
