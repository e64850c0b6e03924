"""
The next plan from the old one: what is ticked is copied, what is not is left out.

Numbers are never copied: the next plan has its own baselines, targets and results. What
was retired stays behind, and which language is behind comes along.
"""

from collections.abc import Iterable

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pillars.history.recording import change_reason
from pillars.models import Account, Plan, Strategy
from pillars.models.base import PlanItem, languages
from pillars.permissions.locks import plan_of

# What is the district's own, whatever its plan: it comes along always.
FACTS = ["organization", "contact_email", "contact_phone", "contact_url"]
TEXTS = ["singular_goal", "vision", "summary"]


class Part(models.TextChoices):
    """What can be copied into the next plan."""

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
    PEOPLE = "people", gettext_lazy("Who looks after each pillar")


AT_FIRST = [Part.TEXTS, Part.PILLARS, Part.GROUPS, Part.GLOSSARY, Part.PEOPLE]
UNDER_PILLARS = [Part.STRATEGIES, Part.MEASURES, Part.RESOURCES, Part.PEOPLE]


def draft_of(old: Plan, parts: Iterable[str] = ()) -> Plan:
    """The next plan, unsaved: the old one's facts, and its texts if they are chosen."""
    fields = [*FACTS, *(TEXTS if Part.TEXTS in parts else [])]
    translated = set(old.translated_fields()) & set(fields)
    columns = [name for name in fields if name not in translated]
    columns += [f"{name}_{code}" for name in translated for code in languages()]
    draft = Plan(**{name: getattr(old, name) for name in columns})
    for kept in ["translation_state", "paired_wordings", "confirmations"]:
        known = getattr(old, kept)
        setattr(draft, kept, {name: known[name] for name in translated & set(known)})
    return draft


@transaction.atomic
def start(old: Plan, new: Plan, parts: Iterable[str]) -> Plan:
    """Save the next plan, not public and not current, with the chosen parts."""
    parts = set(parts)
    new.is_public = new.is_current = new.is_locked = False
    with change_reason(copied_from(old)):
        new.save()
    flat = {Part.GROUPS: "groups", Part.GLOSSARY: "terms", Part.SECTIONS: "sections"}
    for part, children in flat.items():
        if part in parts:
            for record in getattr(old, children).all():
                copied(record, plan=new)
    if Part.PILLARS in parts:
        copy_outline(old, new, parts)
    return new


def copied_from(old: Plan) -> str:
    """What the history of a copy says of it."""
    return _("Copied from the plan %(slug)s") % {"slug": old.slug}


def copied(record: PlanItem, **given) -> PlanItem:
    """A record saved once more, private columns and translation state and all."""
    columns = [
        column.attname
        for column in record._meta.concrete_fields
        if not column.primary_key and column.name not in given
    ]
    # A shadow column would be written into the language that happens to be active.
    columns = [name for name in columns if name not in record.translated_fields()]
    values = {name: getattr(record, name) for name in columns}
    copy = type(record)(**values, **given)
    with change_reason(copied_from(plan_of(record))):
        copy.save()
    return copy


def copy_outline(old: Plan, new: Plan, parts: set[str]) -> None:
    """The pillars with all that stands on them."""
    for pillar in old.pillars.live():
        its_copy = copied(pillar, plan=new)
        if Part.PEOPLE in parts:
            for account in Account.objects.filter(pillars=pillar):
                account.pillars.add(its_copy)
        priorities = {None: None}
        for priority in pillar.priorities.filter(is_retired=False):
            copy = copied(priority, pillar=its_copy)
            priorities[priority.pk] = copy
            copy_under(priority, copy, parts)
        if Part.MEASURES in parts:
            for measure in pillar.measures.live():
                above = priorities[measure.priority_id]
                copied(measure, pillar=its_copy, priority=above, **without_numbers())


def copy_under(priority, copy, parts: set[str]) -> None:
    """A priority's strategies and resources, each resource with its strategy."""
    strategies: dict[int, Strategy] = {}
    if Part.STRATEGIES in parts:
        for strategy in priority.strategies.live():
            strategies[strategy.pk] = copied(strategy, priority=copy)
    if Part.RESOURCES in parts:
        for resource in priority.resources.all():
            its_strategy = strategies.get(resource.strategy_id)
            copied(resource, priority=copy, strategy=its_strategy)


def without_numbers() -> dict[str, object]:
    """What a measure's copy does not take along: it was said of the old numbers."""
    reasons = {f"override_reason_{code}": "" for code in languages()}
    return {"next_update_due": None, "override_status": "", **reasons}
