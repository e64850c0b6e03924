"""The accessibility conformance report: a page, and OpenACR, for those who compare."""

import tomllib
from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from pillars.public.page_context import PageContext
from pillars.public.views import page
from pillars.rules.texts import Wording

SOURCE = Path(__file__).with_suffix(".toml")
LEVELS = {
    "supports": _("Supports"),
    "partially-supports": _("Partially supports"),
    "does-not-support": _("Does not support"),
    "not-applicable": _("Not applicable"),
}


@cache
def report() -> dict:
    return tomllib.loads(SOURCE.read_text())


def in_language(texts: dict[str, str]) -> Wording:
    """A text of the report in the active language, or else in the first one."""
    found = next(code for code in (get_language(), *texts) if code in texts)
    return Wording(texts[found], found)


def level_label(level: str) -> Promise:
    return LEVELS[level]


@require_safe
def accessibility_report(request: HttpRequest) -> HttpResponse:
    around = PageContext.of_current()
    return page(request, "accessibility_report", around, report=report())


@require_safe
def openacr(request: HttpRequest) -> HttpResponse:
    """The same file at each address, in English."""
    context = {"report": report(), "plan": PageContext.of_current().plan}
    with override("en"):
        name, kind = "public/accessibility_report.yaml", "application/yaml"
        return render(request, name, context, content_type=kind)
