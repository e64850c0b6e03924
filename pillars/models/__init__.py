"""The records: the plan and everything in it."""

from .account import Account as Account
from .base import PlanItem as PlanItem
from .measure import Measure as Measure
from .notes import MeasureNote as MeasureNote
from .notes import PriorityNote as PriorityNote
from .notes import Review as Review
from .notes import YearNote as YearNote
from .outline import Pillar as Pillar
from .outline import Priority as Priority
from .plan import Plan as Plan
from .plan_parts import GlossaryTerm as GlossaryTerm
from .plan_parts import HelpLine as HelpLine
from .plan_parts import Office as Office
from .plan_parts import PlanSection as PlanSection
from .plan_parts import StudentGroup as StudentGroup
from .resource import Resource as Resource
from .series import Baseline as Baseline
from .series import Result as Result
from .series import Target as Target
from .strategy import Strategy as Strategy
