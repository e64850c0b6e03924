"""``/healthz``: the process runs. ``/readyz``: what it serves, and what it misses."""

import json

from .watcher import Watcher

PATHS = {"/healthz", "/readyz"}


def answer(path: str, watcher: Watcher, start_response):
    """
    A WSGI answer that waits for nothing.

    ``/readyz`` answers 200 as long as there is an edition to serve: a dead editors'
    database is said, but it is no reason to send readers elsewhere.
    """
    ready = watcher.shelf is not None
    facts = {"status": "ok"}
    if path == "/readyz":
        facts = {
            "status": "ok" if ready and not watcher.trouble else "degraded",
            "edition": watcher.shelf.number if ready else None,
            "database": "ok" if watcher.hears_the_database else "not answering",
            "trouble": watcher.trouble,
        }
    body = json.dumps(facts).encode()
    status = "200 OK" if ready or path == "/healthz" else "503 Service Unavailable"
    headers = [
        ("Content-Type", "application/json"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
    ]
    start_response(status, headers)
    return [body]
