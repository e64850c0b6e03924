"""What the desk's forms of plan records share, the order of saving first of all."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin
from unfold.admin import ModelAdmin

from pillars.desk.sent_twice import save_target, saved_once
from pillars.hierarchy.labels import parse_key
from pillars.hierarchy.renumbering import move_codes
from pillars.hierarchy.tree import TO_PILLAR, TO_PLAN, paths_up, plan_of
from pillars.hierarchy.unnamed import fill_missing_levels
from pillars.models import Office, Pillar, Plan, PlanItem, StudentGroup
from pillars.permissions import rules
from pillars.permissions.rules import LockedError, refuse_locked
from pillars.search.desk import keys_found
from pillars.translations.location import Location

from .conflicts import find as conflicts
from .forms import choice_labels
from .forms.fields import DeskFields, DeskSections
from .forms.languages import language_choice
from .history import views as history
from .history.delete import DeletesWithChildren
from .rows import DeskRows
from .views import preview_text

STAYS = _("It stays in its plan, which may need it.")


class RequestGuards:
    """Mixed into a form's admin: a record is found by its key, and added once."""

    # Addresses, views and names of pages that stand beside the forms.
    pages = []

    def pages_beside(self) -> list[tuple]:
        return self.pages

    def get_urls(self):
        """Pages of its own stand before the forms, whose addresses take all."""
        start = f"{self.opts.app_label}_{self.opts.model_name}_"
        own = [
            path(at, self.admin_site.admin_view(view), name=start + name)
            for at, view, name in self.pages_beside()
        ]
        return [*own, *super().get_urls()]

    def get_object(self, request, object_id, from_field=None):
        # ``?_to_field=`` with nothing behind it would be looked up as a field's name.
        return super().get_object(request, object_id, from_field or None)

    def add_view(self, request, *args, **kwargs):
        return saved_once(super().add_view)(request, *args, **kwargs)

    def response_add(self, request, obj, post_url_continue=None):
        # Here what was added is not kept for good yet.
        save_target(request, reverse(admin_urlname(self.opts, "change"), args=[obj.pk]))
        return super().response_add(request, obj, post_url_continue)


