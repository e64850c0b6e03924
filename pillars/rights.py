"""Who may do what to the plan at the desk: the one place that every page asks."""

from .locks import is_locked
from .models import PlanItem


def may_change(user, record: PlanItem) -> bool:
    """Whether a person may change something of a record."""
    options = record._meta
    allowed = user.has_perm(f"{options.app_label}.change_{options.model_name}")
    return allowed and not is_locked(record)


def may_write(user, record: PlanItem, language: str) -> bool:
    """Whether a person may write a record's texts in a language."""
    return may_change(user, record)
