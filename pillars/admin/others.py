"""What others did while an editor was writing, as the page of a conflict tells it."""

import datetime
from dataclasses import dataclass, field

from django import forms
from django.db import models

from pillars.models import PlanItem
from pillars.naming import Line


@dataclass(frozen=True)
class Rows:
    """One kind of rows in a form."""

    formset_class: type[forms.BaseInlineFormSet]
    queryset: models.QuerySet
    can_change: bool

    @property
    def model(self) -> type[PlanItem]:
        return self.formset_class.model

    @property
    def prefix(self) -> str:
        return self.formset_class.get_default_prefix()

    @property
    def field(self) -> str:
        """The field that leads to the record whose rows they are."""
        return self.formset_class.fk.name


@dataclass(frozen=True)
class Told:
    """One field that others changed, beside what the editor typed there."""

    line: Line
    # What the editor typed, where it is neither what was there nor what is.
    yours: str | None = None


@dataclass
class Other:
    """What others did to one record while the editor was writing."""

    name: str
    kind: str
    who: list[str]
    when: datetime.datetime | None
    told: list[Told] = field(default_factory=list)
    # Typing in a row that has been deleted; it is a new row of the form now.
    is_kept_as_new: bool = False


@dataclass(frozen=True)
class State:
    """One record: as the editor had seen it, as it is, and what happened between."""

    base: PlanItem | None
    now: PlanItem | None
    between: list[models.Model]
