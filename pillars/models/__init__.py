"""The records: the plan and everything in it."""

from .account import Account
from .base import PlanItem
from .measure import Measure
from .notes import MeasureNote, PriorityNote, Review, YearNote
from .outline import Pillar, Priority
from .plan import Plan
from .plan_parts import (
    GlossaryTerm,
    HelpLine,
    Office,
    PlanSection,
    StudentGroup,
)
from .resource import Resource
from .series import Baseline, Result, Target
from .strategy import Strategy

__all__ = [
    "Account",
    "Baseline",
    "GlossaryTerm",
    "HelpLine",
    "Measure",
    "MeasureNote",
    "Office",
    "Pillar",
    "Plan",
    "PlanItem",
    "PlanSection",
    "Priority",
    "PriorityNote",
    "Resource",
    "Result",
    "Review",
    "Strategy",
    "StudentGroup",
    "Target",
    "YearNote",
]
