"""Who may do what with editions: each group against each act of publishing."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from plan_site.editions.models import Edition
from tests.helpers.editions.live_editions import NOON, publish
from tests.helpers.editions.review_form import (
    fill,
    open_review,
    own_editions_folder,
    parse,
    submit,
)
from tests.helpers.makers import make_priority
from tests.helpers.people import GROUPS, client_of, make_person
from tests.helpers.rights_tables import STAFF, cases

__all__ = ["own_editions_folder"]

pytestmark = pytest.mark.django_db

EDITORS = {"Editor", "Publisher", "Administrator"}
PUBLISHERS = {"Publisher", "Administrator"}


class Site:
    """Two editions that readers had, a change since, and somebody at the desk."""

    def __init__(self, group: str):
        groups = [] if group == STAFF else [group]
        self.client = client_of(make_person(*groups, languages=["es"]))
        self.priority = make_priority(title_en="First", title_es="Primera")
        publish()
        self.call("Second", "Segunda")
        publish(NOON + datetime.timedelta(days=1))
        self.call("Third", "Tercera")

    def call(self, english: str, spanish: str) -> None:
        self.priority.title_en, self.priority.title_es = english, spanish
        self.priority.save()

    def post(self, name: str, *args, **sent):
        return self.client.post(
            reverse(f"admin:editions_edition_{name}", args=args), sent
        )


def looks_at_review_and_preview(site):
    addresses = [
        reverse("admin:editions_edition_review"),
        "/preview/en/2022-26/",
    ]
    return all(site.client.get(each).status_code == 200 for each in addresses)


def looks_at_editions(site):
    edition = Edition.objects.first()
    addresses = [
        reverse("admin:editions_edition_changelist"),
        reverse("admin:editions_edition_change", args=[edition.pk]),
    ]
    return all(site.client.get(each).status_code == 200 for each in addresses)


def is_offered_to_publish(site):
    return bool(parse(open_review(site.client)).xpath("//button[@value='publish']"))


def publishes(site):
    submit(site.client, fill(open_review(site.client)))
    return Edition.objects.count() == 3


def asks_although_nobody_has_to_be_asked(site):
    answer = submit(site.client, fill(open_review(site.client), act="ask"))
    return answer.status_code == 302


def rolls_back(site):
    site.post("roll_back", 1, last="2")
    return Edition.objects.count() == 3


def cancels(site):
    Edition.objects.filter(number=2).delete()
    edition = publish()
    edition.goes_live_at = timezone.now() + datetime.timedelta(days=1)
    edition.save()
    site.post("cancel", edition.number)
    return not Edition.objects.filter(number=edition.number).exists()


def takes_back(site):
    address = reverse("admin:editions_edition_take_back", args=[1])
    page = site.client.get(address)
    seen = page.context["seen"] if page.status_code == 200 else ""
    site.post("take_back", 1, seen=seen)
    site.priority.refresh_from_db()
    return site.priority.title_en == "First"


def is_offered_to_take_back(site):
    edition = Edition.objects.last()
    page = site.client.get(reverse("admin:editions_edition_change", args=[edition.pk]))
    offered = reverse("admin:editions_edition_take_back", args=[1])
    return page.status_code == 200 and offered in page.content.decode()


MAY = {
    looks_at_review_and_preview: {STAFF, *GROUPS},
    looks_at_editions: set(GROUPS),
    is_offered_to_publish: PUBLISHERS,
    publishes: PUBLISHERS,
    asks_although_nobody_has_to_be_asked: set(),
    rolls_back: PUBLISHERS,
    cancels: PUBLISHERS,
    takes_back: EDITORS,
    is_offered_to_take_back: EDITORS,
}


# What the rules say is in tests/permissions/test_rules.py; here, that pages ask them.
MAIN = {
    looks_at_review_and_preview: {STAFF},
    looks_at_editions: {STAFF, "Translator"},
    is_offered_to_publish: {"Editor", "Publisher"},
    publishes: {"Editor", "Publisher"},
    asks_although_nobody_has_to_be_asked: {"Editor"},
    rolls_back: {"Editor", "Publisher"},
    cancels: {"Editor"},
    takes_back: {"Pillar editor", "Editor"},
}


@pytest.mark.parametrize(("act", "group"), cases(MAY, MAIN))
def test_group_may_do_what_the_table_says_and_no_more(act, group):
    site = Site(group)

    done = bool(act(site))

    assert done == (group in MAY[act])
