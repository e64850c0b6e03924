"""Which measures go badly while nothing is said of that."""

from pillars.hierarchy.working_copy import WorkingCopy
from pillars.models import Baseline, Measure, MeasureNote, Result, Target
from pillars.models.series import as_readers_see


def year_to_explain(measure: Measure, working_copy: WorkingCopy) -> int | None:
    """By the status that readers are shown, also where numbers are hidden from them."""
    measure.series = measure.series_with(
        map(as_readers_see, working_copy.under(measure, Baseline)),
        working_copy.under(measure, Target),
        map(as_readers_see, working_copy.under(measure, Result)),
    )
    notes = working_copy.under(measure, MeasureNote)
    return measure.progress.year_to_explain(note.school_year for note in notes)
