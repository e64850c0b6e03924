"""Who may do what on the desk's pages that are no record's form."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from pillars.models import Plan, Priority
from tests.helpers import deletion
from tests.helpers.desk import form_data, form_of
from tests.helpers.history_pages import version_of
from tests.helpers.makers import (
    make_measure,
    make_pillar,
    make_plan,
    make_priority,
    make_strategy,
)
from tests.helpers.people import client_of, make_person, make_staff
from tests.helpers.plan_files import example_file
from tests.helpers.rights_tables import STAFF, cases
from tests.helpers.translation_pages import fill_in, key_of

pytestmark = [pytest.mark.django_db, pytest.mark.rest]

EDITORS = {"Editor", "Publisher", "Administrator"}
OWNERS = {"Pillar editor", *EDITORS}


class Site:
    """A plan with a pillar that a person looks after and one that is another's."""

    def __init__(self, group: str):
        self.plan = make_plan()
        self.own, self.other = make_pillar(self.plan), make_pillar(self.plan)
        self.priority, self.others = make_priority(self.own), make_priority(self.other)
        for priority in (self.priority, self.others):
            make_measure(priority, results={2023: "84"})
            make_strategy(priority)
            priority.why_en = "It helps everyone."
            priority.save()
        groups = [] if group == STAFF else [group]
        self.person = make_person(*groups, pillars=[self.own], languages=["es"])
        self.client = client_of(self.person)
        self.root = client_of(make_staff("root", is_superuser=True))

    def post_at(self, name: str, *args, **sent):
        return self.client.post(reverse(f"admin:pillars_plan_{name}", args=args), sent)

    def write(self, record, field: str, language: str, **typed):
        """What the page Translations sends, with what somebody else sees there."""
        at = reverse("admin:pillars_plan_translations")
        key = key_of(record, field, language)
        page = self.root.get(at, {"record": key.rsplit(":", 2)[0]})
        seen = {entry.text.key: entry.text.digest for entry in page.context["entries"]}
        self.client.post(at, {"text": key, "seen": seen.get(key, ""), **typed})


def now(record):
    return type(record)._base_manager.get(pk=record.pk)


def writes_spanish_where_it_is_behind(site):
    site.write(site.others, "why", "es", wording="Ayuda a todos.")
    return now(site.others).why_es == "Ayuda a todos."


def writes_spanish_in_own_pillar(site):
    site.write(site.priority, "why", "es", wording="Ayuda a todos.")
    return now(site.priority).why_es == "Ayuda a todos."


def writes_english_where_it_is_behind(site):
    site.others.why_en, site.others.why_es = "It helps.", "Ayuda a todos."
    site.others.save()
    site.others.why_es = "Ayuda a cada familia."
    site.others.save()
    site.write(site.others, "why", "en", wording="It helps each family.")
    return now(site.others).why_en == "It helps each family."


def says_that_the_meaning_holds(site):
    site.write(site.others, "why", "es", confirm="")
    return now(site.others).confirmation("why", "es") is not None


def writes_a_text_of_a_locked_plan(site):
    site.plan.is_locked = True
    site.plan.save()
    site.write(site.others, "why", "es", wording="Ayuda a todos.")
    return now(site.others).why_es == "Ayuda a todos."


def brings_in_a_translators_file(site):
    named = {"language": "es", "record": f"pillars.priority:{site.others.pk}"}
    at = reverse("admin:pillars_plan_translators_file_xlsx", query=named)
    file = fill_in(site.root.get(at), wording="Ayuda a todos.")
    sent = SimpleUploadedFile("t.xlsx", file)
    preview = site.post_at("translators_file", file=sent)
    if preview.status_code == 403 or not preview.context["rows"]:
        return False
    seen, rows = preview.context["result"].digest, preview.context["rows"]
    site.post_at("translators_file", rows=rows, seen=seen)
    return now(site.others).why_es == "Ayuda a todos."


def goes_back_in_own_pillar(site):
    return goes_back(site, site.priority)


def goes_back_in_anothers_pillar(site):
    return goes_back(site, site.others)


def goes_back(site, priority):
    """To what the texts were, in both languages."""
    row = priority.history.order_by("history_id").first()
    seen = priority.history.first().pk
    was = row.why_en
    site.client.post(version_of(row), {"seen": seen})
    return now(priority).why_en == was


def goes_back_in_spanish(site):
    """To what a text was in a language that the person looks after."""
    row, was = site.others.history.first(), site.others.why_es
    site.others.why_es = "Ayuda a todos."
    site.others.save()
    seen = site.others.history.first().pk
    site.client.post(version_of(row), {"seen": seen})
    return now(site.others).why_es == was


def deletes_a_whole_priority_of_own_pillar(site):
    return deletes(site, site.priority)


def deletes_a_whole_priority_of_anothers_pillar(site):
    return deletes(site, site.others)


def deletes_own_pillar(site):
    return deletes(site, site.own)


