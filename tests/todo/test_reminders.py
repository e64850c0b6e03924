"""``manage.py remind``: who is written what, and that nobody is written twice."""

import datetime
import re

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.utils import timezone

from pillars.hierarchy.labels import stages_page
from pillars.management.commands.remind import send
from pillars.models import Account
from tests.helpers.desk import form_of
from tests.helpers.makers import (
    make_measure,
    make_pillar,
    make_plan,
    make_priority,
    make_resource,
    make_strategy,
)
from tests.helpers.people import make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

VIEWS = ["view_pillar", "view_priority", "view_resource", "view_measure"]


class PartlyBroken(EmailBackend):
    """A mail server that refuses one person's letters."""

    def send_messages(self, messages):
        if any("broken" in message.to[0] for message in messages):
            raise ConnectionRefusedError("no such mailbox")
        return super().send_messages(messages)


def test_reminder_leads_to_the_screen_where_strategies_stand(settings):
    settings.PUBLIC_URL = "https://plan.example.org"
    pillar = make_pillar(make_plan(asks_for_stages=True))
    make_strategy(priority := make_priority(pillar, title_en="Calm schools"))
    make_staff("ana", *VIEWS, pillars=[pillar])

    call_command("remind")

    (letter,) = mail.outbox
    screen = f"https://plan.example.org{stages_page(priority)}\n"
    said = "Strategies: say where they stand; save the page even if nothing changed"
    assert letter.subject == "Strategic plan: 1 thing to do"
    assert f"{priority.code} Calm schools\n{said}\n{screen}" in letter.body


def with_dead_link(pillar=None, **given):
    """A resource whose link is dead."""
    priority = make_priority(pillar)
    return make_resource(priority, check_result="404 Not Found", **given)


def reminded_days_ago(user, days: int) -> None:
    account = Account.objects.get(user=user)
    account.reminded_at = timezone.now() - datetime.timedelta(days=days)
    account.save()


def test_person_is_written_what_is_due_in_their_pillars_with_the_places(settings):
    settings.PUBLIC_URL = "https://plan.example.org"
    resource = with_dead_link(title_en="Family guide")
    measure = make_measure(resource.priority, title_en="Students who graduate")
    with_dead_link(make_pillar(resource.priority.pillar.plan), title_en="Elsewhere")
    make_staff("ana", *VIEWS, pillars=[resource.priority.pillar], first_name="Ana")

    call_command("remind")

    (letter,) = mail.outbox
    assert letter.to == ["ana@example.org"]
    assert letter.subject == "Strategic plan: 2 things to do"
    assert letter.body.startswith("Hello Ana,")
    assert "Resource: Family guide\nIts link does not work: 404 Not Found\n" in (
        letter.body
    )
    assert f"https://plan.example.org{form_of(resource)}#id_url_en\n" in letter.body
    assert f"https://plan.example.org{form_of(measure)}#results-group\n" in letter.body
    assert "Elsewhere" not in letter.body


def test_translator_is_written_the_texts_of_the_language(settings):
    priority = make_priority(why_es="", statement_en="")
    make_resource(priority, check_result="404 Not Found")
    make_staff("ana", *VIEWS, languages=["es"], desk="es")

    call_command("remind")

    (letter,) = mail.outbox
    assert letter.subject == "Plan estratégico: 1 cosa por hacer"
    assert letter.body.startswith("Hola, ana:")
    assert "Textos por escribir (español): 1" in letter.body
    assert "Español, por escribir: por qué es importante" in letter.body
    assert f"{form_of(priority)}#id_why_es" in letter.body
    assert "#id_statement_en" not in letter.body


@pytest.mark.parametrize(
    ("desk", "greeting"), [("", "Hello ana,"), ("en", "Hello ana,"), ("es", "Hola,")]
)
def test_email_is_in_the_language_of_the_person(desk, greeting):
    pillar = with_dead_link().priority.pillar
    make_staff("ana", *VIEWS, pillars=[pillar], desk=desk)

    call_command("remind")

    assert mail.outbox[0].body.startswith(greeting)


@pytest.mark.parametrize(
    "given",
    [
        {"pillars": []},  # Looks after nothing.
        {"is_active": False},
        {"is_staff": False},
        {"email": ""},
    ],
)
def test_these_get_nothing(given):
    pillar = with_dead_link().priority.pillar
    make_staff("ana", *VIEWS, **{"pillars": [pillar]} | given)

    call_command("remind")

    assert mail.outbox == []


def test_who_has_nothing_to_do_gets_nothing_and_is_not_noted():
    pillar = make_priority().pillar
    user = make_staff("ana", *VIEWS, pillars=[pillar], languages=["es"])

    call_command("remind")

    assert mail.outbox == []
    assert Account.objects.get(user=user).reminded_at is None


