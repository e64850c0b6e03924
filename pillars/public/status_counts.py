"""Counts of measures by status, reason and verdict, never an average."""

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from itertools import chain

from pillars.enums import Reason, Status, Verdict
from pillars.models import Measure, Pillar, Priority, StudentGroup
from pillars.models.measured_series import Series


class StatusCounts:
    """Of the measures of some pillars, without related figures, which are apart."""

    def __init__(self, pillars: Iterable[Pillar], measures: list | None = None):
        self.pillars = list(pillars)
        all_measures = chain.from_iterable(p.measures.all() for p in self.pillars)
        self._all = list(all_measures) if measures is None else measures

    @property
    def priorities(self) -> list[Priority]:
        return [one for pillar in self.pillars for one in pillar.named_priorities]

    @property
    def with_own_count(self) -> list[Pillar]:
        """Those of which the district itself reports a count."""
        return [p for p in self.pillars if p.own_total and p.own_count is not None]

    @cached_property
    def measures(self) -> list[Measure]:
        return [m for m in self._all if not m.is_related_figure]

    @property
    def figures(self) -> list[Measure]:
        return [m for m in self._all if m.is_related_figure]

    @property
    def total(self) -> int:
        return len(self.measures)

    @cached_property
    def parts(self) -> Counter:
        """How often each measure of the plan is here: its parts count as one."""
        return Counter(measure.part_of or measure.code for measure in self.measures)

    @property
    def several(self) -> list[int]:
        """How many targets those of the plan have that have several; the most last."""
        return sorted(count for count in self.parts.values() if count > 1)

    @cached_property
    def by_status(self) -> dict[Status, list[Measure]]:
        return {status: found for status in Status if (found := self.having(status))}

    @cached_property
    def by_reason(self) -> dict[Reason, list[Measure]]:
        """Those without enough data, all of them; the most frequent reason first."""
        found = {reason: [] for reason in Reason}
        for measure in self.having(Status.CANNOT_SAY):
            found[measure.progress.reason].append(measure)
        ordered = sorted(found.items(), key=lambda item: -len(item[1]))
        return {reason: measures for reason, measures in ordered if measures}

    @property
    def without_status(self) -> int:
        return len(self.having(Status.CANNOT_SAY))

    @cached_property
    def compared(self) -> list[Series]:
        """What has an earlier result to compare with, related figures too."""
        series = [m.headline for m in self._all if not m.is_by_group]
        return [one for one in series if one.comparison]

    @property
    def by_verdict(self) -> dict[Verdict, list[Series]]:
        return {
            verdict: [one for one in self.compared if one.comparison.verdict is verdict]
            for verdict in Verdict
        }

    @property
    def groups(self) -> list[StudentGroup]:
        """Those for which something is counted, in the plan's order."""
        series = chain.from_iterable(m.series for m in self._all)
        groups = {it.group.pk: it.group for it in series if it.group}
        return sorted(groups.values(), key=lambda group: (group.position, group.pk))

    @property
    def known(self) -> list[Series]:
        """The newest of what is shown on the first page."""
        featured = [m.deciding for m in self._all if m.is_featured]
        return [series for series in featured if series.newest]

    @property
    def latest_known_year(self) -> int:
        return max(series.newest.year for series in self.known)

    @property
    def latest_year(self) -> int | None:
        """Of what has a status: the result it rests on, or a later one."""
        rated = [m for m in self.measures if not m.progress.reason]
        newest = [series.newest for m in rated for series in m.deciding_series]
        return max((point.year for point in newest if point), default=None)

    @cached_property
    def by_part(self) -> list[tuple[Pillar | Priority, "StatusCounts"]]:
        """
        By pillar; in a plan without pillars by priority, and what is of the plan as a
        whole under its unnamed pillar.
        """
        parts = []
        for pillar in self.pillars:
            if not pillar.is_unnamed:
                parts.append((pillar, StatusCounts([pillar])))
                continue
            for part in (*pillar.named_priorities, None):
                key = part and part.pk
                own = [m for m in pillar.measures.all() if m.priority_id == key]
                if part or own:
                    parts.append((part or pillar, StatusCounts([], own)))
        return parts

    def having(self, status: Status) -> list[Measure]:
        return [m for m in self.measures if m.progress.status == status]


class GroupCounts:
    """What a plan's measures and related figures say of one student group."""

    def __init__(self, group: StudentGroup, whole: StatusCounts):
        self.group, self.whole = group, whole

    @cached_property
    def by_part(self) -> list[tuple[Pillar | Priority, list[Series]]]:
        parts = (
            (part, [m.series_of(self.group) for m in (*own.measures, *own.figures)])
            for part, own in self.whole.by_part
        )
        found = ((part, list(filter(None, series))) for part, series in parts)
        return [(part, series) for part, series in found if series]

    @cached_property
    def series(self) -> list[Series]:
        return list(chain.from_iterable(series for _part, series in self.by_part))

    @cached_property
    def counts(self) -> StatusCounts:
        return StatusCounts([], self.series)

    @property
    def measures(self) -> list[Measure]:
        """Related figures, too."""
        return [series.measure for series in self.series]

    @property
    def without(self) -> list[Measure]:
        """The measures that do not count this group."""
        return [m for m in self.whole.measures if not m.series_of(self.group)]

    @property
    def is_hidden(self) -> bool:
        return any(series.hidden_years for series in self.series)
