"""The rules of permissions: each question that the desk asks, for each group."""

import pytest

from pillars.models import (
    GlossaryTerm,
    HelpLine,
    MeasureNote,
    Office,
    Pillar,
    Priority,
    PriorityNote,
    Result,
    Review,
    Strategy,
)
from pillars.permissions import rules
from tests.helpers.makers import (
    make_measure,
    make_note,
    make_office,
    make_pillar,
    make_plan,
    make_priority,
    make_strategy,
    make_term,
)
from tests.helpers.people import GROUPS, make_person
from tests.helpers.rights_tables import STAFF

pytestmark = pytest.mark.django_db

EDITORS = {"Editor", "Publisher", "Administrator"}
OWNERS = {"Pillar editor", *EDITORS}
STEWARDS = {"Data steward", *OWNERS}
TRANSLATORS = {"Translator", *EDITORS}


class Site:
    """A plan with a pillar that a person looks after and one that is another's."""

    def __init__(self):
        self.plan = make_plan()
        self.own, self.other = make_pillar(self.plan), make_pillar(self.plan)
        self.priority, self.others = make_priority(self.own), make_priority(self.other)
        self.strategy = make_strategy(self.priority)
        self.others_strategy = make_strategy(self.others)
        self.measure = make_measure(self.priority, results={2023: "84"})
        self.others_measure = make_measure(self.others, results={2023: "84"})
        self.term = make_term(self.plan)
        self.office = make_office(self.plan)
        self.note = make_note(self.measure, office=self.office)
        self.others_note = make_note(self.others, office=self.office)

    def people(self):
        for group in (STAFF, *GROUPS):
            groups = [] if group == STAFF else [group]
            yield group, make_person(*groups, pillars=[self.own], languages=["es"])


def field(name: str, record: str):
    return lambda user, site: name in rules.fields_open_to(user, getattr(site, record))


def ask(question, *what, **named):
    """A rule asked of a record of the site, by its name there, or of a model."""

    def answer(user, site):
        found = [getattr(site, w) if isinstance(w, str) else w for w in what]
        under = {name: getattr(site, record) for name, record in named.items()}
        return question(user, *found, **under)

    return answer


def writes(record: str, language: str):
    return lambda user, site: rules.may_write(user, getattr(site, record), language)


# Each question, and who is told yes.
LOOKING = {
    "view every kind": (ask(rules.may_view_all), set(GROUPS)),
    "view a record": (ask(rules.may_view, "others"), set(GROUPS)),
    "view a kind": (ask(rules.may_view, Strategy), set(GROUPS)),
    "change something": (ask(rules.may_change_something), set(GROUPS)),
    "make a plan": (ask(rules.may_make_a_plan), EDITORS),
    "rewrite the plan": (ask(rules.may_rewrite_the_plan), EDITORS),
}
WRITING = {
    "change the plan": (ask(rules.may_change_all, "plan"), EDITORS),
    "change own pillar": (ask(rules.may_change_all, "own"), OWNERS),
    "change another pillar": (ask(rules.may_change_all, "other"), EDITORS),
    "change own priority": (ask(rules.may_change_all, "priority"), OWNERS),
    "change another's priority": (ask(rules.may_change_all, "others"), EDITORS),
    "change a term": (ask(rules.may_change_all, "term"), EDITORS),
    "change a word of own priority": (
        ask(rules.may_change, "priority"),
        {"Translator", *OWNERS},
    ),
    "change a word of another's": (ask(rules.may_change, "others"), TRANSLATORS),
    "write own Spanish": (writes("priority", "es"), {"Translator", *OWNERS}),
    "write own English": (writes("priority", "en"), OWNERS),
    "write another's Spanish": (writes("others", "es"), TRANSLATORS),
    "write another's English": (writes("others", "en"), EDITORS),
    "write Spanish of the plan": (writes("plan", "es"), TRANSLATORS),
    "add a term": (ask(rules.may_add, GlossaryTerm, under="plan"), EDITORS),
    "add a pillar": (ask(rules.may_add, Pillar, under="plan"), EDITORS),
    "add a priority to own": (ask(rules.may_add, Priority, under="own"), OWNERS),
    "add a priority to another": (
        ask(rules.may_add, Priority, under="other"),
        EDITORS,
    ),
    "add a result to own": (ask(rules.may_add, Result, under="measure"), STEWARDS),
    "add a result to another's": (
        ask(rules.may_add, Result, under="others_measure"),
        {"Data steward", *EDITORS},
    ),
    "delete own strategy": (ask(rules.may_delete, "strategy"), OWNERS),
    "delete another's strategy": (ask(rules.may_delete, "others_strategy"), EDITORS),
    "delete own pillar": (ask(rules.may_delete, "own"), EDITORS),
    "field: code of own pillar": (field("code", "own"), EDITORS),
    "field: title of own pillar": (field("title_en", "own"), OWNERS),
    "field: code of own priority": (field("code", "priority"), OWNERS),
    "field: decimals of own measure": (field("decimals", "measure"), OWNERS),
    "field: Spanish of another's": (field("title_es", "others"), TRANSLATORS),
    "field: English of another's": (field("title_en", "others"), EDITORS),
    "field: meaning of a term": (field("meaning_es", "term"), TRANSLATORS),
    "add a note to own": (ask(rules.may_add, MeasureNote, under="measure"), OWNERS),
    "add a note to another's": (
        ask(rules.may_add, PriorityNote, under="others"),
        EDITORS,
    ),
    "delete own note": (ask(rules.may_delete, "note"), OWNERS),
    "add an office": (ask(rules.may_add, Office, under="plan"), EDITORS),
    "delete an office": (ask(rules.may_delete, "office"), EDITORS),
    "add a review": (ask(rules.may_add, Review, under="plan"), EDITORS),
    "add a help line": (ask(rules.may_add, HelpLine, under="plan"), EDITORS),
    "field: day of own note": (field("day", "note"), OWNERS),
    "field: Spanish of own note": (field("why_es", "note"), {"Translator", *OWNERS}),
    "field: English of another's note": (field("why_en", "others_note"), EDITORS),
    "field: stage of own strategy": (field("stage", "strategy"), OWNERS),
    "field: stage of another's": (field("stage", "others_strategy"), EDITORS),
    "field: office of own pillar": (field("office", "own"), OWNERS),
    "field: telephone of an office": (field("phone", "office"), EDITORS),
    "field: Spanish of an office": (field("title_es", "office"), TRANSLATORS),
}
PEOPLE = {
    f"{act} people": (lambda user, _site, act=act: user.has_perm(f"auth.{act}_user"))
    for act in ("view", "add", "change", "delete")
}


def wrong(site, asked) -> list[str]:
    """The answers that the table does not give."""
    return [
        f"{group}: {question}"
        for group, user in site.people()
        for question, (answer, groups) in asked.items()
        if bool(answer(user, site)) != (group in groups)
    ]


def test_each_group_may_do_what_the_table_says_and_no_more():
    people = {name: (answer, {"Administrator"}) for name, answer in PEOPLE.items()}

    assert wrong(Site(), LOOKING | WRITING | people) == []


def test_nobody_writes_in_a_locked_plan():
    site = Site()
    site.plan.is_locked = True
    site.plan.save()
    nobody = {name: (answer, set()) for name, (answer, _groups) in WRITING.items()}

    assert wrong(site, LOOKING | nobody) == []
