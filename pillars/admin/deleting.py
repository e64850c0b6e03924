"""
Deleting a record with all that belongs to it: said first, done whole, kept.

The page that asks carries what it showed. If there is more to delete by the time it is
answered, nothing is deleted: the page is there again and says what came in between.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pillars import looking_after
from pillars.locks import LockedError, refuse_locked
from pillars.models import Pillar, PlanItem, Resource, Strategy
from pillars.places import form_link, kind_of
from pillars.recording import DELETED_TOGETHER, because
from pillars.tree import Found, all_of, hanging_on, in_the_way, nearest_parent

from .history import CONFLICT
from .sent import whole_number
from .unsaved import shut

SEEN = "seen"
Keys = set[tuple[str, int]]


class MoreToDeleteError(RuntimeError):
    """More would be deleted than the page showed that asked for it."""


@transaction.atomic
def delete(records: Iterable[PlanItem], seen: Keys | None = None) -> None:
    """
    Delete records with all that belongs to them: one act in the history.

    Raises ``MoreToDeleteError`` if ``seen`` is given, and that is more; ``LockedError``
    where the plan is locked.
    """
    records = list(records)
    refuse_locked(*records)
    found = hanging_on(records, lock=True)
    if seen is not None and unseen(found, seen):
        raise MoreToDeleteError
    with because(DELETED_TOGETHER, kept=looking_after.kept(found[Pillar])):
        for resource in losing_their_strategy(found):
            resource.strategy = None
            resource.save()
        for record in reversed(list(all_of(found))):
            record.delete()


def key_of(record: PlanItem) -> tuple[str, int]:
    return record._meta.model_name, record.pk


def unseen(found: Found, seen: Keys) -> list[PlanItem]:
    """What would be deleted, and has not been shown."""
    return [record for record in all_of(found) if key_of(record) not in seen]


def written(found: Found) -> str:
    """What a page shows, as its form carries it."""
    keys = defaultdict(list)
    for record in all_of(found):
        keys[record._meta.model_name].append(record.pk)
    return json.dumps(keys, separators=(",", ":"))


def seen_by(request: HttpRequest) -> Keys | None:
    """What the page showed that asked; nothing if it does not say so."""
    try:
        sent = json.loads(request.POST.get(SEEN, ""))
        return {(name, int(key)) for name, keys in sent.items() for key in keys}
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return None


def losing_their_strategy(found: Found) -> models.QuerySet[Resource]:
    """The resources that stay while the strategy that they belong to goes."""
    staying = Resource._base_manager.filter(strategy__in=list(found[Strategy]))
    return staying.exclude(pk__in=list(found[Resource])).select_for_update()


class DeletedWithAll:
    """Mixed into a form's admin: what hangs on a record is listed and goes with it."""

    actions = ["delete_selected"]

    def get_deleted_objects(self, objs, request):
        found = request.to_go = hanging_on(objs)
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
        delete([obj], seen_by(request) or set())

    def delete_queryset(self, request, queryset):
        delete(list(queryset), seen_by(request) or set())
        messages.info(request, where_kept())

    def response_delete(self, request, obj_display, obj_id):
        answer = super().response_delete(request, obj_display, obj_id)
        messages.info(request, where_kept())
        return answer

    def delete_view(self, request, object_id, extra_context=None):
        def view():
            pk = whole_number(object_id)
            if request.method == "POST" and pk is not None:
                refuse_locked(*self.model._base_manager.filter(pk=pk))
            return super(DeletedWithAll, self).delete_view(
                request, object_id, extra_context
            )

        try:
            return asked_until_seen(request, view)
        except LockedError as refusal:
            return shut(self, request, refusal.plan)

    @admin.action(permissions=["delete"], description=delete_selected.short_description)
    def delete_selected(self, request, queryset):
        """What was chosen in a list is deleted with all that hangs on it."""
        return asked_until_seen(
            request, lambda: delete_selected(self, request, queryset.all())
        )


def asked_until_seen(
    request: HttpRequest, view: Callable[[], HttpResponse | None]
) -> HttpResponse | None:
    """A view that asks and deletes; it asks again where there is more than was seen."""
    seen = seen_by(request)
    try:
        with transaction.atomic():
            return with_what_it_shows(request, view())
    except (MoreToDeleteError, models.ProtectedError, IntegrityError):
        # Asked for as if nothing had been answered yet.
        request.POST = QueryDict()
        page = with_what_it_shows(request, view())
    if getattr(page, "context_data", None) is None:
        return page
    page.status_code = CONFLICT
    page.context_data["asked_again"] = True
    page.context_data["is_unseen"] = seen is None
    more = unseen(request.to_go, seen) if seen is not None else []
    page.context_data["added"] = [link_to(record) for record in more]
    return page


def with_what_it_shows(request, page: HttpResponse | None) -> HttpResponse | None:
    """A page that asks, with what it shows for its form to carry."""
    if getattr(page, "context_data", None) is not None:
        page.context_data[SEEN] = written(request.to_go)
    return page


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
