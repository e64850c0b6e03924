"""Small HTML that pages need hundreds of times: templates would be ten times slower."""

from functools import lru_cache
from html import escape

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from lucide.templatetags.lucide import lucide

from pillars import school_years
from pillars.charts import series as drawing
from pillars.models import Baseline, PlanItem, Result
from pillars.models.measured_series import Series
from pillars.rules.texts import Wording
from pillars.text import markdown
from pillars.text.calculation import way_in
from pillars.text.formatting import found_unit
from pillars.text.units import unit_words
from pillars.words import plan_key

from . import readings
from .page_links import link_codes


def wording_html(wording: Wording) -> SafeString:
    html = markdown.keep_together(wording.text)
    return markdown.in_its_language(html, wording.language, "span")


def once(name: str, **values) -> SafeString:
    """A partial of its values, the language and the plan: once for a press."""
    key = (name, get_language(), plan_key(), *values.items())
    return readings.current().piece(key, lambda: render_to_string(name, values))


def source(record: PlanItem, text="source", url="source_url") -> SafeString:
    """Of a record, or of one of its texts: the fields that have it."""
    html = once(
        "public/plan/_source.html",
        source=record.wording_of(text),
        url=getattr(record, url),
    )
    return link_codes(html)


def table(series: Series) -> SafeString:
    measure = series.measure
    rows = drawing.table_rows(series)
    has_path = any(row.expected is not None for row in rows)
    head = once(
        "public/measures/_numbers_head.html",
        is_related_figure=measure.is_related_figure,
        unit=unit_words(measure),
        has_path=has_path,
    )
    body = "".join(_row(row, series, has_path) for row in rows)
    html = f"""

<div class="scroll"><table class="numbers">
  {head.strip()}
  {body}
</table></div>
"""
    return link_codes(mark_safe(html))  # noqa: S308 - made here, all words escaped


def _row(row: drawing.Row, series: Series, has_path: bool) -> str:
    year = school_years.label(row.year)
    found = ""
    if row.value is not None:
        text = drawing.bare_text(row.value, found_unit(row.value, series))
        found = f"<b>{escape(text)}</b>"
    if row.state:
        found += f' <span class="soft">{escape(str(row.state))}</span>'
    cells = f"<td>{found}</td>"
    if has_path:
        cells += f"<td>{_needed(row, series)}</td>"
    if not row.has_notes:
        return f'<tbody><tr><th scope="row">{year}</th>{cells}</tr>\n</tbody>\n'
    columns = ' colspan="2"' if has_path else ""
    notes = _notes(row, series)
    return (
        f'<tbody><tr><th scope="row" rowspan="2">{year}</th>{cells}</tr>\n'
        f'<tr class="notes"><td{columns}>{notes}</td></tr>\n</tbody>\n'
    )


def _needed(row: drawing.Row, series: Series) -> str:
    needed = escape(drawing.expected_text(row, series))
    way = needed and way_in(row.year, series)
    return f'{needed} <span class="soft">{escape(way)}</span>' if way else needed


def _notes(row: drawing.Row, series: Series) -> str:
    notes = []
    if row.baseline:
        words = _("Starting point")
        if row.result:
            # The year's number above is the result, and may be another one.
            words = f"{words}: {row.baseline_text(series)}"
        notes.append(value_note(row.baseline, words))
    if row.result:
        notes.append(value_note(row.result))
    if row.target:
        asked = row.target.wording_of("wording")
        note = row.target.wording_of("note")
        value = drawing.unsaid_target(row, series)
        notes.append(
            once(
                "public/measures/_target_note.html", value=value, asked=asked, note=note
            )
        )
    return "".join(notes)


def value_note(record: Baseline | Result, words: str = "") -> SafeString:
    breaks = getattr(record, "starts_new_series", False)
    return once(
        "public/measures/_row_note.html",
        words=words,
        starts_new_series=breaks,
        reason=record.wording_of("break_reason") if breaks else None,
        note=record.wording_of("note"),
        source=record.wording_of("source"),
        url=record.source_url,
    )


@lru_cache(maxsize=500)
def icon(name: str, size: int) -> SafeString:
    """In pixels; screen readers skip it, since words beside it say the same."""
    return lucide(name, size=size, aria_hidden="true")
