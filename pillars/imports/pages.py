"""The desk's pages for results in bulk: upload, preview, confirm, the file."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from pillars import rights, school_years
from pillars.desk_page import desk_page
from pillars.models import Plan, Result

from . import blank, carried
from .applying import ChangedMeanwhileError, apply
from .judging import Judgement, judge
from .problems import UnreadableFileError, locked
from .tables import Table, too_big
from .uploads import (
    CONFLICT,
    TOO_LARGE,
    UNPROCESSABLE,
    beginnings,
    is_too_long,
    table_in,
    unchosen,
)

KINDS = {
    "csv": ("text/csv; charset=utf-8", blank.as_csv),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        blank.as_xlsx,
    ),
}


class UploadForm(forms.Form):
    """Which plan's results, and the file that holds them."""

    plan = forms.ModelChoiceField(
        Plan.objects.none(), label=gettext_lazy("plan"), empty_label=None
    )
    file = forms.FileField(label=gettext_lazy("file"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = Plan.objects.all()


def may_change(request: HttpRequest) -> None:
    """Refuse who may not change results."""
    if not rights.may_change_all(request.user, Result):
        raise PermissionDenied


# A file that is too big is refused before anything is read, the form's token included.
@csrf_exempt
def bulk(request: HttpRequest) -> HttpResponse:
    may_change(request)
    if is_too_long(request):
        return upload_page(request, refusal=too_big(), status=TOO_LARGE)
    return steps(request)


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def steps(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return to_begin_with(request)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return upload_page(request, refusal=unchosen(), status=UNPROCESSABLE)
    plan = form.cleaned_data["plan"]
    if plan.is_locked:
        return upload_page(request, refusal=locked(plan), status=UNPROCESSABLE)
    if "rows" in request.POST:
        return confirm(request, plan)
    try:
        table = table_in(form.cleaned_data["file"])
    except UnreadableFileError as error:
        return upload_page(request, plan, str(error), UNPROCESSABLE)
    return preview_page(request, plan, table)


def to_begin_with(request: HttpRequest) -> HttpResponse:
    """The page as it is before anything is sent; what could not be sent is kept."""
    kept = getattr(request, "kept", None)
    form = UploadForm(kept)
    if kept is None or not form.is_valid():
        return upload_page(request)
    plan = form.cleaned_data["plan"]
    table = carried.unpacked(kept.get("rows", ""), plan.pk, request.user.pk)
    return preview_page(request, plan, table) if table else upload_page(request, plan)


def confirm(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Save what the preview showed, or show it again if it has changed."""
    table = carried.unpacked(request.POST["rows"], plan.pk, request.user.pk)
    if table is None:
        refusal = _("The preview is too old or damaged. Upload the file again.")
        return upload_page(request, plan, refusal, CONFLICT)
    try:
        user, seen = request.user, request.POST.get("seen", "")
        saved = apply(table, plan, seen, user, person=user)
    except ChangedMeanwhileError:
        refusal = _(
            "Somebody changed these results or their measures meanwhile, so nothing was"
            " saved. This is what the file would change now."
        )
        return preview_page(request, plan, table, refusal, CONFLICT)
    count = len(saved.to_save)
    words = ngettext("%(count)s result saved.", "%(count)s results saved.", count)
    messages.success(request, words % {"count": count})
    return redirect("admin:pillars_result_changelist")


def preview_page(
    request: HttpRequest, plan: Plan, table: Table, refusal: str = "", status: int = 200
) -> HttpResponse:
    judgement = judge(table, plan, request.user)
    rows = None
    if judgement.to_save and not judgement.problems:
        rows = carried.packed(table, plan.pk, request.user.pk)
        if rows is None:
            refusal = _("The file holds too much for one page. Divide it.")
    return desk_page(
        request,
        "admin/pillars/result/in_bulk_preview.html",
        _("Results in bulk"),
        status if not judgement.problems else UNPROCESSABLE,
        refusal=refusal,
        plan=plan,
        judgement=judgement,
        rows=rows,
        **shortened(judgement),
    )


def shortened(judgement: Judgement) -> dict[str, object]:
    """What the page lists of the lists that have no end."""
    return beginnings(
        problems=judgement.problems,
        unchanged=judgement.unchanged,
        blank=judgement.blank,
    )


def upload_page(
    request: HttpRequest, plan: Plan | None = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    plans = list(Plan.objects.filter(is_locked=False))
    now = [plan for plan in plans if plan.is_current] or plans
    today = timezone.localdate()
    return desk_page(
        request,
        "admin/pillars/result/in_bulk.html",
        _("Results in bulk"),
        status,
        refusal=refusal,
        plans=[
            (plan, years_of(plan), school_years.label(blank.year_for(plan, today)))
            for plan in plans
        ],
        chosen=plan or (now[0] if now else None),
    )


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
    content_type, write = KINDS[kind]
    answer = HttpResponse(write(found, year, request.user), content_type=content_type)
    name = f"results-{found.slug}-{year}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