def deletes(site, record):
    deletion.delete(site.client, record)
    return not type(record).objects.filter(pk=record.pk).exists()


def brings_back_in_own_pillar(site):
    return brings_back(site, site.priority)


def brings_back_in_anothers_pillar(site):
    return brings_back(site, site.others)


def brings_back_a_pillar(site):
    return brings_back(site, site.own)


def brings_back_in_a_locked_plan(site):
    deletion.delete(site.root, site.priority)
    (act,) = deletion.acts(site.root)
    site.plan.is_locked = True
    site.plan.save()
    site.client.post(deletion.ADDRESS, {"act": act.key})
    return Priority.objects.filter(pk=site.priority.pk).exists()


def brings_back(site, record):
    deletion.delete(site.root, record)
    (act,) = deletion.acts(site.root)
    site.client.post(deletion.ADDRESS, {"act": act.key})
    return type(record).objects.filter(pk=record.pk).exists()


def brings_in_a_plan(site):
    sent = SimpleUploadedFile("plan.json", json.dumps(example_file()).encode())
    preview = site.post_at("from_file", file=sent)
    if preview.status_code != 200:
        return False
    seen, rows = preview.context["result"].digest, preview.context["rows"]
    site.post_at("from_file", rows=rows, seen=seen)
    return Plan.objects.count() == 2


def starts_the_next_plan(site):
    at = reverse("admin:pillars_plan_start_next", args=[site.plan.pk])
    form = site.root.get(at).context["form"]
    sent = {bound.name: bound.value() or "" for bound in form}
    site.client.post(at, sent)
    return Plan.objects.count() == 2


def locks_the_plan(site):
    site.post_at("lock", site.plan.pk)
    return now(site.plan).is_locked


def unlocks_the_plan(site):
    site.plan.is_locked = True
    site.plan.save()
    site.post_at("unlock", site.plan.pk, reason="To mend a word.")
    return not now(site.plan).is_locked


def makes_another_plan_the_current_one(site):
    other = make_plan()
    site.post_at("make_current", other.pk)
    return now(other).is_current


def makes_a_plan_current_or_locked_by_its_form(site):
    other = make_plan()
    sent = {"is_current": "on", "is_locked": "on", "unlock_reason": "Mine."}
    for plan in (site.plan, other):
        page = site.root.get(form_of(plan))
        site.client.post(form_of(plan), {**form_data(page), **sent})
    plans = Plan.objects.values_list("is_current", "is_locked", "unlock_reason")
    return set(plans) != {(True, False, ""), (False, False, "")}


MAY = {
    writes_spanish_where_it_is_behind: {"Translator", *EDITORS},
    writes_spanish_in_own_pillar: {"Translator", *OWNERS},
    writes_english_where_it_is_behind: EDITORS,
    says_that_the_meaning_holds: {"Translator", *EDITORS},
    writes_a_text_of_a_locked_plan: set(),
    brings_in_a_translators_file: {"Translator", *EDITORS},
    goes_back_in_own_pillar: OWNERS,
    goes_back_in_anothers_pillar: EDITORS,
    goes_back_in_spanish: {"Translator", *EDITORS},
    deletes_a_whole_priority_of_own_pillar: OWNERS,
    deletes_a_whole_priority_of_anothers_pillar: EDITORS,
    deletes_own_pillar: EDITORS,
    brings_back_in_own_pillar: OWNERS,
    brings_back_in_anothers_pillar: EDITORS,
    brings_back_a_pillar: EDITORS,
    brings_back_in_a_locked_plan: set(),
    brings_in_a_plan: EDITORS,
    starts_the_next_plan: EDITORS,
    locks_the_plan: EDITORS,
    unlocks_the_plan: EDITORS,
    makes_another_plan_the_current_one: EDITORS,
    makes_a_plan_current_or_locked_by_its_form: set(),
}


# What the rules say is in tests/permissions/test_rules.py; here, that pages ask them.
MAIN = {
    writes_spanish_where_it_is_behind: {"Translator", "Data steward"},
    writes_english_where_it_is_behind: {"Translator"},
    writes_a_text_of_a_locked_plan: {"Editor"},
    brings_in_a_translators_file: {"Translator", "Pillar editor"},
    goes_back_in_anothers_pillar: {"Pillar editor", "Translator"},
    deletes_a_whole_priority_of_anothers_pillar: {"Pillar editor", "Editor"},
    brings_back_in_anothers_pillar: {"Pillar editor", "Editor"},
    brings_back_in_a_locked_plan: {"Administrator"},
    brings_in_a_plan: {"Pillar editor", "Editor"},
    starts_the_next_plan: {"Pillar editor"},
    unlocks_the_plan: {"Pillar editor", "Editor"},
    makes_a_plan_current_or_locked_by_its_form: {"Administrator"},
}


@pytest.mark.parametrize(("act", "group"), cases(MAY, MAIN))
def test_group_may_do_what_the_table_says_and_no_more(act, group):
    site = Site(group)

    done = bool(act(site))

    assert done == (group in MAY[act])
