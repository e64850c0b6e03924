"""
Answers without a site: ``python -m benchmarks.bare PORT FILE`` serves those of a file.

The least that a WSGI application can do under the same server with the same bytes.
"""

import base64
import json
import os
import sys
from pathlib import Path

from plan_site import server

ANSWERS: dict[str, tuple[str, list, list[bytes]]] = {}


def application(environ, start_response):
    status, headers, body = ANSWERS[environ["PATH_INFO"]]
    start_response(status, headers)
    return body


def read(path: Path) -> None:
    for name, (status, headers, body) in json.loads(path.read_text()).items():
        pairs = [tuple(pair) for pair in headers]
        ANSWERS[name] = status, pairs, [base64.b64decode(body)]


if __name__ == "__main__":
    os.environ["BARE_ANSWERS"] = sys.argv[2]
    server.serve("benchmarks.bare:application", int(sys.argv[1]))
elif "BARE_ANSWERS" in os.environ:
    read(Path(os.environ["BARE_ANSWERS"]))
