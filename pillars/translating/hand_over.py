"""The desk's pages for the file that goes to translators: download, upload, confirm."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from pillars.desk_page import desk_page
from pillars.imports import carried
from pillars.imports.applying import ChangedMeanwhileError
from pillars.imports.columns import Header
from pillars.imports.problems import UnreadableFileError
from pillars.imports.tables import Table, too_big
from pillars.imports.uploads import (
    CONFLICT,
    TOO_LARGE,
    UNPROCESSABLE,
    beginnings,
    is_too_long,
    table_in,
)
from pillars.in_step.reading import OPEN
from pillars.language_names import named
from pillars.models.base import languages

from .applying import apply
from .columns import HIDDEN, TEXTS, TO_FILL_IN
from .judging import Judgement, Kind, judge
from .lists import Listing, visible_models
from .sheet import as_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a packed table is for.
ABOUT = "texts"


@require_safe
def file_of_texts(request: HttpRequest) -> HttpResponse:
    """The file, with the filters of the list in force."""
    listing = Listing(request.user, request.GET)
    texts = [text for text in listing.texts if text.state in OPEN]
    if not texts:
        messages.info(request, _("There is nothing to hand over."))
        return redirect("admin:pillars_plan_translations")
    answer = HttpResponse(as_xlsx(texts), content_type=XLSX)
    language = request.GET.get("language")
    known = {text.language for text in texts}
    which = f"-{language}" if language in known else ""
    name = f"translations{which}-{timezone.localdate().isoformat()}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


# A file that is too big is refused before anything is read, the form's token included.
@csrf_exempt
def hand_over(request: HttpRequest) -> HttpResponse:
    visible_models(request.user)
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
        table = table_in(request.FILES.get("file"), TEXTS)
    except UnreadableFileError as error:
        return upload_page(request, str(error), UNPROCESSABLE)
    return preview_page(request, table)


def confirm(request: HttpRequest) -> HttpResponse:
    """Save what the preview showed, or show it again if it has changed."""
    table = carried.unpacked(request.POST["rows"], ABOUT, request.user.pk, TEXTS)
    if table is None:
        refusal = _("The preview is too old or damaged. Upload the file again.")
        return upload_page(request, refusal, CONFLICT)
    try:
        saved = apply(table, request.user, request.POST.get("seen", ""))
    except ChangedMeanwhileError:
        refusal = _(
            "Somebody changed these texts meanwhile, so nothing was saved. This is what"
            " the file would write now."
        )
        return preview_page(request, table, refusal, CONFLICT)
    count = len(saved.to_save)
    words = ngettext("%(count)s text saved.", "%(count)s texts saved.", count)
    messages.success(request, words % {"count": count})
    if saved.moved:
        messages.warning(request, left_out(saved))
    return redirect("admin:pillars_plan_translations")


def left_out(judgement: Judgement) -> str:
    """Which texts were not written since somebody changed them meanwhile."""
    names = "; ".join(
        f"{row.text.place.name}, {row.text.label}" for row in judgement.moved[:20]
    )
    count = len(judgement.moved)
    words = ngettext(
        "%(count)s text changed meanwhile and was left out: %(names)s",
        "%(count)s texts changed meanwhile and were left out: %(names)s",
        count,
    )
    more = "…" if count > 20 else ""
    return words % {"count": count, "names": names + more}


def upload_page(
    request: HttpRequest, refusal: str = "", status: int = 200
) -> HttpResponse:
    return desk_page(
        request,
        "admin/pillars/translations/hand_over.html",
        _("Translations"),
        status,
        languages=[(code, named(code)) for code in languages()],
        reason=refusal,
    )


def preview_page(
    request: HttpRequest, table: Table, refusal: str = "", status: int = 200
) -> HttpResponse:
    judgement = judge(table, request.user)
    rows = None
    if judgement.to_save and not judgement.problems:
        rows = carried.packed(to_carry(table, judgement), ABOUT, request.user.pk)
        if rows is None:
            refusal = _("The file holds too much for one page. Divide it.")
    return desk_page(
        request,
        "admin/pillars/translations/hand_over_preview.html",
        _("Translations"),
        status if not judgement.problems else UNPROCESSABLE,
        reason=refusal,
        judgement=judgement,
        rows=rows,
        **beginnings(
            problems=judgement.problems,
            unchanged=judgement.unchanged,
            blank=judgement.blank,
        ),
    )


def to_carry(table: Table, judgement: Judgement) -> Table:
    """The rows that say something, without what is only for people."""
    names = [name for name in (*HIDDEN, *TO_FILL_IN) if name in table.header.places]
    places = {name: place for place, name in enumerate(names)}
    header = Header(table.header.line, places, table.header.titles, TEXTS)
    said = [row for row in judgement.rows if row.kind is not Kind.BLANK]
    rows = [(row.line, [row.reader.cell(name) for name in names]) for row in said]
    return Table(header, rows, [], table.read_as)
