"""Two editors at the desk: forms opened, saved, and what the second is told."""

import threading

from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.utils.html import strip_tags

from tests.helpers.desk import form_data, form_of


def second_editor() -> Client:
    """A second editor, signed in elsewhere."""
    user = User.objects.create_superuser("other", first_name="Ana", last_name="Ruiz")
    client = Client()
    client.force_login(user)
    return client


def open_form(client, record) -> dict:
    """A form as it was opened: what it would send if nothing were typed."""
    return form_data(client.get(form_of(record)))


def save(client, record, **changed):
    """Open a record's form, change some fields and save."""
    answer = client.post(form_of(record), open_form(client, record) | changed)
    assert answer.status_code == 302, answer.context["errors"]


def reported_changes(page) -> list[tuple]:
    """What the page says of others: who, whose record, each field in three wordings."""
    return [
        (
            other.who,
            other.name,
            [
                (
                    one.change.name,
                    strip_tags(one.change.before),
                    strip_tags(one.change.after),
                    one.typed,
                )
                for one in other.fields
            ],
        )
        for other in page.context["conflict"].reports
    ]


def post_at_once(posts: list[tuple[Client, str, dict]]) -> list:
    """The answers to forms that were sent at the same moment."""
    answers = [None] * len(posts)
    start = threading.Barrier(len(posts))

    def post(number):
        client, address, sent = posts[number]
        start.wait()
        try:
            answers[number] = client.post(address, sent)
        finally:
            connection.close()

    threads = [threading.Thread(target=post, args=[n]) for n in range(len(posts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
