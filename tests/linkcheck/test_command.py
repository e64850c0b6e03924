"""``manage.py check_links`` and the desk: what is recorded of the resources’ links."""

import datetime
import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from pillars.linkcheck.checker import Checker
from pillars.models import Resource
from tests.helpers.desk import form_data, form_of, list_of
from tests.helpers.link_host import Host, make_checker
from tests.helpers.makers import both, make_resource

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

TODAY = datetime.date(2026, 3, 5)


@pytest.fixture
def host():
    with Host() as host:
        yield host


def run(checker: Checker | None = None, **options) -> str:
    out = io.StringIO()
    call_command(
        "check_links", checker=checker or make_checker(), stdout=out, **options
    )
    return out.getvalue()


def test_command_records_each_answer_and_nothing_else(host):
    good = make_resource(**both("url", host.url("/200"), host.url("/200")))
    dead = make_resource(**both("url", host.url("/404"), host.url("/200")))
    Resource.objects.filter(pk=dead.pk).update(check_result="500", checked_on=None)
    before = Resource.objects.values().get(pk=dead.pk)

    said = run()

    assert "Addresses: 1 good, 1 dead. Resources recorded: 2." in said
    assert f"{host.url('/404')} 404 Not Found\n" in said
    good.refresh_from_db()
    assert (good.check_result, good.checked_on) == ("", timezone.localdate())
    after = Resource.objects.values().get(pk=dead.pk)
    assert after == before | {
        "check_result": "en: 404 Not Found",
        "checked_on": timezone.localdate(),
    }
    assert host.asked["/200"] == 1


def test_dry_run_records_nothing(host):
    make_resource(**both("url", host.url("/404"), host.url("/404")))

    said = run(dry_run=True)

    assert "Addresses: 0 good, 1 dead. Resources recorded: 0." in said
    assert Resource.objects.get().checked_on is None


def test_dead_link_is_an_error_of_the_command_only_if_asked_for(host):
    make_resource(**both("url", host.url("/404"), host.url("/404")))

    with pytest.raises(CommandError, match="1 dead"):
        run(fail=True)

    assert Resource.objects.get().check_result == "404 Not Found"


def test_nothing_to_ask_is_no_error():
    assert run() == "Addresses: 0 good, 0 dead. Resources recorded: 0.\n"


def test_address_that_changed_meanwhile_is_not_rated(host):
    resource = make_resource(**both("url", host.url("/404"), host.url("/404")))

    class Editing(Checker):
        def check(self, url):
            return "404 Not Found"

        def check_all(self, urls):
            yield from super().check_all(urls)
            resource.url_en = host.url("/200")
            resource.save()

    assert "Resources recorded: 0" in run(Editing())
    assert Resource.objects.get().check_result == ""


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("?check_result__isempty=0", {"Gone"}),
        ("?check_result__isempty=1&checked_on__isempty=0", {"There"}),
        ("?checked_on__isempty=1", {"New"}),
        ("", {"Gone", "There", "New"}),
    ],
)
def test_desk_lists_dead_links_apart(admin_client, asked, shown):
    make_resource(title_en="Gone", checked_on=TODAY, check_result="404 Not Found")
    make_resource(title_en="There", checked_on=TODAY)
    make_resource(title_en="New")

    page = admin_client.get(list_of("resource") + asked)

    assert {each.title_en for each in page.context["cl"].queryset} == shown


def test_desk_says_what_the_check_found(admin_client):
    resource = make_resource(checked_on=TODAY, check_result="es: does not answer")

    page = admin_client.get(list_of("resource"), headers={"Accept-Language": "es"})
    form = admin_client.get(form_of(resource), headers={"Accept-Language": "es"})

    assert "es: no responde" in page.content.decode()
    assert "es: no responde" in form.content.decode()


@pytest.mark.parametrize(
    ("field", "kept"), [("url_es", ""), ("title_es", "404 Not Found")]
)
def test_new_address_is_not_dead_any_more(admin_client, field, kept):
    resource = make_resource(checked_on=TODAY, check_result="404 Not Found")
    sent = form_data(admin_client.get(form_of(resource)))

    admin_client.post(form_of(resource), sent | {field: "https://example.org/new"})

    resource.refresh_from_db()
    assert getattr(resource, field) == "https://example.org/new"
    assert resource.check_result == kept


def test_command_leaves_no_history_and_stops_no_editor(host, admin_client):
    resource = make_resource(**both("url", host.url("/404"), host.url("/404")))
    sent = form_data(admin_client.get(form_of(resource)))
    history = list(resource.history.values_list("pk"))

    run()

    assert list(resource.history.values_list("pk")) == history
    answer = admin_client.post(form_of(resource), sent | {"title_en": "Mine"})
    assert answer.status_code == 302
    resource.refresh_from_db()
    assert (resource.title_en, resource.check_result) == ("Mine", "404 Not Found")
