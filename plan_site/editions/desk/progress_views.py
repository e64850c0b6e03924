"""Where a publication is: the page that an editor waits at, and what then went out."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pillars.desk.page import desk_page
from plan_site.editions.document.document import Document
from plan_site.editions.document.item_names import in_language
from plan_site.editions.models import Edition
from plan_site.editions.press.press import Report

from .frame import may_publish
from .press_progress import LIVE, now_of
from .review import labels


@require_safe
def progress(request: HttpRequest, number: int) -> HttpResponse:
    edition, now = now_of(number)
    if edition is None and not Report(number).read():
        raise Http404
    page = desk_page(
        request,
        "desk/publishing/progress.html",
        _("Publishing edition %(number)s") % {"number": number},
        number=number,
        edition=edition,
        progress=now,
        went_out=went_out(edition) if edition else None,
        may_publish=may_publish(request),
        time_zone=settings.TIME_ZONE,
    )
    if now.state == LIVE:
        # Who looks next wants the new pages, not those that their browser kept.
        page["Clear-Site-Data"] = '"cache"'
    return page


def went_out(edition: Edition) -> dict:
    """What an edition changed, and where readers find it."""
    document = Document.read(edition.contents)
    entry, words = document.log[0], labels()
    return {
        "note": entry.note,
        "changes": [
            {
                "label": words[change.kind],
                "code": change.code,
                "title": in_language(change.title)[0],
                "minor": change.minor,
            }
            for change in entry.changes
        ],
        "plans": public_plans(document),
    }


def public_plans(document: Document) -> list[dict]:
    """The plans of a document, the current one first, with their public addresses."""
    plans = document.snapshot.of_kind("plan")
    return [
        {
            "title": in_language(row.title)[0],
            "slug": row.fields["slug"],
            "url": f"/{get_language()}/{row.fields['slug']}/",
            "log": f"/{get_language()}/{row.fields['slug']}/changes/",
        }
        for row in sorted(plans, key=lambda row: not row.fields["is_current"])
    ]
