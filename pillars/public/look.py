"""The logo, and the color behind it: all icons are made of these."""

from base64 import b64encode
from pathlib import Path

from django.conf import settings

# Bytes that each page may have of the logo.
SMALL = 2000
STATIC = Path(__file__).parents[1] / "static" / "pillars"
OWN_LOGO = (STATIC / "emblem.svg").read_text()
# As site.css has it, by the scheme that readers prefer.
PAPER = {"light": "#fbfaf6", "dark": "#12161d"}


def logo() -> str:
    """As SVG: the district's, or else the site's own."""
    return settings.LOGO or OWN_LOGO


def logo_in_page() -> str:
    """As an address that holds it, which saves a request; empty for a large one."""
    svg = logo().encode()
    is_small = len(svg) <= SMALL
    return f"data:image/svg+xml;base64,{b64encode(svg).decode()}" if is_small else ""
