"""The closed lists of the plan: each kind, state and status, with the words for it."""

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class UnitKind(TextChoices):
    PERCENT = "percent", _("Percent")
    PERCENTAGE_POINTS = "percentage_points", _("Percentage points")
    COUNT = "count", _("Count")
    RATIO = "ratio", _("Ratio")
    DAYS = "days", _("Days")
    POINTS = "points", _("Points")
    INDEX = "index", _("Index")
    MONEY = "money", _("Money")
    YES_NO = "yes_no", _("Yes or no")
    OTHER = "other", _("Other")


class Direction(TextChoices):
    """Which way a measure gets better; always stated, never guessed."""

    UP = "up", _("Higher is better")
    DOWN = "down", _("Lower is better")
    WITHIN = "within", _("Within a range")


class TargetKind(TextChoices):
    REACH = "reach", _("Reach a level")
    AT_LEAST = "at_least", _("At least a level")
    AT_MOST = "at_most", _("At most a level")
    CHANGE_BY_PERCENT = "change_by_percent", _("Change by percent")
    CHANGE_BY_POINTS = "change_by_points", _("Change by points")
    EACH_YEAR = "each_year", _("A target for each year")
    POINTS_OR_PERCENT = (
        "points_or_percent",
        _("A change each year that may be in points or in percent"),
    )
    RANGE = "range", _("Keep within a range")
    YES_NO = "yes_no", _("Do by a date")
    DIRECTION_ONLY = "direction_only", _("A direction without a number")
    NONE = "none", _("None: a related figure")


class State(TextChoices):
    REPORTED = "reported", _("reported")
    PROVISIONAL = "provisional", _("provisional")
    CORRECTED = "corrected", _("corrected")
    NOT_DUE = "not_due", _("not due yet")
    DUE = "due", _("overdue")
    NOT_COLLECTED = "not_collected", _("not collected")
    SUPPRESSED = "suppressed", _("hidden to protect students")
    WITHHELD = "withheld", _("not released")
    NOT_COMPARABLE = "not_comparable", _("not comparable with the starting point")

    @property
    def is_usable(self) -> bool:
        """Whether a status may rest on a value in this state."""
        return self in {State.REPORTED, State.PROVISIONAL, State.CORRECTED}

    @property
    def has_value(self) -> bool:
        """Whether readers may be shown a value in this state."""
        # Suppressed is not among them: the editors' own data may hold the true value,
        # but no document ever does.
        return self.is_usable or self is State.NOT_COMPARABLE


class Status(TextChoices):
    """The value is a word in addresses."""

    MET = "met", _("Target met")
    ON_TRACK = "on-track", _("On track")
    CLOSE = "close", _("Slightly behind")
    BEHIND = "behind", pgettext_lazy("status", "Behind")
    MOVING_AWAY = "moving-away", _("Getting worse")
    MISSED = "missed", _("Target missed")
    WITHIN_RANGE = "within-range", _("Within its range")
    OUTSIDE_RANGE = "outside-range", _("Outside its range")
    DONE = "done", _("Done")
    NOT_DONE_YET = "not-done-yet", _("Not done yet")
    NOT_DONE = "not-done", _("Not done")
    CANNOT_SAY = "cannot-say", _("Not enough data yet")

    # How favorable it is, compared only among paced kinds, ranges, or deeds. "Cannot
    # say" is below all: of several statuses that is then the least favorable.
    rank: int
    tone: str  # the CSS class of its color, which only repeats what the words say
    icon: str  # the name of its Lucide icon; no two statuses share one
    meaning: Promise  # in a sentence

    def set_look(self, rank: int, tone: str, icon: str, meaning: Promise) -> None:
        self.rank, self.tone, self.icon, self.meaning = rank, tone, icon, meaning


Status.MET.set_look(5, "good", "circle-check-big", _("The result reaches the target."))
Status.ON_TRACK.set_look(
    4, "good", "circle-check", _("95% or more of the progress needed by then.")
)
Status.CLOSE.set_look(
    3, "near", "trending-up", _("60% to under 95% of the progress needed by then.")
)
Status.BEHIND.set_look(
    2, "low", "clock-alert", _("Under 60% of the progress needed by then.")
)
Status.MOVING_AWAY.set_look(
    1, "bad", "trending-down", _("Worse than at the starting point.")
)
Status.MISSED.set_look(
    0,
    "bad",
    "circle-x",
    _("The time for the target is over, and the result falls short."),
)
Status.WITHIN_RANGE.set_look(
    1, "good", "circle-dot", _("Between the two numbers that the plan sets.")
)
Status.OUTSIDE_RANGE.set_look(
    0, "low", "circle-alert", _("Outside the two numbers that the plan sets.")
)
Status.DONE.set_look(2, "good", "square-check-big", _("An action that was done."))
Status.NOT_DONE_YET.set_look(
    1, "none", "hourglass", _("An action that still has time.")
)
Status.NOT_DONE.set_look(
    0, "bad", "square-x", _("An action that was not done by its year.")
)
Status.CANNOT_SAY.set_look(
    -1,
    "none",
    "circle-question-mark",
    _("We do not have enough data yet to tell how it is going."),
)


