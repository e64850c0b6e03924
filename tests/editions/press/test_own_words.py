"""A plan that calls everything by words of its own is shown with them alone."""

import re
from collections.abc import Iterator

import lxml.html
import pytest

from pillars.enums import Direction, TargetKind, UnitKind
from pillars.models import Plan
from pillars.translations.status import worded_texts
from pillars.words import FIELDS
from plan_site.editions.document.document import Act, Document
from plan_site.editions.document.records import take_snapshot
from tests.helpers.editions.candidates import TODAY, published, stored
from tests.helpers.editions.pressed_editions import FOUND, pressed
from tests.helpers.editions.review_form import own_editions_folder
from tests.helpers.editions.walk_site import every_record
from tests.helpers.makers import (
    make_group,
    make_measure,
    make_pillar,
    make_priority,
    make_resource,
    make_section,
    make_strategy,
    make_term,
)

__all__ = ["own_editions_folder"]

pytestmark = [pytest.mark.django_db, pytest.mark.rest]

# Masculine where the usual word is feminine, and the other way round.
WORDS = {
    "pillar": ("area", "areas", "área", "áreas"),
    "priority": ("objective", "objectives", "propósito", "propósitos"),
    "strategy": ("action", "actions", "paso", "pasos"),
    "measure": ("indicator", "indicators", "indicador", "indicadores"),
    "resource": ("material", "materials", "lectura", "lecturas"),
}
HEADINGS = {
    "goal_heading": ("Where we are going", "Adónde vamos"),
    "statement_heading": ("What we will do", "Lo que haremos"),
    "why_heading": ("Our reasons", "Nuestros motivos"),
}
USUAL = {
    "en": r"pillars?|priorit(y|ies)|strateg(y|ies)|measures?|resources?|our (goal|why)",
    "es": r"pilar(es)?|prioridad(es)?|estrategias?|medidas?|recursos?|meta única",
}
ADDRESSES = {"url", "contact_url", "official_document"}
MARK = re.compile(r"%\(|\{|\}|\[\w+:")
# Its words are the same for every plan.
ADDRESS = re.compile(r"https?://\S+")


def own_words() -> dict[str, str]:
    """By the plan's columns."""
    words = {}
    for level, (one, many, una, varias) in WORDS.items():
        words |= {f"{level}_word_en": one, f"{level}_words_en": many}
        words |= {f"{level}_word_es": una, f"{level}_words_es": varias}
    for field, texts in HEADINGS.items():
        words |= dict(zip((f"{field}_en", f"{field}_es"), texts, strict=True))
    return words


def make_everything() -> Plan:
    """One of all that has a page, each kind of target, and places without any."""
    priority = make_priority()
    plan = priority.pillar.plan
    make_pillar(plan)
    make_priority(make_pillar(plan))
    make_section(plan)
    make_term(plan)
    make_resource(priority, strategy=make_strategy(priority))
    for kind in TargetKind:
        make_measure(
            priority,
            target_kind=kind,
            unit_kind=UnitKind.YES_NO if kind == TargetKind.YES_NO else UnitKind.COUNT,
            direction=Direction.WITHIN if kind == TargetKind.RANGE else Direction.UP,
            baseline=(2021, "1"),
            results={2022: "1", 2023: "0"},
            targets={2025: "1"},
        )
    make_measure(
        priority,
        group=make_group(plan),
        baseline=(2021, "70"),
        results={2022: "71"},
        targets={2025: "90"},
    )
    return plan


def rewrite(record, text: str) -> None:
    """Every text of a record, in both languages, says what no sentence of ours does."""
    for field in worded_texts(type(record)):
        for column in (f"{field}_en", f"{field}_es"):
            if field not in {*FIELDS, *ADDRESSES} and getattr(record, column):
                setattr(record, column, f"{text} {record.pk}")
    record.save()


def sayings(page: str) -> Iterator[str]:
    """All that a page or a feed says: its texts, its labels and its descriptions."""
    tree = lxml.html.fromstring(page.encode())
    # The names of files and of their columns are the same for every plan.
    for skipped in tree.xpath("//script|//style|//code"):
        skipped.drop_tree()
    for text in tree.itertext():
        # What a feed says of an edition is a page of its own.
        yield from sayings(text) if text.startswith("<") else [text]
    yield from tree.xpath("//@aria-label|//@title|//@alt|//@content|//@data-copied")


@pytest.mark.usefixtures("own_editions_folder")
def test_pages_feeds_and_charts_say_the_plans_words_and_no_usual_one(settings):
    settings.STORAGES = {**settings.STORAGES, **FOUND}
    plan = make_everything()
    for record in every_record():
        rewrite(record, "Zq")
    Plan.objects.filter(pk=plan.pk).update(**own_words())
    first = Document.read(published())
    for record in every_record():
        rewrite(record, "Zqq")
    second = stored(first.next(take_snapshot(), Act({}, {}), TODAY))
    pages = pressed(second) / "pages"

    texts = {
        (path.relative_to(pages), language): [*sayings(path.read_text())]
        for language in USUAL
        for path in pages.rglob("*")
        if path.suffix in {".html", ".atom"} and language in path.parts
        # It is of the software, and not of a plan.
        if "accessibility-report" not in path.parts
    }
    offenders = {
        (str(path), saying.strip())
        for (path, language), said in texts.items()
        for saying in (ADDRESS.sub("", text) for text in said)
        if MARK.search(saying) or re.search(rf"(?i)\b({USUAL[language]})\b", saying)
    }

    assert offenders == set()
    said = " ".join(saying for lines in texts.values() for saying in lines).lower()
    assert [word for word in own_words().values() if word.lower() not in said] == []
