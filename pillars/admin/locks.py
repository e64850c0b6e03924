"""What the desk does about locked plans: it shows them, and lets nothing be changed."""

from django.contrib import messages
from django.db.models import Model
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from pillars.hierarchy.parents import TO_PLAN, plan_of
from pillars.hierarchy.renumbering import move_codes
from pillars.permissions.locks import (
    LockedError,
    in_locked_plan,
    locking,
    refuse_locked,
)

MAY_LOCK = "pillars.change_plan"


class KeepsLocks:
    """A form or its rows: what is chosen there is in no locked plan."""

    def get_field_queryset(self, db, db_field, request):
        """No record is moved into a locked plan: its parents there are no choice."""
        records = super().get_field_queryset(db, db_field, request)
        model = db_field.remote_field.model
        if model not in TO_PLAN:
            return records
        if records is None:
            records = model._default_manager.using(db)
        return records.exclude(**in_locked_plan(model))


class ShowsLocks(KeepsLocks):
    """A form that says that its plan is locked, and a list that passes no lock by."""

    change_form_outer_before_template = "desk/forms/_lock.html"

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context.update(lock_facts(request, obj))
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_search_results(self, request, queryset, search_term):
        match = request.resolver_match
        if match and match.url_name == "autocomplete":
            queryset = queryset.exclude(**in_locked_plan(queryset.model))
        return super().get_search_results(request, queryset, search_term)

    def save_model(self, request, obj, form, change):
        # Asked again now that nobody can lock it; a list that is edited in place asks
        # about each of its records only here.
        stored = type(obj)._base_manager.filter(pk=obj.pk).first() if change else None
        refuse_locked(obj, *filter(None, [stored]))
        super().save_model(request, obj, form, change)
        if moved := move_codes(obj):
            said = _("The codes of these measures have moved: %(codes)s.")
            messages.info(request, said % {"codes": ", ".join(moved)})

    def changelist_view(self, request, extra_context=None):
        try:
            return super().changelist_view(request, extra_context)
        except LockedError as refusal:
            messages.error(request, str(refusal))
            return redirect(request.get_full_path())


def lock_facts(request, record: Model | None) -> dict[str, object]:
    plan = plan_of(record)
    if plan is None or not (plan.is_locked or plan.unlock_reason):
        return {}
    may_lock = request.user.has_perm(MAY_LOCK)
    name = "unlock" if plan.is_locked else "lock"
    return {
        "plan_of_lock": plan,
        "lock": locking(plan) if plan.is_locked else None,
        "lock_url": may_lock and reverse(f"admin:pillars_plan_{name}", args=[plan.pk]),
    }
