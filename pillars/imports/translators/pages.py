"""Pages of the translators' file: download, upload, preview, confirm."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy
from django.views.decorators.http import require_safe

from pillars.admin.forms.languages import second_language
from pillars.admin.translations.listing import Listing, visible_models
from pillars.imports.files.pages import ImportPages, download, view_of
from pillars.imports.files.pipeline import ImportResult, Kind
from pillars.models.base import languages
from pillars.text.language_names import language_name

from .importer import TextRow, TranslationsImporter
from .workbook import as_xlsx

MAX_NAMES = 20


@require_safe
def download_file(request: HttpRequest) -> HttpResponse:
    """The texts that the page *Translations* lists with the same query."""
    wanted = {"language": second_language(request), **request.GET.dict()}
    listing = Listing(request.user, wanted)
    language = listing.filters.get("language", wanted["language"])
    texts = [
        text for text in listing.texts if text.is_open and text.language == language
    ]
    if not texts:
        messages.info(request, _("There is nothing to translate."))
        return redirect("admin:pillars_plan_translations")
    name = f"translations-{language}-{timezone.localdate()}"
    return download(as_xlsx(texts), name, "xlsx")


class TranslationsPages(ImportPages):
    title = gettext_lazy("Translations")
    importer = TranslationsImporter
    upload_template = "desk/translations/upload.html"
    preview_template = "desk/translations/preview.html"
    parts = {
        gettext_lazy("Changed meanwhile: these are left out"): Kind.MOVED,
        gettext_lazy("Texts that would be written"): Kind.WRITTEN,
        gettext_lazy("Texts whose meaning did not change"): Kind.CONFIRMED,
    }
    saved_words = ngettext_lazy(
        "%(count)s text saved.", "%(count)s texts saved.", "count"
    )
    list_url = "admin:pillars_plan_translations"

    def check_rights(self) -> None:
        visible_models(self.user)

    def saved(
        self, importer: TranslationsImporter, result: ImportResult
    ) -> HttpResponse:
        answer = super().saved(importer, result)
        if left_out := result.of(Kind.MOVED):
            messages.warning(self.request, left_out_message(left_out))
        return answer

    def upload_context(self) -> dict[str, object]:
        return {"languages": [(code, language_name(code)) for code in languages()]}


def left_out_message(rows: list[TextRow]) -> str:
    names = "; ".join(row.name for row in rows[:MAX_NAMES])
    more = "…" if len(rows) > MAX_NAMES else ""
    words = ngettext(
        "%(count)s text changed meanwhile and was left out: %(names)s",
        "%(count)s texts changed meanwhile and were left out: %(names)s",
        len(rows),
    )
    return words % {"count": len(rows), "names": names + more}


URLS = [
    ("translations/hand-over/", view_of(TranslationsPages), "translators_file"),
    ("translations/file.xlsx", download_file, "translators_file_xlsx"),
]
