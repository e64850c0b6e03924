"""The site with a full-size plan, as in production; and what it is compared with."""

import base64
import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOST = "plan.example.org"
os.environ |= {
    "SECRET_KEY": "only-for-measuring-and-therefore-known-to-everybody",
    "PUBLIC_URL": f"https://{HOST}",
    "BEHIND_PROXY": "1",
    "DEBUG": "0",
    "DJANGO_SETTINGS_MODULE": "plan_site.settings",
}

import django  # noqa: E402 - the variables come first

django.setup()

from tests.helpers.editions.machines import (  # noqa: E402 - Django is up now
    ROOT,
    Answer,
    Machine,
    Server,
    eventually,
)

# What the proxy in front says with each request.
PROXY = {"Host": HOST, "X-Forwarded-Proto": "https"}
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
NOTES = ["--note-en", "Measured.", "--note-es", "Medida."]
# Headers that nginx writes itself.
OWN = {"content-length", "content-type", "content-encoding", "etag", "vary", "date"}
NGINX = """
{user} daemon off; worker_processes 2; pid {folder}/pid; error_log stderr crit;
load_module {brotli};
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000;
  client_body_temp_path {folder}; proxy_temp_path {folder};
  fastcgi_temp_path {folder}; uwsgi_temp_path {folder}; scgi_temp_path {folder};
  brotli_static on;
  server {{
    listen 127.0.0.1:{port}; root {folder}/pages;
    types {{ text/html html; }}
    {headers}
  }}
}}
"""


class Site(Machine):
    """A machine with plans that are published."""

    def __init__(self, folder: Path, plans: int = 1):
        super().__init__(
            folder,
            DJANGO_SETTINGS_MODULE="benchmarks.settings",
            STATIC_FOLDER=str(folder / "static"),
        )
        folder.mkdir()
        self.do("-m", "benchmarks.acts", "fill", str(plans))
        self.do("manage.py", "collectstatic", "--noinput", "--verbosity", "0")
        self.publish()

    def server(self, *options: str, **environment: str):
        return super().server("--workers", "2", *options, **environment)

    def do(self, *command: str) -> str:
        """What it prints, however long it takes."""
        process = self.begin(*command)
        said, wrong = process.communicate()
        if process.returncode:
            sys.exit(f"{' '.join(command)} failed:\n{said}\n{wrong}")
        return said

    def publish(self, act: str = "") -> float:
        """The seconds that it takes, after what an editor does first."""
        if act:
            self.do("-m", "benchmarks.acts", act)
        report = self.do("manage.py", "publish", "--dry-run")
        accepted = re.findall(r"^warning (.+?): ", report, re.MULTILINE)
        answers = ["--accept", *accepted] if accepted else []
        begun = time.monotonic()
        self.do("manage.py", "publish", *NOTES, *answers)
        return time.monotonic() - begun


def ask(server: Server, path: str, **headers: str) -> Answer:
    return server.get(path, **PROXY, **headers)


def all_serve(server: Server, number: int) -> bool:
    """Whether each worker serves an edition."""
    with each_worker(server) as connections:
        for connection in connections:
            connection.request("GET", "/readyz")
            if json.load(connection.getresponse())["edition"] != number:
                return False
    return True


@contextmanager
def each_worker(server: Server) -> Iterator[list[http.client.HTTPConnection]]:
    """One connection to each: it stays with its worker, chance says which that is."""
    opened, found = [], {}
    while len(found) < len(server.workers()):
        opened.append(http.client.HTTPConnection("127.0.0.1", server.port))
        opened[-1].request("GET", "/admin/worker", headers=PROXY)
        found[opened[-1].getresponse().read()] = opened[-1]
    yield [*found.values()]
    for connection in opened:
        connection.close()


def free_port() -> int:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return attempt.getsockname()[1]


@contextmanager
def running(command: list[str], port: int, **environment: str) -> Iterator[str]:
    """A process that listens at a port; gives its address."""
    process = subprocess.Popen(  # noqa: S603 - our own command, no shell
        command, cwd=ROOT, env={**os.environ, **environment}
    )
    try:
        eventually(lambda: accepts(port))
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def accepts(port: int) -> bool:
    with socket.socket() as attempt:
        return attempt.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def bare_function(folder: Path, answers: dict[str, Answer]) -> Iterator[str]:
    """The same answers from the least that a WSGI application can be."""
    file, port = folder / "bare.json", free_port()
    file.write_text(
        json.dumps(
            {
                f"/{name}": [
                    str(answer.status),
                    sent_headers(answer),
                    base64.b64encode(answer.body).decode(),
                ]
                for name, answer in answers.items()
            }
        )
    )
    command = [sys.executable, "-m", "benchmarks.bare", str(port), str(file)]
    with running(command, port) as address:
        yield address


def sent_headers(answer: Answer) -> list[tuple[str, str]]:
    """Those of the application; the server adds the date."""
    return [pair for pair in answer.headers.items() if pair[0].lower() != "date"]


@contextmanager
def nginx(site: Site, page: Answer) -> Iterator[str | None]:
    """Where it sends a page from a file; None without it or its module for brotli."""
    program = shutil.which("nginx")
    if program is None or not BROTLI.exists():
        yield None
        return
    folder = site.folder / "nginx"
    (folder / "pages").mkdir(parents=True)
    (folder / "pages" / "index.html").write_bytes(b"never sent")
    (folder / "pages" / "index.html.br").write_bytes(page.body)
    port = free_port()
    configuration = NGINX.format(
        # Its own user cannot read a temporary folder.
        user="user root;" if os.geteuid() == 0 else "",
        folder=folder,
        brotli=BROTLI,
        port=port,
        headers="\n".join(
            f"add_header {name} {json.dumps(value)};"
            for name, value in page.headers.items()
            if name.lower() not in OWN
        ),
    )
    (folder / "nginx.conf").write_text(configuration)
    command = [program, "-e", "stderr", "-c", str(folder / "nginx.conf")]
    with running(command, port) as address:
        yield f"{address}/"
