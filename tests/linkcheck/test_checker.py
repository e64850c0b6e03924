"""The link checker: what it finds, what it refuses, and how it asks."""

import ipaddress
import socket
import time
from contextlib import closing

import pytest
from django.utils import translation

from pillars.linkcheck.checker import Checker, is_public, summarize
from pillars.models import Resource
from tests.helpers.link_host import Host, is_here, make_checker


@pytest.fixture
def host():
    with Host() as host:
        yield host


def closed_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        return server.getsockname()[1]


@pytest.mark.parametrize(
    ("path", "result"),
    [
        ("/200", ""),
        ("/204", ""),
        ("/página?q=año", ""),
        ("/404", "404 Not Found"),
        ("/500", "500 Internal Server Error"),
        ("/599", "599"),
        ("/to//200", ""),
        ("/to//to//to//200", ""),
        ("/to//404", "404 Not Found"),
        ("/302", "302 Found"),  # It does not say where to.
        ("/round", "redirects too often"),
        ("/endless", ""),
        ("/garbage", "sends an answer that cannot be read"),
    ],
)
def test_answer_of_an_address_is_shown_in_a_few_words(host, path, result):
    assert make_checker().check(host.url(path)) == result


@pytest.mark.parametrize("path", ["/silent", "/drip"])
def test_slow_answer_is_waited_for_no_longer_than_the_limit(host, path):
    start = time.monotonic()

    result = make_checker(seconds=0.3).check(host.url(path))

    assert result == "does not answer in time"
    assert time.monotonic() - start < 2


def test_host_is_not_asked_once_its_look_up_took_too_long(host):
    def look_up(target):
        time.sleep(0.3)
        return ["127.0.0.1"]

    checker = Checker(may_request=is_here, look_up=look_up, seconds=0.1)

    result = checker.check(host.url("/200"))

    time.sleep(0.4)
    assert result == "does not answer in time"
    assert not host.asked


def test_endless_answer_is_left_after_the_first_part_of_it(host):
    make_checker().check(host.url("/endless"))

    assert host.hung_up.wait(5)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/file",
        "ftp://example.org:21/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "mailto:a@example.org",
        "//example.org/",
        "http://",
        "http://[::1/",
        "http://a..b/",
        f"http://{'a' * 64}.example.org/",
        "http://example.org:99999/",
        "",
    ],
)
def test_what_is_no_address_of_the_web_is_never_asked(url):
    assert make_checker().check(url) == "is not a web address"


@pytest.mark.parametrize(
    "target",
    [
        "ftp://example.org/",
        "ftp://example.org:21/",
        "gopher://127.0.0.1:70/",
        "file:///etc/passwd",
        "http://[::1/",
        "http://ñ..example.org/",
        "http://example.org:0x50/",
    ],
)
def test_redirect_follows_the_same_rules(host, target):
    url = host.url(f"/to/{target}")

    assert make_checker().check(url) == "is not a web address"


def test_address_without_a_port_is_asked_at_the_usual_one_and_port_0_is_none():
    asked = []

    def look_up(target):
        asked.append(target.port)
        raise socket.gaierror

    checker = Checker(look_up=look_up)

    for port in ("", ":", ":0"):
        checker.check(f"http://example.org{port}/")

    assert asked == [80, 80, 0]


def test_name_and_password_in_a_redirect_say_nothing_of_the_host(host):
    onward = host.url("/200", name="eva:secret@127.0.0.1")
    inside = host.url("/secret", name="127.0.0.1@127.0.0.2")

    assert make_checker().check(host.url(f"/to/{onward}")) == ""
    assert make_checker().check(host.url(f"/to/{inside}")) == (
        "leads to a private address"
    )


def test_failure_of_one_address_is_its_own(host, caplog):
    def look_up(target):
        if target.host == "odd.invalid":
            raise RuntimeError("Nobody had thought of this.")
        return ["127.0.0.1"]

    checker = Checker(may_request=is_here, look_up=look_up)
    urls = ["http://odd.invalid/", host.url("/200"), host.url("/404")]

    results = dict(checker.check_all(urls))

    assert list(map(results.get, urls)) == [
        "sends an answer that cannot be read",
        "",
        "404 Not Found",
    ]
    assert "http://odd.invalid/" in caplog.text


