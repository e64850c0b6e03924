"""The desk's pages for a file, whatever it holds: upload, preview, confirm."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from pillars.desk.page import desk_page
from pillars.desk.sent_twice import saved_once

from .applying import ChangedMeanwhileError
from .judgement import Judgement
from .problems import UnreadableFileError
from .tables import too_big
from .uploads import CONFLICT, TOO_LARGE, UNPROCESSABLE, beginnings, is_too_long


class FilePages:
    """The pages for one kind of file, as one request asks for them."""

    title: str | Promise
    upload_template: str
    preview_template: str
    # What is said where somebody changed what the file is about.
    changed_meanwhile: str | Promise

    def __init__(self, request: HttpRequest):
        self.request = request
        self.user = request.user

    def need_rights(self) -> None:
        """Refuse who may not use the pages at all."""
        raise NotImplementedError

    def refused(self, sent) -> str:
        """Why nothing can be done with what a form sent, whatever its file says."""
        return ""

    def read(self, file) -> Any:
        """What an uploaded file holds. Raises ``UnreadableFileError`` for none."""
        raise NotImplementedError

    def judge(self, held: Any) -> Judgement:
        raise NotImplementedError

    def packed(self, held: Any, judgement: Judgement) -> str | None:
        """What a file holds, for the preview's form; None if it is too much for one."""
        raise NotImplementedError

    def unpacked(self, text: str) -> Any | None:
        """The same again; None if it is another's, was tampered with, or is old."""
        raise NotImplementedError

    def saved(self, held: Any, seen: str) -> HttpResponse:
        """Save it, and lead on. Raises ``ChangedMeanwhileError`` if it moved."""
        raise NotImplementedError

    def upload_facts(self) -> dict[str, object]:
        return {}

    def preview_facts(self, judgement: Judgement) -> dict[str, object]:
        return {}

    def answer(self) -> HttpResponse:
        if self.request.method != "POST":
            return self.begun()
        sent = self.request.POST
        if refusal := self.refused(sent):
            return self.upload_page(refusal, UNPROCESSABLE)
        if "rows" in sent:
            return self.confirmed(sent)
        try:
            held = self.read(self.request.FILES.get("file"))
        except UnreadableFileError as error:
            return self.upload_page(str(error), UNPROCESSABLE)
        return self.preview_page(held)

    def begun(self) -> HttpResponse:
        """The page as it is before anything is sent; what could not be sent is kept."""
        draft = getattr(self.request, "draft", None)
        if draft is None or self.refused(draft.fields):
            return self.upload_page()
        held = self.unpacked(draft.fields.get("rows", ""))
        return self.upload_page() if held is None else self.preview_page(held)

    def confirmed(self, sent) -> HttpResponse:
        """Save what the preview showed, or show it again if it has changed."""
        held = self.unpacked(sent["rows"])
        if held is None:
            refusal = _("The preview is too old or damaged. Upload the file again.")
            return self.upload_page(refusal, CONFLICT)
        if "seen" not in sent:
            refusal = _("First say below that each of these numbers is meant.")
            return self.preview_page(held, refusal, UNPROCESSABLE)
        try:
            return self.saved(held, sent["seen"])
        except ChangedMeanwhileError:
            return self.preview_page(held, str(self.changed_meanwhile), CONFLICT)

    def upload_page(self, refusal: str = "", status: int = 200) -> HttpResponse:
        facts = self.upload_facts()
        return self.page(self.upload_template, status, refusal=refusal, **facts)

    def preview_page(
        self, held: Any, refusal: str = "", status: int = 200
    ) -> HttpResponse:
        judgement = self.judge(held)
        rows = None
        if judgement.to_save and not judgement.problems:
            rows = self.packed(held, judgement)
            if rows is None:
                refusal = _("The file holds too much for one page. Divide it.")
        return self.page(
            self.preview_template,
            status if not judgement.problems else UNPROCESSABLE,
            refusal=refusal,
            judgement=judgement,
            rows=rows,
            **beginnings(
                problems=judgement.problems,
                questions=judgement.questions,
                unchanged=judgement.unchanged,
                blank=judgement.blank,
            ),
            **self.preview_facts(judgement),
        )

    def page(self, template: str, status: int, **facts) -> HttpResponse:
        return desk_page(self.request, template, str(self.title), status, **facts)


def view_of(pages: type[FilePages]) -> Callable[[HttpRequest], HttpResponse]:
    @csrf_protect
    @require_http_methods(["GET", "HEAD", "POST"])
    @saved_once
    def steps(request: HttpRequest) -> HttpResponse:
        return pages(request).answer()

    # A file that is too big is refused before anything is read, the form's token too.
    @csrf_exempt
    def view(request: HttpRequest) -> HttpResponse:
        asked = pages(request)
        asked.need_rights()
        if is_too_long(request):
            return asked.upload_page(too_big(), TOO_LARGE)
        return steps(request)

    return view
