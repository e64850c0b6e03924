"""The look: colors that can be read, and files that a slow phone can fetch."""

import gzip
import re
from itertools import product
from pathlib import Path

import pytest

from pillars.enums import Accent, Status
from pillars.public.look import PAPER

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "pillars" / "static" / "pillars"
CSS = (STATIC / "site.css").read_text()
STYLES = sorted(
    path
    for package in ("pillars", "plan_site")
    for path in (ROOT / package).rglob("static/**/*.css")
)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))

ACCENTS = ["blue", "teal", "plum", "bronze", "brick"]
TONES = ["good", "near", "low", "bad", "none"]
WORDS = ["ink", "soft", "link", *ACCENTS, *TONES]
# What stands as text on what.
TEXT = [
    *product(WORDS, ["paper", "card"]),
    *(("paper", ground) for ground in ["ink", *ACCENTS]),
    ("on-band", "band"),
]
# What has only to be seen: a ring around what has the focus.
SEEN = [("focus", "paper"), ("focus", "card"), ("focus-band", "band")]
SCHEMES = ["light", "dark"]


def tokens(scheme: str) -> dict[str, str]:
    """The colors that site.css names; the dark scheme changes some of them."""
    light, dark = re.findall(r":root \{(.*?)\}", CSS, re.S)[:2]
    named = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})\b", light))
    if scheme == "dark":
        named |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})\b", dark))
    return named


def luminance(color: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_wcag_has_it():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_can_be_read_on_its_ground(scheme):
    named = tokens(scheme)

    assert [pair for pair in TEXT if contrast(*map(named.get, pair)) < 4.5] == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_focus_can_be_seen_on_its_ground(scheme):
    named = tokens(scheme)

    assert [pair for pair in SEEN if contrast(*map(named.get, pair)) < 3] == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_accent_and_tone_has_its_color(scheme):
    named = tokens(scheme)

    assert set(Accent.values) == set(ACCENTS)
    assert {status.tone for status in Status} <= set(TONES)
    assert {*ACCENTS, *TONES} <= set(named)
    assert all(f".accent-{accent} {{" in CSS for accent in ACCENTS)
    assert all(f".{tone} {{" in CSS for tone in TONES)


def test_colors_are_named_once_and_used_by_name():
    # Print is on white paper; everything else is a token.
    body = re.sub(r":root \{.*?\}", "", CSS, flags=re.S)

    assert re.findall(r"#[0-9a-f]{3,8}\b(?!\{)", body) == []


def test_color_behind_the_logo_is_the_paper_of_each_scheme():
    assert {scheme: tokens(scheme)["paper"] for scheme in SCHEMES} == PAPER


def test_files_of_the_first_view_are_small():
    assert len(gzip.compress(CSS.encode())) <= 9_000
    assert (STATIC / "copy.js").stat().st_size <= 3_000
    assert (STATIC / "emblem.svg").stat().st_size <= 1_000
    fonts = list((STATIC / "fonts").glob("*.woff2"))
    assert sum(font.stat().st_size for font in fonts) <= 30_000
    assert (STATIC / "fonts" / "OFL.txt").exists()


def test_nothing_is_fetched_from_elsewhere():
    script = (STATIC / "copy.js").read_text()

    assert "http" not in CSS
    assert "@import" not in CSS
    assert "http" not in script


def test_charts_do_not_rest_on_selectors_that_older_browsers_drop():
    selectors = re.findall(r"[^{}]*\.chart[^{}]*(?=\{)", CSS)

    assert selectors
    assert [one for one in selectors if ":is(" in one or ":where(" in one] == []


def test_every_class_that_is_styled_is_used():
    used = set()
    for path in TEMPLATES:
        for value in re.findall(r'\bclass="([^"]*)"', path.read_text()):
            plain = re.sub(r"\{%.*?%\}|\S*\{\{.*?\}\}\S*", " ", value)
            used |= set(plain.split())
    rules = re.sub(r"/\*.*?\*/|\{[^{}]*\}", " ", CSS, flags=re.S)
    styled = set(re.findall(r"\.([a-z][\w-]*)", rules))
    by_python = {"term", "means", "nb", "copied", "wide", "narrow", "only", *TONES}
    by_python |= {f"accent-{accent}" for accent in ACCENTS}
    by_python |= {"c-baseline", "c-result", "c-provisional", "notes"}

    assert styled - used - by_python == set()


def test_motion_dark_print_and_forced_colors_are_provided_for():
    for media in (
        "screen and (prefers-color-scheme: dark)",
        "(prefers-reduced-motion: no-preference)",
        "(forced-colors: active)",
        "print",
    ):
        assert f"@media {media}" in CSS


def test_site_css_has_one_rule_per_line():
    crowded = [line for line in CSS.splitlines() if line.count("{") > 1]

    assert crowded == []


def test_each_class_has_its_rules_in_one_file():
    homes: dict[str, set[str]] = {}
    for path in STYLES:
        text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
        for selector in ",".join(re.findall(r"([^{}]+)\{", text)).split(","):
            # The first class is whose rule it is; these two only say where it holds.
            names = re.findall(r"\.([a-z][\w-]*)", selector)
            for name in [name for name in names if name not in {"ed", "dark"}][:1]:
                homes.setdefault(name, set()).add(path.name)

    assert {name: files for name, files in homes.items() if len(files) > 1} == {}


def test_layout_turns_with_the_direction_of_the_language():
    """Nothing is to the left or right, but before or after."""
    sides = r"\b(?:left|right)\s*:|-(?:left|right)\b|: (?:left|right)\b"
    value = r"[^;\s]+"
    corners = rf"(?:padding|margin): *{value} ({value}) {value} (?!\1;){value};"
    found = [
        f"{path.name}: {match[0]}"
        for path in STYLES
        for match in re.finditer(f"{sides}|{corners}", path.read_text())
    ]

    assert found == []
