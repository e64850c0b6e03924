"""The desk's door: odd requests get an answer, strangers the sign-in and no more."""

import json
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.urls.converters import IntConverter, UUIDConverter

from tests.helpers.desk import form_data, form_of
from tests.helpers.makers import make_measure, make_resource, make_section

pytestmark = [pytest.mark.django_db, pytest.mark.rest]

NINES = "9" * 30
WORDS = ["0", NINES, "9" * 5000, "-1", "x", quote("\x00"), quote("١"), quote("²")]
ODD = {"int": ["0", NINES], "uuid": ["00000000-0000-4000-8000-000000000000"]}
ODD["word"] = WORDS
ODD_KEYS = [f"measure:{NINES}", f"result:{'9' * 5000}", "result:²", "plan:1", ":", "x"]
# What pages read from an address or from a form.
NAMES = [
    *("q", "p", "page", "e", "o", "all", "show", "only", "record", "language", "part"),
    *("state", "_draft", "next", "popup", "_to_field", "_changelist_filters", "text"),
    *("seen", "wording", "act", "action", "_selected_action", "rows", "plan", "file"),
    *("reason", "moment", "known", "last", "item", "at", "app_label", "model_name"),
    *("field_name", "term", "number", "form-TOTAL_FORMS", "form-INITIAL_FORMS"),
]
SAID = ["", "x\x00y", NINES, "[", '{"a": ' * 50, '{"priority:' + "9" * 5000 + '": 1}']


def patterns(resolver, before="") -> list[tuple[str, str]]:
    """Each address of the desk with the places in it, and its name."""
    found = []
    for each in resolver.url_patterns:
        route = before + str(each.pattern).replace("^", "")
        if isinstance(each, URLResolver):
            found += patterns(each, route)
        else:
            found.append((route, each))
    return found


def desk() -> list[tuple[str, object]]:
    known = [(r, p) for r, p in patterns(get_resolver()) if r.startswith("admin/")]
    return [(route, pattern) for route, pattern in known if pattern.name]


def addresses(route: str, pattern) -> list[str]:
    """An address with odd things in its places, one for each kind of odd thing."""
    kinds = [
        (name, kind_of(converter))
        for name, converter in pattern.pattern.converters.items()
    ]
    if not kinds:
        return ["/" + route] if "(" not in route else []
    found = []
    for odd in range(max(len(ODD[kind]) for _name, kind in kinds)):
        address = route
        for name, kind in kinds:
            start, _colon, rest = address.partition("<")
            while name not in rest.partition(">")[0]:
                more, _colon, rest = rest.partition("<")
                start += "<" + more
            value = ODD[kind][odd % len(ODD[kind])]
            address = start + value + rest.partition(">")[2]
        found.append("/" + address)
    return found


def kind_of(converter) -> str:
    if isinstance(converter, IntConverter):
        return "int"
    return "uuid" if isinstance(converter, UUIDConverter) else "word"


ALL = [(address, p.name) for r, p in desk() for address in addresses(r, p)]


@pytest.fixture
def something():
    measure = make_measure(results={2023: "84"})
    make_resource(measure.priority)
    make_section(measure.pillar.plan)
    return measure


@pytest.fixture
def root(something):
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_superuser("root", None, "a word"))
    return client


def failures(answers) -> list[str]:
    return [
        f"{what}: {answer.status_code}"
        for what, answer in answers
        if answer.status_code >= 500
    ]


def test_desk_has_the_addresses_that_it_is_tested_at():
    assert len({name for _address, name in ALL}) > 120


@pytest.mark.parametrize("method", ["get", "put", "post"])
def test_invalid_address_is_answered(root, method):
    answers = [
        (address[:80], getattr(root, method)(address))
        for address, name in ALL
        if name != "logout"
    ]

    assert failures(answers) == []


@pytest.mark.parametrize("said", ["", "x\x00y", NINES], ids=range(3))
def test_invalid_words_are_answered(root, said):
    plain = [at for at, _name in ALL if "9999" not in at and "%" not in at]
    sent = dict.fromkeys(NAMES, said)
    answers = []
    for address in dict.fromkeys(plain):
        if not address.endswith("/logout/"):
            answers.append((f"GET {address}", root.get(address, sent)))
            answers.append((f"POST {address}", root.post(address, sent)))

    assert failures(answers) == []


@pytest.mark.parametrize("is_gone", [False, True])
@pytest.mark.parametrize("name", ["seen", "results-TOTAL_FORMS", "results-0-id"])
def test_invalid_form_is_answered(root, something, name, is_gone):
    opened = form_data(root.get(form_of(something)))
    if is_gone:
        something.delete()
    odd = [*SAID, "9" * 5000, "²", "١", "-1", "null", "[]", "{}"]
    odd += [json.dumps({key: 1}) for key in ODD_KEYS]
    answers = []
    for said in odd:
        # Nothing was seen: then all that is there is put together with it.
        sent = {**opened, "seen": "{}", name: said}
        answers.append((said[:80], root.post(form_of(something), sent)))

    assert failures(answers) == []


def test_strangers_are_led_to_the_sign_in_from_every_page_of_the_desk(client):
    own = {"admin:login", "set_language"}
    found = {}
    for address, name in ALL:
        is_open = name == "login" or name in own or name.startswith(("account", "mfa"))
        if not is_open and "%" not in address and "9999" not in address:
            found[address] = client.get(address, follow=True).redirect_chain

    led = {at for at, chain in found.items() if chain and "/login/" in chain[-1][0]}
    assert set(found) == led
