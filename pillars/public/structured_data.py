"""What a page is, as schema.org has it: for search engines, in JSON-LD."""

import json
from html import unescape

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from pillars.models import Plan, PlanItem

# Of pages that are about the site, or that lead on to many; by their addresses' names.
KINDS = {
    "about": "AboutPage",
    **dict.fromkeys(["measures", "measures-by-status", "offices"], "CollectionPage"),
}
# Within an element, an end tag or a comment would be read as HTML.
ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}


def json_ld(facts: dict) -> SafeString:
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    element = f'<script type="application/ld+json">{text.translate(ESCAPES)}</script>'
    return mark_safe(element)  # noqa: S308 - its text has no sign of HTML


def page_facts(
    plan: Plan, record: PlanItem | None, address: str, kind: str, **texts: str
) -> dict:
    """``kind`` is its address's name; ``texts``, its name and description as HTML."""
    site = f"{settings.PUBLIC_URL}/"
    texts = {name: unescape(text) for name, text in texts.items()}
    trail = [(plan.title, settings.PUBLIC_URL + plan.get_absolute_url())]
    for above in (getattr(record, name, None) for name in ("pillar", "priority")):
        if above and not above.is_unnamed:
            trail.append((str(above), settings.PUBLIC_URL + above.get_absolute_url()))
    if address != trail[0][1]:
        trail.append((texts["name"], address))
    publisher = {"@type": "Organization", "name": plan.organization}
    return {
        "@context": "https://schema.org",
        "@type": KINDS.get(kind, "WebPage"),
        "@id": address,
        "url": address,
        **texts,
        "inLanguage": get_language(),
        "isPartOf": {"@type": "WebSite", "@id": site, "url": site, "name": plan.title},
        "publisher": publisher,
        "breadcrumb": {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": place, "name": name, "item": url}
                for place, (name, url) in enumerate(trail, start=1)
            ],
        },
    }
