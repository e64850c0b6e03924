"""What every page shows: its plan among the public ones."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404

from pillars.models import Plan
from pillars.models.base import languages

from . import readings


@dataclass(frozen=True)
class PageContext:
    plans: list[Plan]
    plan: Plan | None
    # In which readers find the page.
    languages: list[str]

    @classmethod
    def of(cls, slug: str) -> "PageContext":
        """A 404 if no public plan has that address."""
        plans = readings.current().plans()
        for plan in plans:
            if plan.slug == slug:
                return cls(plans, plan, plan.languages)
        raise Http404

    @classmethod
    def of_current(cls) -> "PageContext":
        """Of a page that belongs to no plan; there may be none."""
        plans = readings.current().plans()
        public = {code for plan in plans for code in plan.languages}
        found = [code for code in languages() if code in public or not plans]
        return cls(plans, current(plans), found)

    @property
    def named_languages(self) -> list[tuple[str, str]]:
        return [(c, name) for c, name in settings.LANGUAGES if c in self.languages]

    @property
    def current(self) -> Plan | None:
        return current(self.plans)

    @property
    def is_of_an_old_plan(self) -> bool:
        return self.plan != self.current

    @property
    def has_several_plans(self) -> bool:
        return len(self.plans) > 1


def current(plans: list[Plan]) -> Plan | None:
    """The plan marked as current, or else the newest one."""
    return min(plans, key=lambda p: (not p.is_current, -p.first_year), default=None)
