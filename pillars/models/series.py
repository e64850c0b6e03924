"""A measure's numbers: where it began, where it shall go, where it is."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pillars.enums import State
from pillars.progress import Progress, judge
from pillars.school_years import label
from pillars.target_faults import Faulty, errors
from pillars.values import Aim, Report

from .base import SCHOOL_YEAR_LIMITS, PlanItem

if TYPE_CHECKING:
    from .measure import Measure
    from .plan import StudentGroup

USABLE = [state for state in State if state.is_usable]
# The editors' own data may hold a hidden or incomparable value; what is published never
# holds a hidden one.
VALUE_OPTIONAL = [State.SUPPRESSED, State.NOT_COMPARABLE]
TAKEN = _("There is already a row for that school year and group.")


def number(verbose_name, **options) -> models.DecimalField:
    """A column for a value: exact, up to twelve digits and four decimals."""
    return models.DecimalField(
        verbose_name, max_digits=16, decimal_places=4, null=True, blank=True, **options
    )


def once_per_year_and_group(name: str) -> list[models.UniqueConstraint]:
    """
    One row for each measure, group and school year, no group counting as a group.

    Two constraints, since SQLite holds any number of empty groups to be different.
    """
    return [
        models.UniqueConstraint(
            name=f"{name}_once_per_year_and_group",
            fields=["measure", "school_year", "group"],
            condition=Q(group__isnull=False),
            violation_error_message=TAKEN,
        ),
        models.UniqueConstraint(
            name=f"{name}_once_per_year",
            fields=["measure", "school_year"],
            condition=Q(group__isnull=True),
            violation_error_message=TAKEN,
        ),
    ]


def state_agrees_with_value(name: str) -> models.CheckConstraint:
    """A value where the state has one, and only there."""
    return models.CheckConstraint(
        name=f"{name}_state_agrees_with_value",
        condition=(
            Q(state__in=USABLE, value__isnull=False)
            | Q(state__in=VALUE_OPTIONAL)
            | (~Q(state__in=[*USABLE, *VALUE_OPTIONAL]) & Q(value__isnull=True))
        ),
        violation_error_message=_(
            "A reported value needs a number, and a row without a number needs a state"
            " that says why."
        ),
    )


class YearValue(PlanItem):
    """A row of a measure's series: one school year, for all students or one group."""

    school_year = models.PositiveSmallIntegerField(
        _("school year"),
        validators=SCHOOL_YEAR_LIMITS,
        help_text=_("The calendar year in which it begins: 2024 for 2024–25."),
    )
    group = models.ForeignKey(
        "pillars.StudentGroup",
        verbose_name=_("student group"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        help_text=_("Empty for all students."),
    )
    note = models.TextField(
        _("note"), blank=True, help_text=_("Readers see it in the table.")
    )

    class Meta:
        abstract = True
        ordering = ["school_year", "pk"]

    def __str__(self) -> str:
        return f"{self.measure.code} {self.school_year}"

    @property
    def place(self) -> str:
        """The row in words: ``target 2026–27 (English learners)``."""
        group = f" ({self.group})" if self.group else ""
        return f"{self._meta.verbose_name} {label(self.school_year)}{group}"


class Counted(models.Model):
    """A value that was counted, with the state that it is in."""

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

    class Meta:
        abstract = True

    @property
    def report(self) -> Report:
        return Report(
            year=self.school_year,
            state=State(self.state),
            value=self.value if State(self.state).has_value else None,
            starts_new_series=getattr(self, "starts_new_series", False),
        )


class Baseline(Counted, YearValue):
    """Where a measure stood when the plan began."""

    measure = models.ForeignKey(
        "pillars.Measure",
        verbose_name=_("measure"),
        related_name="baselines",
        on_delete=models.CASCADE,
    )

    class Meta(YearValue.Meta):
        verbose_name = _("baseline")
        verbose_name_plural = _("baselines")
        constraints = [
            models.UniqueConstraint(
                name="baseline_once_per_group",
                fields=["measure", "group"],
                condition=Q(group__isnull=False),
                violation_error_message=_("That group already has a baseline."),
            ),
            models.UniqueConstraint(
                name="baseline_once",
                fields=["measure"],
                condition=Q(group__isnull=True),
                violation_error_message=_("The measure already has a baseline."),
            ),
            state_agrees_with_value("baseline"),
        ]


class Target(YearValue):
    """What the plan asks of a measure by a school year."""

    measure = models.ForeignKey(
        "pillars.Measure",
        verbose_name=_("measure"),
        related_name="targets",
        on_delete=models.CASCADE,
    )
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
            *once_per_year_and_group("target"),
            models.CheckConstraint(
                name="target_range_in_order",
                condition=Q(low__isnull=True)
                | Q(high__isnull=True)
                | Q(low__lte=models.F("high")),
                violation_error_message=_(
                    "The lower end of the range is above the upper one."
                ),
            ),
        ]

    @property
    def aim(self) -> Aim:
        return Aim(
            year=self.school_year, value=self.value, low=self.low, high=self.high
        )


class Result(Counted, YearValue):
    """The value that a measure had in a school year, as the district found it."""

    measure = models.ForeignKey(
        "pillars.Measure",
        verbose_name=_("measure"),
        related_name="results",
        on_delete=models.CASCADE,
    )
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
        # An edition's file holds the plan alone: it has no table of users to point to.
        db_constraint=False,
        null=True,
        blank=True,
        editable=False,
    )

    class Meta(YearValue.Meta):
        verbose_name = _("result")
        verbose_name_plural = _("results")
        constraints = [
            *once_per_year_and_group("result"),
            state_agrees_with_value("result"),
        ]


def series_of(measure: "Measure", *rows: Iterable[YearValue]) -> list["Series"]:
    """Baselines, targets and results as series: all students first, then the groups."""
    found, groups = defaultdict(lambda: ([], [], [])), {}
    for place, records in enumerate(rows):
        for record in records:
            code = record.group.code if record.group else ""
            groups[code] = record.group
            found[code][place].append(record)
    codes = sorted(
        found, key=lambda c: (groups[c].position, groups[c].pk or 0) if c else (-1, 0)
    )
    return [
        Series(measure, groups[code], next(iter(baselines), None), targets, results)
        for code in codes
        for baselines, targets, results in [found[code]]
    ]


@dataclass(frozen=True)
class Series:
    """A measure's numbers for all students (``group`` is None) or for one group."""

    measure: "Measure"
    group: "StudentGroup | None"
    baseline: Baseline | None
    targets: list[Target]
    results: list[Result]
    # What pages make of it, its charts by their look: languages mostly share it.
    made: dict = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def progress(self) -> Progress:
        return judge(**self.asked, results=[result.report for result in self.results])

    @property
    def target_errors(self) -> list[Faulty]:
        return errors(**self.asked)

    @property
    def asked(self) -> dict[str, object]:
        """What the rule has to know of the measure, its baseline and its targets."""
        return {
            **self.measure.judge_arguments,
            "baseline": self.baseline.report if self.baseline else None,
            "targets": [target.aim for target in self.targets],
        }
