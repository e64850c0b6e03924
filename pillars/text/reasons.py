"""Why a measure has no status, and what is said where no figure is known."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pillars.enums import Reason, TargetKind
from pillars.models.measure import Measure
from pillars.models.measured_series import Series

from .formatting import Quote, Sentence
from .targets import last_target

# Of one measure, where a reason's meaning speaks of many.
WHY = {
    Reason.NO_NUMBER: gettext_lazy(
        "The target has no number, so we cannot compare results with it."
    ),
    Reason.PERCENT: gettext_lazy("The plan does not say from what number."),
    Reason.TWO_WAYS: gettext_lazy(
        "The plan does not say whether “{words}” means points or a share of the year"
        " before."
    ),
}
DOUBTS = {Reason.PERCENT, Reason.TWO_WAYS, Reason.CONTRADICTION}


def why(series: Series) -> Sentence:
    reason = series.progress.reason
    words = str(WHY.get(reason, reason.meaning))
    if reason is Reason.TWO_WAYS:
        said = last_target(series).wording_of("wording")
        return Sentence(words, {"words": Quote(said)})
    return Sentence(words, {})


def no_figures(measure: Measure) -> Iterator[Sentence]:
    """All that can be said where neither a baseline nor a result is known."""
    if measure.target_kind == TargetKind.YES_NO:
        words = _("We have not found out yet whether this was done.")
    elif measure.progress.reason is Reason.NO_NUMBER:
        words = _(
            "We have no figures yet, and the target has no number, so we cannot tell"
            " how it is going."
        )
    elif measure.is_related_figure:
        words = _("We have no figures yet.")
    else:
        words = _("We have no figures yet, so we cannot tell how it is going.")
    yield Sentence(words, {})


def doubts(series: Series) -> Iterator[Sentence]:
    """What its target leaves open, unless it has no number at all."""
    if series.progress.reason in DOUBTS:
        yield why(series)
