"""What pages read of a plan; a press reads all numbers once for all its pages."""

import datetime
from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager
from contextvars import ContextVar
from functools import cache

from django.db.models import prefetch_related_objects
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString

from pillars import codes, words
from pillars.contexts import within
from pillars.models import (
    GlossaryTerm,
    Measure,
    Office,
    Pillar,
    Plan,
    Priority,
    Strategy,
    StudentGroup,
)

from .coded_rows import coded_rows
from .dates import Dates, dates_of, may_have_dates
from .offices import Duties, offices_with_duties
from .status_counts import StatusCounts

# What the district says of a measure, and who answers for it.
ACCOUNT = (
    *("notes__office__plan", "office__plan", "priority__office__plan"),
    *("pillar__office__plan", "priority__pillar__office__plan"),
)


class Reading:
    def status_counts(self, slug: str) -> StatusCounts:
        return StatusCounts(Pillar.objects.live().in_plan(slug).with_measures())

    def pillar(self, slug: str, code: str) -> Pillar:
        """With its measures, a retired one too; a 404 if there is none."""
        pillars = Pillar.objects.in_plan(slug).with_measures()
        return get_object_or_404(pillars, code=code)

    def priority(self, slug: str, code: str) -> Priority:
        """With all that its page shows; a 404 if there is none."""
        priorities = Priority.objects.in_plan(slug).with_outline()
        return get_object_or_404(priorities, code=code)

    def outlined(self, slug: str) -> dict[int, Priority]:
        """The live ones by key, with all that their pages show but measures."""
        live = Priority.objects.live().in_plan(slug)
        outlined = live.with_outline(Measure.objects.none())
        return {priority.pk: priority for priority in outlined}

    def without_priorities(self, pillar: Pillar) -> Priority | None:
        """What stands for the priorities that a plan lacks, with its strategies."""
        if own := pillar.unnamed_priority:
            outlined = Priority.objects.with_outline(Measure.objects.none())
            return outlined.get(pk=own.pk)
        return None

    def measure(self, slug: str, code: str) -> Measure:
        """With its numbers, a retired one too; a 404 if there is none."""
        measures = Measure.objects.in_plan(slug).with_series()
        measure = get_object_or_404(measures, code=code)
        prefetch_related_objects([measure], *ACCOUNT)
        return measure

    def other_parts(self, slug: str, measure: Measure) -> list[Measure]:
        """The live ones that are one measure of the plan together with it."""
        if not measure.part_of:
            return []
        parts = Measure.objects.live().in_plan(slug).filter(part_of=measure.part_of)
        return list(parts.exclude(pk=measure.pk).select_related("pillar__plan"))

    def priorities(self, slug: str) -> list[Priority]:
        """The live ones, in the plan's order, without what their pages show."""
        priorities = Priority.objects.live().in_plan(slug)
        return list(priorities.select_related("pillar__plan"))

    def offices(self, slug: str) -> list[tuple[Office, Duties]]:
        offices = Office.objects.filter(plan__slug=slug, plan__is_public=True)
        offices = list(offices.select_related("plan"))
        pillars = self.status_counts(slug).pillars if offices else []
        strategies = Strategy.objects.live().filter(office__in=offices)
        strategies = strategies.filter(priority__in=Priority.objects.live())
        strategies = strategies.select_related("priority__pillar__plan")
        return offices_with_duties(offices, pillars, strategies)

    def groups(self, slug: str) -> dict[str, StudentGroup]:
        """In the plan's order, by what their addresses write."""
        groups = StudentGroup.objects.filter(plan__slug=slug).select_related("plan")
        return {group.segment: group for group in groups}

    def plans(self) -> list[Plan]:
        plans = Plan.objects.filter(is_public=True)
        return list(plans.annotate(may_have_dates=may_have_dates()))

    def dates(self, plan: Plan, today: datetime.date) -> Dates:
        return dates_of(plan, today)

    def terms(self, plan: Plan, language: str) -> dict[str, GlossaryTerm]:
        """By their forms in the active language, as HTML has them."""
        terms = {}
        for term in GlossaryTerm.objects.filter(plan=plan):
            term.plan = plan
            for form in term.forms:
                terms[escape(form.strip()).lower()] = term
        return terms

    def codes(self, plan: Plan, language: str) -> dict[str, str]:
        """
        The addresses of all that has a code, retired ones too, by what HTML writes.

        One that can mean something else, such as 1, 2022 or A, only after the word of
        its level, as in "Pillar 1"; one that several strategies have, not at all.
        """
        rows = coded_rows(plan, language)
        inner = "strategy"
        known = codes.in_addresses({row[1]: row for row in rows if row[0] != inner})
        addresses, found = {"": plan.get_absolute_url()}, defaultdict(set)
        for kind, code, title, owner in rows:
            if kind == inner:
                address = f"{addresses[owner]}#{codes.anchor(code)}"
            else:
                part = codes.with_tail(code, title, known)
                page = "measure" if kind == "measure" else "part"
                address = reverse(f"pillars:{page}", args=[plan.slug, part])
                addresses[code] = address
            form = code if codes.stands_alone(code) else words.with_code(kind, code)
            found[" ".join(escape(form).split())].add(address)
        return {form: one for form, (one, *others) in found.items() if not others}

    def piece(self, key: tuple, make: Callable[[], SafeString]) -> SafeString:
        """HTML that is the same wherever it has that key."""
        return make()


class SharedReading(Reading):
    """For all pages of plans that do not change meanwhile: each record is read once."""

    def __init__(self):
        self._pieces = {}
        for read in (
            *(self.status_counts, self.pillar, self.priority, self.priorities),
            *(self.measure, self.groups, self.plans, self.terms, self.codes),
            *(self.dates, self._measures),
        ):
            setattr(self, read.__name__, cache(read))

    def pillar(self, slug, code):
        for pillar in self.status_counts(slug).pillars:
            if pillar.code == code:
                return pillar
        return super().pillar(slug, code)

    def priority(self, slug, code):
        outlined = Priority.objects.in_plan(slug).with_outline(Measure.objects.none())
        priority = get_object_or_404(outlined, code=code)
        # What was fetched with its pillar need not be fetched with itself again.
        priority._prefetched_objects_cache["measures"] = [
            measure
            for measure in self._measures(slug).values()
            if measure.priority_id == priority.pk
        ]
        return priority

    def measure(self, slug, code):
        return self._measures(slug).get(code) or super().measure(slug, code)

    def piece(self, key, make):
        if key not in self._pieces:
            self._pieces[key] = make()
        return self._pieces[key]

    def _measures(self, slug: str) -> dict[str, Measure]:
        pillars = self.status_counts(slug).pillars
        measures = [m for pillar in pillars for m in pillar.measures.all()]
        prefetch_related_objects(measures, *ACCOUNT)
        return {measure.code: measure for measure in measures}


_current: ContextVar[Reading | None] = ContextVar("reading", default=None)


def current() -> Reading:
    return _current.get() or Reading()


def shared() -> AbstractContextManager:
    """Within, pages share what they read, of plans that do not change meanwhile."""
    return within(_current, SharedReading())
