"""What pages say of the edition that they are part of."""

import datetime
import json
from collections.abc import Iterable, Iterator
from functools import partial
from urllib.parse import quote, urlencode

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pillars.models import (
    Measure,
    Pillar,
    Plan,
    PlanItem,
    Priority,
    Review,
    StudentGroup,
)
from pillars.public import readings
from pillars.public.dates import Dates
from pillars.public.look import PAPER, logo_in_page
from plan_site.editions.data.dataset import dataset_of
from plan_site.editions.data.pages import PAGES
from plan_site.editions.document.diff import LogEntry
from plan_site.editions.document.document import Document
from plan_site.editions.document.records import item_of
from plan_site.editions.paper.documents import pdf_path
from plan_site.editions.paper.pictures import picture_path
from plan_site.editions.public.accessibility_report import in_language, level_label
from plan_site.editions.public.changelog import ReadersLog
from plan_site.editions.public.embed import embed_snippet
from plan_site.editions.public.icons import icon_path

register = template.Library()


register.simple_tag(lambda: Document.in_scope(), name="edition")
register.simple_tag(embed_snippet)
for function in (Measure.update_day, in_language, level_label):
    register.filter(function)
register.simple_tag(dataset_of)
register.simple_tag(lambda: PAPER, name="paper_colors")
register.simple_tag(icon_path)
register.simple_tag(logo_in_page)
register.simple_tag(picture_path)
register.simple_tag(pdf_path)
register.filter(Measure.update_day)
register.filter("json", partial(json.dumps, ensure_ascii=False))
register.filter("as_date", lambda day: datetime.date.fromisoformat(day))


@register.simple_tag
def last_changed(
    plan: Plan, record: PlanItem | None, with_measures: Iterable[Measure] = ()
) -> LogEntry | None:
    shown = map(item_of, (*shown_with(record or plan), *with_measures))
    return ReadersLog(Document.in_scope(), plan.slug).last_change(list(shown))


def shown_with(record: PlanItem) -> Iterator[PlanItem]:
    """A record and those that its own page shows in full."""
    yield record
    if isinstance(record, Priority):
        for children in (record.strategies, record.resources, record.measures):
            yield from children.all()
    elif isinstance(record, Pillar):
        yield from record.measures.all()


@register.simple_tag
def corrections_of(measure: Measure, plan: Plan) -> list:
    log = ReadersLog(Document.in_scope(), plan.slug)
    return list(log.corrections_of(item_of(measure)))


@register.simple_tag(takes_context=True)
def page_data(context) -> str:
    """The address of a page for machines; empty where it has none."""
    plan, record = context.get("plan"), context.get("record")
    match = getattr(context.get("request"), "resolver_match", None)
    if not (plan and match):
        return ""
    if isinstance(record, StudentGroup):
        return reverse("data:group", args=[plan.slug, record.segment])
    if record is None and match.url_name == "plan":
        return reverse("data:plan", args=[plan.slug])
    name = match.url_name if record is None else record.segment
    is_one = record is not None or name in PAGES
    return reverse("data:page", args=[plan.slug, name]) if is_one else ""


@register.simple_tag
def dates_of(plan: Plan) -> Dates:
    return readings.current().dates(plan, Document.in_scope().today)


@register.simple_tag
def reviews_of(measure: Measure, plan: Plan) -> list[Review]:
    return dates_of(plan).reviews_of(measure, Document.in_scope().today)


@register.simple_tag
def mail_about(plan: Plan, address: str, record: PlanItem | None) -> str:
    """To the plan's contact, with the page and its edition filled in (RFC 6068)."""
    edition = Document.in_scope()
    published = {"number": edition.number, "day": date_format(edition.today)}
    lines = [
        _("Page: %(address)s") % {"address": address} if address else "",
        _("Edition %(number)s, published %(day)s") % published if edition.day else "",
        _("What is wrong or unclear?"),
        "",
    ]
    subject = _("Wrong or unclear: %(page)s") % {"page": record or address or plan}
    given = {"subject": subject, "body": "\r\n".join(lines).lstrip()}
    filled_in = urlencode(given, quote_via=quote)
    return f"mailto:{quote(plan.contact_email, safe='@')}?{filled_in}"
