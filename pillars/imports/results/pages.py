"""The desk's pages for results in bulk, and the download of the file to fill in."""

from collections.abc import Iterator

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.decorators.http import require_safe
from openpyxl import Workbook

from pillars import school_years
from pillars.enums import State
from pillars.imports.files.columns import UnreadableFileError
from pillars.imports.files.pages import ImportPages, download, view_of
from pillars.imports.files.pipeline import LOCKED, ImportResult, Kind
from pillars.imports.files.xlsx import content_of, write_sheet
from pillars.models import Measure, Plan, Result
from pillars.models.base import languages
from pillars.permissions import rules

from .importer import COLUMNS, VALUE_COLUMNS, ResultsImporter, label

WIDTHS = {"title": 60, "group": 20, "state": 28}
WIDTHS |= {f"note_{code}": 40 for code in languages()}


class UploadForm(forms.Form):
    plan = forms.ModelChoiceField(Plan.objects.all())


class ResultsPages(ImportPages):
    """The form names the plan of the results, which the file does not."""

    title = gettext_lazy("Results in bulk")
    upload_template = "desk/results/in_bulk.html"
    preview_template = "desk/results/in_bulk_preview.html"
    parts = {
        gettext_lazy("New results"): Kind.NEW,
        gettext_lazy("Results that would change"): Kind.CHANGED,
    }
    saved_words = ngettext_lazy(
        "%(count)s result saved.", "%(count)s results saved.", "count"
    )
    list_url = "admin:pillars_result_changelist"
    plan: Plan | None = None

    def check_rights(self) -> None:
        if not rules.may_change_all(self.user, Result):
            raise PermissionDenied

    def importer_for(self, data: QueryDict) -> ResultsImporter:
        form = UploadForm(data)
        if not form.is_valid():
            raise UnreadableFileError(self.no_file)
        plan = form.cleaned_data["plan"]
        if plan.is_locked:
            raise UnreadableFileError(LOCKED % {"plan": plan})
        self.plan = plan
        return ResultsImporter(plan, self.user)

    def upload_context(self) -> dict[str, object]:
        plans = list(Plan.objects.filter(is_locked=False))
        current = [plan for plan in plans if plan.is_current] or plans
        today, offers = timezone.localdate(), []
        for plan in plans:
            this_year = school_years.containing(today, plan.first_month)
            due = min(max(this_year, plan.first_year), plan.last_year)
            # The last year first.
            years = reversed(range(plan.first_year, plan.last_year + 1))
            labels = [(year, school_years.label(year)) for year in years]
            offers.append((plan, labels, school_years.label(due)))
        return {"plans": offers, "chosen": self.plan or next(iter(current), None)}

    def preview_context(
        self, importer: ResultsImporter, result: ImportResult
    ) -> dict[str, object]:
        return {"plan": self.plan, **super().preview_context(importer, result)}


bulk = view_of(ResultsPages)


@require_safe
def file_to_fill_in(
    request: HttpRequest, plan: int, year: int, kind: str
) -> HttpResponse:
    ResultsPages(request).check_rights()
    found = get_object_or_404(Plan, pk=plan)
    if kind != "xlsx" or not found.first_year <= year <= found.last_year:
        raise Http404
    content = as_xlsx(found, year, request.user)
    return download(content, f"results-{found.slug}-{year}", kind)


def rows(plan: Plan, year: int, person) -> Iterator[dict[str, object]]:
    """For each measure whose results a person may change, and each of its groups."""
    measures = Measure.objects.filter(pillar__plan=plan).live()
    measures = rules.places_open_to(person, "change", Result, measures)
    for measure in measures.with_series():
        for series in measure.series:
            row = {
                "code": measure.code,
                "title": measure.title,
                "group": series.group.code if series.group else "",
                "school_year": school_years.label(year),
            }
            for result in series.results:
                if result.school_year == year:
                    row |= {column: getattr(result, column) for column in VALUE_COLUMNS}
                    row["state"] = str(State(result.state).label)
            yield row


def as_xlsx(plan: Plan, year: int, person) -> bytes:
    """A workbook in which the states can be chosen from a list."""
    book, names = Workbook(), COLUMNS.names
    sheet = book.active
    sheet.title = _("Results")
    lines = (map(row.get, names) for row in rows(plan, year, person))
    widths = [WIDTHS.get(name, 16) for name in names]
    states = book.create_sheet(_("States"))
    for state in State:
        states.append([str(state.label)])
    formula = f"'{states.title}'!$A$1:$A${len(State)}"
    choices = {names.index("state"): formula}
    write_sheet(sheet, map(label, names), lines, widths, choices)
    return content_of(book)
