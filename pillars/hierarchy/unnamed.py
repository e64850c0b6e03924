"""The unnamed records that stand for a level that a plan lacks."""

from pillars.models import Pillar, Plan, Priority


def fill_missing_levels(plan: Plan) -> None:
    """
    One unnamed pillar in a plan without pillars, one unnamed priority in each pillar of
    a plan without priorities.
    """
    if not plan.has_pillars:
        Pillar.objects.get_or_create(plan=plan, code="")
    if not plan.has_priorities:
        for pillar in plan.pillars.all():
            Priority.objects.get_or_create(pillar=pillar, code="")
