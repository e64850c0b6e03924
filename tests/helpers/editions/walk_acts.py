"""What editors do to the working copy, by chance, as the desk does it."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError

from pillars.admin.history.delete import delete
from pillars.admin.translations import actions as translating
from pillars.admin.translations.actions import RefusedError
from pillars.enums import State
from pillars.hierarchy.renumbering import move_codes
from pillars.models import Plan, PlanItem
from pillars.permissions import rules
from pillars.plans import lifecycle
from pillars.plans.lifecycle import PlanActError
from pillars.translations.queries import texts_in
from pillars.translations.status import Text, TextState
from tests.helpers.editions.walk_site import (
    LANGUAGES,
    Marks,
    columns_written,
    every_record,
    make_series,
    mark_in,
)
from tests.helpers.makers import (
    LETTERS,
    make_priority,
    make_resource,
    make_result,
    make_strategy,
    make_term,
)

# The last where a deletion is asked about anew: something else stands on the record.
REFUSALS = (
    *(ValidationError, rules.LockedError, PlanActError, RefusedError),
    ProtectedError,
)
DELETABLE = (
    *("plansection", "studentgroup", "glossaryterm", "priority", "strategy"),
    *("resource", "measure", "result"),
)
RETIRABLE = ("pillar", "priority", "strategy", "measure")
Act = Callable[[], str]


class Editors:
    """People at the desk; each act says in a line what it did."""

    def __init__(self, rng, marks: Marks, user):
        self.random, self.marks, self.user = rng, marks, user

    def acts(self) -> dict[Act, int]:
        """What they may do, and how often."""
        return {
            self.rewrite: 8,
            self.rewrite_one_language: 4,
            self.empty_a_text: 1,
            self.complete: 8,
            self.confirm: 3,
            self.renumber_a_value: 4,
            self.move_a_value: 3,
            self.hide: 5,
            self.show_again: 2,
            self.add: 4,
            self.delete: 3,
            self.retire: 3,
            self.bring_back: 2,
            self.reorder: 4,
            self.give_another_code: 3,
            self.move_a_measure: 2,
            self.give_a_plan_another_address: 1,
            self.make_public_or_private: 2,
            self.make_current: 1,
            self.unlock: 3,
        }

    def any_of(self, some: list):
        if not some:
            raise ValidationError("There is none.")
        return self.random.choice(some)

    def save(self, *records: PlanItem) -> None:
        """Save as a form does: nothing in a locked plan, nothing that is not valid."""
        with transaction.atomic():
            rules.refuse_locked(*records)
            for record in records:
                stored = type(record).objects.filter(pk=record.pk).first()
                record.full_clean()
                record.save()
                move_codes(record, getattr(stored, "code", ""))
        self.marks.note(*records)

    def a_text(self) -> tuple[PlanItem, str]:
        """A text, mostly one that was written anew before: there is more to tell."""
        texts = [(r, c) for r in every_record() for c in columns_written(r)]
        again = [text for text in texts if len(self.marks.ever(*text)) > 1]
        return self.any_of(again if again and self.random.random() < 0.6 else texts)

    def rewrite(self, languages: tuple[str, ...] = LANGUAGES) -> str:
        record, column = self.a_text()
        field = column.rpartition("_")[0]
        for code in languages:
            self.marks.write(record, f"{field}_{code}")
        self.save(record)
        return f"rewrite {named(record)} {field} in {languages}"

    def empty_a_text(self) -> str:
        record, column = self.a_text()
        setattr(record, column, "")
        self.save(record)
        return f"empty {named(record)} {column}"

    def rewrite_one_language(self) -> str:
        return self.rewrite((self.random.choice(LANGUAGES),))

    def confirm(self) -> str:
        text = self.any_of(texts_that_are(TextState.BEHIND))
        translating.confirm(self.user, text.key, text.digest)
        return f"confirm {text.key}"

    def complete(self) -> str:
        """Write all that is missing, as the check list asks for it."""
        texts = texts_that_are(TextState.MISSING)
        self.any_of(texts)
        for text in texts:
            self.marks.write(text.record, text.column)
            self.save(text.record)
        return f"write {' '.join(text.key for text in texts)}"

    def counted(self, is_hidden: bool) -> PlanItem:
        """A value that is hidden for privacy, or that is not."""
        rows = every_record("baseline", "result")
        return self.any_of(
            [r for r in rows if r.value is not None and is_hidden == hides(r)]
        )

    def renumber_a_value(self) -> str:
        row = self.counted(is_hidden=False)
        row.value = self.marks.number()
        self.save(row)
        return f"another value for {named(row)}: {row.value}"

    def move_a_value(self) -> str:
        row = self.any_of(every_record("result"))
        row.school_year += self.random.choice((-1, 1))
        self.save(row)
        return f"move {named(row)} to {row.school_year}"

    def hide(self) -> str:
        row = self.counted(is_hidden=False)
        if self.random.random() < 0.5:
            row.student_count = 3
        else:
            row.state = State.SUPPRESSED
        self.save(row)
        # Whatever it ever said is to be read no more, in no edition that comes.
        self.marks.secret |= self.marks.ever(row, "value")
        return f"hide {named(row)}: {row.value}"

    def show_again(self) -> str:
        row = self.counted(is_hidden=True)
        row.student_count, row.state = 300, State.REPORTED
        if self.random.random() < 0.5:
            row.value = self.marks.number()
        self.save(row)
        self.marks.secret.discard(mark_in(row.value))
        return f"show {named(row)} again: {row.value}"

    def add(self) -> str:
        kind = self.random.choice(("priority", "strategy", "resource", "term", "value"))
        above = self.any_of(every_record("priority"))
        rules.refuse_locked(above)
        if kind == "value":
            measure = self.any_of(list(above.measures.all()))
            years = {row.school_year for row in measure.results.all()}
            new = [
                make_result(measure, max(years, default=2022) + 1, self.marks.number())
            ]
        elif kind == "priority":
            new = [make_priority(above.pillar, code=self.free_code(above.pillar))]
            make_series(self.marks, new[0], [])
            new += [*new[0].measures.all()]
        elif kind == "strategy":
            last = max((s.position for s in above.strategies.all()), default=0)
            new = [make_strategy(above, code=f"{above.code}.{last + 1}")]
        elif kind == "resource":
            new = [make_resource(above)]
        else:
            new = [make_term(above.pillar.plan)]
        for record in new:
            for column in columns_written(record):
                self.marks.write(record, column)
            self.save(record)
        return f"add {', '.join(map(named, new))}"

    def free_code(self, pillar) -> str:
        taken = {priority.code for priority in pillar.priorities.all()}
        codes = [pillar.code + letter for letter in LETTERS[:6]]
        return self.any_of([code for code in codes if code not in taken])

    def delete(self) -> str:
        kind = self.random.choice(DELETABLE)
        record = self.any_of(every_record(kind))
        said = named(record)
        delete([record])
        return f"delete {said}"

    def retire(self) -> str:
        record = self.any_of(every_record(self.random.choice(RETIRABLE)))
        record.is_retired = True
        for code in LANGUAGES:
            self.marks.write(record, f"retirement_note_{code}")
        self.save(record)
        return f"retire {named(record)}"

    def bring_back(self) -> str:
        record = self.any_of([r for r in every_record(*RETIRABLE) if r.is_retired])
        record.is_retired = False
        self.save(record)
        return f"bring back {named(record)}"

    def reorder(self) -> str:
        kind, above = self.random.choice(
            (
                ("resource", "priority_id"),
                ("studentgroup", "plan_id"),
                ("plansection", "plan_id"),
            )
        )
        one = self.any_of(every_record(kind))
        others = [
            other
            for other in every_record(kind)
            if other != one and getattr(other, above) == getattr(one, above)
        ]
        other = self.any_of(others)
        one.position, other.position = other.position, one.position
        self.save(one, other)
        return f"swap {named(one)} and {named(other)}"

    def give_another_code(self) -> str:
        kind = self.random.choice((*RETIRABLE[:3], "studentgroup", "glossaryterm"))
        record = self.any_of(every_record(kind))
        if kind in {"studentgroup", "glossaryterm"}:
            record.code = f"code-{self.random.choice(range(1, 5))}"
        elif kind == "priority":
            record.code = record.pillar.code + self.random.choice(LETTERS[:8])
        elif kind == "strategy":
            number = self.random.choice(range(1, 10))
            record.code = f"{record.priority.code}.{number}"
        else:
            record.code = str(self.random.choice(range(1, 10)))
        self.save(record)
        return f"{named(record)} is {record.code} now"

    def move_a_measure(self) -> str:
        measure = self.any_of(every_record("measure"))
        measure.priority = self.any_of(every_record("priority"))
        measure.pillar = measure.priority.pillar
        measure.code = f"{measure.priority.code}-M{self.random.choice(range(1, 9))}"
        self.save(measure)
        return f"{named(measure)} is {measure.code} now"

    def give_a_plan_another_address(self) -> str:
        plan = self.any_of(every_record("plan"))
        plan.slug = self.random.choice(
            ("2022-26", "2016-19", "our-plan", "the-old-plan")
        )
        self.save(plan)
        return f"{named(plan)} is at {plan.slug}"

    def make_public_or_private(self) -> str:
        plan = self.any_of(every_record("plan"))
        plan.is_public = not plan.is_public
        self.save(plan)
        return f"{named(plan)} is public: {plan.is_public}"

    def make_current(self) -> str:
        plan = self.any_of(every_record("plan"))
        lifecycle.make_current(plan, self.user)
        return f"{named(plan)} is current"

    def unlock(self) -> str:
        plan = self.any_of(list(Plan.objects.filter(is_locked=True)))
        lifecycle.set_locked(plan, "To go on.", self.user, is_locked=False)
        return f"unlock {named(plan)}"


def texts_that_are(state: TextState) -> list[Text]:
    return [text for text in texts_in() if text.state == state]


def hides(row: PlanItem) -> bool:
    return row.student_count == 3 or row.state == State.SUPPRESSED


def named(record: PlanItem) -> str:
    return f"{record._meta.model_name}:{record.pk}"
