"""Another code: those of the records below that begin with it change with it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pillars.models import PlanItem
from pillars.models.coded import Coded

from .tree import in_order, subtree


def move_codes(record: PlanItem) -> list[str]:
    """
    Save the records below one whose code has changed, in its transaction; gives what
    moved: ``1A-M1 → 1F-M1``. ``ValidationError`` if such a code is taken.
    """
    before = getattr(getattr(record, "as_it_was", None), "code", "")
    if not isinstance(record, Coded) or not before or before == record.code:
        return []
    moved = []
    for below in in_order(subtree([record], lock=True)):
        is_coded = isinstance(below, Coded) and below.pk != record.pk
        if is_coded and below.code.startswith(before):
            old, below.code = below.code, record.code + below.code.removeprefix(before)
            refuse_taken(below, old)
            below.save()
            moved.append(f"{old} → {below.code}")
    return moved


def refuse_taken(record: PlanItem, before: str) -> None:
    try:
        record.clean_fields(exclude={f.name for f in record._meta.fields} - {"code"})
        record.clean()
        record.validate_constraints()
    except ValidationError as error:
        words = _(
            "%(before)s would become %(code)s. Give one of the two another code first."
        )
        first = words % {"before": before, "code": record.code}
        raise ValidationError([first, *error.messages]) from error
