"""Who may do what to the plan at the desk: the one place that every page asks."""

from .models import PlanItem


def may_view(user, record: PlanItem | type[PlanItem]) -> bool:
    """Whether a person may look at a record, or at a kind of records, at the desk."""
    app, name = record._meta.app_label, record._meta.model_name
    return any(user.has_perm(f"{app}.{act}_{name}") for act in ("view", "change"))


def may_change(user, record: PlanItem) -> bool:
    """Whether a person may change something of a record."""
    options = record._meta
    return user.has_perm(f"{options.app_label}.change_{options.model_name}")


def may_write(user, record: PlanItem, language: str) -> bool:
    """Whether a person may write a record's texts in a language."""
    return may_change(user, record)