def test_host_that_does_not_exist_is_shown_to_be_missing():
    result = make_checker().check("http://no-such-host.invalid/")

    assert result == "has a host that does not exist"


def test_host_that_does_not_take_the_call_does_not_answer():
    url = f"http://127.0.0.1:{closed_port()}/"

    assert make_checker().check(url) == "does not answer"


def test_certificate_is_looked_at(host):
    url = host.url("/200").replace("http:", "https:")

    assert make_checker().check(url) == "has no valid certificate"


def test_redirect_to_an_address_inside_is_not_followed(host):
    inside = host.url("/secret", name="127.0.0.2")

    result = make_checker().check(host.url(f"/to/{inside}"))

    assert result == "leads to a private address"
    assert "/secret" not in host.asked


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "0x7f.1", "2130706433"])
def test_this_machine_is_refused_under_any_name_unless_allowed(host, name):
    result = Checker().check(host.url("/200", name=name))

    assert result == "leads to a private address"
    assert not host.asked


def test_connection_goes_to_the_very_address_that_was_looked_at(host):
    # Nobody else knows this name: whoever looked it up once more would not arrive.
    known = iter([["127.0.0.1"]])
    checker = Checker(may_request=is_here, look_up=lambda target: next(known))

    assert checker.check(host.url("/200", name="plan.example.invalid")) == ""


def test_host_with_one_address_inside_is_not_asked_at_any(host):
    both = ["127.0.0.1", "10.0.0.1"]
    checker = Checker(may_request=is_here, look_up=lambda target: both)

    assert checker.check(host.url("/200")) == "leads to a private address"
    assert not host.asked


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
        *("100.64.0.1", "0.0.0.0", "224.0.0.1", "240.0.0.1", "255.255.255.255"),  # noqa: S104
        *("::", "::1", "fe80::1", "fc00::1", "fec0::1", "ff02::1"),
        *("::ffff:8.8.8.8", "2002:7f00:1::", "64:ff9b::7f00:1", "2001:0:1::1"),
    ],
)
def test_addresses_that_readers_cannot_reach_are_refused(address):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111"])
def test_addresses_that_readers_reach_are_asked(address):
    assert is_public(ipaddress.ip_address(address))


def test_host_is_asked_one_thing_at_a_time_and_each_address_once(host):
    urls = [host.url(f"/200/{number}") for number in range(12)]
    urls += [host.url("/to//200/0"), *urls]

    answers = list(make_checker().check_all(urls))

    assert sorted(answers) == sorted((url, "") for url in set(urls))
    assert host.busiest == 1
    assert host.asked["/200/1"] == 1


def test_host_that_many_others_lead_to_is_asked_one_thing_at_a_time_too(host):
    checker = Checker(may_request=is_here, look_up=lambda target: ["127.0.0.1"])
    urls = [
        host.url(f"/to/{host.url(f'/200/{number}')}", name=f"other-{number}.invalid")
        for number in range(6)
    ]

    answers = list(checker.check_all(urls))

    assert sorted(answers) == sorted((url, "") for url in urls)
    assert host.asked["/200/5"] == 1
    assert host.busiest == 1


def test_checker_says_who_asks(host, settings):
    settings.PUBLIC_URL = "https://plan.example.org"

    make_checker().check(host.url("/200"))

    assert host.agents == {"strategic-plan-link-check (+https://plan.example.org)"}


def test_resource_with_two_addresses_says_which_is_dead():
    urls = {"en": "a", "es": "b"}

    assert summarize(urls, {"a": "", "b": ""}) == ""
    assert summarize(urls, {"a": "", "b": "gone"}) == "es: gone"
    assert summarize(urls, {"a": "x", "b": "y"}) == "en: x; es: y"
    assert summarize({"en": "a", "es": "a"}, {"a": "gone"}) == "gone"


def test_finding_is_read_in_the_readers_language():
    with translation.override("es"):
        found = Resource(
            check_result="en: 404 Not Found; es: does not answer"
        ).check_result_text()

    assert found == "en: 404 Not Found; es: no responde"
