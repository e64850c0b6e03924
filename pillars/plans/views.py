"""The desk's pages for a plan as a whole: the next one, the current one, its lock."""

import re
from functools import partial

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from pillars.desk.page import desk_page
from pillars.desk.sent_twice import save_target, saved_once
from pillars.models import Plan
from pillars.models.base import languages
from pillars.permissions import rules

from . import lifecycle
from .lifecycle import AT_FIRST, UNDER_PILLARS, Part, PlanActError

UNPROCESSABLE = 422
PILLARS_TOO = gettext_lazy(
    "Tick the pillars and priorities too: %(parts)s belong to them."
)

may_change_plans = permission_required(rules.CHANGE_PLANS, raise_exception=True)
methods = require_http_methods(["GET", "HEAD", "POST"])


class NextPlanForm(forms.ModelForm):
    parts = forms.MultipleChoiceField(
        label=gettext_lazy("What to copy"),
        choices=Part.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = Plan
        fields = [
            *("slug", "first_year", "last_year"),
            *(f"title_{code}" for code in languages()),
            *(f"short_title_{code}" for code in languages()),
        ]

    def clean_parts(self):
        parts = self.cleaned_data["parts"]
        missing = Part.PILLARS not in parts and set(parts) & set(UNDER_PILLARS)
        if missing:
            names = ", ".join(str(Part(part).label) for part in sorted(missing))
            raise forms.ValidationError(PILLARS_TOO % {"parts": names})
        return parts


def proposal(old: Plan) -> dict[str, object]:
    """As many years, right after the old plan's."""
    length = old.last_year - old.first_year
    first = old.last_year + 1
    years = Plan(first_year=first, last_year=first + length).years
    given = {"slug": years, "first_year": first, "last_year": first + length}
    old_years = re.compile(rf"{old.first_year}[-–—/](?:\d\d)?{old.years[-2:]}(?!\d)")
    for code in languages():
        title = getattr(old, f"title_{code}") or ""
        given[f"title_{code}"] = old_years.sub(years, title)
        given[f"short_title_{code}"] = getattr(old, f"short_title_{code}")
    return {**given, "parts": AT_FIRST}


@methods
@saved_once
def start_next(request: HttpRequest, pk: int) -> HttpResponse:
    old = get_object_or_404(Plan, pk=pk)
    if not rules.may_make_a_plan(request.user):
        raise PermissionDenied
    if request.method != "POST":
        return start_page(request, old, NextPlanForm(initial=proposal(old)))
    draft = lifecycle.draft_of(old, request.POST.getlist("parts"))
    form = NextPlanForm(request.POST, instance=draft)
    if not form.is_valid():
        return start_page(request, old, form, UNPROCESSABLE)
    with transaction.atomic():
        new = lifecycle.start_next(old, form.instance, form.cleaned_data["parts"])
        save_target(request, reverse("admin:pillars_plan_change", args=[new.pk]))
    messages.success(
        request,
        _("“%(plan)s” is started. It is neither public nor the current plan yet.")
        % {"plan": new},
    )
    return redirect("admin:pillars_plan_change", new.pk)


def start_page(request, old: Plan, form: NextPlanForm, status: int | None = None):
    title = _("Start the next plan")
    facts = {"plan": old, "form": form}
    return desk_page(request, "desk/plans/start_next.html", title, status, **facts)


@may_change_plans
@methods
def make_current(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(Plan, pk=pk)
    refusal = ""
    if request.method == "POST":
        try:
            former = lifecycle.make_current(plan)
        except PlanActError as error:
            refusal = str(error)
        else:
            words = _("“%(plan)s” is the current plan.") % {"plan": plan}
            if former:
                words += " " + _("“%(plan)s” is locked.") % {"plan": former}
            words += " " + _("Readers see it when it is published.")
            messages.success(request, words)
            return redirect("admin:pillars_plan_change", plan.pk)
    former = Plan.objects.filter(is_current=True).exclude(pk=plan.pk).first()
    title = _("Make this the current plan")
    facts = {"plan": plan, "former": former, "refusal": refusal}
    return desk_page(request, "desk/plans/make_current.html", title, **facts)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        max_length=300,
        error_messages={
            "required": gettext_lazy("Say why the plan is unlocked."),
            "max_length": gettext_lazy("Use %(limit_value)s characters at most."),
        },
    )


@may_change_plans
@methods
def with_reason(
    request: HttpRequest, pk: int, name: str, title: Promise
) -> HttpResponse:
    """Unlocking needs a reason."""
    plan = get_object_or_404(Plan, pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    form.fields["reason"].required = name == "unlock"
    if form.is_valid():
        reason = " ".join(form.cleaned_data["reason"].split())
        lifecycle.set_locked(plan, reason, is_locked=name == "lock")
        return redirect("admin:pillars_plan_change", plan.pk)
    status = UNPROCESSABLE if form.is_bound else None
    facts = {"plan": plan, "form": form}
    return desk_page(request, f"desk/plans/{name}.html", str(title), status, **facts)


lock = partial(with_reason, name="lock", title=gettext_lazy("Lock this plan"))
unlock = partial(with_reason, name="unlock", title=gettext_lazy("Unlock this plan"))


DESK = [
    ("<int:pk>/start-next/", start_next, "start_next"),
    ("<int:pk>/make-current/", make_current, "make_current"),
    ("<int:pk>/lock/", lock, "lock"),
    ("<int:pk>/unlock/", unlock, "unlock"),
]
