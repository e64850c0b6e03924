"""A real nginx that answers from an export, on loopback, until the test is done."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from .pressed_editions import Answer

BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
CONFIG = """
daemon off; master_process off; pid {place}/pid; error_log {place}/error.log;
{load}
events {{ worker_connections 64; }}
http {{
  access_log off;
  client_body_temp_path {place}/body; proxy_temp_path {place}/proxy;
  fastcgi_temp_path {place}/fastcgi; uwsgi_temp_path {place}/uwsgi;
  scgi_temp_path {place}/scgi;
  server {{
    listen 127.0.0.1:{port};
    root {site};
    include {site}/.nginx/server.conf;
    {brotli}
  }}
}}
"""


class Nginx:
    """Asks one as a browser does; ``path`` is sent as it is."""

    def __init__(self, connection: HTTPConnection):
        self.connection = connection

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request(method, path, headers=named)
        response = self.connection.getresponse()
        return Answer(response.status, dict(response.getheaders()), response.read())


@contextmanager
def running_nginx(site: Path, place: Path) -> Iterator[Nginx]:
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        pytest.skip("nginx is not installed: apt-get install nginx-light")
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    load = f"load_module {BROTLI};" if BROTLI.exists() else ""
    brotli = "brotli_static on;" if load else ""
    config = place / "nginx.conf"
    config.write_text(
        CONFIG.format(place=place, site=site, port=port, load=load, brotli=brotli)
    )
    command = [program, "-p", str(place), "-c", str(config)]
    process = subprocess.Popen(command)  # noqa: S603 - our own command, no shell
    try:
        wait_for(port, process)
        with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
            yield Nginx(connection)
    finally:
        process.terminate()
        process.wait(10)


def wait_for(port: int, process: subprocess.Popen) -> None:
    for _try in range(100):
        assert process.poll() is None, "nginx did not start"
        try:
            return socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
    raise AssertionError("nginx does not answer")
