"""Checks of what was chosen: codes, public reasons, what stands on what, rules."""

import re
from collections.abc import Container, Iterable, Iterator, Sequence

from django.db import models
from django.utils.translation import gettext_lazy as _

from pillars.codes import anchor
from pillars.enums import State
from pillars.models.base import languages
from pillars.rules.texts import visible_text
from pillars.text.language_names import language_name
from plan_site.editions.document import public_fields
from plan_site.editions.document.candidate import Candidate
from plan_site.editions.document.diff import NUMBERS, FieldChange, is_correction, stays
from plan_site.editions.document.records import record_of
from plan_site.editions.document.snapshot import NUMBERED, ItemId, Row

from .messages import CheckMessage

NO_PLAN_LEFT = _(
    "Readers would be left without any plan. Keep this one public until another one is."
)
NEEDS_OTHERS = _(
    "It cannot be published without %(others)s. Choose that too, or leave this one out."
)
CODE_USED = _(
    "The code %(code)s was used before, for %(other)s. A code is never given again, so"
    " that old links stay true: choose the next free one."
)
CODE_ALIKE = _(
    "Addresses would write the code %(code)s like that of %(other)s. Give one of the"
    " two another code."
)
NO_REASON = _(
    "A published baseline, target or result was changed. Say why, for readers; the"
    " reason is missing in: %(languages)s."
)
REFUSED = _(
    "The database refuses the plan as it would be: %(error)s. Show this message to the"
    " person responsible for the site."
)

# What a target asks hangs on these fields of its measure, too.
MEANING = {"direction", "target_kind"}


def error(
    candidate: Candidate, check: str, item: ItemId, message: str, *detail: object
) -> CheckMessage:
    """An error about an item, whether it is in the candidate or not."""
    plan, code, _title = candidate.names.get(item)
    plans = candidate.rows.of_kind("plan")
    current = [row.fields["slug"] for row in plans if row.fields["is_current"]]
    short = code or item.removeprefix("pillars.").replace(":", "-")
    prefix = f"{plan}/" if plan and plan not in current else ""
    name = ":".join([check, f"{prefix}{short}", *map(str, detail)])
    text = f"{candidate.names.words(item)}: {message}"
    return CheckMessage(name, check, True, item, text)


def chosen_without(candidate: Candidate) -> Iterator[CheckMessage]:
    for item in sorted(candidate.chosen):
        left_out = candidate.needs.get(item, set()) - candidate.chosen
        if left_out:
            others = ", ".join(sorted(map(candidate.names.words, left_out)))
            yield error(candidate, "needs", item, NEEDS_OTHERS % {"others": others})


def no_plan_left(candidate: Candidate) -> Iterator[CheckMessage]:
    if not candidate.rows.of_kind("plan"):
        for row in candidate.last.snapshot.of_kind("plan"):
            yield error(candidate, "last-plan", row.item, NO_PLAN_LEFT)


def codes_used_before(candidate: Candidate) -> Iterator[CheckMessage]:
    """
    Compared as places on a page, also with those under a plan's former addresses, and
    with the addresses of plans.
    """
    rows = candidate.rows
    plans = {row.fields["slug"]: row.item for row in rows.of_kind("plan")}
    last = candidate.last
    before = {
        slug: last.codes.get(slug, {}) | last.codes_of(plan)
        for slug, plan in plans.items()
    }
    used = {
        slug: {anchor(code): item for code, item in reversed(known.items())} | plans
        for slug, known in rows.codes_ever_used(before).items()
    }
    for item, code in rows.codes.items():
        if rows.is_coded_within(item):
            continue
        first = used.get(rows.plan_slugs[item], {}).get(anchor(code), item)
        if first != item:
            texts = {"code": code, "other": candidate.names.words(first)}
            message = CODE_ALIKE if first in rows.items else CODE_USED
            yield error(candidate, "code", item, message % texts)


