"""
A plan is locked, unlocked, made the current one, and followed by the next one, which
has chosen parts of the old one, never its numbers or retired records.
"""

from collections.abc import Iterable

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pillars import words
from pillars.hierarchy.tree import plan_of
from pillars.hierarchy.unnamed import fill_missing_levels
from pillars.history.recording import change_reason
from pillars.models import Account, Plan, Strategy
from pillars.models.base import PlanItem, languages

# The district's own, whatever its plan: always copied.
FACTS = [
    *("organization", "contact_email", "contact_phone", "contact_phone_name"),
    *("contact_url", "first_month"),
    *("public_languages", "requires_all_texts", "has_pillars", "has_priorities"),
    *words.FIELDS,
]
TEXTS = ["singular_goal", "vision", "summary"]


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
    plan = plans[plan.pk]
    if plan.is_locked:
        raise PlanActError(_("“%(plan)s” is locked. Unlock it first.") % {"plan": plan})
    former = next((one for one in plans.values() if one.is_current), None)
    if former == plan and plan.is_public:
        return None
    reason = _("The current plan is now %(slug)s.") % {"slug": plan.slug}
    if former and former != plan:
        former.is_current, former.is_locked, former.unlock_reason = False, True, ""
        save(former, reason, user)
    plan.is_current = plan.is_public = True
    save(plan, reason, user)
    return former if former != plan else None


def draft_of(old: Plan, parts: Iterable[str] = ()) -> Plan:
    """The next plan, unsaved: the old one's facts, and its texts if chosen."""
    fields = [*FACTS, *(TEXTS if Part.TEXTS in parts else [])]
    translated = set(old.translated_fields()) & set(fields)
    columns = [name for name in fields if name not in translated]
    columns += [f"{name}_{code}" for name in translated for code in languages()]
    draft = Plan(**{name: getattr(old, name) for name in columns})
    for state in ["translation_state", "paired_wordings", "confirmations"]:
        known = getattr(old, state)
        setattr(draft, state, {name: known[name] for name in translated & set(known)})
    return draft


@transaction.atomic
def start_next(old: Plan, new: Plan, parts: Iterable[str]) -> Plan:
    """Save the next plan, not public and not current, with the chosen parts."""
    parts = set(parts)
    new.is_public = new.is_current = new.is_locked = False
    with change_reason(copy_reason(old)):
        new.save()
    flat = {Part.GROUPS: "groups", Part.GLOSSARY: "terms", Part.SECTIONS: "sections"}
    for part, children in flat.items():
        if part in parts:
            for record in getattr(old, children).all():
                copy_record(record, plan=new)
    if Part.PILLARS in parts:
        copy_outline(old, new, parts)
    fill_missing_levels(new)
    return new


def copy_reason(old: Plan) -> str:
    return _("Copied from the plan %(slug)s") % {"slug": old.slug}


def copy_record(record: PlanItem, **given) -> PlanItem:
    """A saved copy, with private columns and translation state."""
    # A shadow column would be written into the language that happens to be active.
    apart = {record._meta.pk.name, *given, *record.translated_fields()}
    columns = [c.attname for c in record._meta.concrete_fields if c.name not in apart]
    values = {name: getattr(record, name) for name in columns}
    copy = type(record)(**values, **given)
    with change_reason(copy_reason(plan_of(record))):
        copy.save()
    return copy


def copy_outline(old: Plan, new: Plan, parts: set[str]) -> None:
    for pillar in old.pillars.live():
        its_copy = copy_record(pillar, plan=new, own_count=None, own_total=None)
        if Part.PEOPLE in parts:
            for account in Account.objects.filter(pillars=pillar):
                account.pillars.add(its_copy)
        priorities = {None: None}
        for priority in pillar.priorities.filter(is_retired=False):
            copy = copy_record(priority, pillar=its_copy)
            priorities[priority.pk] = copy
            copy_under(priority, copy, parts)
        if Part.MEASURES in parts:
            for measure in pillar.measures.live():
                above = priorities[measure.priority_id]
                # What concerned the old numbers.
                reasons = {f"override_reason_{code}": "" for code in languages()}
                numbers = {"next_update_due": None, "override_status": "", **reasons}
                copy_record(measure, pillar=its_copy, priority=above, **numbers)


def copy_under(priority, copy, parts: set[str]) -> None:
    strategies: dict[int, Strategy] = {}
    if Part.STRATEGIES in parts:
        for strategy in priority.strategies.live():
            strategies[strategy.pk] = copy_record(strategy, priority=copy)
    if Part.RESOURCES in parts:
        for resource in priority.resources.all():
            its_strategy = strategies.get(resource.strategy_id)
            copy_record(resource, priority=copy, strategy=its_strategy)
