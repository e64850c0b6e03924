"""
Families can read what the site says in its own words: grade 8 or easier in English; in
Spanish an ease of 60 or more, where the author of the scale has "plain" begin.

Official names and wordings are what they are, so they are left out; so is all that is
no sentence, such as titles, sources and cells of tables. A formula needs a text of some
length: it is asked of all sentences of a page or a template together, 40 words or more.
"""

import re
from collections import defaultdict
from io import BytesIO

import lxml.html
import pytest
from babel.messages.pofile import read_po
from django.core.management import call_command

from pillars.models import Pillar, Plan, Priority, Target
from plan_site.web.catalogs import catalog_path
from tests.helpers.reading_level import (
    WORD,
    english_syllables,
    fernandez_huerta,
    flesch_kincaid,
    spanish_syllables,
)

ENOUGH = 40
BLOCKS = "caption|dd|div|dl|dt|figcaption|h1|h2|h3|li|ol|p|section|td|th|ul"
OFFICIAL = {
    Plan: ["title", "singular_goal", "vision"],
    Pillar: ["title", "subtitle"],
    Priority: ["title", "statement"],
    Target: ["wording"],
}
# Where texts are used that readers meet.
READERS = re.compile(
    r"templates/(account|public|base|error|429)|templates/desk/accounts"
    r"|pillars/(charts|enums|public|templatetags|text)"
    r"|plan_site/editions/(public|serving)"
)


def too_hard(texts: list[str], language: str) -> str:
    """How hard a text is, if that is harder than it may be."""
    if len(WORD.findall(" ".join(texts))) < ENOUGH:
        return ""
    if language == "en":
        grade = flesch_kincaid(texts)
        return f"grade {grade:.1f}" if grade > 8 else ""
    ease = fernandez_huerta(texts)
    return f"ease {ease:.1f}" if ease < 60 else ""


def is_sentence(text: str) -> bool:
    return len(WORD.findall(text)) > 3 and bool(re.search(r"[.!?…][”’)]*$", text))


def sentences_of(html: str, official: list[str]) -> list[str]:
    """What a page says in its own language and words."""
    (main,) = lxml.html.fromstring(html).xpath("//main")
    for part in main.xpath(".//*[@lang or self::svg or contains(@class, 'source')]"):
        part.drop_tree()
    is_block = " or ".join(f"self::{name}" for name in BLOCKS.split("|"))
    blocks = main.xpath(f".//*[{is_block}][not(.//*[{is_block}])]")
    found = set()
    for block in blocks:
        text = " ".join(block.text_content().split())
        for wording in official:
            text = text.replace(wording, "")
        found.add(re.sub("“[^”]{40,}”", "", text))  # A quotation.
    return sorted(filter(is_sentence, found))


def official_texts(language: str) -> list[str]:
    """The longest first: one may be part of another."""
    found = {
        " ".join(getattr(record, f"{field}_{language}").split())
        for model, fields in OFFICIAL.items()
        for record in model.objects.all()
        for field in fields
    }
    return sorted(found - {""}, key=len, reverse=True)


@pytest.mark.rest
@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "es"])
def test_pages_of_the_shipped_plan_can_be_read(client, language):
    call_command("loaddata", "lausd_2022_26", verbosity=0)
    official = official_texts(language)
    left, seen, hard = {f"/{language}/2022-26/"}, set(), {}

    while left:
        path = left.pop()
        seen.add(path)
        html = client.get(path).content.decode()
        # Short links have no slash at their end, and no text of their own.
        left |= set(re.findall(rf'href="(/{language}/[^"#]+/)"', html)) - seen
        if found := too_hard(sentences_of(html, official), language):
            hard[path] = found

    assert len(seen) > 90
    assert hard == {}


def singular(text: str | tuple[str, ...]) -> str:
    return text if isinstance(text, str) else text[0]


def test_texts_of_the_site_can_be_read():
    """Also those of pages that a plan without faults never shows."""
    catalog = read_po(BytesIO(catalog_path("es").read_bytes()), "es")
    said = {"en": defaultdict(set), "es": defaultdict(set)}
    for message in filter(lambda one: one.id, catalog):
        texts = (singular(message.id), singular(message.string))
        for language, text in zip(("en", "es"), texts, strict=True):
            words = re.sub(r"%\(\w+\)s|\{\w+\}", "", text).replace("%%", "%")
            for file, _line in message.locations:
                if READERS.match(file) and is_sentence(words):
                    said[language][file].add(words)

    hard = {
        (file, language): found
        for language, files in said.items()
        for file, texts in files.items()
        if (found := too_hard(sorted(texts), language))
    }

    assert len(said["es"]) > 30
    assert hard == {}


@pytest.mark.parametrize(
    ("syllables", "count", "words"),
    [
        (english_syllables, 1, "I plan plans made reached goes school the year’s"),
        (english_syllables, 2, "little started people higher reading table"),
        (english_syllables, 3, "family attendance curious radio"),
        (spanish_syllables, 1, "y ley quién muy los"),
        (spanish_syllables, 2, "país ciudad guía quiere leyes avión"),
        (spanish_syllables, 3, "ahora ayuda prohibir pingüino escuela"),
        (spanish_syllables, 4, "mayoría estudiantes educación"),
    ],
)
def test_syllables_are_counted(syllables, count, words):
    assert {word: syllables(word) for word in words.split()} == dict.fromkeys(
        words.split(), count
    )


def test_stiff_texts_are_too_hard():
    english = "The implementation of institutional accountability mechanisms continues."
    spanish = "La implementación de mecanismos institucionales continúa paulatinamente."

    assert too_hard([english] * 6, "en") == "grade 27.6"
    assert too_hard([spanish] * 6, "es") == "ease -31.7"