def reasons_missing(candidate: Candidate) -> Iterator[CheckMessage]:
    """Published numbers that were altered without a public reason."""
    published = candidate.last.snapshot.by_item
    plans = {row.fields["slug"]: row.fields for row in candidate.rows.of_kind("plan")}
    for change in candidate.changes:
        item = change.item
        if change.kind == "removed":
            altered = takes_numbers_away(published[item], candidate.rows.by_item)
        else:
            altered = alters_numbers(change.fields, published.get(item, []))
        reason = candidate.reasons.get(item, {})
        missing = languages_without(reason, plans.get(change.plan))
        if altered and missing:
            texts = {"languages": ", ".join(map(language_name, missing))}
            yield error(candidate, "reason", item, NO_REASON % texts)


def languages_without(reason: dict[str, str], plan: dict | None) -> list[str]:
    """Where a plan asks for each text, all of its languages, else all or none."""
    codes = plan["public_languages"] if plan else languages()
    missing = [code for code in codes if not visible_text(reason.get(code))]
    is_enough = plan and not plan["requires_all_texts"] and missing != codes
    return [] if is_enough else missing


def takes_numbers_away(rows: list[Row], present: Container[ItemId]) -> bool:
    """Whether published numbers go with a measure while its plan stays."""
    stays = any(row.kind == "measure" and row.above in present for row in rows)
    return stays and any(
        row.fields.get(name) is not None
        for row in rows
        if row.kind in NUMBERED
        for name in NUMBERS
    )


def alters_numbers(changed: Sequence[FieldChange], published: list[Row]) -> bool:
    """Whether an item's changed fields alter a number, or what a target means."""
    targets = [row for row in published if row.kind == "target"]
    return any(
        is_correction(change, changed)
        or (change.kind in NUMBERED and is_taken_back(change, changed, targets))
        or (targets and change.kind == "measure" and change.field in MEANING)
        for change in changed
    )


def is_taken_back(
    change: FieldChange, others: Iterable[FieldChange], targets: list[Row]
) -> bool:
    """Whether a row of a series says no more what readers may have relied on."""
    before, after = change.sides
    if change.field == "starts_new_series":
        return stays(change, others)
    if change.field == "state" and before is not None:
        is_usable = after is not None and State(after).is_usable
        return State(before).has_value and not is_usable
    if change.field != "wording" or before is None:
        return False
    # The words of a target say something else: in all its languages, or its numbers.
    rewritten = {
        other.language
        for other in others
        if other.row == change.row and other.field == "wording" and other.before
    }
    names = {code: f"wording_{code}" for code in languages()}
    written = {
        c for c, name in names.items() if any(t.fields.get(name) for t in targets)
    }
    numbers = [re.findall(r"\d+", side or "") for side in change.sides]
    return rewritten >= written or numbers[0] != numbers[1]


def broken_rules(candidate: Candidate) -> Iterator[CheckMessage]:
    """Rows that no database takes: which rule each breaks, in the rule's own words."""
    seen: dict[tuple, Row] = {}
    for row in candidate.rows:
        model, item = public_fields.BY_LABEL[row.model], row.item
        year = row.fields.get("school_year")
        detail = [row.kind, year] if year else []
        values = values_of(record_of(row))
        for other in row.links():
            if other not in candidate.rows.items:
                message = NEEDS_OTHERS % {"others": candidate.names.words(other)}
                yield error(candidate, "needs", item, message, *detail)
        for rule in model._meta.constraints:
            if is_broken(rule, values, row, seen):
                is_state = rule.name.endswith("state_agrees_with_value")
                check = "state" if is_state else "rule"
                message = str(rule.violation_error_message)
                yield error(candidate, check, item, message, *(detail or [rule.name]))


def values_of(record: models.Model) -> dict[str, models.Value]:
    return {
        column.name: models.Value(getattr(record, column.attname), column)
        for column in record._meta.concrete_fields
    }


def is_broken(rule, values: dict, row: Row, seen: dict) -> bool:
    holds = rule.condition is None or rule.condition.check(values)
    if isinstance(rule, models.CheckConstraint):
        return not holds
    key = rule.name, *(values[name].value for name in rule.fields)
    if not holds or (rule.condition is None and None in key):
        return False
    return seen.setdefault(key, row) is not row
