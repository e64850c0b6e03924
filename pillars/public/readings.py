"""What pages read of a plan; a press reads all numbers once for all its pages."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from django.shortcuts import get_object_or_404
from django.utils.html import escape
from django.utils.safestring import SafeString

from pillars.models import GlossaryTerm, Measure, Pillar, Plan, Priority

from .status_counts import StatusCounts


class Reading:
    def status_counts(self, slug: str) -> StatusCounts:
        return StatusCounts(Pillar.objects.live().in_plan(slug).with_measures())

    def pillar(self, slug: str, number: int) -> Pillar:
        """With its measures, a retired one too; a 404 if there is none."""
        pillars = Pillar.objects.in_plan(slug).with_measures()
        return get_object_or_404(pillars, number=number)

    def priority(self, slug: str, code: str) -> Priority:
        """With all that its page shows; a 404 if there is none."""
        return get_object_or_404(Priority.objects.with_outline().coded(slug, code))

    def measure(self, slug: str, code: str) -> Measure:
        """With its numbers, a retired one too; a 404 if there is none."""
        return get_object_or_404(Measure.objects.with_series().coded(slug, code))

    def priorities(self, slug: str) -> list[Priority]:
        """The live ones, in the plan's order, without what their pages show."""
        priorities = Priority.objects.live().in_plan(slug)
        return list(priorities.select_related("pillar__plan"))

    def named_measure(self, slug: str, code: str) -> Measure:
        """Without its numbers, for its address; a 404 if there is none."""
        found = Measure.objects.select_related("pillar__plan")
        return get_object_or_404(found.coded(slug, code))

    def plans(self) -> list[Plan]:
        return list(Plan.objects.public())

    def terms(self, plan: Plan, language: str) -> dict[str, GlossaryTerm]:
        """By their forms in the active language, as HTML has them."""
        terms = {}
        for term in GlossaryTerm.objects.filter(plan=plan):
            term.plan = plan
            for form in term.forms:
                terms[escape(form.strip()).lower()] = term
        return terms

    def piece(self, key: tuple, make: Callable[[], SafeString]) -> SafeString:
        """HTML that is the same wherever it has that key."""
        return make()


class SharedReading(Reading):
    """For all pages of plans that do not change meanwhile: each record is read once."""

    def __init__(self):
        self._pieces = {}
        for read in (
            *(self.status_counts, self.pillar, self.priority, self.priorities),
            *(self.measure, self.plans, self.terms, self._by_code),
        ):
            setattr(self, read.__name__, cache(read))

    def status_counts(self, slug):
        pillars = Pillar.objects.live().in_plan(slug)
        return StatusCounts(pillars.with_measures(of_whole_plan=True))

    def pillar(self, slug, number):
        for pillar in self.status_counts(slug).pillars:
            if pillar.number == number:
                return pillar
        return super().pillar(slug, number)

    def priority(self, slug, code):
        outlined = Priority.objects.with_outline(Measure.objects.none())
        priority = get_object_or_404(outlined.coded(slug, code))
        # What was fetched with its pillar need not be fetched with itself again.
        priority._prefetched_objects_cache["measures"] = [
            measure
            for measure in self._by_code(slug).values()
            if measure.priority_id == priority.pk
        ]
        return priority

    def measure(self, slug, code):
        return self._by_code(slug).get(code) or super().measure(slug, code)

    def named_measure(self, slug, code):
        return self.measure(slug, code)

    def piece(self, key, make):
        if key not in self._pieces:
            self._pieces[key] = make()
        return self._pieces[key]

    def _by_code(self, slug: str) -> dict[str, Measure]:
        pillars = self.status_counts(slug).pillars
        return {m.code: m for pillar in pillars for m in pillar.measures.all()}


_current: ContextVar[Reading | None] = ContextVar("reading", default=None)


def current() -> Reading:
    return _current.get() or Reading()


@contextmanager
def shared() -> Iterator[None]:
    """Within, pages share what they read, of plans that do not change meanwhile."""
    token = _current.set(SharedReading())
    try:
        yield
    finally:
        _current.reset(token)
