"""Two editors at the same moment: one wins, the other is told."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.helpers.desk import form_data, form_of, with_new_row
from tests.helpers.makers import (
    make_measure,
    make_priority,
)
from tests.helpers.two_editors import open_form, post_at_once

pytestmark = [pytest.mark.postgresql, pytest.mark.rest]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["record", "row", "new"])
def test_of_two_at_the_same_moment_one_wins_and_the_other_is_told(what):
    record, field = make_priority(), "title_en"
    if what != "record":
        record, field = make_measure(results={2010: "84"}), "results-0-note_en"
    clients = [Client(), Client()]
    for number, client in enumerate(clients):
        client.force_login(User.objects.create_superuser(f"editor-{number}"))
    for attempt in range(2):
        row = {"school_year": str(2011 + attempt), "state": "reported", "value": "90"}
        sent = [open_form(client, record) for client in clients]
        typing = [f"Mine {number}, attempt {attempt}" for number in range(2)]
        for number in range(2):
            if what == "new":
                sent[number] = with_new_row(sent[number], "results", **row)
            sent[number][field] = typing[number]

        posts = [(clients[n], form_of(record), sent[n]) for n in range(2)]
        answers = post_at_once(posts)

        codes = [answer.status_code for answer in answers]
        assert sorted(codes) == [302, 409]
        assert form_data(answers[codes.index(409)])[field] == typing[codes.index(409)]
        assert open_form(clients[0], record)[field] == typing[codes.index(302)]
