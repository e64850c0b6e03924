"""
Deleting a record with all that belongs to it: said first, done whole, kept.

The page that asks carries what it showed. If there is more to delete by the time it is
answered, nothing is deleted: the page is there again and says what came in between.
"""

from collections import Counter
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


class MoreToDeleteError(RuntimeError):
    """More would be deleted than the page showed that asked for it."""


@transaction.atomic
def delete(records: Iterable[PlanItem], seen: set[str] | None = None) -> None:
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


def key_of(record: PlanItem) -> str:
    return f"{record._meta.model_name}:{record.pk}"


def unseen(found: Found, seen: set[str]) -> list[PlanItem]:
    """What would be deleted, and has not been shown."""
    return [record for record in all_of(found) if key_of(record) not in seen]


def seen_by(request: HttpRequest) -> set[str]:
    """The keys of what the page showed that asked."""
    return set(request.POST.get(SEEN, "").split())


def losing_their_strategy(found: Found) -> models.QuerySet[Resource]:
    """The resources that stay while the strategy that they belong to goes."""
    staying = Resource._base_manager.filter(strategy__in=list(found[Strategy]))
    return staying.exclude(pk__in=list(found[Resource])).select_for_update()


class DeletedWithAll:
    """Mixed into a form's admin: what hangs on a record is listed and goes with it."""

    actions = ["delete_selected"]

    def get_deleted_objects(self, objs, request):
        found = request.to_go = hanging_on(objs)
        desk = self.admin_site.get_model_admin
        lacking = {
            record._meta.verbose_name
            for record in all_of(found)
            if not desk(type(record)).has_delete_permission(request, record)
        }
        counts = Counter(record._meta.verbose_name_plural for record in all_of(found))
        return listed(found), counts, lacking, [*map(link_to, in_the_way(found))]

    def delete_model(self, request, obj):
        delete([obj], seen_by(request))

    def delete_queryset(self, request, queryset):
        delete(queryset, seen_by(request))
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
    seen, again = seen_by(request), {}
    try:
        with transaction.atomic():
            page = view()
    except (MoreToDeleteError, models.ProtectedError, IntegrityError):
        # Asked for as if nothing had been answered yet.
        request.POST = QueryDict()
        page = view()
        again = asked_again(request.to_go, seen)
    if getattr(page, "context_data", None) is not None:
        shown = " ".join(map(key_of, all_of(request.to_go)))
        page.context_data |= {SEEN: shown, **again}
        page.status_code = CONFLICT if again else page.status_code
    return page


def asked_again(found: Found, seen: set[str]) -> dict[str, object]:
    """What a page says that asks once more: what came in since the one answered."""
    is_unseen = seen.isdisjoint(map(key_of, all_of(found)))
    more = [] if is_unseen else map(link_to, unseen(found, seen))
    return {"asked_again": True, "is_unseen": is_unseen, "added": [*more]}


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
    top, below = [], {}
    for record in all_of(found):
        own = below[type(record), record.pk] = []
        below.get(nearest_parent(record), top).extend([link_to(record), own])
    return top


def link_to(record: PlanItem) -> SafeString:
    """A record's kind, and its name as a link to its form."""
    return format_html("{}: {}", kind_of(record), form_link(record))
