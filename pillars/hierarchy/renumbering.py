"""Another number, letter or place: the codes of the measures below move with it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pillars.models import Measure, Pillar, PlanItem, Priority

# A measure is below itself: it may be added while its priority is renumbered.
BELOW = {Pillar: "pillar", Priority: "priority", Measure: "pk"}


def move_codes(record: PlanItem) -> list[str]:
    """
    Save the measures below a record, in its transaction, under codes that begin with
    its own; gives what moved: ``1A-M1 → 1F-M1``. ``ValidationError`` if one is taken.
    """
    path = BELOW.get(type(record))
    if path is None:
        return []
    below = Measure.objects.select_related("pillar", "priority__pillar")
    moved = []
    for measure in below.filter(**{path: record.pk}).select_for_update(of=["self"]):
        before = measure.pillar_id, measure.code
        fit(measure)
        if before != (measure.pillar_id, measure.code):
            refuse_taken(measure, before[1])
            measure.save()
            moved.append(f"{before[1]} → {measure.code}")
    return moved


def refuse_taken(measure: Measure, before: str) -> None:
    others = Measure.objects.exclude(pk=measure.pk)
    if others.filter(pillar=measure.pillar, code=measure.code).exists():
        words = _(
            "Measure %(before)s would become %(code)s, and another measure has that"
            " code. Give one of the two another number first."
        )
        raise ValidationError(words % {"before": before, "code": measure.code})


def fit(record: PlanItem) -> None:
    if isinstance(record, Measure):
        place = record.priority or record.pillar
        record.pillar = getattr(place, "pillar", place)
        record.code = f"{place.code}-{own_part(record.code)}"


def own_part(code: str) -> str:
    """The ``M2`` of ``1D-M2``."""
    return code.partition("-")[2]
