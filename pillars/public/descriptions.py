"""What a record's page is about, in bare words, for those who have only its link."""

from collections.abc import Iterator
from html import unescape
from textwrap import shorten

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from pillars.models import Measure, Pillar, PlanItem, Priority
from pillars.text.formatting import in_words
from pillars.text.markdown import markdown
from pillars.text.reasons import no_figures
from pillars.text.sentences import sum_sentences
from pillars.words import with_code

# Characters of a page's description; most search engines show about half of it.
LONGEST = 300
FIELDS = {
    Pillar: ("subtitle", "summary"),
    Priority: ("statement", "why"),
    Measure: ("definition",),
}


def in_one_line(content: str) -> SafeString:
    """Cut at a word, so never within a character that HTML writes as several."""
    text = shorten(content, LONGEST, placeholder="…", break_on_hyphens=False)
    return mark_safe(text)  # noqa: S308 - a template has escaped it


def description(record: Pillar | Priority | Measure) -> str:
    """Its title and texts; without any, what is in it, or what it is in."""
    texts = [*texts_of(record)] or [*texts_in(record)] or [place_of(record)]
    return " ".join(map(sentence, [record.title, *texts]))


def texts_of(record: PlanItem) -> Iterator[str]:
    """Without Markdown's signs, and without those that are in another language."""
    if isinstance(record, Measure):
        yield from measure_texts(record)
    for field in FIELDS[type(record)]:
        text, language = record.wording_of(field)
        if text and language == get_language():
            yield unescape(strip_tags(markdown(text)))


def measure_texts(measure: Measure) -> Iterator[str]:
    if measure.progress.status:
        yield str(measure.progress.status.label)
    if not measure.has_figures:
        yield in_words(no_figures(measure))
    elif not measure.is_by_group:
        yield in_words(sum_sentences(measure.headline))


def texts_in(record: PlanItem) -> Iterator[str]:
    if isinstance(record, Pillar):
        yield from (priority.title for priority in record.named_priorities)
    if isinstance(record, Priority):
        yield from (strategy.text for strategy in record.strategies.all())


def place_of(record: PlanItem) -> str:
    pillar = getattr(record, "pillar", None)
    if pillar is None or pillar.is_unnamed:
        return record.own_plan.organization
    return f"{with_code('pillar', pillar.code)}: {pillar.title}"


def sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?", "…", "”")) else f"{text}."
