"""Checks of what was chosen: codes, public reasons, what stands on what, rules."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from pillars.enums import State
from pillars.hierarchy.parents import is_withdrawn
from pillars.linkcheck.checker import translate_result
from pillars.models import Resource
from pillars.models.base import languages
from pillars.rules.visible_text import shown
from pillars.text.language_names import named
from plan_site.editions.document import diff, items, public_fields, snapshot
from plan_site.editions.document.contents import Contents, text_of
from plan_site.editions.document.snapshot import Row
from plan_site.editions.public.changelog import in_language
from plan_site.editions.scope import WORKING_COPY

from .messages import Finding, admin_url, found

if TYPE_CHECKING:
    from plan_site.editions.publishing.publish import Candidate

# What a target asks hangs on these fields of its measure, too.
MEANING = {"direction", "target_kind"}


class Names:
    """What items are called, whether they are in the candidate or not."""

    def __init__(self, candidate: "Candidate"):
        sources = [candidate.last["snapshot"], candidate.rows, candidate.working]
        self.names = {
            item: name
            for rows in sources
            for item, name in items.item_names(rows).items()
        }
        self.current = {
            row["fields"]["slug"]
            for row in candidate.rows
            if items.is_a(row, "plan") and row["fields"]["is_current"]
        }

    def code(self, item: str) -> str:
        return self.names.get(item, {}).get("code", "")

    def words(self, item: str) -> str:
        """An item as an editor knows it: ``Priority 1D``."""
        label = item.partition(":")[0]
        kind = capfirst(public_fields.BY_LABEL[label]._meta.verbose_name)
        return f"{kind} {self.code(item) or f'“{self.title(item)}”'}"

    def title(self, item: str) -> str:
        return in_language(self.names.get(item, {}).get("title", {}))[0]

    def error(self, check: str, item: str, message: str, *detail: object) -> Finding:
        short = self.code(item) or item.removeprefix("pillars.").replace(":", "-")
        plan = self.names.get(item, {}).get("plan")
        prefix = f"{plan}/" if plan and plan not in self.current else ""
        name = ":".join([check, f"{prefix}{short}", *map(str, detail)])
        said = f"{self.words(item)}: {message}"
        return Finding(name, check, True, item, self.code(item), said, admin_url(item))


def chosen_without(candidate: "Candidate", names: Names) -> Iterator[Finding]:
    """Items that are chosen without others that they cannot be published without."""
    for item in sorted(candidate.chosen):
        left_out = candidate.needs.get(item, set()) - candidate.chosen
        if left_out:
            message = _(
                "It cannot be published without %(others)s. Choose that too, or leave"
                " this one out."
            ) % {"others": ", ".join(sorted(map(names.words, left_out)))}
            yield names.error("needs", item, message)


def codes_used_before(candidate: "Candidate", names: Names) -> Iterator[Finding]:
    plans = items.plan_slugs(candidate.rows)
    used = {slug: dict(codes) for slug, codes in candidate.last["codes"].items()}
    for item, code in items.coded_items(candidate.rows).items():
        # Without its plan or pillar an item has no code; that is an error of its own.
        first = used.setdefault(plans[item], {}).setdefault(code, item)
        if first != item:
            message = _(
                "The code %(code)s was used before, for %(other)s. A code is never"
                " given again, so that old links stay true: choose the next free one."
            ) % {"code": code, "other": names.words(first)}
            yield names.error("code", item, message)


def reasons_missing(candidate: "Candidate", names: Names) -> Iterator[Finding]:
    """Published numbers that were altered without a public reason in each language."""
    published = items.by_item(candidate.last["snapshot"])
    kept = {items.item_of(row) for row in candidate.rows}
    for change in candidate.changes:
        item = change["item"]
        if change["kind"] == "removed":
            altered = takes_numbers_away(published[item], kept)
        else:
            some = change["fields"]
            altered = any(alters_a_number(c, some) for c in some) or (
                some and alters_the_meaning(some, published[item])
            )
        reason = candidate.reasons.get(item, {})
        missing = [code for code in languages() if not shown(reason.get(code))]
        if altered and missing:
            message = _(
                "A published baseline, target or result was changed. Say why, for"
                " readers; the reason is missing in: %(languages)s."
            ) % {"languages": ", ".join(map(named, missing))}
            yield names.error("reason", item, message)


def takes_numbers_away(rows: list[Row], kept: set[str]) -> bool:
    """Whether published numbers go with a measure while its plan stays."""
    above = {
        f"pillars.pillar:{row['fields']['pillar']}"
        for row in rows
        if items.is_a(row, "measure")
    }
    return bool(above & kept) and any(
        row["fields"].get(name) is not None
        for row in rows
        if row["model"] in diff.COUNTED
        for name in diff.NUMBERS
    )


def alters_a_number(change: dict, others: list[dict]) -> bool:
    """Whether a changed field of a series is one that readers may have relied on."""
    row, name, before, after = (change[k] for k in ("row", "field", "before", "after"))
    if f"pillars.{row['kind']}" not in diff.COUNTED:
        return False
    same_row = [other for other in others if other["row"] == row]
    is_new = any(o["field"] == "school_year" and o["before"] is None for o in same_row)
    if name in diff.NUMBERS or name == "school_year":
        return before is not None
    if name == "state":
        return before is not None and State(before).has_value and not still_told(after)
    if name == "wording":
        return before is not None and is_reworded(change, same_row)
    return name in {"group", "starts_new_series"} and not is_new


def alters_the_meaning(fields_changed: list[dict], published: list[Row]) -> bool:
    """Whether published targets now ask something else, being of another kind."""
    return any(items.is_a(row, "target") for row in published) and any(
        c["row"]["kind"] == "measure" and c["field"] in MEANING for c in fields_changed
    )


def still_told(state: str | None) -> bool:
    """Whether a state keeps a value that a status may stand on."""
    return state is not None and State(state).is_usable


def is_reworded(change: dict, same_row: list[dict]) -> bool:
    """Whether a target's wording says something else: all languages, or its numbers."""
    rewritten = {
        other["language"]
        for other in same_row
        if other["field"] == "wording" and other["before"] is not None
    }
    before, after = (re.findall(r"\d+", change[k] or "") for k in ("before", "after"))
    return rewritten == set(languages()) or before != after


