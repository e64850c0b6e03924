"""
The site on your own machine: ``make serve`` runs ``python -m plan_site.local``.

It makes what is missing (a secret, the database, the plan, the static files), prints
the site's address, and becomes its server.
"""

import argparse
import io
import os
import re
import secrets
import sys
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from .editions import scope
from .editions.storage import folders
from .server import HOST, check_free
from .web import catalogs

ROOT = Path(__file__).resolve().parent.parent
# Which plan, by the variable of the environment: the shipped one, or the example.
PLAN = os.environ.get("PLAN", "")
FILES = {"": "lausd_2022_26.json", "example": "example_district.json"}
VAR = ROOT / "var" / PLAN
# As the check list names it; on your own machine nobody else reads what it asks about.
WARNING = re.compile(r"^warning (.+?): ", re.MULTILINE)
LOCAL_ADDRESS = re.compile(r"^PUBLIC_URL=http://127\.0\.0\.1:\d+$", re.MULTILINE)


def main() -> None:
    """A failure is one line and exit code 1."""
    parser = argparse.ArgumentParser(prog="python -m plan_site.local")
    parser.add_argument("--port", default="8000")
    parser.add_argument(
        "--reload", action="store_true", help="Django's own server, with DEBUG"
    )
    options = parser.parse_args()
    try:
        port = free_port(options.port)
        prepare(port, reload=options.reload)
    except (ImproperlyConfigured, CommandError, OSError) as error:
        sys.exit(str(error))
    except DatabaseError as error:
        sys.exit(f"The database cannot be used: {str(error).splitlines()[0]}")
    python = os.path.relpath(sys.executable)
    if PLAN:
        python = f"PLAN={PLAN} {python}"
    print(f"\n  The plan:  {settings.PUBLIC_URL}/")
    print(f"  The desk:  {settings.PUBLIC_URL}/admin/")
    print(f"  An editor: {python} manage.py createsuperuser")
    print("  Stop with Ctrl-C.\n", flush=True)
    serve(port, reload=options.reload)


def free_port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise CommandError(f"PORT is {text!r}; expected a number from 1 to 65535.")
    port = int(text)
    try:
        check_free(HOST, port)
    except OSError as error:
        other = port + 1 if 1024 <= port < 65535 else 8001
        raise CommandError(
            f"{error} Choose another one, such as PORT={other}."
        ) from None
    return port


def prepare(port: int, *, reload: bool) -> None:
    if PLAN not in FILES:
        raise CommandError(f"PLAN is {PLAN!r}; expected example, or nothing.")
    make_environment(VAR / "local.env", None if reload else port)
    os.environ.setdefault("PUBLIC_URL", f"http://{HOST}:{port}")
    # No phone is needed on your own machine; SECOND_FACTOR=1 requires it.
    os.environ.setdefault("SECOND_FACTOR", "0")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plan_site.settings")
    if reload:
        os.environ["DEBUG"] = "1"
    catalogs.compile_all()
    django.setup()
    scope.read_working_copy_everywhere()
    print("Preparing the database ...", flush=True)
    call_command("migrate", verbosity=0)
    load_plan()
    if not reload:
        collect_static(VAR / "static.stamp")
        publish_first_edition()


def make_environment(path: Path, port: int | None) -> None:
    """
    Only its owner may read it.

    It has the address of the last server, if any, so that commands beside it make
    pages and links for that address.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(0o600)
        path.write_text(f"SECRET_KEY={secrets.token_urlsafe(48)}\n{address(8000)}\n")
    if port is not None:
        path.write_text(LOCAL_ADDRESS.sub(address(port), path.read_text()))


def address(port: int) -> str:
    return f"PUBLIC_URL=http://{HOST}:{port}"


def load_plan() -> None:
    if apps.get_model("pillars", "Plan").objects.exists():
        return
    print("Loading the plan ...", flush=True)
    file = ROOT / "fixtures" / FILES[PLAN]
    if PLAN:
        output = io.StringIO()
        call_command("import_plan", file, apply=True, current=True, stdout=output)
    else:
        call_command("loaddata", file, verbosity=0)


def publish_first_edition() -> None:
    if apps.get_model("editions", "Edition").objects.exists():
        return
    if settings.SECOND_PERSON:
        print("Nothing is published yet: two people do that, at the desk.", flush=True)
    else:
        print("Publishing the first edition ...", flush=True)
        report = io.StringIO()
        call_command("publish", dry_run=True, stdout=report)
        call_command("publish", accept=WARNING.findall(report.getvalue()))


def collect_static(stamp: Path) -> None:
    """Also the error pages, which a new build may show in another way."""
    state = folders.build()
    if stamp.exists() and stamp.read_text() == state:
        return
    print("Collecting static files ...", flush=True)
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(state)


def serve(port: int, *, reload: bool) -> None:
    """Replaces this process."""
    if reload:
        command = ["manage.py", "runserver", f"{HOST}:{port}"]
    else:
        command = ["-m", "plan_site.server", "--port", str(port)]
    os.execv(sys.executable, [sys.executable, *command])  # noqa: S606


if __name__ == "__main__":
    main()
