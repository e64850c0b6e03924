"""The records: the plan and everything in it."""

from .account import Account
from .base import PlanItem
from .measure import Measure
from .outline import Pillar, Priority, Strategy
from .plan import Plan
from .plan_parts import GlossaryTerm, PlanSection, StudentGroup
from .resource import Resource
from .series import Baseline, Result, Target

__all__ = [
    "Account",
    "Baseline",
    "GlossaryTerm",
    "Measure",
    "Pillar",
    "Plan",
    "PlanItem",
    "PlanSection",
    "Priority",
    "Resource",
    "Result",
    "Strategy",
    "StudentGroup",
    "Target",
]
