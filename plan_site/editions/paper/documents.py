"""A plan and its priorities as PDFs, made from the pages that readers get."""

import logging
from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pillars.models import Plan, Priority
from pillars.public.qr import qr_svg
from plan_site.editions.document.document import Document

from .letters import letters_we_lack, missing, printable
from .tree import Node, Tree, elements_of
from .typesetter import typeset

log = logging.getLogger(__name__)


def pdf_address(record: Plan | Priority) -> str:
    own = [] if isinstance(record, Plan) else [record.segment]
    return reverse("editions:pdf", args=[record.own_plan.slug, *own])


def pdf_path(record: Plan | Priority) -> str:
    """Where there is one: not in a language whose letters the fonts lack."""
    return "" if letters_we_lack(get_language()) else pdf_address(record)


def short_address(record: Plan | Priority) -> str:
    """Whole, of the site itself also where a preview asks."""
    own = [] if isinstance(record, Plan) else [record.segment]
    return "/".join([settings.PUBLIC_URL, record.own_plan.slug, *own])


def name_of(record: Plan | Priority) -> str:
    title = record.wording_of("title").text
    return title if isinstance(record, Plan) else f"{record.code} {title}"


def pdf_of(record: Plan | Priority, html: str, path: str) -> bytes:
    """``html`` is the record's page, or the plan's as one, which stands at ``path``."""
    plan, edition = record.own_plan, Document.in_scope()
    address = short_address(record)
    words = address.split("://")[1]
    district, day = plan.wording_of("organization").text, edition.today
    running = printable(f"{district} · {plan.wording_of('title').text}")
    data = {
        "title": name_of(record),
        "author": district,
        "language": get_language(),
        "day": {"year": day.year, "month": day.month, "day": day.day},
        "parts": [*parts_of(html, settings.PUBLIC_URL + path, words)],
        "running": "" if missing(running) else running,
        "edition": f"{published(edition)} · {words}" if edition.number else words,
        "page": _("Page %(page)s of %(pages)s") % {"page": "{n}", "pages": "{all}"},
    }
    if isinstance(record, Plan):
        pillars = [(printable(it.code), it.accent) for it in plan.pillars.live()]
        data |= {"contents": _("Contents"), "pillars": [it for it in pillars if it[0]]}
    else:
        alt = _("QR code of this page: %(address)s") % {"address": words}
        svg = qr_svg(address)
        data["qr"] = {"url": address, "words": words, "svg": svg, "alt": alt}
    return typeset("plan.typ", data, format="pdf", pdf_standards=["ua-1"])


def published(edition: Document) -> str:
    about = {"number": edition.number, "day": date_format(edition.today)}
    return _("Edition %(number)s, published %(day)s") % about


def parts_of(html: str, base: str, words: str) -> Iterator[Node]:
    """What a document has of a page: what is on it, and how to get help."""
    page = elements_of(html)
    instead = _(
        "This text has letters that we cannot print. You can read it at %(address)s."
    )
    tree = Tree(base, instead % {"address": words})
    if (banner := page.find(".//aside[@class='banner']")) is not None:
        yield tree.node(banner)
    yield tree.node(page.find(".//main"))
    for text in tree.refused:
        log.warning("%s: no font has %s, in: %s", base, missing(text), text)
    if (section := page.find(".//section[@class='help']")) is not None:
        yield with_printable_lines(tree.node(section), words)


def with_printable_lines(section: Node, words: str) -> Node:
    heading, lines = (part for part in section["body"] if part != " ")
    printed = [line for line in lines["body"] if "refused" not in line]
    if len(printed) < len(lines["body"]):
        more = _("There is help in more languages at %(address)s.") % {"address": words}
        printed.append({"tag": "li", "class": [], "body": [more]})
    heading["class"] = []
    return section | {"body": [heading, lines | {"body": printed}]}
