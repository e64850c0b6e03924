"""A picture of a plan in each language, which other sites show beside a link to it."""

import hashlib
import json

from django.urls import reverse
from django.utils.translation import get_language

from pillars.models import Plan
from pillars.public import readings

from .letters import letters_we_lack, missing, printable
from .typesetter import FOLDER, typeset

TEMPLATES = ("picture.typ", "look.typ")


def picture_name(plan: Plan) -> str:
    """The digest of what it shows; empty where the fonts lack letters for it."""
    key = ("picture", plan.pk, get_language())
    return readings.current().piece(key, lambda: digest(content(plan)))


def picture_path(plan: Plan) -> str:
    name = picture_name(plan)
    return reverse("editions:picture", args=[plan.slug, name]) if name else ""


def content(plan: Plan) -> str:
    """As JSON, without anything that changes from one edition to the next."""
    goal, title = (plan.wording_of(it).text for it in ("singular_goal", "title"))
    texts = {
        "language": get_language(),
        "district": printable(plan.wording_of("organization").text),
        "title": printable(title) if goal else "",
        "promise": printable(goal or title),
    }
    live = plan.pillars.live()
    pillars = [(printable(it.code), it.accent) for it in live if it.code]
    return json.dumps(texts | {"pillars": pillars}, ensure_ascii=False)


def digest(text: str) -> str:
    if letters_we_lack(get_language()) or missing(text):
        return ""
    templates = ((FOLDER / name).read_text() for name in TEMPLATES)
    return hashlib.sha256("".join([text, *templates]).encode()).hexdigest()[:16]


def picture_of(plan: Plan) -> bytes:
    """A PNG of 1200 × 630 dots."""
    return typeset("picture.typ", json.loads(content(plan)), format="png", ppi=72)
