"""A measure's numbers for all students, or for one group, and what they come to."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db import models

from pillars.enums import State, UnitKind
from pillars.rules.comparison import Comparison, compare
from pillars.rules.progress import Progress
from pillars.rules.status import judge
from pillars.rules.values import Facts, Point, Report

from .base import PlanItem
from .plan_parts import StudentGroup
from .series import Baseline, Result, Target, YearValue


@dataclass(frozen=True)
class Series:
    measure: PlanItem
    group: StudentGroup | None
    baseline: Baseline | None
    targets: list[Target]
    results: list[Result]
    # What pages make of it: its charts by their look, which languages mostly share.
    made: dict = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def reports(self) -> list[Report]:
        return [result.report for result in self.results]

    @cached_property
    def progress(self) -> Progress:
        return judge(self.facts)

    @property
    def newest(self) -> Point | None:
        """The latest result that may be compared, deciding or not."""
        return self.progress.now or self.progress.latest

    @property
    def is_related_figure(self) -> bool:
        return self.measure.is_related_figure

    @property
    def is_hidden(self) -> bool:
        """Whether no number is left, since they protect students."""
        rows = filter(None, (self.baseline, *self.results))
        return bool(self.hidden_years) and not any(it.report.is_usable for it in rows)

    @cached_property
    def hidden_years(self) -> list[int]:
        """Those whose number protects students."""
        rows = filter(None, (self.baseline, *self.results))
        hidden = {it.school_year for it in rows if it.report.state == State.SUPPRESSED}
        return sorted(hidden)

    @cached_property
    def comparison(self) -> Comparison | None:
        """Yes and no are not more or less than before."""
        if self.measure.unit_kind == UnitKind.YES_NO:
            return None
        return compare(self.facts)

    @property
    def compared_rows(self) -> list[Baseline | Result]:
        pair = (self.comparison.earlier, self.comparison.latest)
        rows = filter(None, (self.baseline, *self.results))
        return [row for row in rows if row.report in pair]

    @cached_property
    def facts(self) -> Facts:
        return Facts(
            self.measure.target_kind,
            self.measure.direction,
            self.measure.decimals,
            self.baseline.report if self.baseline else None,
            [target.aim for target in self.targets],
            self.reports,
        )


def series_of(measure: PlanItem, *rows: Iterable[YearValue]) -> list[Series]:
    """Baselines, targets and results as series: all students first, then the groups."""
    found = {}
    for place, records in enumerate(rows, 1):
        for record in records:
            code = record.group.code if record.group else ""
            found.setdefault(code, (record.group, [], [], []))[place].append(record)
    everyone = [found.pop("")] if "" in found else []
    groups = sorted(found.values(), key=lambda it: (it[0].position, it[0].pk or 0))
    return [
        Series(measure, group, next(iter(baselines), None), targets, results)
        for group, baselines, targets, results in [*everyone, *groups]
    ]


class Measured(models.Model):
    """What has a status by its numbers: ``baselines``, ``targets``, ``results``."""

    class Meta:
        abstract = True

    @cached_property
    def series(self) -> list[Series]:
        """That of all students, if it has numbers, then those of the groups."""
        return self.series_with(
            self.baselines.all(), self.targets.all(), self.results.all()
        )

    def series_with(self, *rows: Iterable[YearValue]) -> list[Series]:
        return series_of(self, *rows) or [Series(self, None, None, [], [])]

    @property
    def has_figures(self) -> bool:
        """Whether anything but targets is known, be it why there is no number."""
        return any(series.baseline or series.results for series in self.series)

    @property
    def is_by_group(self) -> bool:
        return self.series[0].group is not None

    @property
    def headline(self) -> Series:
        """The series for all students, of a measure that is not by group."""
        return self.series[0]

    @cached_property
    def worst_first(self) -> list[Series]:
        """That of all students, if it has numbers, then the groups."""
        return sorted(self.series, key=lambda it: (bool(it.group), it.progress.rank))

    @property
    def deciding_series(self) -> list[Series]:
        """The series its status rests on: that of all students, or each group's."""
        return self.worst_first if self.is_by_group else [self.headline]

    @property
    def deciding(self) -> Series:
        """Of all students, or of the group that stands worst."""
        return self.deciding_series[0]

    def series_of(self, group: StudentGroup) -> Series | None:
        return next((it for it in self.series if it.group == group), None)

    @property
    def progress(self) -> Progress:
        return self.deciding.progress

    @property
    def without_status(self) -> list[Series]:
        return [series for series in self.deciding_series if series.progress.reason]

    @property
    def hidden_count(self) -> int:
        return sum(len(series.hidden_years) for series in self.series)
