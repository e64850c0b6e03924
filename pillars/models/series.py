"""A measure's numbers, a row each: where it began, where it shall go, where it is."""

from copy import copy
from decimal import Decimal
from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from pillars.enums import State
from pillars.rules.suppression import suppress
from pillars.rules.values import Aim, Report, as_planned, decimals_of, with_decimals
from pillars.words import word_lazy

from .base import OfYear, PlanItem
from .plan_parts import StudentGroup

USABLE = [state for state in State if state.is_usable]
# The editors' data may have a hidden value; what is published never does.
VALUE_OPTIONAL = [State.SUPPRESSED, State.NOT_COMPARABLE]
ROW = ["measure", "school_year"]
DECIMALS_AT_MOST = 4  # of any number's column
TAKEN = _("There is already a row for that school year and group.")


number = partial(
    models.DecimalField, max_digits=16, decimal_places=4, null=True, blank=True
)
to_measure = partial(
    models.ForeignKey,
    "pillars.Measure",
    verbose_name=word_lazy("measure"),
    on_delete=models.CASCADE,
)


def decimals_entered(*numbers: Decimal | None) -> int | None:
    """With how many decimals some numbers were written, the finest of them."""
    known = [decimals_of(number) for number in numbers if number is not None]
    return min(max(known), DECIMALS_AT_MOST) if known else None


def once(name: str, fields: list[str], message) -> models.UniqueConstraint:
    """With a condition, since SQLite takes any two empty groups to be different."""
    return models.UniqueConstraint(
        name=name,
        fields=fields,
        condition=models.Q(group__isnull="group" not in fields),
        violation_error_message=message,
    )


def state_agrees_with_value(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=f"{name}_state_agrees_with_value",
        condition=models.Q(state__in=USABLE, value__isnull=False)
        | models.Q(state__in=VALUE_OPTIONAL)
        | (
            ~models.Q(state__in=[*USABLE, *VALUE_OPTIONAL])
            & models.Q(value__isnull=True)
        ),
        violation_error_message=_(
            "A reported value needs a number, and a row without a number needs a state"
            " that says why."
        ),
    )


class YearValue(PlanItem, OfYear):
    group = models.ForeignKey(
        StudentGroup,
        verbose_name=_("student group"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        help_text=_("Empty for all students."),
    )
    decimals = models.PositiveSmallIntegerField(
        _("decimals"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(4)],
        help_text=_("As its source gives the number. Empty: as the measure has."),
    )
    note = models.TextField(
        _("note"), blank=True, help_text=_("Readers see it in the table.")
    )

    class Meta(OfYear.Meta):
        abstract = True

    def as_entered(self, value: Decimal | None) -> Decimal | None:
        """With the decimals by which it is shown; as many as can be, if not known."""
        decimals = DECIMALS_AT_MOST if self.decimals is None else self.decimals
        return with_decimals(value, decimals)

    def clean(self):
        super().clean()
        given = (getattr(self, name, None) for name in ("value", "low", "high"))
        finest = decimals_entered(*(one and Decimal(one).normalize() for one in given))
        if None not in {self.decimals, finest} and finest > self.decimals:
            raise ValidationError(_("The number has more decimals than that."))


class Counted(YearValue):
    state = models.CharField(
        _("state"), max_length=20, choices=State.choices, default=State.REPORTED
    )
    value = number(_("value"))
    student_count = models.PositiveIntegerField(
        _("number of students"),
        null=True,
        blank=True,
        help_text=_("Never published. A value for very few students is hidden."),
    )

    class Meta(YearValue.Meta):
        abstract = True

    @property
    def report(self) -> Report:
        state = State(self.state)
        value = self.as_entered(self.value) if state.has_value else None
        is_break = getattr(self, "starts_new_series", False)
        return Report(self.school_year, state, value, is_break)


def as_published(record: models.Model) -> tuple[State, Decimal | None]:
    """The state and the value in which a record, or its past, may be published."""
    threshold = settings.PRIVACY_THRESHOLD
    return suppress(record.state, record.value, record.student_count, threshold)


def as_readers_see(record: Counted) -> Counted:
    state, value = as_published(record)
    if state == record.state:
        return record
    shown = copy(record)
    shown.state, shown.value = state, value
    return shown


class Baseline(Counted):
    measure = to_measure(related_name="baselines")

    class Meta(YearValue.Meta):
        verbose_name = _("baseline")
        verbose_name_plural = _("baselines")
        constraints = [
            once(
                "baseline_once_per_group",
                ["measure", "group"],
                _("That group already has a baseline."),
            ),
            once(
                "baseline_once", ["measure"], _("The measure already has a baseline.")
            ),
            state_agrees_with_value("baseline"),
        ]


class Target(YearValue):
    measure = to_measure(related_name="targets")
    value = number(
        _("number"),
        help_text=_("The level to reach, or the percent or points to change by."),
    )
    low = number(_("lower end of the range"))
    high = number(_("upper end of the range"))
    wording = models.CharField(
        _("wording"),
        max_length=300,
        help_text=_("The target as the plan words it, such as “at least 12”."),
    )

    class Meta(YearValue.Meta):
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [
            once("target_once_per_year_and_group", [*ROW, "group"], TAKEN),
            once("target_once_per_year", ROW, TAKEN),
            models.CheckConstraint(
                name="target_range_in_order",
                condition=models.Q(low__isnull=True)
                | models.Q(high__isnull=True)
                | models.Q(low__lte=models.F("high")),
                violation_error_message=_(
                    "The lower end of the range is above the upper one."
                ),
            ),
        ]

    def as_entered(self, value: Decimal | None) -> Decimal | None:
        value = super().as_entered(value)
        return as_planned(value) if self.decimals is None else value

    @property
    def aim(self) -> Aim:
        numbers = map(self.as_entered, (self.value, self.low, self.high))
        return Aim(self.school_year, *numbers)


class Result(Counted):
    measure = to_measure(related_name="results")
    observed_on = models.DateField(_("observed on"), null=True, blank=True)
    starts_new_series = models.BooleanField(
        _("counted in a new way from here on"),
        default=False,
        help_text=_("The chart shows a break, and nothing is compared across it."),
    )
    break_reason = models.CharField(
        _("reason for the break"), max_length=300, blank=True
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        related_name="+",
        on_delete=models.SET_NULL,
        db_constraint=False,  # an edition's file has no table of users
        null=True,
        blank=True,
        editable=False,
    )

    class Meta(YearValue.Meta):
        verbose_name = _("result")
        verbose_name_plural = _("results")
        constraints = [
            once("result_once_per_year_and_group", [*ROW, "group"], TAKEN),
            once("result_once_per_year", ROW, TAKEN),
            state_agrees_with_value("result"),
        ]
