"""The desk's pages for the file that goes to translators: download, upload, confirm."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from pillars.admin.translations.listing import Listing, visible_models
from pillars.imports import carried
from pillars.imports.columns import Header
from pillars.imports.file_pages import FilePages, view_of
from pillars.imports.judgement import Kind
from pillars.imports.tables import Table
from pillars.imports.uploads import table_in
from pillars.imports.written import download
from pillars.models.base import languages
from pillars.text.language_names import named

from .applying import apply
from .columns import HIDDEN, TEXTS, TO_FILL_IN
from .judging import TextsJudgement, judge
from .sheet import as_xlsx

# What a packed table is for.
ABOUT = "texts"


@require_safe
def file_of_texts(request: HttpRequest) -> HttpResponse:
    """The file, with the filters of the list in force."""
    listing = Listing(request.user, request.GET)
    texts = [text for text in listing.texts if text.is_open]
    if not texts:
        messages.info(request, _("There is nothing to hand over."))
        return redirect("admin:pillars_plan_translations")
    language = request.GET.get("language")
    known = {text.language for text in texts}
    which = f"-{language}" if language in known else ""
    name = f"translations{which}-{timezone.localdate().isoformat()}"
    return download(as_xlsx(texts), name, "xlsx")


class TextsPages(FilePages):
    """The file that came back from translators."""

    title = gettext_lazy("Translations")
    upload_template = "desk/translations/hand_over.html"
    preview_template = "desk/translations/hand_over_preview.html"
    changed_meanwhile = gettext_lazy(
        "Somebody changed these texts meanwhile, so nothing was saved. This is what"
        " the file would write now."
    )

    def need_rights(self) -> None:
        visible_models(self.user)

    def read(self, file) -> Table:
        return table_in(file, TEXTS)

    def judge(self, held: Table) -> TextsJudgement:
        return judge(held, self.user)

    def packed(self, held: Table, judgement: TextsJudgement) -> str | None:
        return carried.packed(to_carry(held, judgement), ABOUT, self.user.pk)

    def unpacked(self, text: str) -> Table | None:
        return carried.unpacked(text, ABOUT, self.user.pk, TEXTS)

    def saved(self, held: Table, seen: str) -> HttpResponse:
        saved = apply(held, self.user, seen)
        count = len(saved.to_save)
        words = ngettext("%(count)s text saved.", "%(count)s texts saved.", count)
        messages.success(self.request, words % {"count": count})
        if saved.moved:
            messages.warning(self.request, left_out(saved))
        return redirect("admin:pillars_plan_translations")

    def upload_facts(self) -> dict[str, object]:
        return {"languages": [(code, named(code)) for code in languages()]}


hand_over = view_of(TextsPages)


DESK = [
    ("translations/hand-over/", hand_over, "hand_over"),
    ("translations/file.xlsx", file_of_texts, "file_of_texts"),
]


def left_out(judgement: TextsJudgement) -> str:
    """Which texts were not written since somebody changed them meanwhile."""
    names = "; ".join(
        f"{row.text.location.name}, {row.text.label}" for row in judgement.moved[:20]
    )
    count = len(judgement.moved)
    words = ngettext(
        "%(count)s text changed meanwhile and was left out: %(names)s",
        "%(count)s texts changed meanwhile and were left out: %(names)s",
        count,
    )
    more = "…" if count > 20 else ""
    return words % {"count": count, "names": names + more}


def to_carry(table: Table, judgement: TextsJudgement) -> Table:
    """The rows that say something, without what is only for people."""
    names = [name for name in (*HIDDEN, *TO_FILL_IN) if name in table.header.places]
    places = {name: place for place, name in enumerate(names)}
    header = Header(table.header.line, places, table.header.titles, TEXTS)
    said = [row for row in judgement.rows if row.kind is not Kind.BLANK]
    rows = [(row.line, [row.reader.cell(name) for name in names]) for row in said]
    return Table(header, rows, [], table.read_as)
