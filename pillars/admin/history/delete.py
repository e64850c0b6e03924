"""
Deleting a record with all that belongs to it, after a page that lists and asks.

If there is more by the time it is answered, it asks again and says what was added.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from http import HTTPStatus

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from pillars.admin.conflicts.find import locked_page
from pillars.hierarchy.labels import form_link, kind_of, parse_key
from pillars.hierarchy.tree import (
    Subtree,
    blocking_rows,
    in_order,
    nearest_parent,
    subtree,
)
from pillars.history.recording import DELETED_TOGETHER, Reason, change_reason
from pillars.models import PlanItem, Resource, Strategy
from pillars.permissions.rules import LockedError, may_delete, refuse_locked

SEEN = "seen"


class MoreToDeleteError(RuntimeError):
    pass


@transaction.atomic
def delete(records: Iterable[PlanItem], seen: set[str] | None = None) -> None:
    """
    Delete records with all that belongs to them: one act in the history.

    ``seen`` are the keys of what the person saw, if they were asked. Raises
    ``MoreToDeleteError`` if there is more; ``LockedError`` where the plan is locked.
    """
    records = list(records)
    refuse_locked(*records)
    found = subtree(records)
    if seen is not None and by_key(found).keys() - seen:
        raise MoreToDeleteError
    losing_strategy = Resource._base_manager.filter(strategy__in=found[Strategy].keys())
    losing_strategy = losing_strategy.exclude(pk__in=found[Resource].keys())
    with change_reason(Reason.of_act(DELETED_TOGETHER)):
        for resource in losing_strategy:
            resource.strategy = None
            resource.save()
        for record in reversed(list(in_order(found))):
            record.delete()


def by_key(found: Subtree) -> dict[str, PlanItem]:
    """Records by the keys that stand on the page that asks."""
    return {f"{rec._meta.model_name}:{rec.pk}": rec for rec in in_order(found)}


def seen_by(request: HttpRequest) -> set[str]:
    return set(request.POST.get(SEEN, "").split())


class DeletesWithChildren:
    """Mixed into a form's admin: what belongs to a record is listed and deleted too."""

    actions = ["delete_selected"]

    def get_deleted_objects(self, objs, request):
        found = request.to_delete = subtree(objs)
        records = list(in_order(found))
        not_allowed = {
            record._meta.verbose_name
            for record in records
            if not may_delete(request.user, record)
        }
        counts = Counter(record._meta.verbose_name_plural for record in records)
        protected = [link_to(record) for record in blocking_rows(found)]
        return nested_links(records), counts, not_allowed, protected

    def delete_model(self, request, obj):
        self.delete_queryset(request, [obj])

    def delete_queryset(self, request, queryset):
        delete(queryset, seen_by(request))
        words = gettext(
            'What you deleted is in <a class="underline" href="{address}">Recently'
            " deleted</a>, and can be brought back."
        )
        address = reverse("admin:pillars_plan_recently_deleted")
        messages.info(request, format_html(words, address=address))

    def delete_view(self, request, object_id, extra_context=None):
        def view():
            pk = parse_key(object_id)
            if request.method == "POST" and pk is not None:
                refuse_locked(*self.model._base_manager.filter(pk=pk))
            return super(DeletesWithChildren, self).delete_view(
                request, object_id, extra_context
            )

        try:
            return ask_until_seen(request, view)
        except LockedError as refusal:
            return locked_page(self, request, refusal.plan)

    @admin.action(permissions=["delete"], description=delete_selected.short_description)
    def delete_selected(self, request, queryset):
        return ask_until_seen(
            request, lambda: delete_selected(self, request, queryset.all())
        )


def ask_until_seen(
    request: HttpRequest, view: Callable[[], HttpResponse | None]
) -> HttpResponse | None:
    """A view that asks and deletes; it asks again where there is more than was seen."""
    seen, again = seen_by(request), {}
    try:
        with transaction.atomic():
            page = view()
    except (MoreToDeleteError, models.ProtectedError, IntegrityError):
        request.POST = QueryDict()  # As if nothing had been answered yet.
        page = view()
        again = {"asked_again": True}
    if getattr(page, "context_data", None) is not None:
        records = by_key(request.to_delete)
        added = [link_to(record) for key, record in records.items() if key not in seen]
        is_unseen = len(added) == len(records)
        page.context_data |= {SEEN: " ".join(records), "is_unseen": is_unseen, **again}
        page.context_data["added"] = [] if is_unseen else added
        page.status_code = HTTPStatus.CONFLICT if again else page.status_code
    return page


def nested_links(records: list[PlanItem]) -> list:
    """Records as a nested list of links: each below what it belongs to."""
    top, below = [], {}
    for record in records:
        own = below[type(record), record.pk] = []
        below.get(nearest_parent(record), top).extend([link_to(record), own])
    return top


def link_to(record: PlanItem) -> SafeString:
    return format_html("{}: {}", kind_of(record), form_link(record))
