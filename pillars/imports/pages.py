"""The desk's pages for results in bulk: upload, preview, confirm, the file."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from pillars import school_years
from pillars.models import Plan, Result
from pillars.permissions import rules

from . import blank, carried
from .applying import apply
from .file_pages import FilePages, view_of
from .judging import ResultsJudgement, judge
from .problems import locked
from .tables import Table
from .uploads import table_in, unchosen
from .written import download

KINDS = {"csv": blank.as_csv, "xlsx": blank.as_xlsx}


class UploadForm(forms.Form):
    plan = forms.ModelChoiceField(
        Plan.objects.none(), label=gettext_lazy("plan"), empty_label=None
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = Plan.objects.all()


def may_change(request: HttpRequest) -> None:
    """Refuse who may not change results."""
    if not rules.may_change_all(request.user, Result):
        raise PermissionDenied


class ResultsPages(FilePages):
    """Results in bulk: the form names their plan, and the file holds them."""

    title = gettext_lazy("Results in bulk")
    upload_template = "desk/results/in_bulk.html"
    preview_template = "desk/results/in_bulk_preview.html"
    changed_meanwhile = gettext_lazy(
        "Somebody changed these results or their measures meanwhile, so nothing was"
        " saved. This is what the file would change now."
    )
    plan: Plan | None = None

    def need_rights(self) -> None:
        may_change(self.request)

    def refused(self, sent) -> str:
        form = UploadForm(sent)
        if not form.is_valid():
            return unchosen()
        plan = form.cleaned_data["plan"]
        if plan.is_locked:
            return locked(plan)
        self.plan = plan
        return ""

    def read(self, file) -> Table:
        return table_in(file)

    def judge(self, held: Table) -> ResultsJudgement:
        return judge(held, self.plan, self.user)

    def packed(self, held: Table, judgement: ResultsJudgement) -> str | None:
        return carried.packed(held, self.plan.pk, self.user.pk)

    def unpacked(self, text: str) -> Table | None:
        return carried.unpacked(text, self.plan.pk, self.user.pk)

    def saved(self, held: Table, seen: str) -> HttpResponse:
        saved = apply(held, self.plan, seen, self.user, person=self.user)
        count = len(saved.to_save)
        words = ngettext("%(count)s result saved.", "%(count)s results saved.", count)
        messages.success(self.request, words % {"count": count})
        return redirect("admin:pillars_result_changelist")

    def upload_facts(self) -> dict[str, object]:
        plans = list(Plan.objects.filter(is_locked=False))
        now = [plan for plan in plans if plan.is_current] or plans
        today = timezone.localdate()
        return {
            "plans": [
                (plan, years_of(plan), school_years.label(blank.year_for(plan, today)))
                for plan in plans
            ],
            "chosen": self.plan or (now[0] if now else None),
        }

    def preview_facts(self, judgement: ResultsJudgement) -> dict[str, object]:
        return {"plan": self.plan}


bulk = view_of(ResultsPages)


def years_of(plan: Plan) -> list[tuple[int, str]]:
    """A plan's school years with how they are written, the last one first."""
    years = range(plan.last_year, plan.first_year - 1, -1)
    return [(year, school_years.label(year)) for year in years]


@require_safe
def file_to_fill_in(
    request: HttpRequest, plan: int, year: int, kind: str
) -> HttpResponse:
    may_change(request)
    found = get_object_or_404(Plan, pk=plan)
    if kind not in KINDS or not found.first_year <= year <= found.last_year:
        raise Http404
    content = KINDS[kind](found, year, request.user)
    return download(content, f"results-{found.slug}-{year}", kind)
