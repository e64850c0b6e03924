"""Two editors at the desk: forms opened, saved, and what the second is told."""

from django.contrib.auth.models import User
from django.test import Client
from django.utils.html import strip_tags

from tests.desk import form_of, typed


def second_editor() -> Client:
    """A second editor, signed in elsewhere."""
    user = User.objects.create_superuser("other", first_name="Ana", last_name="Ruiz")
    client = Client()
    client.force_login(user)
    return client


def opened(client, record) -> dict:
    """A form as it was opened: what it would send if nothing were typed."""
    return typed(client.get(form_of(record)))


def save(client, record, **changed):
    """Open a record's form, change some fields and save."""
    answer = client.post(form_of(record), opened(client, record) | changed)
    assert answer.status_code == 302, answer.context["errors"]


def told(page) -> list[tuple]:
    """What the page says of others: who, whose record, each field in three wordings."""
    return [
        (
            other.who,
            other.name,
            [
                (
                    one.line.name,
                    strip_tags(one.line.before),
                    strip_tags(one.line.after),
                    one.yours,
                )
                for one in other.told
            ],
        )
        for other in page.context["conflict"].others
    ]
