"""The editions at the desk: read-only, with links to roll back and to restore."""

from django.contrib import admin
from django.contrib.admin.utils import flatten
from django.db.models import Value
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from pillars.admin.base import RequestGuards
from pillars.models.account import person_name
from pillars.permissions.rules import may_rewrite_the_plan

from . import urls
from .desk.access import may_publish
from .desk.edition_views import as_entries
from .document.document import Document
from .document.hide_again import hidden_today
from .models import NOTES, Edition, database_now


@admin.register(Edition)
class EditionAdmin(RequestGuards, ModelAdmin):
    compressed_fields = False
    pages = urls.DESK
    list_display = ["number", "day", "publisher", "note", "state"]
    list_display_links = ["number", "day"]
    list_select_related = ["published_by", "request__asked_by"]
    list_per_page = 50
    search_fields = [*NOTES.values()]
    fields = [
        ("number", "day", "publisher"),
        ("state", "rolled_back_from"),
        tuple(NOTES.values()),
    ]
    readonly_fields = [*flatten(fields), "asked_by", "granted_by"]
    change_form_outer_before_template = "desk/publishing/_edition_acts.html"
    change_form_outer_after_template = "desk/publishing/_edition_changes.html"

    def get_queryset(self, request):
        editions = super().get_queryset(request).defer("document")
        return editions.annotate(
            newest=Value(Document.last_live().number), now=Value(database_now())
        )

    def get_fields(self, request, obj=None):
        # The granted request that it was published by, if any.
        people = [("asked_by", "granted_by")] if hasattr(obj, "request") else []
        return [*self.fields, *people]

    def _never(self, request, obj=None):
        return False

    has_add_permission = has_change_permission = has_delete_permission = _never

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) or may_publish(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        edition = self.get_object(request, object_id)
        context = {
            "may_publish": may_publish(request),
            "may_restore": may_rewrite_the_plan(request.user),
            **(extra_context or {}),
        }
        if edition is not None:
            document = Document.read(edition.contents)
            # Without the values that are hidden today.
            (entry,) = hidden_today(document.hidden).in_log(document.log[:1])
            context["entries"] = as_entries(entry.changes, document.snapshot)
            context["is_newest"] = edition.number == edition.newest
            context["is_live"] = is_live = edition.is_live(edition.now)
            context["edition_waits"] = edition.goes_live_at and not is_live
        return super().change_view(request, object_id, form_url, context)

    @admin.display(description=_("day"), ordering="goes_live_at")
    def day(self, edition):
        moment = edition.goes_live_at
        return moment and date_format(timezone.localtime(moment), "DATE_FORMAT")

    @admin.display(description=_("published by"), ordering="published_by")
    def publisher(self, edition):
        return person_name(edition.published_by) or None

    @admin.display(description=_("note for readers"))
    def note(self, edition):
        notes = [edition.note.get(get_language()), *edition.note.values()]
        return next(filter(None, notes), None)

    @admin.display(description=_("edition’s state"))
    def state(self, edition):
        if edition.goes_live_at is None:
            return _("its pages are being made")
        if not edition.is_live(edition.now):
            moment = timezone.localtime(edition.goes_live_at)
            return _("waits until %(moment)s") % {
                "moment": date_format(moment, "DATETIME_FORMAT")
            }
        return _("live") if edition.number == edition.newest else _("replaced")

    @admin.display(description=_("asked for by"))
    def asked_by(self, edition):
        return person_name(edition.request.asked_by) or None

    @admin.display(description=_("granted by"))
    def granted_by(self, edition):
        return person_name(edition.request.answered_by) or None
