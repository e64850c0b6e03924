"""What the second editor is told of the first: who changed what to what."""

import datetime
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext as _

from pillars.history.field_text import FieldChange
from pillars.models import PlanItem


@dataclass
class FieldReport:
    """A field that others changed, or all that was typed if nothing was seen."""

    record: "RecordReport"
    change: FieldChange
    # What the second editor typed, where it is neither what they saw nor what is saved.
    typed: str | None = None
    # What the field's input sends of the saved value.
    saved_data: str = ""


@dataclass
class RecordReport:
    """A record as the second editor saw it and as it is now; None where it is not."""

    seen: PlanItem | None
    now: PlanItem | None
    # The rows of its history since then.
    changes: list[models.Model]
    name: str = ""
    fields: list[FieldReport] = field(default_factory=list)
    # What was typed in a row that has been deleted is a new row of the form now.
    is_new_row: bool = False

    @property
    def kind(self) -> str:
        if self.now is None:
            return "deleted"
        return "added" if self.seen is None else "changed"

    @property
    def who(self) -> list[str]:
        names = (row.who or _("somebody") for row in self.changes)
        return list(dict.fromkeys(names))

    @property
    def when(self) -> datetime.datetime | None:
        return self.changes[-1].history_date if self.changes else None
