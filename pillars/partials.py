"""
Small pieces of pages that stand on them hundreds of times.

A full plan has twelve thousand rows of numbers. What repeats is made once, and the rows
themselves are written here: a template would take ten times as long over them.
"""

from collections.abc import Iterator
from functools import lru_cache
from html import escape
from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from . import drawing, rich_text, school_years
from .models import Baseline, Measure, PlanItem, Result, Target
from .models.series import Series
from .wording import value_text


class Wording(NamedTuple):
    """A text with the language that it is in; false where there is none."""

    text: str
    language: str

    def __bool__(self):
        return bool(self.text)


def wording_of(record: PlanItem, field: str) -> Wording:
    """A translated field as the page's language has it, or another."""
    return Wording(*record.text_in_or_fallback(field, get_language()))


def in_its_language(html: SafeString, language: str, tag: str) -> SafeString:
    """HTML marked with the language that it is in, where that is not the page's own."""
    if not html or language == get_language():
        return html
    return format_html('<{0} lang="{1}">{2}</{0}>', tag, language, html)


def marked(wording: Wording) -> SafeString:
    """A text marked with its language where that is not the page's own."""
    html = rich_text.keep_together(wording.text)
    return in_its_language(html, wording.language, "span")


def same(name: str, **values) -> SafeString:
    """
    A partial that depends on its values and the language alone, with no address in it.

    A page may need it a hundred times, and the next page again: it is made once.
    """
    if settings.DEBUG:
        return render_to_string(name, values)
    return _made_once(name, get_language(), **values)


@lru_cache(maxsize=4096)
def _made_once(name: str, language: str, **values) -> SafeString:
    return render_to_string(name, values)


def source(record: PlanItem) -> SafeString:
    """Where something comes from, linked if it has an address."""
    return same(
        "pillars/partials/_source.html",
        source=wording_of(record, "source"),
        url=record.source_url,
    )


def table_body(series: Series) -> SafeString:
    """A series as the rows of its table, every school year of the plan included."""
    has_path = bool(series.progress.path)
    parts = [
        part
        for row in drawing.table_rows(series)
        for part in _row(row, series.measure, has_path)
    ]
    return mark_safe("".join(parts))  # noqa: S308 - made here, all words escaped


def _row(row: drawing.Row, measure: Measure, has_path: bool) -> Iterator[str]:
    rows = ' rowspan="2"' if row.notes else ""
    yield f'<tbody><tr><th scope="row"{rows}>{school_years.label(row.year)}</th><td>'
    if row.value is not None:
        yield f"<b>{escape(value_text(row.value, measure))}</b>"
    if row.state:
        yield f' <span class="soft">{escape(str(row.state))}</span>'
    yield "</td>"
    if has_path:
        shown = "" if row.expected is None else value_text(row.expected, measure)
        yield f"<td>{escape(shown)}</td>"
    yield "</tr>\n"
    if row.notes:
        columns = ' colspan="2"' if has_path else ""
        yield f'<tr class="notes"><td{columns}>'
        yield from _notes(row)
        yield "</td></tr>\n"
    yield "</tbody>\n"


def _notes(row: drawing.Row) -> Iterator[SafeString]:
    if row.baseline:
        yield _value_note(row.baseline, _("Baseline"))
    if row.result:
        yield _value_note(row.result)
    if row.target:
        yield _target_note(row.target)


def _value_note(record: Baseline | Result, words: str = "") -> SafeString:
    breaks = getattr(record, "starts_new_series", False)
    return same(
        "pillars/partials/_row_note.html",
        words=words,
        starts_new_series=breaks,
        reason=wording_of(record, "break_reason") if breaks else None,
        note=wording_of(record, "note"),
        source=wording_of(record, "source"),
        url=record.source_url,
    )


def _target_note(target: Target) -> SafeString:
    return same(
        "pillars/partials/_target_note.html",
        asked=wording_of(target, "wording"),
        note=wording_of(target, "note"),
    )
