"""What ``make serve`` leaves on a machine, and a server whose port is taken."""

import socket
import subprocess
import sys

from plan_site.local import make_environment


def test_commands_find_the_address_of_the_server(tmp_path):
    path = tmp_path / "var" / "local.env"
    make_environment(path, 8000)
    secret, *_rest = path.read_text().splitlines()
    with path.open("a") as file:
        file.write("PRIVACY_THRESHOLD=20\n")

    make_environment(path, 9000)
    served = path.read_text()
    make_environment(path, None)

    address = "PUBLIC_URL=http://127.0.0.1:9000"
    assert served == f"{secret}\n{address}\nPRIVACY_THRESHOLD=20\n"
    assert path.read_text() == served
    assert path.stat().st_mode & 0o777 == 0o600


def test_server_refuses_a_port_that_another_one_shares():
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        command = [sys.executable, "-m", "plan_site.server", "--port", port]
        end = subprocess.run(  # noqa: S603 - our own command
            command, capture_output=True, text=True, timeout=60
        )

    assert end.returncode == 1
    assert end.stderr == f"Port {port} cannot be used (Address already in use).\n"
