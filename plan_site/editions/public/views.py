"""The readers' log as a page, and as a feed to follow the plan without an account."""

import datetime
import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pillars import words
from pillars.models import Plan
from pillars.public.page_context import PageContext
from pillars.public.views import page, to_public_language
from plan_site.editions.document.document import Document

from .changelog import PublicChange, PublicEntry, ReadersLog

# XML has no way to write these: they come in by pasting, and nobody sees them.
INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def edition_context(request: HttpRequest) -> dict[str, object]:
    """The edition's facts, and the banner above pages that only staff see."""
    banner = getattr(request, "banner", "")
    return {"edition": Document.in_scope(), "banner": banner}


@require_safe
def changes(request: HttpRequest, slug: str) -> HttpResponse:
    log = ReadersLog(Document.in_scope(), slug)
    return page(request, "changes/changes", PageContext.of(slug), log=log)


@require_safe
def changes_feed(request: HttpRequest) -> HttpResponse:
    plan = PageContext.of_current().plan
    if plan is None:
        raise Http404
    if answer := to_public_language(request, plan.languages):
        return answer
    address = settings.PUBLIC_URL + reverse("editions:changes", args=[plan.slug])
    feed = Atom1Feed(
        title=_("What has changed in the plan"),
        link=address,
        description="",
        language=get_language(),
        author_name=without_invisible(plan.organization),
        feed_url=settings.PUBLIC_URL + request.path,
    )
    with words.used_by(plan):
        add_entries(feed, plan, address)
    text = feed.writeString("utf-8")
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


def add_entries(feed: Atom1Feed, plan: Plan, address: str) -> None:
    for entry in ReadersLog(Document.in_scope(), plan.slug).entries():
        start = datetime.datetime.combine(entry.day, datetime.time())
        midnight = timezone.make_aware(start)
        feed.add_item(
            title=_("Edition %(number)s") % {"number": entry.number},
            link=f"{address}#edition-{entry.number}",
            unique_id=f"{address}#edition-{entry.number}",
            description=summary(entry),
            pubdate=midnight,
            updateddate=midnight,
        )


def summary(entry: PublicEntry) -> str:
    """An edition's note and changes, one paragraph each: an Atom summary is HTML."""
    lines = filter(None, [entry.note, *map(describe_change, entry.changes)])
    return format_html_join(
        "", "<p>{}</p>", ((without_invisible(line),) for line in lines)
    )


def without_invisible(text: str) -> str:
    return INVISIBLE.sub(" ", text)


def describe_change(change: PublicChange) -> str:
    name = f"{change.code} {change.title}".strip()
    lines = [f"{line.name}: {line.before} → {line.after}" for line in change.lines]
    return "; ".join(
        [f"{change.label}: {name}", *lines, *filter(None, [change.reason])]
    )
