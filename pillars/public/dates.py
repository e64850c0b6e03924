"""When readers will know more: results that are awaited, and the Board's reviews."""

import datetime
from collections import defaultdict
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, prefetch_related_objects
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pillars.codes import anchor
from pillars.models import Measure, Plan, Review
from pillars.rules.texts import Wording

LINKS = {"report_url": _("report"), "recording_url": _("recording")}


class Dates(NamedTuple):
    """
    Of one plan: updates with the soonest first, and reviews with the newest first, each
    with those of its measures that the plan still has.
    """

    updates: dict[datetime.date, list[Measure]]
    reviews: list[tuple[Review, list[Measure]]]

    def __bool__(self) -> bool:
        return any(self)

    def reviews_of(self, measure: Measure, today: datetime.date) -> list[Review]:
        """The next one and the last one, as far as there are any."""
        own = [review for review, measures in self.reviews if measure in measures]
        coming = [review for review in own if review.day > today]
        return [*coming[-1:], *own[len(coming) :][:1]]


def may_have_dates() -> Q:
    """Of plans as they are read, so that most need not be asked for dates."""
    plan = OuterRef("pk")
    of_plan = {"pillar__plan": plan, "next_update_due__isnull": False}
    updates = Measure.objects.live().filter(**of_plan)
    return Exists(updates) | Exists(Review.objects.filter(plan=plan))


def dates_of(plan: Plan, today: datetime.date) -> Dates:
    """In three queries, if it ``may_have_dates``."""
    if not plan.may_have_dates:
        return Dates({}, [])
    live = Measure.objects.live().in_plan(plan.slug).select_related("pillar__plan")
    by_code = {anchor(measure.code): measure for measure in live}
    due = [measure for measure in by_code.values() if measure.next_update_due]
    prefetch_related_objects(due, "results")
    updates = defaultdict(list)
    for measure in due:
        if day := measure.update_day(today):
            updates[day].append(measure)
    reviews = []
    for review in plan.reviews.order_by("-day"):
        # A plan's file may have 1a-m1 for 1A-M1, and both.
        named = dict.fromkeys(map(anchor, review.measure_codes))
        reviews.append((review, [by_code[code] for code in named if code in by_code]))
    return Dates(dict(sorted(updates.items())), reviews)


def links_of(review: Review) -> list[tuple[Promise, Wording]]:
    """Where it can be read or heard: what is there, and the address."""
    found = [(words, review.wording_of(field)) for field, words in LINKS.items()]
    return [(words, address) for words, address in found if address]
