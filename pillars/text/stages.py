"""Where a plan's strategies stand, in words in which nothing agrees with a strategy."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from pillars.enums import Stage
from pillars.models import Strategy

WITH_MONTH = {
    Stage.UNDER_WAY: _("Under way since %(month)s"),
    Stage.DONE: _("Done in %(month)s"),
    Stage.CHANGED: _("Changed in %(month)s"),
    Stage.DROPPED: _("Dropped in %(month)s"),
}
COUNTS = {
    Stage.UNDER_WAY: ngettext_lazy("%(n)s under way", "%(n)s under way", "n"),
    Stage.DONE: ngettext_lazy("%(n)s done", "%(n)s done", "n"),
    Stage.NOT_STARTED: ngettext_lazy("%(n)s not started", "%(n)s not started", "n"),
    Stage.CHANGED: ngettext_lazy("%(n)s changed", "%(n)s changed", "n"),
    Stage.DROPPED: ngettext_lazy("%(n)s dropped", "%(n)s dropped", "n"),
    "": ngettext_lazy("not known for %(n)s", "not known for %(n)s", "n"),
}
# Of Lucide.
ICONS = {
    Stage.UNDER_WAY: "loader",
    Stage.DONE: "circle-check",
    Stage.NOT_STARTED: "circle",
    Stage.CHANGED: "refresh-cw",
    Stage.DROPPED: "circle-slash",
}


class StageCount(NamedTuple):
    stage: str
    text: str
    icon: str


def stage_line(strategy: Strategy) -> str:
    """``Under way since August 2023``; empty where nobody has said."""
    if not strategy.stage:
        return ""
    message = WITH_MONTH.get(strategy.stage)
    if message is None or strategy.stage_since is None:
        return str(Stage(strategy.stage).label)
    month = date_format(strategy.stage_since, "YEAR_MONTH_FORMAT")
    return message % {"month": month}


def stage_icon(strategy: Strategy) -> str:
    return ICONS[strategy.stage]


def stage_counts(strategies: Iterable[Strategy]) -> list[StageCount]:
    """How many stand where; none where that is known of no strategy."""
    counts = Counter(strategy.stage for strategy in strategies)
    if not any(counts[stage] for stage in Stage):
        return []
    return [
        StageCount(stage, message % {"n": counts[stage]}, ICONS.get(stage, ""))
        for stage, message in COUNTS.items()
        if counts[stage]
    ]
