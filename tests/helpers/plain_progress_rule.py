"""
The rule of progress once more, written from its description and from no code.

Slow and plain on purpose: what decides is looked for case by case, all sums are exact
fractions, and a status is a word of its address. ``test_progress_twice`` holds both
writings against each other.
"""

from fractions import Fraction
from math import floor

LEVELS = ("reach", "at_least", "at_most")
BY_CHANGE = ("change_by_percent", "change_by_points")
PACED = (*LEVELS, *BY_CHANGE, "each_year")
USABLE = ("reported", "provisional", "corrected")
NOTHING = ("not_due", "due", "not_collected")


def number(value):
    return None if value is None else Fraction(value)


def as_shown(value, decimals):
    """Halves go away from zero."""
    size = floor(abs(value) * 10**decimals + Fraction(1, 2))
    return Fraction(size if value >= 0 else -size, 10**decimals)


def away(start, percent, decimals):
    """A percent of the baseline, rounded so that it is never less of a change."""
    change = abs(start * percent / 100)
    steps = floor(change * 10**decimals)
    if Fraction(steps, 10**decimals) < change:
        steps += 1
    size = Fraction(steps, 10**decimals)
    return start + size if percent >= 0 else start - size


def ruled(kind, direction, decimals, baseline, targets, results):
    """The status and the reason, each as a text or None."""
    if kind == "none":
        return None, None
    way = {"up": 1, "down": -1, "within": 0}[direction]
    targets = sorted(targets, key=lambda target: target.year)
    t0 = baseline.year if baseline else None
    b, b_is_hidden = None, False
    if baseline:
        b_is_hidden = baseline.state in ("suppressed", "withheld")
        if baseline.state in USABLE and baseline.value is not None:
            b = as_shown(number(baseline.value), decimals)

    rows = {row.year: row for row in results}
    if t0 is not None and kind in PACED:
        rows = {year: row for year, row in rows.items() if year > t0}
    if t0 is not None and kind == "range":
        rows = {year: row for year, row in rows.items() if year >= t0}
    values = {
        year: number(row.value)
        for year, row in rows.items()
        if row.state in USABLE and row.value is not None
    }

    if kind == "points_or_percent":
        return "cannot-say", "two-ways"
    if not has_numbers(kind, targets):
        return "cannot-say", "no-number"
    if contradicts_itself(kind, way, decimals, t0, targets):
        return "cannot-say", "contradiction"
    no_start = "hidden" if b_is_hidden else "no-baseline"
    if no_start == "no-baseline" and is_empty(rows, values):
        no_start = "no-start"
    if kind in (*BY_CHANGE, "each_year") and b is None:
        if kind == "change_by_percent" and not b_is_hidden:
            return "cannot-say", "percent"
        return "cannot-say", no_start
    if kind == "change_by_percent" and b <= 0:
        return "cannot-say", "contradiction"

    last = targets[-1].year
    goals = (
        {} if kind in ("range", "yes_no") else worked_out(kind, decimals, b, targets)
    )

    def is_enough(value):
        if kind == "yes_no":
            return value >= 1
        return kind != "range" and way * (value - goals[last]) >= 0

    t, why = decided(rows, values, last, is_enough)
    if t is None and why == "nothing":
        if kind == "yes_no":
            return "cannot-say", "action"
        return "cannot-say", no_start if b is None else "first-result"
    if t is None:
        return "cannot-say", why
    breaks = [
        year
        for year, row in rows.items()
        if row.starts_new_series and year <= t and (t0 is None or year > t0)
    ]
    if breaks and kind != "yes_no":
        return "cannot-say", "not-comparable"
    v = values[t]
    if kind == "yes_no":
        if is_enough(v):
            return "done", None
        return ("not-done-yet" if t < last else "not-done"), None
    if kind == "range":
        return range_status(targets, t, v), None
    if is_enough(v):
        return "met", None
    if t >= last:
        return "missed", None
    if b is None:
        return "cannot-say", no_start
    return paced(way, decimals, (t0, b), goals, t, as_shown(v, decimals)), None


def has_numbers(kind, targets):
    if not targets or kind == "direction_only":
        return False
    if kind == "yes_no":
        return True
    if kind == "range":
        low, high = targets[-1].low, targets[-1].high
        return low is not None and high is not None
    if kind == "each_year":
        return all(target.value is not None for target in targets)
    return targets[-1].value is not None


def contradicts_itself(kind, way, decimals, t0, targets):
    if kind in PACED and t0 is not None and any(t.year <= t0 for t in targets):
        return True
    said = [number(t.value) for t in targets if t.value is not None]
    if kind in BY_CHANGE and any(way * value < 0 for value in said):
        return True
    if kind in PACED:
        if kind != "change_by_percent":
            said = [as_shown(value, decimals) for value in said]
        return any(way * said[i] < way * said[i - 1] for i in range(1, len(said)))
    if kind == "range":
        ranges = [(t.low, t.high) for t in targets if None not in (t.low, t.high)]
        for (low, high), (next_low, next_high) in zip(ranges, ranges[1:], strict=False):
            wider_below, wider_above = next_low < low, next_high > high
            narrower = next_low > low or next_high < high
            if (wider_below or wider_above) and not narrower:
                return True
    return False


def worked_out(kind, decimals, b, targets):
    goals = {}
    for target in targets:
        if target.value is None:
            continue
        value = number(target.value)
        if kind == "change_by_points":
            value = b + value
        if kind == "change_by_percent":
            value = away(b, value, decimals)
        goals[target.year] = value
    return goals


def is_empty(rows, values):
    """Whether no row says anything of a result, not even why it is not there."""
    why = ("suppressed", "withheld", "not_comparable")
    return not values and not any(row.state in why for row in rows.values())


def decided(rows, values, last, is_enough):
    """The year that decides, or the reason why none does."""
    if not values:
        for year in sorted(rows, reverse=True):
            if rows[year].state in ("suppressed", "withheld"):
                return None, "hidden"
            if rows[year].state == "not_comparable":
                return None, "not-comparable"
        return None, "nothing"
    own = rows[last].state if last in rows else None
    if own in ("suppressed", "withheld"):
        return None, "hidden"
    if own == "not_comparable":
        return None, "not-comparable"
    if last in values:
        return last, None
    earlier = [year for year in values if year < last]
    later = [year for year in values if year > last]
    if not later:
        return max(earlier), None
    if earlier and is_enough(values[max(earlier)]):
        return max(earlier), None
    return min(later), None


def range_status(targets, t, v):
    whole = [target for target in targets if None not in (target.low, target.high)]
    ahead = [target for target in whole if target.year >= t]
    asked = ahead[0] if ahead else whole[-1]
    inside = number(asked.low) <= v <= number(asked.high)
    return "within-range" if inside else "outside-range"


def paced(way, decimals, start, goals, t, v):
    t0, b = start
    corners = [(t0, b), *sorted(goals.items())]
    for (y1, w1), (y2, w2) in zip(corners, corners[1:], strict=False):
        if y1 < t <= y2:
            on_line = w1 + (w2 - w1) * Fraction(t - y1, y2 - y1)
    expected = as_shown(on_line, decimals)
    if way * (v - b) < 0:
        return "moving-away"
    if way * (expected - b) <= 0:
        return "on-track"
    r = (v - b) / (expected - b)
    if r >= Fraction(95, 100):
        return "on-track"
    return "close" if r >= Fraction(60, 100) else "behind"
