"""
Another code, or another pillar: the codes below that begin with it, and the measures of
a priority, go with it; reviews name measures by their new codes.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pillars.codes import anchor
from pillars.models import Measure, Plan, PlanItem
from pillars.models.coded import Coded

from .tree import in_order, plan_of, subtree


def move_codes(record: PlanItem, before: str) -> list[str]:
    """
    Save what goes along with a record just saved, which had the code ``before``, in its
    transaction; gives the codes that moved: ``1A-M1 → 1F-M1``. ``ValidationError`` if
    one of them is taken.
    """
    if not isinstance(record, Coded):
        return []
    moved = {}
    if before and isinstance(record, Measure):
        moved[before] = record.code
    for below in in_order(subtree([record])):
        if isinstance(below, Coded) and below != record:
            was = vars(below).copy()
            if begins_with(below.code, before):
                below.code = record.code + below.code.removeprefix(before)
            if isinstance(below, Measure) and below.priority:
                below.pillar = below.priority.pillar
            if was["code"] != below.code:
                refuse_taken(below, was["code"])
                moved[was["code"]] = below.code
            if was != vars(below):
                below.save()
    follow_in_reviews(plan_of(record), moved)
    return [f"{old} → {new}" for old, new in moved.items() if new != record.code]


def follow_in_reviews(plan: Plan, moved: dict[str, str]) -> None:
    codes = {anchor(old): new for old, new in moved.items() if old != new}
    for review in plan.reviews.select_for_update() if codes else ():
        if any(anchor(code) in codes for code in review.measure_codes):
            review.rename_measures(codes)
            review.save()


def begins_with(code: str, start: str) -> bool:
    """Not 11 with 1, and not Goals with Goal: ``start`` is a whole part of it."""
    rest = code.removeprefix(start)
    seam = start[-1:] + rest[:1]
    return rest != code and not (seam.isdigit() or seam.isalpha())


def refuse_taken(record: PlanItem, before: str) -> None:
    try:
        record.clean_fields(exclude={f.name for f in record._meta.fields} - {"code"})
        record.clean()
        record.validate_unique()
        record.validate_constraints()
    except ValidationError as error:
        words = _(
            "%(before)s would become %(code)s. Give one of the two another code first."
        )
        first = words % {"before": before, "code": record.code}
        raise ValidationError([first, *error.messages]) from error
