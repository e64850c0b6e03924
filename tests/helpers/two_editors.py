"""Two editors at the desk: forms opened, saved, and what the second is told."""

import threading

import lxml.html
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
    """What the page says of others: who, whose record, each field before and after."""
    conflict = page.context["conflict"]
    return [
        (
            event.row.who,
            event.name or conflict.name,
            [
                (one.name, strip_tags(one.before), strip_tags(one.after))
                for one in event.changes
            ],
        )
        for event in conflict.events
    ]


def saved_values(page) -> dict[str, str]:
    """By the name of a field, what stands beside it of what others saved."""
    return {
        field.xpath("string(./preceding::*[@name][1]/@name)"): " ".join(
            field.text_content().split()
        )
        for field in lxml.html.fromstring(page.content).find_class("text-saved")
    }


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
