"""The frame around every page: which plan it is of, and which others there are."""

from dataclasses import dataclass

from django.http import Http404

from pillars.models import Plan

from . import readings


@dataclass(frozen=True)
class Frame:
    """A page's plan among all public plans, read in one query."""

    plans: list[Plan]
    plan: Plan | None

    @classmethod
    def of(cls, slug: str) -> "Frame":
        """The frame of the plan with that address; a 404 if no public plan has it."""
        plans = readings.current().plans()
        for plan in plans:
            if plan.slug == slug:
                return cls(plans, plan)
        raise Http404

    @classmethod
    def of_current(cls) -> "Frame":
        """The frame of a page that belongs to no plan; it may be that there is none."""
        plans = readings.current().plans()
        return cls(plans, current(plans))

    @property
    def current(self) -> Plan | None:
        return current(self.plans)

    @property
    def is_of_an_old_plan(self) -> bool:
        """Whether another plan is the current one, as a banner then says."""
        return self.plan != self.current

    @property
    def has_several_plans(self) -> bool:
        return len(self.plans) > 1


def current(plans: list[Plan]) -> Plan | None:
    """The plan marked as current, or the newest one when none is."""
    return min(plans, key=lambda p: (not p.is_current, -p.first_year), default=None)