def test_nobody_is_told_of_what_they_may_not_open():
    make_staff("ana", pillars=[with_dead_link().priority.pillar])

    call_command("remind")

    assert mail.outbox == []


def test_locked_plan_reminds_nobody():
    pillar = make_pillar(make_plan(is_locked=True))
    with_dead_link(pillar)
    make_staff("ana", *VIEWS, pillars=[pillar])

    call_command("remind")

    assert mail.outbox == []


def test_nobody_is_written_twice_in_a_week():
    make_staff("ana", *VIEWS, pillars=[with_dead_link().priority.pillar])

    call_command("remind")
    call_command("remind")

    assert len(mail.outbox) == 1


@pytest.mark.parametrize(("days", "letters"), [(6, 0), (7, 1), (30, 1)])
def test_person_is_written_again_after_a_week(days, letters):
    pillar = with_dead_link().priority.pillar
    user = make_staff("ana", *VIEWS, pillars=[pillar])
    reminded_days_ago(user, days)

    call_command("remind")

    assert len(mail.outbox) == letters


def test_dry_run_prints_the_email_and_changes_nothing(capsys):
    pillar = with_dead_link(title_en="Family guide").priority.pillar
    user = make_staff("ana", *VIEWS, pillars=[pillar])

    call_command("remind", "--dry-run")

    said = capsys.readouterr().out
    assert "To: ana@example.org\nSubject: Strategic plan: 1 thing to do\n" in said
    assert "Family guide" in said
    assert "1 people would be reminded" not in said
    assert "1 person would be reminded" in said
    assert mail.outbox == []
    assert Account.objects.get(user=user).reminded_at is None


def test_one_failing_email_stops_no_other_and_is_named(settings):
    settings.EMAIL_BACKEND = "tests.todo.test_reminders.PartlyBroken"
    pillar = with_dead_link().priority.pillar
    users = [
        make_staff(name, *VIEWS, pillars=[pillar]) for name in ("a", "broken", "c")
    ]

    with pytest.raises(CommandError, match="broken@example.org .no such mailbox.") as e:
        call_command("remind")

    noted = [Account.objects.get(user=user).reminded_at for user in users]
    assert e.value.returncode == 1
    assert [letter.to for letter in mail.outbox] == [
        ["a@example.org"],
        ["c@example.org"],
    ]
    assert [moment is not None for moment in noted] == [True, False, True]


@pytest.mark.parametrize(
    ("backend", "words"),
    [
        ("dummy", "No mail server is configured"),
        ("console", "No mail server is configured"),
        ("smtp", "Not sent: ana@example.org"),
    ],
)
def test_without_a_mail_server_it_says_so_and_notes_nothing(settings, backend, words):
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    pillar = with_dead_link().priority.pillar
    user = make_staff("ana", *VIEWS, pillars=[pillar])

    with pytest.raises(CommandError, match=words):
        call_command("remind")

    assert Account.objects.get(user=user).reminded_at is None


def test_two_runs_at_once_write_one_email():
    pillar = with_dead_link().priority.pillar
    account = make_staff("ana", *VIEWS, pillars=[pillar]).account
    as_both_read_it = Account.objects.get(pk=account.pk)
    letter = EmailMessage("Subject", "Body", to=["ana@example.org"])

    sent = [send(one, letter, timezone.now()) for one in (account, as_both_read_it)]

    assert sent == [True, False]
    assert len(mail.outbox) == 1


def test_long_email_names_ten_and_leads_to_the_rest(settings):
    settings.PUBLIC_URL = "https://plan.example.org"
    priority = make_priority()
    for _ in range(12):
        make_resource(priority, check_result="404 Not Found")
    make_staff("ana", *VIEWS, pillars=[priority.pillar])

    call_command("remind")

    (letter,) = mail.outbox
    rest = "https://plan.example.org/admin/?show=mine&only=dead-link#outline"
    assert len(re.findall("Its link does not work", letter.body)) == 10
    assert f"And 2 more:\n{rest}" in letter.body


def test_email_is_plain_and_keeps_its_characters():
    pillar = with_dead_link(title_en="Q&A <for families>").priority.pillar
    make_staff("ana", *VIEWS, pillars=[pillar], first_name="O’Brien & Ñuñez")

    call_command("remind")

    (letter,) = mail.outbox
    assert letter.body.startswith("Hello O’Brien & Ñuñez,")
    assert "Resource: Q&A <for families>" in letter.body
    assert letter.content_subtype == "plain"
