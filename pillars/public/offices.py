"""What each office of a plan answers for."""

from collections import defaultdict
from collections.abc import Iterable

from pillars.models import Measure, Office, Pillar, PlanItem, Priority, Strategy

# By the site's word for their kind, the records that an office answers for.
Duties = dict[str, list[PlanItem]]
WORDS = {
    Pillar: "pillars",
    Priority: "priorities",
    Strategy: "strategies",
    Measure: "measures of success",
}


def offices_with_duties(
    offices: Iterable[Office],
    pillars: Iterable[Pillar],
    strategies: Iterable[Strategy],
) -> list[tuple[Office, Duties]]:
    """
    All offices, in their order, each with the live records it answers for: those that
    name it, and what is in them and has no other.
    """
    pillars = list(pillars)
    records = (
        *(pillar for pillar in pillars if not pillar.is_unnamed),
        *(priority for pillar in pillars for priority in pillar.named_priorities),
        *strategies,
        *(measure for pillar in pillars for measure in pillar.measures.all()),
    )
    found = defaultdict(lambda: defaultdict(list))
    for record in records:
        found[office_key(record)][WORDS[type(record)]].append(record)
    return [(office, dict(found[office.pk])) for office in offices]


def office_key(record: PlanItem) -> int | None:
    """Its own, or else that of what it is in; a strategy is told only of its own."""
    above = [] if isinstance(record, Strategy) else record.answers_with
    parts = [record, *(getattr(record, name) for name in above)]
    return next((part.office_id for part in parts if part and part.office_id), None)
