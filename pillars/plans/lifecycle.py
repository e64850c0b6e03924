"""
A plan is locked, unlocked, made the current one, and followed by the next one, which
has chosen parts of the old one, never its numbers or retired records.
"""

from collections.abc import Container, Iterable
from itertools import chain

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pillars import words
from pillars.hierarchy.tree import in_order, nearest_parent, subtree
from pillars.hierarchy.unnamed import fill_missing_levels
from pillars.history.recording import change_reason
from pillars.models import (
    Account,
    GlossaryTerm,
    HelpLine,
    Measure,
    Office,
    Pillar,
    Plan,
    PlanSection,
    Priority,
    Resource,
    Strategy,
    StudentGroup,
)
from pillars.models.base import PlanItem

Copies = dict[tuple[type[PlanItem], int], PlanItem]

# The district's own, whatever its plan: always copied, as its offices are.
FACTS = [
    *("organization", "contact_email", "contact_phone", "contact_phone_name"),
    *("contact_url", "first_month", "asks_for_stages"),
    *("license_name", "license_url"),
    *("public_languages", "requires_all_texts", "has_pillars", "has_priorities"),
    *words.FIELDS,
]
TEXTS = ["singular_goal", "vision", "summary"]
STATES = ("translation_state", "paired_wordings", "confirmations")
# What concerns the old plan's numbers and how far it came.
LEFT_OUT = {
    Pillar: ["own_count", "own_total"],
    Priority: ["stages_checked_on"],
    Strategy: ["stage", "stage_since", "stage_text", "stage_reason"],
    Measure: ["next_update_due", "override_status", "override_reason"],
}


class Part(models.TextChoices):
    TEXTS = "texts", gettext_lazy("The singular goal, the vision and the summary")
    PILLARS = "pillars", gettext_lazy("Pillars and priorities, with their texts")
    STRATEGIES = "strategies", gettext_lazy("Strategies")
    MEASURES = (
        "measures",
        gettext_lazy(
            "Measures of success: what is counted and how, without any numbers"
        ),
    )
    RESOURCES = "resources", gettext_lazy("Resources")
    GROUPS = "groups", gettext_lazy("Student groups")
    GLOSSARY = "glossary", gettext_lazy("Glossary")
    SECTIONS = "sections", gettext_lazy("Sections about the plan")
    PEOPLE = "people", gettext_lazy("Who is responsible for each pillar")


COPIED = {
    Part.PILLARS: [Pillar, Priority],
    Part.STRATEGIES: [Strategy],
    Part.MEASURES: [Measure],
    Part.RESOURCES: [Resource],
    Part.GROUPS: [StudentGroup],
    Part.GLOSSARY: [GlossaryTerm],
    Part.SECTIONS: [PlanSection],
}
AT_FIRST = [Part.TEXTS, Part.PILLARS, Part.GROUPS, Part.GLOSSARY, Part.PEOPLE]
UNDER_PILLARS = [Part.STRATEGIES, Part.MEASURES, Part.RESOURCES, Part.PEOPLE]


class PlanActError(RuntimeError):
    """With the reason for the editor."""


def save(plan: Plan, reason: str, user: AbstractBaseUser | None) -> None:
    with change_reason(reason, user):
        plan.save()


@transaction.atomic
def set_locked(
    plan: Plan, reason: str, user: AbstractBaseUser | None = None, *, is_locked: bool
) -> None:
    """Does nothing, and records no reason, where the plan is so already."""
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if plan.is_locked != is_locked:
        plan.is_locked, plan.unlock_reason = is_locked, "" if is_locked else reason
        save(plan, reason, user)


@transaction.atomic
def make_current(plan: Plan, user: AbstractBaseUser | None = None) -> Plan | None:
    """
    Make a plan the one in force, and public; the former one is locked and returned.
    Raises ``PlanActError`` for a plan that is locked itself.
    """
    plans = {one.pk: one for one in Plan.objects.select_for_update().order_by("pk")}
    plan = plans.pop(plan.pk)
    if plan.is_locked:
        raise PlanActError(_("“%(plan)s” is locked. Unlock it first.") % {"plan": plan})
    if plan.is_current and plan.is_public:
        return None
    former = next((one for one in plans.values() if one.is_current), None)
    reason = _("The current plan is now %(slug)s.") % {"slug": plan.slug}
    if former:
        former.is_current, former.is_locked, former.unlock_reason = False, True, ""
        save(former, reason, user)
    plan.is_current = plan.is_public = True
    save(plan, reason, user)
    return former


def draft_of(old: Plan, parts: Iterable[str] = ()) -> Plan:
    """The next plan, unsaved: the old one's facts, and its texts if chosen."""
    wanted = {*FACTS, *(TEXTS if Part.TEXTS in parts else [])}
    return copy_of(old, {}, {field.name for field in Plan._meta.fields} - wanted)


@transaction.atomic
def start_next(old: Plan, new: Plan, parts: Iterable[str]) -> Plan:
    """Save the next plan, not public and not current, with the chosen parts."""
    parts = set(parts)
    new.is_public = new.is_current = new.is_locked = False
    with change_reason(_("Copied from the plan %(slug)s") % {"slug": old.slug}):
        new.save()
        copies = copy_records(old, new, parts)
    for (kind, key), copy in copies.items():
        if kind is Pillar and Part.PEOPLE in parts:
            for account in Account.objects.filter(pillars=key):
                account.pillars.add(copy)
    fill_missing_levels(new)
    return new


def copy_records(old: Plan, new: Plan, parts: set[str]) -> Copies:
    kinds = {HelpLine, Office, *chain.from_iterable(COPIED.get(p, ()) for p in parts)}
    copies: Copies = {(Plan, old.pk): new}
    for record in in_order(subtree([old])):
        is_live = not getattr(record, "is_retired", False)
        # Nothing without what it belongs to.
        if type(record) in kinds and is_live and nearest_parent(record) in copies:
            copy = copy_of(record, copies, LEFT_OUT.get(type(record), ()))
            copies[type(record), record.pk] = copy
            copy.save()
    return copies


def copy_of(record: PlanItem, copies: Copies, left_out: Container[str]) -> PlanItem:
    """Unsaved, with private columns and translation state, linked to other copies."""
    # A shadow column would be written into the language that happens to be active.
    apart = {record._meta.pk.name, *record.translated_fields()}
    copy = type(record)()
    for column in record._meta.concrete_fields:
        original = getattr(column, "translated_field", column).name
        value = getattr(record, column.attname)
        if column.name in STATES:
            known = {name: it for name, it in value.items() if name not in left_out}
            setattr(copy, column.name, known)
        elif column.name in apart or original in left_out:
            continue
        elif column.remote_field:
            setattr(copy, column.name, copies.get((column.related_model, value)))
        else:
            setattr(copy, column.name, value)
    return copy
