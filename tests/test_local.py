"""What ``make serve`` leaves on a machine for the commands beside it."""

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
