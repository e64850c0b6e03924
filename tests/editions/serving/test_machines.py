"""What must hold on real machines: whole processes, each with a database of its own."""

import fcntl
import http.client
import os
import re
import signal
import socket
import threading
import time
from collections import Counter
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from tests.helpers import postgres
from tests.helpers.editions.machines import PATIENCE, ROOT, Machine, eventually

PAGES = ["/en/2022-26/", "/es/2022-26/measures/"]
NOTHING_LISTENS = 9
# What a page, a short link, an old tail and a mistake answer, from every edition.
ANSWERS = {
    "/en/2022-26/": 200,
    "/es/2022-26/progress/": 200,
    "/1a": 302,
    "/en/2022-26/1a-an-old-tail/": 301,
    "/es/nada/": 404,
}

pytestmark = [
    pytest.mark.rest,
    pytest.mark.skipif(
        connections.settings["default"]["ENGINE"] != "django.db.backends.sqlite3",
        reason="These machines have databases of their own: one run is enough.",
    ),
]


@pytest.fixture
def machine(machine):
    """A machine whose edition has been live before."""
    (folder,) = machine.editions.glob("1-*")
    (folder / "live").touch()
    return machine


class Crowd:
    """Readers who ask for two pages and an old address again and again."""

    def __init__(self, port: int, readers: int = 4):
        self.port = port
        self.over = threading.Event()
        self.seen: list[list[tuple[str, int, str]]] = [[] for _n in range(readers)]
        self.troubles: list[str] = []
        self.threads = [
            threading.Thread(target=self.read, args=[seen]) for seen in self.seen
        ]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_error):
        self.over.set()
        for thread in self.threads:
            thread.join(PATIENCE)

    def editions(self) -> set[int]:
        """All that they have read of."""
        return {
            e for seen in self.seen for *_p, t in list(seen) for e in editions_of(t)
        }

    def read(self, seen: list) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        while not self.over.is_set():
            for path in [*PAGES, "/en/2022-26/1a-an-old-tail/"]:
                try:
                    connection.request("GET", path)
                    response = connection.getresponse()
                    body = response.read().decode()
                except (OSError, http.client.HTTPException) as error:
                    self.troubles.append(f"{path}: {error!r}")
                    connection.close()
                    continue
                place = response.headers.get("Location", "")
                seen.append((path, response.status, place + body))
            time.sleep(0.05)
        connection.close()


def editions_of(text: str) -> set[int]:
    """The editions that an answer is made of: its footer, its titles, its links."""
    found = re.findall(
        r"(?:Edition|Edición|edición|Round|Vuelta) (\d+)\b|-(?:round|vuelta)-(\d+)/",
        text,
    )
    return {int(number or tail) for number, tail in found}


def test_readers_get_whole_pages_of_one_edition_during_ten_publications(machine):
    with machine.server() as server, machine.server() as second:
        eventually(lambda: server.serves(1) and second.serves(1))
        with Crowd(server.port) as crowd:
            machine.act("publish", "10")
            late = [eventually(lambda s=s: s.serves(11)) for s in (server, second)]
            eventually(lambda: 11 in crowd.editions())

        assert max(late) < 5
        assert crowd.troubles == []
        for seen in crowd.seen:
            assert len(seen) > 30
            assert {status for path, status, _text in seen if path in PAGES} == {200}
            numbers = [editions_of(text) for _path, _status, text in seen]
            assert {len(found) for found in numbers} == {1}
            in_order = [number for found in numbers for number in found]
            assert in_order == sorted(in_order)
        assert crowd.editions() > {1, 11}
        assert len(machine.folders()) <= 6
        assert {"10", "11"} < set(machine.folders())


def test_edition_goes_live_at_its_moment_though_nobody_asks_for_a_page(machine):
    with machine.server() as server:
        moment = parse_datetime(machine.act("schedule", "8"))
        assert server.serves(1)
        assert timezone.now() < moment, "The machine was too slow to schedule in time."
        eventually(lambda: timezone.now() >= moment)

        late = eventually(lambda: server.serves(2), 20)

        assert late < 5


def test_edition_that_another_machine_stored_is_pressed_and_served_here(machine):
    """No shared disk: the row is all that this machine is told."""
    with machine.server() as server:
        number = machine.act("record")
        assert number == ""
        machine.manage("shell", "-c", GO_LIVE)

        eventually(lambda: server.serves(2))

        assert editions_of(server.get(PAGES[0]).text) == {2}


