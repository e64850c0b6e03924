"""Checks of what records point to: addresses, other records, codes of measures."""

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from pillars.codes import anchor
from pillars.hierarchy.tree import links_astray, plan_of, withdrawn_by
from pillars.models import Resource, Review
from pillars.models.notes import UNKNOWN_MEASURES
from plan_site.editions.scope import WORKING_COPY

from .contents import Contents
from .messages import CheckMessage, about, field_label

DEAD_LINK = _(
    "Its link does not work: %(result)s. Correct the address, or remove the resource."
)
OF_ANOTHER_PLAN = _("%(field)s is one of another plan. Choose one of the same plan.")


def dead_links(contents: Contents) -> Iterator[CheckMessage]:
    # What the check found is private, and so in the working copy only.
    checked = Resource.objects.using(WORKING_COPY).exclude(check_result="").in_bulk()
    for resource in contents.of(Resource):
        known = checked.get(resource.pk)
        same = known and known.visible_texts("url") == resource.visible_texts("url")
        if same and not withdrawn_by(resource):
            result = known.check_result_text()
            yield about("dead-link", resource, DEAD_LINK % {"result": result})


def links_to_other_plans(contents: Contents) -> Iterator[CheckMessage]:
    for record in contents.all_rows:
        for link in links_astray(record, plan_of(record)):
            words = OF_ANOTHER_PLAN % {"field": field_label(record, link.name)}
            yield about("other-plan", record, words, link.name, stops=True)


def unknown_measures(contents: Contents) -> Iterator[CheckMessage]:
    """Codes in reviews of which the plan, as it would be, has no measure."""
    codes = defaultdict(dict)
    for measure in contents.measures:
        codes[plan_of(measure)][anchor(measure.code)] = measure.code
    for review in contents.of(Review):
        if unknown := review.rename_measures(codes[review.plan]):
            words = UNKNOWN_MEASURES % {"codes": ", ".join(unknown)}
            yield about("unknown-measure", review, words, stops=True)
