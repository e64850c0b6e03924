"""Deleting a record with all that belongs to it: said first, done whole, kept."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.contrib import messages
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pillars.models import PlanItem, Resource, Strategy
from pillars.places import form_link, kind_of
from pillars.recording import DELETED_TOGETHER, because
from pillars.tree import Found, all_of, hanging_on, in_the_way, nearest_parent


@transaction.atomic
def delete(records: Iterable[PlanItem]) -> None:
    """Delete records with all that belongs to them: one act in the history."""
    found = hanging_on(records, lock=True)
    with because(DELETED_TOGETHER):
        for resource in losing_their_strategy(found):
            resource.strategy = None
            resource.save()
        for record in reversed(list(all_of(found))):
            record.delete()


def losing_their_strategy(found: Found) -> models.QuerySet[Resource]:
    """The resources that stay while the strategy that they belong to goes."""
    staying = Resource._base_manager.filter(strategy__in=list(found[Strategy]))
    return staying.exclude(pk__in=list(found[Resource])).select_for_update()


class DeletedWithAll:
    """Mixed into a form's admin: what hangs on a record is listed and goes with it."""

    def get_deleted_objects(self, objs, request):
        found = hanging_on(objs)
        lacking = {
            model._meta.verbose_name
            for model, records in found.items()
            for record in records.values()
            if not self.admin_site.get_model_admin(model).has_delete_permission(
                request, record
            )
        }
        counts = Counter(
            {
                model._meta.verbose_name_plural: len(records)
                for model, records in found.items()
                if records
            }
        )
        return listed(found), counts, lacking, [*map(link_to, in_the_way(found))]

    def delete_model(self, request, obj):
        delete([obj])

    def delete_queryset(self, request, queryset):
        delete(list(queryset))
        messages.info(request, where_kept())

    def response_delete(self, request, obj_display, obj_id):
        answer = super().response_delete(request, obj_display, obj_id)
        messages.info(request, where_kept())
        return answer

    def delete_view(self, request, object_id, extra_context=None):
        try:
            return super().delete_view(request, object_id, extra_context)
        except (models.ProtectedError, IntegrityError):
            # Something was added in that moment: what is there now goes with it.
            return super().delete_view(request, object_id, extra_context)


def where_kept() -> SafeString:
    """Tells who has deleted something that it is not lost."""
    return format_html(
        _(
            'It is kept in <a class="underline" href="{address}">Recently deleted</a>,'
            " and can be brought back."
        ),
        address=reverse("admin:pillars_plan_recently_deleted"),
    )


def listed(found: Found) -> list:
    """What was found as a nested list of links: each below what it belongs to."""
    below = defaultdict(list)
    keys = {(model, key) for model, records in found.items() for key in records}
    for record in all_of(found):
        parent = nearest_parent(record)
        below[parent if parent in keys else None].append(record)

    def branch(place):
        lines = []
        for record in below[place]:
            lines.append(link_to(record))
            if inner := branch((type(record), record.pk)):
                lines.append(inner)
        return lines

    return branch(None)


def link_to(record: PlanItem) -> SafeString:
    """A record's kind, and its name as a link to its form."""
    return format_html("{}: {}", kind_of(record), form_link(record))
