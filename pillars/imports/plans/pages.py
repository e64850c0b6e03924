"""The desk's pages for a plan as a file: upload, preview, confirm, download."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from pillars.imports.files.pages import ImportPages, download, view_of
from pillars.imports.files.pipeline import ImportResult, Kind
from pillars.models import Plan
from pillars.permissions.rules import may_rewrite_the_plan, may_view_all

from .importer import PlanImporter, missing_texts
from .sheets import SHEETS
from .writer import KINDS, TooLongError


class PlanPages(ImportPages):
    """The file says which plan it is, and may say anything of it."""

    title = gettext_lazy("A plan from a file")
    importer = PlanImporter
    upload_template = "desk/plans/from_file.html"
    preview_template = "desk/plans/from_file_preview.html"
    no_file = gettext_lazy("Choose a file, XLSX or JSON.")
    parts = {
        gettext_lazy("Would be created"): Kind.NEW,
        gettext_lazy("Would be changed"): Kind.CHANGED,
    }

    def check_rights(self) -> None:
        if not may_rewrite_the_plan(self.user):
            raise PermissionDenied

    def saved(self, importer: PlanImporter, result: ImportResult) -> HttpResponse:
        plan = importer.saved_plan()
        messages.success(self.request, _("“%(plan)s” is saved.") % {"plan": plan})
        return redirect("admin:pillars_plan_change", plan.pk)

    def preview_context(
        self, importer: PlanImporter, result: ImportResult
    ) -> dict[str, object]:
        """The rows by sheet, with the records that the file leaves out."""
        sheets = []
        for name, sheet in SHEETS.items():
            parts = [
                (title, [row for row in result.of(kind) if row.row.sheet == name])
                for title, kind in self.parts.items()
            ]
            absent = importer.absent.get(name, [])
            if absent or any(rows for _title, rows in parts):
                about = {"name": name, "label": sheet.model._meta.verbose_name_plural}
                sheets.append(about | {"parts": parts, "absent": absent})
        missing = [*missing_texts(importer.records, result)]
        about = {"plan": importer.plan, "slug": importer.slug, "missing": missing}
        return about | {"sheets": sheets}


from_file = view_of(PlanPages)


@require_safe
def file(request: HttpRequest, kind: str, pk: int | None = None) -> HttpResponse:
    """A plan as a file; without one, the file to fill in."""
    if pk is None:
        PlanPages(request).check_rights()
    elif not may_view_all(request.user):
        raise PermissionDenied
    plan = None if pk is None else get_object_or_404(Plan, pk=pk)
    if kind not in KINDS:
        raise Http404
    try:
        content = KINDS[kind](plan)
    except TooLongError as error:
        messages.error(request, str(error))
        return redirect("admin:pillars_plan_change", pk)
    return download(content, f"plan-{plan.slug if plan else 'blank'}", kind)


DESK = [
    ("from-file/", from_file, "from_file"),
    ("from-file/blank.<str:kind>", file, "blank_file"),
    ("<int:pk>/file.<str:kind>", file, "file"),
]