def test_press_that_lives_on_another_machine_loses_neither_row_nor_number(machine):
    elsewhere = Machine(machine.folder, EDITIONS_ROOT=str(machine.folder / "elsewhere"))
    machine.act("record")
    with (machine.editions / "press.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        machine.tell(LONG_AGO)
        pressing = machine.begin("manage.py", "press", "2", "--go-live")
        eventually(lambda: machine.tell(SILENT) == [])
        machine.tell(LONG_AGO)
        eventually(lambda: machine.tell(SILENT) == [])
        second = elsewhere.run("-m", "tests.helpers.editions.machine_acts", "record")
    pressing.communicate(timeout=PATIENCE)

    assert "is publishing edition 2 now" in second.stderr
    assert pressing.returncode == 0
    assert machine.live_numbers() == [1, 2]


def test_press_that_died_on_another_machine_gives_its_number_back(machine):
    elsewhere = Machine(machine.folder, EDITIONS_ROOT=str(machine.folder / "elsewhere"))
    machine.act("record")
    (given_up,) = machine.tell("SELECT id FROM editions_edition WHERE number = 2")
    machine.tell(LONG_AGO)

    elsewhere.act("record")
    late = machine.manage("press", "2", "--go-live", "--key", str(given_up))

    assert "There is no edition 2" in late.stderr
    assert machine.live_numbers() == [1]
    assert machine.tell("SELECT id FROM editions_edition WHERE number = 2") > [given_up]


LONG_AGO = "UPDATE editions_edition SET heard_at = '2020-01-01 00:00:00'"
SILENT = "SELECT id FROM editions_edition WHERE number = 2 AND heard_at < '2020-01-02'"


@pytest.mark.parametrize("workers", ["1", "2"])
def test_worker_that_dies_is_replaced_and_the_site_goes_on(machine, workers):
    with machine.server("--workers", workers) as server:
        before = set(server.workers())
        killed = min(before)
        os.kill(killed, signal.SIGKILL)

        eventually(lambda: len(set(server.workers()) - {killed}) == int(workers), 20)

        assert set(server.workers()) - before
        eventually(server.answers, 20)
        assert server.get(PAGES[0]).status == 200


def workers_of_connections(server, count: int) -> Counter:
    """How many connections that wait at the same time each worker accepts."""
    opened = [
        http.client.HTTPConnection("127.0.0.1", server.port) for _n in range(count)
    ]
    for connection in opened:
        connection.connect()
    asked = Counter()
    for connection in opened:
        connection.request("GET", "/admin/worker")
        asked[connection.getresponse().read()] += 1
        connection.close()
    return asked


def test_connections_are_spread_over_the_workers(machine):
    with machine.server("--workers", "2") as server:
        eventually(lambda: len(workers_of_connections(server, 20)) == 2)

        asked = workers_of_connections(server, 64)

    # Fewer by chance once in a hundred million times.
    assert len(asked) == 2
    assert min(asked.values()) >= 10


def test_server_whose_workers_die_at_once_ends_and_says_so(machine):
    (machine.folder / "broken.py").write_text(
        "from plan_site.settings import *\nINSTALLED_APPS = ['no.such.app']"
    )
    command = ["-m", "plan_site.server", "--port", "0"]

    done = machine.run(
        *command, DJANGO_SETTINGS_MODULE="broken", PYTHONPATH=str(machine.folder)
    )

    assert done.returncode == 1
    assert "Worker crash loop detected, exiting" in done.stdout + done.stderr


def test_server_with_a_bad_variable_says_so_in_one_line(machine):
    command = ["-m", "plan_site.server", "--port", "0"]

    done = machine.run(*command, DATABASE_URL="none")

    assert done.returncode == 1
    assert done.stderr.startswith("DATABASE_URL is 'none'; expected sqlite:///")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("file", ["README.md", "docs/deploy.md", "deploy/plan.service"])
def test_readme_starts_the_server_that_replaces_its_workers(file):
    assert re.search(r"\S+ -m plan_site\.server\b", (ROOT / file).read_text())


def test_workers_are_replaced_without_losing_a_request(machine):
    """One at the desk that has begun goes on in the worker that is to end."""
    at_the_desk, answers, over = [], [], threading.Event()

    def work():
        headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}=an-editor"}
        at_the_desk.append(server.get("/admin/slow/13", **headers).status)

    def read():
        while not over.is_set():
            try:
                answers.append(server.get(PAGES[0], 30).status)
            except OSError as error:
                answers.append(error)

    with machine.server("--workers", "2") as server:
        before = set(server.workers())
        threads = [threading.Thread(target=act) for act in [work] * 6 + [read] * 4]
        for thread in threads:
            thread.start()
        time.sleep(0.5)
        server.process.send_signal(signal.SIGHUP)

        eventually(lambda: not before & set(server.workers()), 50)

        over.set()
        for thread in threads:
            thread.join(PATIENCE)
        assert len(server.workers()) == 2
    assert at_the_desk == [200] * 6
    assert set(answers) == {200}
    assert len(answers) > 1000


# What a connection has sent when it falls silent.
SILENCES = {
    "nothing": b"",
    "half a head": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-",
    "a request": b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
}


