"""The badges of texts in a form that are missing or behind another language."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from pillars.models import PlanItem
from pillars.models.base import languages
from pillars.text.language_names import language_name
from pillars.translations.status import Text, TextState, texts_to_translate


@dataclass(frozen=True)
class Badge:
    state: TextState
    message: str
    # Leads to what changed in the other language.
    link: str = ""


def badge_of(
    record: PlanItem, field: str, language: str, wordings: dict[str, str]
) -> Badge | None:
    """``wordings`` are those in the form, saved or not."""
    if field not in texts_to_translate(record):
        return None
    if not wordings[language]:
        message = _("Missing in %(language)s") % {"language": language_name(language)}
        return Badge(TextState.MISSING, message) if any(wordings.values()) else None
    text = Text(record, field, language)
    ahead = [
        language_name(code)
        for code in languages()
        if wordings[code] and not record.behind_since(field, code)
    ]
    # None is ahead if the other text was just emptied in the form.
    if not text.since or not ahead:
        return None
    message = _("Behind since %(day)s: the %(language)s text changed") % {
        "day": date_format(text.since, "DATE_FORMAT"),
        "language": get_text_list(ahead, _("and")),
    }
    page = reverse(
        "admin:pillars_plan_translations", query={"record": text.location.key}
    )
    return Badge(TextState.BEHIND, message, f"{page}#{text.anchor}")
