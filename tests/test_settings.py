"""Settings that refuse: by name, with what was read and what is expected."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from plan_site.variables import frame_ancestors, mail_server

pytestmark = pytest.mark.rest

ROOT = Path(__file__).resolve().parent.parent
GIVEN = {"SECRET_KEY": "a-secret", "PUBLIC_URL": "https://plan.example.org"}


def start(tmp_path, **variables: str) -> subprocess.CompletedProcess:
    """``manage.py check`` as it is typed, with these variables and no others."""
    environ = {"PATH": os.environ["PATH"], **GIVEN, **variables}
    environ.setdefault("DATABASE_URL", f"sqlite:///{tmp_path}/db.sqlite3")
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, ROOT / "manage.py", "check"],
        env={name: value for name, value in environ.items() if value is not None},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("PUBLIC_URL", ""),
        ("PUBLIC_URL", "plan.example.org"),
        ("PUBLIC_URL", "http://plan.example.org"),
        ("PUBLIC_URL", "https://plan.example.org/plan"),
        ("PUBLIC_URL", "https://plan.example.org:many"),
        ("PUBLIC_URL", "ftp://127.0.0.1"),
        ("DEBUG", "maybe"),
        ("DATABASE_URL", "mysql://127.0.0.1/plan"),
        ("DATABASE_URL", "nonsense"),
        ("TIME_ZONE", "Los Angeles"),
        ("SECOND_FACTOR", "perhaps"),
        ("EMAIL_URL", "mail.example.org"),
        ("EMAIL_URL", "smtp+tls://"),
        ("EMAIL_URL", "smtp://host:many"),
        ("EMAIL_URL", "smtps://host:465"),  # It would be sent in the clear.
        ("EMAIL_URL", "consolemail://"),
        ("DEFAULT_FROM_EMAIL", "the plan"),
        ("DEFAULT_FROM_EMAIL", "Plan <plan@example.org>\nBcc: x@example.org"),
        ("PRIVACY_THRESHOLD", "-3"),
        ("PRIVACY_THRESHOLD", "ten"),
        ("SECOND_PERSON", "two"),
        ("LOGO", "/nowhere/logo.svg"),
        ("LOGO", str(ROOT / "README.md")),
        ("SECURITY_CONTACT", "the office"),
        ("SECURITY_CONTACT", "https://example.org\nExpires: never"),
        ("EMBED_ON", "example.org"),
        ("EMBED_ON", "https://example.org; script-src *"),
    ],
)
def test_an_invalid_variable_is_refused_by_name_in_one_line(tmp_path, name, value):
    done = start(tmp_path, **{name: value})

    assert done.returncode != 0
    assert done.stderr.startswith(f"manage.py: {name} is ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://editor:hush@127.0.0.1/plan"),
        ("EMAIL_URL", "mail://plan:hush@mail.example.org"),
        ("EMAIL_URL", "smtp+tls://plan:hush@mail.example.org:many"),
    ],
)
def test_a_password_is_never_shown(tmp_path, name, value):
    done = start(tmp_path, **{name: value})

    assert done.returncode != 0
    assert "hush" not in done.stderr + done.stdout


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        (
            "smtp+tls://plan:p%40ss@mail.example.org:2525",
            ("mail.example.org", 2525, "plan", "p@ss", True, False),
        ),
        (
            "smtp+ssl://plan:pass@mail.example.org",
            ("mail.example.org", 465, "plan", "pass", False, True),
        ),
        ("smtp://relay", ("relay", 25, None, None, False, False)),
    ],
)
def test_mail_server_is_read_from_its_address(read, expected):
    names = ["HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_TLS", "USE_SSL"]
    keys = [f"EMAIL_{name}" for name in names]

    found = mail_server(read)

    assert [found.get(key, False) for key in keys] == [*expected]


@pytest.mark.parametrize(
    "address",
    ["https://plan.example.org", "http://127.0.0.1:8000", "http://localhost/"],
)
def test_https_and_loopback_are_accepted(tmp_path, address):
    assert start(tmp_path, PUBLIC_URL=address).returncode == 0


def test_cards_stand_where_the_variable_says():
    sites = "https://*.example.org, https://school.example.com:8443"

    assert frame_ancestors(sites) == sites.replace(",", "")
    assert [frame_ancestors("none"), frame_ancestors("*")] == ["'none'", "*"]