def test_silent_connection_is_closed(machine):
    with machine.server() as server:
        silent = {
            name: socket.create_connection(("127.0.0.1", server.port), timeout=35)
            for name in SILENCES
        }
        for name, connection in silent.items():
            connection.sendall(SILENCES[name])

        # It ends, or the wait for more is over after 35 seconds: TimeoutError.
        for connection in silent.values():
            while connection.recv(4096):
                pass
            connection.close()


def test_two_editors_publish_at_once_and_one_is_told_of_the_other(machine):
    both = [
        machine.begin("-m", "tests.helpers.editions.machine_acts", "record")
        for _n in range(2)
    ]

    said = [process.communicate(timeout=PATIENCE)[1] for process in both]

    assert sorted(process.returncode for process in both) == [0, 1], said
    assert re.search(r"publish(ing|ed) edition 2 ", "".join(said))


GO_LIVE = """
from django.utils import timezone
from plan_site.editions.models import Edition
Edition.objects.being_pressed().update(goes_live_at=timezone.now())
"""


def test_long_request_at_the_desk_delays_no_page(machine):
    with machine.server() as server:
        eventually(lambda: server.serves(1))
        for path in ANSWERS:
            server.get(path)
        desk = threading.Thread(target=server.get, args=["/admin/slow/6"])
        desk.start()
        time.sleep(0.2)

        answers = [server.get(PAGES[0], 5).status for _n in range(40)]

        # By how many milliseconds they are held up, `make bench` measures.
        assert desk.is_alive(), "The pages waited for the desk."
        assert answers == [200] * 40
        desk.join(PATIENCE)


def test_desk_full_of_requests_that_hang_leaves_readers_their_threads(machine):
    at_the_desk = []
    with machine.server() as server:
        eventually(lambda: server.serves(1))

        def ask():
            answer = server.get("/admin/slow/4", Cookie="sessionid=x")
            at_the_desk.append(answer.status)

        desks = [threading.Thread(target=ask) for _n in range(20)]
        for desk in desks:
            desk.start()
        time.sleep(0.5)
        assert refuse_to_wait(server) == ANSWERS
        assert sum(desk.is_alive() for desk in desks) == 8
        for desk in desks:
            desk.join(PATIENCE)

    assert sorted(at_the_desk) == [200] * 8 + [503] * 12


def refuse_to_wait(server) -> dict[str, int]:
    """The status of each kind of answer, none of which may take a second."""
    found = {}
    for path in ANSWERS:
        begun = time.monotonic()
        found[path] = server.get(path, 10).status
        assert time.monotonic() - begun < 1, path
    return found


@contextmanager
def silent_socket():
    """The port of something that takes calls and never says a word."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        yield listening.getsockname()[1]


@pytest.mark.parametrize("kind", ["folder", "nothing listens", "never answers"])
def test_machine_that_starts_without_its_database_serves_what_is_on_disk(machine, kind):
    (machine.folder / "desk.sqlite3").unlink()
    (machine.folder / "desk.sqlite3").mkdir()
    with silent_socket() as port:
        address = {
            "folder": machine.environment["DATABASE_URL"],
            "nothing listens": f"postgres://a:b@127.0.0.1:{NOTHING_LISTENS}/c",
            "never answers": f"postgres://a:b@127.0.0.1:{port}/c",
        }[kind]
        with machine.server(DATABASE_URL=address) as server:
            assert refuse_to_wait(server) == ANSWERS
            eventually(lambda: server.ready()["status"] == "degraded", 10)
            ready = server.ready()

    assert ready["edition"] == 1
    assert ready["database"] == "not answering"
    assert ready["trouble"].startswith("database: ")


def test_pages_go_on_when_the_database_hangs_goes_and_comes_back(tmp_path):
    binaries = postgres.find_binaries()
    if binaries is None:
        pytest.skip(postgres.NONE_FOUND)
    with postgres.server(binaries) as running:
        machine = Machine(tmp_path, running.url).set_up()
        with machine.server() as server:
            eventually(lambda: server.serves(1))
            # The edition on disk is served before the database has answered.
            eventually(lambda: server.ready()["status"] == "ok")
            with hanging(running):
                assert refuse_to_wait(server) == ANSWERS
                eventually(lambda: server.ready()["status"] == "degraded", 10)
                assert refuse_to_wait(server) == ANSWERS
                assert server.ready()["database"] == "not answering"
            eventually(lambda: server.ready()["status"] == "ok", 20)

            running.run("pg_ctl", "-m", "immediate", "stop")
            eventually(lambda: server.ready()["status"] == "degraded", 10)
            assert refuse_to_wait(server) == ANSWERS
            assert server.serves(1)


@contextmanager
def hanging(running: postgres.Server):
    """A database server whose processes all stand still."""
    master = int((running.data / "postmaster.pid").read_text().split()[0])
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    processes = [master, *map(int, children)]
    send_to_each(processes, signal.SIGSTOP)
    try:
        yield
    finally:
        send_to_each(processes, signal.SIGCONT)


def send_to_each(processes: list[int], kind: signal.Signals) -> None:
    """Signal each of them that still lives."""
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, kind)
