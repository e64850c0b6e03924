"""Who may do what at the desk: each group against each act, through the front door."""

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from pillars.models import GlossaryTerm, Priority, Result, Strategy
from tests.helpers import deletion
from tests.helpers.desk import LISTS, form_data, form_of, list_of, with_new_row
from tests.helpers.makers import (
    make_measure,
    make_pillar,
    make_plan,
    make_priority,
    make_strategy,
    make_term,
)
from tests.helpers.people import GROUPS, client_of, make_person
from tests.helpers.rights_tables import STAFF, cases

pytestmark = [pytest.mark.django_db, pytest.mark.rest]

EDITORS = {"Editor", "Publisher", "Administrator"}


class Site:
    """A plan with a pillar that a person looks after and one that is another's."""

    def __init__(self, group: str):
        self.plan = make_plan()
        self.own, self.other = make_pillar(self.plan), make_pillar(self.plan)
        self.priority = make_priority(self.own)
        self.others = make_priority(self.other)
        self.strategy = make_strategy(self.priority)
        self.measure = make_measure(self.priority, results={2023: "84"})
        self.term = make_term(self.plan)
        groups = [] if group == STAFF else [group]
        self.person = make_person(*groups, pillars=[self.own], languages=["es"])
        self.client = client_of(self.person)

    def save(self, record, **changes) -> int:
        """Send a record's form as it is, but for some changes, forged if need be."""
        sent = {**self.sent_by(record), **changes}
        return self.client.post(form_of(record), sent).status_code

    def sent_by(self, record) -> dict[str, str]:
        """What a record's form would send back, as far as there is one."""
        page = self.client.get(form_of(record))
        return form_data(page) if page.status_code == 200 else {}

    def has(self, record, **values) -> bool:
        record.refresh_from_db()
        return all(str(getattr(record, name)) == said for name, said in values.items())

    def try_to_write(self, record, **changes) -> bool:
        self.save(record, **changes)
        return self.has(record, **changes)


def opens_every_list_and_form(site):
    addresses = [*map(list_of, LISTS), form_of(site.measure), form_of(site.plan)]
    return all(site.client.get(each).status_code == 200 for each in addresses)


def writes_spanish(site):
    return site.try_to_write(site.others, title_es="Otro título")


def writes_english(site):
    return site.try_to_write(site.others, title_en="Another title")


def writes_a_plan_text_in_spanish(site):
    return site.try_to_write(site.term, meaning_es="Otro significado")


def writes_a_plan_text_in_english(site):
    return site.try_to_write(site.term, meaning_en="Another meaning")


def writes_own_pillar(site):
    return site.try_to_write(site.priority, title_en="Another title")


def changes_own_code(site):
    return site.try_to_write(site.priority, code="1Q")


def changes_own_pillars_code(site):
    return site.try_to_write(site.own, code="7")


def changes_a_row_in_a_form(site):
    site.save(site.priority, **{"strategies-0-text_en": "Do better."})
    return site.has(site.strategy, text_en="Do better.")


def moves_a_priority_out(site):
    site.save(site.priority, pillar=str(site.other.pk))
    return site.has(site.priority, pillar_id=str(site.other.pk))


def moves_a_priority_in(site):
    site.save(site.others, pillar=str(site.own.pk), code="1X")
    return site.has(site.others, pillar_id=str(site.own.pk))


def enters_a_number_in_the_measures_form(site):
    site.save(site.measure, **{"results-0-value": "85.5"})
    return Result.objects.filter(value="85.5").exists()


def adds_a_result_in_the_measures_form(site):
    row = {"school_year": "2024", "state": "reported", "value": "86"}
    sent = site.sent_by(site.measure)
    sent.setdefault("results-TOTAL_FORMS", "0")
    site.client.post(form_of(site.measure), with_new_row(sent, "results", **row))
    return Result.objects.filter(school_year=2024).exists()


def changes_how_a_measure_is_counted(site):
    return site.try_to_write(site.measure, decimals="3")


def adds_a_priority_to_own_pillar(site):
    return adds_priority(site, site.own)


def adds_a_priority_to_another_pillar(site):
    return adds_priority(site, site.other)


def adds_priority(site, pillar):
    sent = {"title_en": "New", "title_es": "Nueva", "code": "1N", "pillar": pillar.pk}
    for prefix in ("strategies", "notes", "resources", "measures"):
        sent |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    site.client.post(reverse("admin:pillars_priority_add"), sent)
    return Priority.objects.filter(title_en="New", pillar=pillar).exists()


def adds_a_term(site):
    sent = {"term_en": "New", "meaning_en": "New.", "code": "new", "plan": site.plan.pk}
    site.client.post(reverse("admin:pillars_glossaryterm_add"), sent)
    return GlossaryTerm.objects.filter(code="new").exists()


def deletes_own_strategy(site):
    deletion.delete(site.client, site.strategy)
    return not Strategy.objects.exists()


def deletes_from_a_list(site):
    return chosen_in_list_and_deleted(site, [site.strategy])


def deletes_anothers_from_a_list(site):
    return chosen_in_list_and_deleted(site, [site.strategy, make_strategy(site.others)])


