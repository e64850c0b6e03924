"""
The readers' log as a page, and as a feed to follow the plan without an account; the
coming dates as a calendar.
"""

import datetime
import re
from collections.abc import Iterator
from uuid import UUID, uuid5

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pillars import words
from pillars.models import Plan, PlanItem
from pillars.models.base import languages
from pillars.public import readings
from pillars.public.dates import Dates
from pillars.public.page_context import PageContext
from pillars.public.page_links import PageLinks, used_on_page
from pillars.public.views import page, to_public_language
from plan_site.editions.document.document import Document
from plan_site.editions.document.records import item_of

from .calendar_file import Event, calendar_file
from .changelog import PublicEntry, ReadersLog
from .since_adoption import SinceAdoption

# XML has no way to write these: they come in by pasting, and nobody sees them.
INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def edition_context(request: HttpRequest) -> dict[str, object]:
    """The edition's facts, and the banner above pages that only staff see."""
    banner = getattr(request, "banner", "")
    return {"edition": Document.in_scope(), "banner": banner}


@require_safe
def changes(request: HttpRequest, slug: str) -> HttpResponse:
    log = ReadersLog(Document.in_scope(), slug)
    return page(request, "changes/changes", PageContext.of(slug), log=log)


@require_safe
def one_edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What it changed, if anything in that plan."""
    around, log = PageContext.of(slug), ReadersLog(Document.in_scope(), slug)
    shown = list(log.shown())
    numbers = [entry.number for entry, _changes in shown]
    if number not in numbers:
        raise Http404
    place = numbers.index(number)
    with words.used_by(around.plan):
        (entry,) = log.public_entries(shown[place : place + 1])
    neighbors = {"next": numbers[:place][-1:], "previous": numbers[place + 1 :][:1]}
    context = {"entry": entry, "neighbors": neighbors}
    return page(request, "changes/one_edition", around, **context)


@require_safe
def since_adoption(request: HttpRequest, slug: str) -> HttpResponse:
    around = PageContext.of(slug)
    since = SinceAdoption(Document.in_scope(), around.plan)
    return page(request, "changes/since_adoption", around, since=since)


@require_safe
def current_feed(request: HttpRequest) -> HttpResponse:
    plan = PageContext.of_current().plan
    if plan is None:
        raise Http404
    return redirect("editions:feed", plan.slug)


@require_safe
def feed(request: HttpRequest, slug: str) -> HttpResponse:
    plan = PageContext.of(slug).plan
    if answer := to_public_language(request, plan.languages):
        return answer
    links = PageLinks(plan, prefix=settings.PUBLIC_URL)
    with words.used_by(plan), used_on_page(links):
        text = feed_of(plan, settings.PUBLIC_URL + request.path)
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


def feed_of(plan: Plan, address: str) -> str:
    log_url = settings.PUBLIC_URL + reverse("editions:changes", args=[plan.slug])
    about = {"plan": plan.title, "district": plan.organization}
    key = feed_key(plan)
    made = Atom1Feed(
        title=without_invisible(_("%(plan)s, %(district)s: what has changed") % about),
        link=log_url,
        description="",
        language=get_language(),
        author_name=without_invisible(plan.organization),
        feed_url=address,
        feed_guid=key.urn,
    )
    for entry in ReadersLog(Document.in_scope(), plan.slug).entries():
        moment = moment_of(entry.day, entry.number)
        made.add_item(
            title=_("Edition %(number)s") % {"number": entry.number},
            link=f"{log_url}{entry.number}/",
            unique_id=uuid5(key, str(entry.number)).urn,
            description=summary(entry),
            pubdate=moment,
            updateddate=moment,
        )
    return made.writeString("utf-8")


def feed_key(plan: Plan) -> UUID:
    """One for each language: a reader who follows two of them gets both."""
    language = get_language()
    is_first = language == languages()[0]
    return plan.feed_id if is_first else uuid5(plan.feed_id, language)


def moment_of(day: datetime.date, number: int) -> datetime.datetime:
    """A second apart at least: several editions may be of one day."""
    start = datetime.datetime.combine(day, datetime.time())
    return timezone.make_aware(start) + datetime.timedelta(seconds=number)


def summary(entry: PublicEntry) -> str:
    """As the page has it, with whole addresses: an Atom summary is HTML."""
    context = {"entry": entry, "site": settings.PUBLIC_URL}
    html = render_to_string("public/changes/_log_changes.html", context)
    return without_invisible(" ".join(html.split()))


def without_invisible(text: str) -> str:
    return INVISIBLE.sub(" ", text)


@require_safe
def dates(request: HttpRequest, slug: str) -> HttpResponse:
    around = PageContext.of(slug)
    found = dates_now(around.plan)
    # There may have been some, and links to them.
    answer = None if found else redirect(around.plan)
    return answer or page(request, "dates/dates", around, dates=found)


def dates_now(plan: Plan) -> Dates:
    return readings.current().dates(plan, Document.in_scope().today)


@require_safe
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """Also without dates: who follows it will get the next ones."""
    plan = PageContext.of(slug).plan
    if answer := to_public_language(request, plan.languages):
        return answer
    found = dates_now(plan)
    edition, title = Document.in_scope(), {"plan": plan.title}
    text = calendar_file(
        name=_("%(plan)s: coming dates") % title,
        language=get_language(),
        moment=moment_of(edition.today, edition.number),
        events=events_of(plan, found),
    )
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")


def events_of(plan: Plan, dates: Dates) -> Iterator[Event]:
    key = feed_key(plan)
    for day, measures in dates.updates.items():
        for measure in measures:
            summary = _("New result expected: %(measure)s") % {"measure": measure}
            yield event(key, measure, day, summary)
    for review, measures in dates.reviews:
        codes = ", ".join(measure.code for measure in measures)
        title = f"{review.title} ({codes})" if codes else review.title
        summary = _("Review by the Board: %(title)s") % {"title": title}
        yield event(key, review, review.day, summary)


def event(key: UUID, record: PlanItem, day: datetime.date, summary: str) -> Event:
    """A day that moves is the same event in the next edition."""
    uid = str(uuid5(key, item_of(record)))
    return Event(uid, day, summary, settings.PUBLIC_URL + record.get_absolute_url())