class DeskAdmin(
    DeletesWithChildren,
    DeskFields,
    DeskSections,
    RequestGuards,
    ModelAdmin,
    TranslationAdmin,
):
    warn_unsaved_form = True
    search_fields = ["pk"]  # So that Django offers the search; ``found_by`` answers.
    change_form_before_template = "desk/history/_conflict.html"
    change_form_outer_before_template = "desk/forms/_above_form.html"
    # What its templates ask about the person at the desk.
    rights = {}

    class Media:
        css = {"all": ["pillars/desk_forms.css"]}
        js = ["pillars/desk_forms.js"]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """
        What happens on Save, in this order. What a step refuses is shown in the form.

        1. A new record that was sent twice is answered once (``add_view``).
        2. A form that was left unsaved is only shown.
        3. Plan and record are held. If the record is gone, or its plan is locked, a
           page says so.
        4. If others saved since the form was opened, both are shown in the form.
        5. Django checks the form, then saves the record (``save_model``) and its rows.
        6. If somebody took its place at that very moment, the form is checked again.
        """
        pk = parse_key(object_id or "")
        save = partial(
            super().changeform_view, request, object_id, form_url, extra_context
        )
        if request.method == "POST" and pk is not None:
            save = partial(conflicts.save_or_show_conflict, self, request, pk, save)
        elif pk is not None:
            conflicts.set_versions(self, request, pk)
        if hasattr(request, "draft"):
            save = partial(show_draft, request, save)
        try:
            return conflicts.retry_on_conflict(save)
        except LockedError as refusal:
            return conflicts.locked_page(
                self, request, refusal.plan, change=pk is not None
            )
        except ValidationError as refusal:
            # Found while saving, and undone: now the form says it.
            request.refusal = refusal
            return conflicts.retry_on_conflict(save)

    def save_model(self, request, obj, form, change):
        # Asked again now that nobody can lock it; a list that is edited in place asks
        # about each of its records only here.
        stored = type(obj)._base_manager.filter(pk=obj.pk).first() if change else None
        refuse_locked(obj, *filter(None, [stored]))
        # Who changed its rows alone has not changed the record.
        if form.changed_data or not change:
            super().save_model(request, obj, form, change)
        if isinstance(obj, (Plan, Pillar)):
            fill_missing_levels(plan_of(obj))
        if moved := move_codes(obj, getattr(stored, "code", "")):
            words = _("Codes have moved with this one: %(codes)s.")
            messages.info(request, words % {"codes": ", ".join(moved)})

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        choice_labels.offer_own(form.base_fields, self.model, plan_of(obj))
        plan = form.base_fields.get("plan")
        if obj and plan and self.model in {Office, StudentGroup}:
            plan.disabled, plan.help_text = True, STAYS
        form.refusal = getattr(request, "refusal", None)
        form.is_only_shown = hasattr(request, "draft") or hasattr(request, "conflict")
        return form

    def has_add_permission(self, request):
        return rules.may_add(request.user, self.model)

    def has_change_permission(self, request, obj=None):
        """Whether something in the form is open, be it in one of its rows."""
        user = request.user
        rows = [row.model for row in self.inlines if issubclass(row, DeskRows)]
        return rules.may_change(user, obj or self.model) or any(
            rules.may_add(user, model, obj) or rules.may_change(user, model, obj)
            for model in rows
        )

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and issubclass(db_field.related_model, PlanItem):
            adds = request.resolver_match.url_name.endswith("_add")
            act = "add" if adds else "change"
            places = rules.open_places(request.user, act, self.model, field.queryset)
            field.queryset = places.select_related(*paths_up(places.model))
            field.label_from_instance = choice_labels.name_to_choose
        return field

    def get_search_results(self, request, queryset, search_term):
        """What the desk's search finds."""
        if search_term:
            queryset = queryset.filter(self.found_by(search_term))
        return queryset, False

    def found_by(self, words: str) -> Q:
        return Q(pk__in=keys_found(words, self.model))

    def pages_beside(self):
        preview = partial(preview_text, desk=self)
        version = partial(history.version, desk=self)
        return [
            *super().pages_beside(),
            ("preview-text/", preview, "preview_text"),
            ("<str:key>/history/<int:number>/", version, "version"),
        ]

    def get_list_display(self, request):
        return [*super().get_list_display(request), "languages_missing"]

    def get_list_filter(self, request):
        plan, pillar = TO_PLAN[self.model], TO_PILLAR.get(self.model)
        return [
            *([plan] if plan else []),
            *([(pillar, choice_labels.PlanItemFilter)] if pillar else []),
            *super().get_list_filter(request),
            choice_labels.MissingLanguage,
        ]

    def history_view(self, request, object_id, extra_context=None):
        return history.history(request, self, object_id)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        facts = lock_facts(request.user, obj) | self.rights_of(request)
        context.update(facts | language_choice(request))
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def changelist_view(self, request, extra_context=None):
        try:
            return super().changelist_view(request, self.rights_of(request))
        except LockedError as refusal:
            messages.error(request, str(refusal))
            return redirect(request.get_full_path())

    def rights_of(self, request) -> dict[str, bool]:
        return {name: may(request.user) for name, may in self.rights.items()}

    def view_on_site(self, record):
        return Location(record).preview_in(get_language()) or None


def show_draft(request: HttpRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
    """A form's page with the data of ``request.draft``; only Save will save it."""
    # While it is a GET, so that no body is looked for afterwards.
    request.FILES.clear()
    request.method, request.POST = "POST", request.draft.show()
    # What others saved since then is told on saving.
    request.seen = request.POST.get("seen", "")
    try:
        return view()
    finally:
        request.method = "GET"


def lock_facts(user, record: PlanItem | None) -> dict[str, object]:
    """What the form says of its plan's lock: nothing where it never had one."""
    plan = plan_of(record)
    if plan is None or not (plan.is_locked or plan.unlock_reason):
        return {}
    name = "unlock" if plan.is_locked else "lock"
    address = reverse(f"admin:pillars_plan_{name}", args=[plan.pk])
    return {
        "plan_of_lock": plan,
        "lock": rules.last_lock(plan) if plan.is_locked else None,
        "lock_url": address if user.has_perm(rules.CHANGE_PLANS) else None,
    }
