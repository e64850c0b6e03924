"""The desk's pages for a plan as a file: upload, preview, confirm, download."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from pillars.imports import carried, written
from pillars.imports.file_pages import FilePages, view_of
from pillars.imports.uploads import CONFLICT, content_in
from pillars.models import Plan
from pillars.permissions.rules import may_rewrite_the_plan, may_view_all

from .applying import apply
from .judging import BookJudgement, judge
from .reading import Book, read_book
from .sheets import SHEETS
from .writing import KINDS, TooLongError


def need_all_rights(request: HttpRequest) -> None:
    """Refuse who may not change everything: a file may say anything of a plan."""
    if not may_rewrite_the_plan(request.user):
        raise PermissionDenied


class PlanPages(FilePages):
    """A plan from a file: a book that says which plan it is."""

    title = gettext_lazy("A plan from a file")
    upload_template = "desk/plans/from_file.html"
    preview_template = "desk/plans/from_file_preview.html"
    changed_meanwhile = gettext_lazy(
        "Somebody changed this plan meanwhile, so nothing was saved. This is what"
        " the file would change now."
    )

    def need_rights(self) -> None:
        need_all_rights(self.request)

    def read(self, file) -> Book:
        return read_book(content_in(file, _("Choose a file, XLSX or JSON.")))

    def judge(self, held: Book) -> BookJudgement:
        return judge(held)

    def packed(self, held: Book, judgement: BookJudgement) -> str | None:
        return packed(held, self.user.pk)

    def unpacked(self, text: str) -> Book | None:
        return unpacked(text, self.user.pk)

    def saved(self, held: Book, seen: str) -> HttpResponse:
        plan = apply(held, seen, self.user)
        messages.success(self.request, _("“%(plan)s” is saved.") % {"plan": plan})
        return redirect("admin:pillars_plan_change", plan.pk)

    def preview_facts(self, judgement: BookJudgement) -> dict[str, object]:
        return {"sheets": by_sheet(judgement)}


from_file = view_of(PlanPages)


def packed(book: Book, user_pk: int) -> str | None:
    """A book without problems, for a hidden field; None if it is too big for one."""
    tables = {name: carried.written(table) for name, table in book.tables.items()}
    facts = {"user": user_pk, "has_gaps": book.has_gaps, "read_as": book.read_as}
    return carried.sealed({**facts, "tables": tables})


def unpacked(text: str, user_pk: int) -> Book | None:
    """The book again; None if it is another's, was tampered with, or is a day old."""
    facts = carried.opened(text)
    if facts.get("user") != user_pk or "tables" not in facts:
        return None
    tables = {
        name: carried.read(table, SHEETS[name].header)
        for name, table in facts["tables"].items()
    }
    return Book(tables, [], facts["read_as"], facts["has_gaps"])


def by_sheet(judgement: BookJudgement) -> list[dict[str, object]]:
    kinds = {
        _("Would be created"): judgement.new,
        _("Would be changed"): judgement.changed,
    }
    found = []
    for name, sheet in SHEETS.items():
        parts = [
            (title, [row for row in rows if row.sheet == name])
            for title, rows in kinds.items()
        ]
        absent = judgement.absent.get(name, [])
        if absent or any(rows for _title, rows in parts):
            label = sheet.model._meta.verbose_name_plural
            about = {"name": name, "label": label}
            found.append({**about, "parts": parts, "absent": absent})
    return found


@require_safe
def file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    if not may_view_all(request.user):
        raise PermissionDenied
    return download(get_object_or_404(Plan, pk=pk), kind)


@require_safe
def blank_file(request: HttpRequest, kind: str) -> HttpResponse:
    need_all_rights(request)
    return download(None, kind)


def download(plan: Plan | None, kind: str) -> HttpResponse:
    """A plan as a file, or the file to fill in."""
    if kind not in KINDS:
        raise Http404
    try:
        content = KINDS[kind](plan)
    except TooLongError as error:
        answer = HttpResponse(str(error), content_type="text/plain", status=CONFLICT)
        answer["Cache-Control"] = "no-store"
        return answer
    return written.download(content, f"plan-{plan.slug if plan else 'blank'}", kind)


DESK = [
    ("from-file/", from_file, "from_file"),
    ("from-file/blank.<str:kind>", blank_file, "blank_file"),
    ("<int:pk>/file.<str:kind>", file, "file"),
]
