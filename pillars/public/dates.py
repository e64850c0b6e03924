"""When readers will know more: results that are awaited, and the Board's reviews."""

import datetime
from collections.abc import Iterable
from operator import attrgetter
from typing import NamedTuple, Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pillars.models import Measure, Review
from pillars.rules.texts import Wording

LINKS = {"report_url": _("report"), "recording_url": _("recording")}


class Reviewed(NamedTuple):
    review: Review
    # Those that the plan still has.
    measures: list[Measure]


class Dates(NamedTuple):
    """Of one plan: updates with the soonest first, reviews with the newest first."""

    updates: list[Measure]
    reviews: list[Reviewed]

    @classmethod
    def of(cls, measures: Iterable[Measure], reviews: Iterable[Review]) -> Self:
        """Of a plan's live measures; the results of those with a day are fetched."""
        by_code = {measure.code: measure for measure in measures}
        awaited = [it for it in by_code.values() if it.awaited_on]
        return cls(
            sorted(awaited, key=attrgetter("awaited_on")),
            [
                Reviewed(it, [by_code[c] for c in it.measure_codes if c in by_code])
                for it in sorted(reviews, key=attrgetter("day"), reverse=True)
            ],
        )

    def __bool__(self) -> bool:
        return any(self)

    def last_review(self, measure: Measure, today: datetime.date) -> Review | None:
        for review, measures in self.reviews:
            if review.day <= today and measure in measures:
                return review
        return None


def links_of(review: Review) -> list[tuple[Promise, Wording]]:
    """Where it can be read or heard: what is there, and the address."""
    found = [(words, review.wording_of(field)) for field, words in LINKS.items()]
    return [(words, address) for words, address in found if address]
