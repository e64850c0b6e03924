"""The logo, and the color behind it: all icons are made of these."""

from pathlib import Path

from django.conf import settings

STATIC = Path(__file__).parents[1] / "static" / "pillars"
OWN_LOGO = (STATIC / "emblem.svg").read_text()
# As site.css has it, by the scheme that readers prefer.
PAPER = {"light": "#fbfaf6", "dark": "#12161d"}


def logo() -> str:
    """As SVG: the district's, or else the site's own."""
    return settings.LOGO or OWN_LOGO
