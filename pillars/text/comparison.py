"""What has become of a figure since its result before, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import npgettext

from pillars.enums import Verdict
from pillars.models.measured_series import Series
from pillars.school_years import label

from .formatting import found
from .units import of_difference, shown_decimals, unit_of, value_text


def change_text(series: Series) -> str:
    """``Up 2.1 points since 2021–22``, with the decimals of the two values."""
    comparison = series.comparison
    pair = (comparison.earlier, comparison.latest)
    words = _("Up %(change)s since %(year)s")
    if comparison.verdict is Verdict.SAME:
        words = _("The same as in %(year)s")
    elif comparison.change < 0:
        words = _("Down %(change)s since %(year)s")
    unit = unit_of(series.measure)
    decimals = max(shown_decimals(row.value, unit) for row in pair)
    unit = of_difference(unit._replace(decimals=decimals))
    change = value_text(abs(comparison.change), unit)
    return words % {"change": change, "year": label(comparison.earlier.year)}


def pair_text(series: Series) -> str:
    """``86.1% in 2021–22 → 84.0% in 2022–23``."""
    words = _("%(value)s in %(year)s")
    comparison = series.comparison
    return " → ".join(
        words % {"value": found(row, series), "year": label(row.year)}
        for row in (comparison.earlier, comparison.latest)
    )


def verdict_words(verdict: Verdict, count: int) -> str:
    """To stand after a number of figures."""
    if verdict is Verdict.BETTER:
        return npgettext("so many figures", "better", "better", count)
    if verdict is Verdict.SAME:
        return npgettext("so many figures", "the same", "the same", count)
    return npgettext("so many figures", "worse", "worse", count)