def dead_links(contents: Contents) -> Iterator[Finding]:
    """Resources whose address did not answer when it was last looked at."""
    # What the check found is private, and so in the working copy only.
    checked = Resource.objects.using(WORKING_COPY).exclude(check_result="").in_bulk()
    for resource in contents.resources:
        known = checked.get(resource.pk)
        same_address = known and all(
            text_of(known, "url", code) == text_of(resource, "url", code)
            for code in languages()
        )
        if same_address and not is_withdrawn(resource):
            message = _(
                "Its link does not work: %(result)s. Mend the address, or take the"
                " resource out."
            ) % {"result": translate_result(known.check_result)}
            yield found("dead-link", resource, message)


def broken_rules(rows: list[Row], names: Names) -> Iterator[Finding]:
    """Rows that no database takes: which rule each breaks, in the rule's own words."""
    present = {snapshot.key_of(row) for row in rows}
    seen: dict[tuple, Row] = {}
    for row in rows:
        model, item = public_fields.BY_LABEL[row["model"]], items.item_of(row)
        year = row["fields"].get("school_year")
        detail = [row["model"].partition(".")[2], year] if year else []
        values = values_of(model, row)
        for label, key in items.pointed_to(row):
            if (label, key) not in present:
                message = _(
                    "It belongs to %(other)s, which is not published. Choose that"
                    " too, or leave this one out."
                ) % {"other": names.words(f"{label}:{key}")}
                yield names.error("needs", item, message, *detail)
        for rule in model._meta.constraints:
            if is_broken(rule, model, values, row, seen):
                is_state = rule.name.endswith("state_agrees_with_value")
                check = "state" if is_state else "rule"
                message = str(rule.violation_error_message)
                yield names.error(check, item, message, *(detail or [rule.name]))


def values_of(model: type[models.Model], row: Row) -> dict[str, models.Value]:
    """A row's values by column, as a rule is given them, with the columns' defaults."""
    values = {}
    for column, stated in snapshot.stated_values(model, row):
        value = snapshot.default_of(column) if stated is None else stated
        values[column.name] = models.Value(value, column)
    return values


def is_broken(rule, model, values: dict, row: Row, seen: dict) -> bool:
    """Whether a row breaks a rule of its model, by itself or with a row before it."""
    if isinstance(rule, models.CheckConstraint):
        return not rule.condition.check(values)
    if not isinstance(rule, models.UniqueConstraint):
        return False
    if rule.condition is not None and not rule.condition.check(values):
        return False
    key = rule.name, *(values[name].value for name in rule.fields)
    if rule.condition is None and None in key:
        return False
    return seen.setdefault(key, row) is not row