class Reason(TextChoices):
    """Why there is not enough data; the value is a word in addresses."""

    NO_START = "no-start", _("No starting point and no result")
    NO_NUMBER = "no-number", _("Target without a number")
    FIRST_RESULT = "first-result", _("Waiting for the first result")
    PERCENT = "percent", _("Percent of an unknown starting point")
    TWO_WAYS = "two-ways", _("Yearly target that can be read two ways")
    ACTION = "action", _("Action not reported on")
    NO_BASELINE = "no-baseline", _("Result without a starting point")
    HIDDEN = "hidden", _("Number that is not made public")
    NOT_COMPARABLE = "not-comparable", _("Counted in another way than before")
    CONTRADICTION = "contradiction", _("Target that contradicts its starting point")

    meaning: Promise  # in a sentence

    @property
    def phrase(self) -> str:
        """The label inside a sentence."""
        label = str(self.label)
        return label[:1].lower() + label[1:]


Reason.NO_START.meaning = _("We have only the target.")
Reason.NO_NUMBER.meaning = _(
    "The plan asks for “an increase”, for example, and does not say how much."
)
Reason.FIRST_RESULT.meaning = _("We have the starting point and the target.")
Reason.PERCENT.meaning = _(
    "The plan asks for “+20%”, for example, and does not say from what number."
)
Reason.TWO_WAYS.meaning = _(
    "“+4% a year” may mean points, or a share of the year before."
)
Reason.ACTION.meaning = _("We have not found out whether it was done.")
Reason.NO_BASELINE.meaning = _(
    "We do not have the starting point, so we cannot tell whether it is on pace."
)
Reason.HIDDEN.meaning = _(
    "A number that we need is hidden to protect students, or its source does not"
    " release it."
)
Reason.NOT_COMPARABLE.meaning = _(
    "The way of counting has changed, so we cannot compare the numbers."
)
Reason.CONTRADICTION.meaning = _(
    "The target does not fit the starting point or the other targets, so we cannot"
    " compare results with it."
)


class Verdict(TextChoices):
    """What has become of a figure since its result before."""

    BETTER = "better", _("better")
    SAME = "same", _("the same")
    WORSE = "worse", _("worse")

    @property
    def tone(self) -> str:
        return {"better": "good", "worse": "bad"}.get(self, "none")


class Level(TextChoices):
    SCHOOL_SITE = "school_site", _("School site")
    DISTRICT_COMMUNITY = "district_community", _("District and community")
    BOTH = "both", _("School site, and District and community")


class Stage(TextChoices):
    """Where a strategy stands, as the district says."""

    NOT_STARTED = "not_started", pgettext_lazy("strategy", "Not started")
    UNDER_WAY = "under_way", pgettext_lazy("strategy", "Under way")
    DONE = "done", pgettext_lazy("strategy", "Done")
    CHANGED = "changed", pgettext_lazy("strategy", "Changed")
    DROPPED = "dropped", pgettext_lazy("strategy", "Dropped")


class ResourceKind(TextChoices):
    WEB_PAGE = "web_page", _("Web page")
    DOCUMENT = "document", _("Document")
    SLIDES = "slides", _("Slides")
    VIDEO = "video", _("Video")
    DATA = "data", _("Data")
    NEWS = "news", _("News")
    SOCIAL_MEDIA = "social_media", _("Social media")


class SectionKind(TextChoices):
    HOW_IT_WAS_MADE = "how_it_was_made", _("How it was made")
    HOW_IT_IS_BUILT = "how_it_is_built", _("How it is built")
    CALL_TO_ACTION = "call_to_action", _("Call to action")
    LEARN_MORE = "learn_more", _("Learn more")
    OTHER = "other", _("Other")


class Accent(TextChoices):
    """The color of a pillar, from a palette whose contrast is checked."""

    BLUE = "blue", _("Blue")
    TEAL = "teal", _("Teal")
    PLUM = "plum", _("Plum")
    BRONZE = "bronze", _("Bronze")
    BRICK = "brick", _("Brick")


class GroupFamily(TextChoices):
    GRADE_SPAN = "grade_span", _("Grade span")
    PROGRAM = "program", _("Program")
    ETHNICITY = "ethnicity", _("Ethnicity")
    GENDER = "gender", _("Gender")
    OTHER = "other", _("Other")