def chosen_in_list_and_deleted(site, strategies):
    deletion.delete_chosen(site.client, strategies)
    return not Strategy.objects.exists()


def imports_own_results(site):
    return imports(site, site.measure)


def imports_anothers_results(site):
    return imports(site, make_measure(site.others))


def imports(site, measure):
    address = reverse("admin:pillars_result_in_bulk")
    rows = f"code,school_year,state,value\n{measure.code},2025,reported,87"
    file = SimpleUploadedFile("results.csv", rows.encode())
    page = site.client.post(address, {"plan": site.plan.pk, "file": file})
    if page.status_code == 403:
        return False
    seen, packed = page.context["result"].digest, page.context["rows"] or ""
    sent = {"plan": site.plan.pk, "rows": packed, "seen": seen}
    site.client.post(address, sent)
    return Result.objects.filter(measure=measure, school_year=2025).exists()


def makes_a_user(site):
    address = reverse("admin:auth_user_add")
    page = site.client.get(address)
    sent = form_data(page) if page.status_code == 200 else {}
    password = "correct-horse-battery"  # noqa: S105 - of nobody
    sent |= {"username": "new", "email": "new@example.org"}
    site.client.post(address, {**sent, "password1": password, "password2": password})
    return User.objects.filter(username="new").exists()


def becomes_a_superuser(site):
    return is_made_a_superuser(site, site.person)


def makes_somebody_a_superuser(site):
    return is_made_a_superuser(site, make_person(name="friend"))


def is_made_a_superuser(site, person):
    address = reverse("admin:auth_user_change", args=[person.pk])
    page = site.client.get(address)
    sent = form_data(page) if page.status_code == 200 else {}
    sent |= {"date_joined_0": "2024-10-01", "date_joined_1": "12:00"}
    sent |= {"first_name": "Known", "email": "known@example.org"}
    sent |= {"is_superuser": "on", "groups": []}
    site.client.post(address, sent)
    person.refresh_from_db()
    # The form itself is taken: only that part of it is not.
    assert (person.first_name == "Known") == (page.status_code == 200)
    return person.is_superuser


def takes_over_a_superusers_account(site):
    root = User.objects.create_superuser("root")
    address = reverse("admin:auth_user_change", args=[root.pk])
    site.client.post(address, {"username": "mine"})
    root.refresh_from_db()
    return root.username == "mine"


MAY = {
    opens_every_list_and_form: set(GROUPS),
    writes_spanish: {"Translator", *EDITORS},
    writes_english: EDITORS,
    writes_a_plan_text_in_spanish: {"Translator", *EDITORS},
    writes_a_plan_text_in_english: EDITORS,
    writes_own_pillar: {"Pillar editor", *EDITORS},
    changes_own_code: {"Pillar editor", *EDITORS},
    changes_own_pillars_code: EDITORS,
    changes_a_row_in_a_form: {"Pillar editor", *EDITORS},
    moves_a_priority_out: EDITORS,
    moves_a_priority_in: EDITORS,
    enters_a_number_in_the_measures_form: {"Data steward", "Pillar editor", *EDITORS},
    adds_a_result_in_the_measures_form: {"Data steward", "Pillar editor", *EDITORS},
    changes_how_a_measure_is_counted: {"Pillar editor", *EDITORS},
    adds_a_priority_to_own_pillar: {"Pillar editor", *EDITORS},
    adds_a_priority_to_another_pillar: EDITORS,
    adds_a_term: EDITORS,
    deletes_own_strategy: {"Pillar editor", *EDITORS},
    deletes_from_a_list: {"Pillar editor", *EDITORS},
    deletes_anothers_from_a_list: EDITORS,
    imports_own_results: {"Data steward", "Pillar editor", *EDITORS},
    imports_anothers_results: {"Data steward", *EDITORS},
    makes_a_user: {"Administrator"},
    becomes_a_superuser: set(),
    makes_somebody_a_superuser: set(),
    takes_over_a_superusers_account: set(),
}


# What the rules say is in tests/permissions/test_rules.py; here, that pages ask them.
MAIN = {
    opens_every_list_and_form: {STAFF, "Data steward"},
    writes_spanish: {"Translator", "Data steward"},
    writes_english: {"Translator", "Editor"},
    writes_own_pillar: {"Pillar editor"},
    changes_own_pillars_code: {"Pillar editor"},
    moves_a_priority_out: {"Pillar editor"},
    enters_a_number_in_the_measures_form: {"Translator", "Data steward"},
    changes_how_a_measure_is_counted: {"Data steward"},
    deletes_anothers_from_a_list: {"Pillar editor"},
    imports_anothers_results: {"Data steward", "Pillar editor"},
    makes_a_user: {"Publisher", "Administrator"},
    becomes_a_superuser: {"Administrator"},
    takes_over_a_superusers_account: {"Administrator"},
}


@pytest.mark.parametrize(("act", "group"), cases(MAY, MAIN))
def test_group_may_do_what_the_table_says_and_no_more(act, group):
    site = Site(group)

    done = bool(act(site))

    assert done == (group in MAY[act])
