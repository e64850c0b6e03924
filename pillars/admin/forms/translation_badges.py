"""Which text of a form is missing in a language or behind another, in words."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from pillars.models import PlanItem
from pillars.models.base import languages
from pillars.text.language_names import named
from pillars.translations.status import texts_to_translate


@dataclass(frozen=True)
class Mark:
    """What is wrong with a text in one language, and where it can be looked into."""

    kind: str
    words: str
    link: str = ""


def mark_of(
    record: PlanItem, field: str, language: str, texts: dict[str, str]
) -> Mark | None:
    """The mark of a text, given how it reads in each language; most have none."""
    if field not in texts_to_translate(record):
        return None
    if not texts[language]:
        if any(texts.values()):
            missing = _("Missing in %(language)s") % {"language": named(language)}
            return Mark("missing", missing)
        return None
    day = record.behind_since(field, language)
    if day is None:
        return None
    ahead = [
        named(code)
        for code in languages()
        if texts[code] and record.behind_since(field, code) is None
    ]
    if not ahead:  # The wording that was ahead has just been emptied in the form.
        return None
    behind = _("Behind since %(day)s: the %(language)s text changed") % {
        "day": date_format(day, "DATE_FORMAT"),
        "language": get_text_list(ahead, _("and")),
    }
    return Mark("behind", behind, what_changed(record, field, language))


def what_changed(record: PlanItem, field: str, language: str) -> str:
    """Where the desk shows what changed in a text."""
    page = reverse("admin:pillars_plan_translations")
    record_id = f"{record._meta.label_lower}:{record.pk}"
    return f"{page}?{urlencode({'record': record_id}, safe=':')}#{field}-{language}"
