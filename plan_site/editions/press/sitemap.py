"""
The sitemap: every page that search engines may find, from the pages as they are made.

Addresses are told as the heads of the pages tell them, and in the same characters: what
HTML escapes, XML does.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.conf import settings

LINK = re.compile(
    rb'<link rel="(canonical|alternate)"(?: hreflang="([^"]*)")? href="([^"]*)">'
)
# The line at the end of a page that names the edition that last changed it.
CHANGED = re.compile(rb'class="wrap soft changed"><a href="[^"]*?(\d+)/?">')
START = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" \
xmlns:xhtml="http://www.w3.org/1999/xhtml">
"""


class Listing(NamedTuple):
    """A page that is its own right address, and is meant to be found."""

    address: str
    # By language: the same page in each.
    alternates: tuple[tuple[str, str], ...]
    # The number of the edition that last changed it; 0 for none.
    changed: int


def listing(content: bytes, path: str) -> Listing | None:
    head, _end, body = content.partition(b"</head>")
    address = f"{settings.PUBLIC_URL}{path}"
    links = [tuple(map(bytes.decode, found)) for found in LINK.findall(head)]
    if ("canonical", "", address) not in links or b'<meta name="robots"' in head:
        return None
    changed = CHANGED.search(body)
    alternates = tuple((code, there) for _rel, code, there in links if code)
    return Listing(address, alternates, int(changed[1]) if changed else 0)


def sitemap(listings: Iterable[Listing], days: Mapping[int, str]) -> str:
    """``days`` are those of the editions, as ISO 8601 has them."""
    entries = "".join(entry(one, days.get(one.changed)) for one in sorted(listings))
    return f"{START}{entries}</urlset>\n"


def entry(page: Listing, day: str | None) -> str:
    links = (
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{address}"/>'
        for language, address in page.alternates
    )
    changed = f"<lastmod>{day}</lastmod>" if day else ""
    return f"<url><loc>{page.address}</loc>{changed}{''.join(links)}</url>\n"
