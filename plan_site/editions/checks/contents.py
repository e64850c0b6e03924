"""The contents of a candidate: its records and texts, as the check list reads them."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from django.db.models import prefetch_related_objects

from pillars.hierarchy.tree import KINDS, NUMBERS, withdrawn_by
from pillars.hierarchy.working_copy import WorkingCopy
from pillars.models import Measure, PlanItem
from pillars.models.base import languages
from pillars.models.measure import SERIES
from pillars.models.measured_series import Series
from pillars.translations.status import Text, shown_texts
from plan_site.editions.document.candidate import Candidate


@dataclass(frozen=True)
class Contents:
    """The records of a candidate, read in a fixed number of queries."""

    candidate: Candidate
    today: datetime.date
    # All but the rows of series, which hang on the measures; ``of`` a kind, too.
    of: Callable[[type[PlanItem]], list]
    records: list[PlanItem]
    measures: list[Measure]

    @classmethod
    def read(cls, candidate: Candidate, today: datetime.date) -> "Contents":
        """The records of the scope in force."""
        found = WorkingCopy(set(KINDS) - {*NUMBERS})
        measures = found.of(Measure)
        prefetch_related_objects(measures, *SERIES)
        return cls(candidate, today, found.of, found.records(), measures)

    @cached_property
    def all_rows(self) -> list[PlanItem]:
        numbers = [
            part.all()
            for measure in self.measures
            for part in (measure.baselines, measure.targets, measure.results)
        ]
        return [*self.records, *chain.from_iterable(numbers)]

    @cached_property
    def texts(self) -> list[Text]:
        """The texts that readers see, as far as they are written."""
        return [
            text
            for record in self.all_rows
            for name in shown_texts(record)
            for code in languages()
            if (text := Text(record, name, code)).wording
        ]

    @cached_property
    def live_measures(self) -> list[Measure]:
        return [measure for measure in self.measures if not withdrawn_by(measure)]

    def live_series(self) -> Iterator[Series]:
        return chain.from_iterable(measure.series for measure in self.live_measures)
