"""A host of the web on this machine, for the link checker: it answers as it is told."""

import http.server
import threading
import time
from collections import Counter

from pillars.linkcheck.checker import Checker, IPAddress


class Answers(http.server.BaseHTTPRequestHandler):
    """Each address answers what its name says: ``/404``, ``/to/…``, ``/endless``."""

    def do_GET(self):
        host, name = self.server, self.headers["Host"]
        with host.counting:
            host.asked[self.path] += 1
            host.busy[name] += 1
            host.busiest = max(host.busiest, host.busy[name])
            host.agents.add(self.headers["User-Agent"])
        try:
            self.reply(self.path)
        except (BrokenPipeError, ConnectionResetError):
            host.hung_up.set()

    def reply(self, path: str) -> None:
        if path.startswith("/to/"):
            self.send(302, Location=path.removeprefix("/to/"))
        elif path == "/round":
            self.send(302, Location="/round")
        elif path == "/endless":
            self.send(200)
            while True:
                self.wfile.write(b"x" * 65536)
        elif path == "/drip":
            for letter in b"HTTP/1.1 200 OK":
                self.wfile.write(bytes([letter]))
                time.sleep(0.1)
        elif path == "/silent":
            self.server.over.wait(10)
        elif path == "/garbage":
            self.wfile.write(b"no such protocol\r\n\r\n")
        else:
            time.sleep(0.02)
            self.send(int(path[1:4]) if path[1:4].isdigit() else 200)

    def send(self, status: int, **headers: str) -> None:
        # No longer busy before the answer leaves: whoever has it may ask again
        # while this thread still waits for its turn.
        with self.server.counting:
            self.server.busy[self.headers["Host"]] -= 1
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *args):
        """Say nothing: the test reads what was asked."""


class Host(http.server.ThreadingHTTPServer):
    """The host, with a count of what was asked and of how much at a time."""

    daemon_threads = True
    block_on_close = False

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answers)
        self.counting, self.over = threading.Lock(), threading.Event()
        self.hung_up = threading.Event()
        self.asked: Counter[str] = Counter()
        self.agents: set[str] = set()
        # Under each of its names it is another host.
        self.busy: Counter[str] = Counter()
        self.busiest = 0

    def url(self, path: str, name: str = "127.0.0.1") -> str:
        return f"http://{name}:{self.server_port}{path}"

    def __enter__(self):
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *error):
        self.over.set()
        self.shutdown()
        self.server_close()


def is_here(address: IPAddress) -> bool:
    """Whether an address is the one that the host has on this machine."""
    return str(address) == "127.0.0.1"


def make_checker(seconds: float = 5) -> Checker:
    """A checker that may ask the host on this machine, and nobody else."""
    return Checker(is_here, seconds=seconds)
