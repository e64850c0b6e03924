"""The unnamed records that stand for a level that a plan lacks."""

from pillars.models import Pillar, Plan, Priority


def fill_missing_levels(plan: Plan) -> None:
    """
    One unnamed pillar in a plan without pillars, one unnamed priority in each pillar of
    a plan without priorities; none is left where nothing is under it.
    """
    if not plan.has_pillars:
        Pillar.objects.get_or_create(plan=plan, code="")
    priorities = Priority.objects.filter(pillar__plan=plan, code="")
    if plan.has_priorities:
        below = ("strategies", "resources", "measures", "notes")
        priorities.filter(**dict.fromkeys(below)).delete()
    else:
        for pillar in plan.pillars.all():
            priorities.get_or_create(pillar=pillar, code="")
    if plan.has_pillars:
        plan.pillars.filter(code="", priorities=None, measures=None).delete()
