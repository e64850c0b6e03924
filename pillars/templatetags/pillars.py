"""The tags and filters of the plan's templates."""

from collections.abc import Iterable
from decimal import Decimal
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.urls import get_script_prefix, reverse
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, override

from pillars import school_years, words
from pillars.charts import series as drawing
from pillars.charts import svg
from pillars.enums import Reason, Status
from pillars.models.base import PlanItem
from pillars.models.measured_series import Series
from pillars.public import (
    dates,
    descriptions,
    fragments,
    page_links,
    sharing,
    structured_data,
    whole_plan,
)
from pillars.public.letters import by_letter
from pillars.public.status_counts import StatusCounts
from pillars.rules.texts import Wording
from pillars.text import (
    calculation,
    comparison,
    formatting,
    markdown,
    phones,
    reasons,
    sentences,
    stages,
    targets,
    units,
)
from pillars.text.language_names import language_name

register = template.Library()

TEXT_BEHIND = gettext_lazy(
    "The %(source)s text changed on %(day)s. This %(language)s text has not been"
    " updated yet."
)

for function in (
    *(words.word, words.with_code, words.counted, by_letter, StatusCounts.having),
    *(units.unit_words, formatting.in_words, sentences.sum_sentences),
    *(reasons.no_figures, reasons.doubts, targets.target_quotes, targets.better_way),
    *(calculation.calculation, calculation.all_sentences, calculation.in_people),
    *(calculation.needs_from_here, comparison.change_text, comparison.pair_text),
    *(comparison.verdict_words, phones.tel, phones.with_phone_links),
    *(stages.stage_counts, stages.stage_icon, stages.stage_line),
    *(markdown.keep_together, page_links.link_codes, fragments.table),
    *(drawing.small_chart, drawing.shared_kinds, dates.links_of),
    *(svg.grouped, whole_plan.numbers_table, descriptions.description),
):
    register.filter(function)

register.simple_tag(fragments.wording_html, name="wording")
register.simple_tag(fragments.once)
register.simple_tag(page_links.linked_terms)
register.simple_tag(structured_data.page_facts)
register.simple_tag(structured_data.json_ld)
register.simple_block_tag(descriptions.in_one_line)
register.simple_tag(fragments.source)


@register.simple_tag
def localized(record: PlanItem, field: str) -> SafeString:
    """Fallback text has its ``lang``, for screen readers (WCAG 2.2, 3.1.2)."""
    return fragments.wording_html(record.wording_of(field))


@register.simple_tag
def explained(record: PlanItem, field: str) -> SafeString:
    """As ``localized``, with links to the glossary and to what codes name."""
    text, language = record.wording_of(field)
    return linked(markdown.keep_together(text), language, "span")


@register.simple_tag
def prose(record: PlanItem, field: str) -> SafeString:
    text, language = record.wording_of(field)
    return linked(markdown.markdown(text), language, "div")


def linked(html: SafeString, language: str, tag: str) -> SafeString:
    links = page_links.current()
    if language != get_language():
        return markdown.in_its_language(page_links.link_codes(html), language, tag)
    return links.link(html) if links else html


@register.simple_tag
def plain(record: PlanItem, field: str) -> str:
    """As bare text, for a page's title and description."""
    return record.wording_of(field).text


@register.filter
def official_title(record: PlanItem) -> Wording | None:
    """In the plan's first language, where the title shown is not official."""
    unofficial = getattr(record, "unofficial_in", ())
    if record.wording_of("title").language not in unofficial:
        return None
    with override(record.own_plan.languages[0]):
        official = record.wording_of("title")
    return None if official.language in unofficial else official


@register.filter
def falls_back(record: PlanItem, field: str) -> bool:
    text, language = record.wording_of(field)
    return bool(text) and language != get_language()


@register.simple_tag
def behind_note(record: PlanItem, field: str) -> str:
    """Which language's text has changed since this one was written, and when."""
    language = get_language()
    behind = record.behind(field).get(language)
    # Readers no longer find a language that was taken back.
    if not behind or behind.source not in record.own_plan.languages:
        return ""
    return TEXT_BEHIND % {
        "source": language_name(behind.source),
        "day": date_format(behind.since),
        "language": language_name(language),
    }


register.filter("in_sentence", language_name)
register.filter("school_year", school_years.label)


@register.filter
def value_of(value: Decimal, series: Series) -> SafeString:
    return units.value_html(value, formatting.found_unit(value, series))


@register.filter
def target_of(value: Decimal, series: Series) -> SafeString:
    return units.value_html(value, formatting.asked_unit(value, series))


register.simple_tag(lambda: settings.PRIVACY_THRESHOLD, name="privacy_threshold")


@register.filter
def as_html(told: Iterable[formatting.Sentence]) -> SafeString:
    """With numbers in bold, and years on one line each."""
    pieces = ((sentence.html,) for sentence in told)
    return markdown.keep_together(format_html_join(" ", "{}", pieces))


register.filter("wide_chart", drawing.wide_chart)
register.filter("narrow_chart", drawing.narrow_chart)
register.simple_tag(svg.chart)
register.simple_tag(fragments.icon)


@register.simple_tag(takes_context=True)
def this_page_in(context, language: str) -> str:
    record = context.get("record")
    if record is not None:
        return record.get_absolute_url_in(language)
    # Other addresses have the same words in each language.
    path = context["request"].path_info.lstrip("/")
    first, _slash, rest = path.partition("/")
    rest = rest if first in dict(settings.LANGUAGES) else ""
    # In the preview it stays in the preview.
    return f"{get_script_prefix()}{language}/{rest}"


@register.filter
def absolute(path: str) -> str:
    """From PUBLIC_URL, never from the request."""
    return settings.PUBLIC_URL + path


@register.filter
def without_scheme(path: str) -> str:
    """Absolute, for posters and for saying aloud."""
    return absolute(path).split("://")[1]


@register.simple_tag
def short_path(record: PlanItem) -> str:
    return reverse("short:link", args=[record.own_plan.slug, record.segment])


register.simple_tag(sharing.qr_paths)
register.simple_tag(sharing.texts_to_paste)
register.filter("written", lambda notes: [it for it in notes if it.is_written])
register.simple_tag(lambda: list(Status), name="statuses")
register.simple_tag(lambda: list(Reason), name="reasons")
register.filter("as_status", lambda value: Status(value))


@register.filter
def site_of(url: str) -> str:
    """The site that an address leads to, as people say it."""
    return (urlsplit(url).hostname or "").removeprefix("www.")
