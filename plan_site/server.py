"""
The site's server: ``python -m plan_site.server``, Granian with measured options.

SIGHUP replaces the workers one by one, each after its successor has started: no request
is lost, and one that has begun is finished.
"""

import argparse
import os
import signal
import socket
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server

HOST = "127.0.0.1"
# Seconds until a worker that is to end is killed; a proxy waits as long.
PATIENCE = 60
# Seconds that a worker's successor has for its start.
START = 10
# Of each worker; the desk may have half of them.
THREADS = 16


class HeirServer(Server):
    """
    Each worker accepts from a socket that its successor inherits.

    Granian lets a worker open and close its own on Linux, and what waits at one is
    reset when its worker is replaced. At a socket that all share, the first worker to
    wake takes all connections, and the others stay idle.
    """

    def _init_shared_socket(self):
        super()._init_shared_socket()
        spec, self._ssp = self._ssp, None
        if spec is None:  # Not on Linux: it shares one.
            self.sockets = [self._shd] * self.workers
            return
        self.sockets = [spec.build() for _worker in range(self.workers)]
        for holder in self.sockets:
            with socket.socket(fileno=os.dup(holder.get_fd())) as listener:
                # A connection is accepted with its first bytes, or a second later
                # without any: a worker that ends closes what it has accepted and not
                # read.
                listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, 1)

    def _spawn_worker(self, idx, *args, **kwargs):
        self._shd = self.sockets[idx]
        return super()._spawn_worker(idx, *args, **kwargs)


def serve(target: str, port: int, host: str = HOST, workers: int = 2) -> None:
    """Until SIGTERM or Ctrl-C; a worker that keeps dying ends it with an error."""
    os.register_at_fork(after_in_child=prepare_worker)
    HeirServer(
        target,
        host,
        port,
        workers=workers,
        interface=Interfaces.WSGI,
        # While Granian guesses the version of HTTP it never closes an idle connection.
        http=HTTPModes.http1,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        respawn_interval=START,
        workers_kill_timeout=PATIENCE,
        log_level=LogLevels.warning,
    ).serve()


def prepare_worker() -> None:
    """
    In a group of its own, so that Ctrl-C reaches the server only: a worker that gets a
    second signal hangs. While one starts, SIGTERM would come to nothing.
    """
    os.setpgid(0, 0)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def check_free(host: str, port: int) -> None:
    """Raises ``OSError`` in words. Granian would share the port with another server."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((host, port))
        except OSError as error:
            raise OSError(f"Port {port} cannot be used ({error.strerror}).") from None


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m plan_site.server")
    parser.add_argument("--host", default=HOST)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2, help="processes")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plan_site.settings")
    try:
        settings.DEBUG  # noqa: B018 - each worker would refuse bad settings by itself
        check_free(options.host, options.port)
    except (ImproperlyConfigured, OSError) as refusal:
        sys.exit(str(refusal))
    serve("plan_site.wsgi:application", **vars(options))


if __name__ == "__main__":
    main()
