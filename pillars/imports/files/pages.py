"""
The desk's pages of an import, whatever is imported: upload, preview, confirm.

The file travels from preview to confirmation in the page itself, packed and signed:
what is confirmed is what was shown, on whichever machine the confirmation arrives.
"""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from pillars.desk.page import desk_page
from pillars.desk.sent_twice import saved_once

from .columns import UnreadableFileError
from .dataset import BYTES_AT_MOST, TOO_BIG, Databook
from .pipeline import ChangedMeanwhileError, Importer, ImportResult, Kind

# Well below the size at which Django refuses a form (2.5 MB).
CHARACTERS_AT_MOST = 2_000_000
DAY = 24 * 60 * 60
CONFLICT, TOO_LARGE, UNPROCESSABLE = 409, 413, 422
# The form around a file adds some bytes.
FORM_AT_MOST = BYTES_AT_MOST + 64 * 1024
CONTENT_TYPES = {
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
CHANGED_MEANWHILE = _(
    "Somebody changed these records meanwhile, so nothing was saved. This is what the"
    " file would change now."
)
TOO_OLD = _("The preview is too old or damaged. Upload the file again.")
NOT_ANSWERED = _("First confirm below that each of these numbers is meant.")
TOO_MUCH = _(
    "The file is too big to be confirmed on one page. Take pictures and other sheets"
    " out of it, or split it."
)


class ImportPages:
    """The pages for one kind of file, as one request asks for them."""

    title: Promise
    importer: type[Importer]
    upload_template: str
    preview_template: str
    no_file: Promise = _("Choose a file, CSV or XLSX.")
    # What the preview calls the rows of some kinds, and what is said once they are
    # saved on the page that this leads to.
    parts: Mapping[Promise, Kind]
    saved_words: Promise
    list_url: str

    def __init__(self, request: HttpRequest):
        self.request = request
        self.user = request.user

    def check_rights(self) -> None:
        """Raises ``PermissionDenied`` for people who may not use the pages at all."""
        raise NotImplementedError

    def importer_for(self, data: QueryDict) -> Importer:
        """Raises ``UnreadableFileError`` if nothing can be imported, whatever it is."""
        return self.importer(self.user)

    def saved(self, importer: Importer, result: ImportResult) -> HttpResponse:
        words = self.saved_words % {"count": len(result.to_save)}
        messages.success(self.request, words)
        return redirect(self.list_url)

    def upload_context(self) -> dict[str, object]:
        return {}

    def preview_context(
        self, importer: Importer, result: ImportResult
    ) -> dict[str, object]:
        return {
            "parts": [(title, result.of(kind)) for title, kind in self.parts.items()]
        }

    def answer(self) -> HttpResponse:
        """The page for an upload or a confirmation, or for the draft of one."""
        is_sent = self.request.method == "POST"
        draft = getattr(self.request, "draft", None)
        if not is_sent and draft is None:
            return self.upload_page()
        data = self.request.POST if is_sent else draft.show()
        is_confirmed = "rows" in data
        try:
            importer = self.importer_for(data)
            book = self.book_in(importer, data)
        except UnreadableFileError as error:
            if not is_sent:
                return self.upload_page()
            return self.upload_page(error, CONFLICT if is_confirmed else UNPROCESSABLE)
        if not is_sent or not is_confirmed:
            return self.preview_page(importer, book)
        if "seen" not in data:
            return self.preview_page(importer, book, NOT_ANSWERED, UNPROCESSABLE)
        try:
            return self.saved(importer, importer.apply(book, data["seen"]))
        except ChangedMeanwhileError:
            return self.preview_page(importer, book, CHANGED_MEANWHILE, CONFLICT)

    def book_in(self, importer: Importer, data: QueryDict) -> Databook:
        """What a form uploads, or confirms. Raises ``UnreadableFileError``."""
        if "rows" in data:
            self.content = unpack(data["rows"], importer)
        elif file := self.request.FILES.get("file"):
            self.content = file.read()
        else:
            raise UnreadableFileError(self.no_file)
        return importer.read(self.content)

    def upload_page(self, refusal: object = "", status: int = 200) -> HttpResponse:
        facts = {"refusal": str(refusal), **self.upload_context()}
        title = str(self.title)
        return desk_page(self.request, self.upload_template, title, status, **facts)

    def preview_page(
        self, importer: Importer, book: Databook, refusal="", status: int = 200
    ) -> HttpResponse:
        result, rows = importer.preview(book), None
        if result.to_save and not result.problems:
            rows = pack(self.content, importer)
            refusal = refusal if rows else TOO_MUCH
        return desk_page(
            self.request,
            self.preview_template,
            str(self.title),
            UNPROCESSABLE if result.problems else status,
            str(refusal),
            result=result,
            rows=rows,
            unchanged=result.of(Kind.UNCHANGED),
            blank=result.of(Kind.BLANK),
            **self.preview_context(importer, result),
        )


def view_of(pages: type[ImportPages]) -> Callable[[HttpRequest], HttpResponse]:
    @csrf_protect
    @require_http_methods(["GET", "HEAD", "POST"])
    @saved_once
    def steps(request: HttpRequest) -> HttpResponse:
        return pages(request).answer()

    # A file that is too big is refused before anything is read, the form's token too.
    @csrf_exempt
    def view(request: HttpRequest) -> HttpResponse:
        asked = pages(request)
        asked.check_rights()
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > FORM_AT_MOST:
            return asked.upload_page(TOO_BIG, TOO_LARGE)
        return steps(request)

    return view


def download(content: bytes, name: str, kind: str) -> HttpResponse:
    """A file to be saved under a name; no browser or proxy stores it."""
    return HttpResponse(
        content,
        content_type=CONTENT_TYPES[kind],
        headers={
            "Content-Disposition": f'attachment; filename="{name}.{kind}"',
            "Cache-Control": "no-store",
        },
    )


class AsItIs:
    """Signs a file's bytes; ``signing`` alone would sign JSON."""

    def dumps(self, content: bytes) -> bytes:
        return content

    loads = dumps


def pack(content: bytes, importer: Importer) -> str | None:
    """A file for a hidden field; None if it is too big for one."""
    text = signer_of(importer).sign_object(content, AsItIs, compress=True)
    return text if len(text) <= CHARACTERS_AT_MOST else None


def unpack(text: str, importer: Importer) -> bytes:
    """Refuses what is another person's or page's, not from here, or a day old."""
    try:
        return signer_of(importer).unsign_object(text, AsItIs, max_age=DAY)
    except signing.BadSignature:
        raise UnreadableFileError(TOO_OLD) from None


def signer_of(importer: Importer) -> signing.TimestampSigner:
    salt = f"pillars.imports.{type(importer).__name__} {importer.user.pk}"
    return signing.TimestampSigner(salt=salt)
