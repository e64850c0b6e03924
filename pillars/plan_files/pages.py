"""The desk's pages for a plan as a file: upload, preview, confirm, download."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from pillars.desk_page import desk_page
from pillars.imports import carried
from pillars.imports.applying import ChangedMeanwhileError
from pillars.imports.problems import UnreadableFileError
from pillars.imports.tables import BYTES_AT_MOST, too_big
from pillars.imports.uploads import (
    CONFLICT,
    SHOWN_AT_MOST,
    TOO_LARGE,
    UNPROCESSABLE,
    is_too_long,
)
from pillars.models import Plan
from pillars.rights import may_rewrite_the_plan, may_view_all

from .applying import apply
from .judging import Judgement, judge
from .reading import Book, read_book
from .sheets import SHEETS
from .writing import KINDS, TooLongError


def need_all_rights(request: HttpRequest) -> None:
    """Refuse who may not change everything: a file may say anything of a plan."""
    if not may_rewrite_the_plan(request.user):
        raise PermissionDenied


# A file that is too big is refused before anything is read, the form's token included.
@csrf_exempt
def from_file(request: HttpRequest) -> HttpResponse:
    need_all_rights(request)
    if is_too_long(request):
        return upload_page(request, too_big(), TOO_LARGE)
    return steps(request)


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def steps(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return upload_page(request)
    if "rows" in request.POST:
        return confirm(request)
    try:
        book = book_in(request.FILES.get("file"))
    except UnreadableFileError as error:
        return upload_page(request, str(error), UNPROCESSABLE)
    return preview_page(request, book)


def book_in(file) -> Book:
    """The book in an uploaded file. Raises ``UnreadableFileError`` for none."""
    if not file:
        raise UnreadableFileError(_("Choose a file, XLSX or JSON."))
    if file.size > BYTES_AT_MOST:
        raise UnreadableFileError(too_big())
    return read_book(file.read())


def confirm(request: HttpRequest) -> HttpResponse:
    """Save what the preview showed, or show it again if it has changed."""
    book = unpacked(request.POST["rows"], request.user.pk)
    if book is None:
        refusal = _("The preview is too old or damaged. Upload the file again.")
        return upload_page(request, refusal, CONFLICT)
    try:
        plan = apply(book, request.POST.get("seen", ""), request.user)
    except ChangedMeanwhileError:
        refusal = _(
            "Somebody changed this plan meanwhile, so nothing was saved. This is what"
            " the file would change now."
        )
        return preview_page(request, book, refusal, CONFLICT)
    messages.success(request, _("“%(plan)s” is saved.") % {"plan": plan})
    return redirect("admin:pillars_plan_change", plan.pk)


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


def preview_page(
    request: HttpRequest, book: Book, refusal: str = "", status: int = 200
) -> HttpResponse:
    judgement = judge(book)
    rows = None
    if judgement.to_save and not judgement.problems:
        rows = packed(book, request.user.pk)
        if rows is None:
            refusal = _("The file holds too much for one page. Divide it.")
    return desk_page(
        request,
        "admin/pillars/plan/from_file_preview.html",
        _("A plan from a file"),
        status if not judgement.problems else UNPROCESSABLE,
        refusal=refusal,
        judgement=judgement,
        rows=rows,
        sheets=by_sheet(judgement),
        problems=judgement.problems[:SHOWN_AT_MOST],
        problems_left=len(judgement.problems[SHOWN_AT_MOST:]),
    )


def by_sheet(judgement: Judgement) -> list[dict[str, object]]:
    """What would be created, changed and left alone, sheet by sheet."""
    parts = {"new": judgement.new, "changed": judgement.changed}
    found = [
        {
            "name": name,
            "label": sheet.model._meta.verbose_name_plural,
            **{
                kind: [row for row in rows if row.sheet == name]
                for kind, rows in parts.items()
            },
            "absent": judgement.absent.get(name, []),
        }
        for name, sheet in SHEETS.items()
    ]
    return [one for one in found if one["new"] or one["changed"] or one["absent"]]


def upload_page(request: HttpRequest, refusal: str = "", status: int = 200):
    title = _("A plan from a file")
    return desk_page(
        request, "admin/pillars/plan/from_file.html", title, status, refusal=refusal
    )


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
    content_type, write = KINDS[kind]
    try:
        answer = HttpResponse(write(plan), content_type=content_type)
    except TooLongError as error:
        answer = HttpResponse(str(error), content_type="text/plain", status=CONFLICT)
    else:
        name = f"plan-{plan.slug if plan else 'blank'}.{kind}"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


DESK = [
    ("from-file/", from_file, "from_file"),
    ("from-file/blank.<str:kind>", blank_file, "blank_file"),
    ("<int:pk>/file.<str:kind>", file, "file"),
]
