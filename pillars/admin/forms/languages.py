"""
The language that forms show beside the first one; the languages of a plan's readers:
one is offered once its titles are written.
"""

from django.http import HttpRequest
from django.utils.translation import ngettext_lazy

from pillars.models import Account
from pillars.models.base import languages
from pillars.text.language_names import language_name
from pillars.translations.queries import missing_titles

from .fields import PartForm

# In addresses and in the session.
KEY = "second_language"
NAME = "public_languages"
NOT_WRITTEN = ngettext_lazy(
    "%(count)s title or statement is not written in %(language)s.",
    "%(count)s titles and statements are not written in %(language)s.",
    "count",
)


def not_written(code: str, count: int) -> str:
    return NOT_WRITTEN % {"count": count, "language": language_name(code)}


class PlanForm(PartForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if field := self.fields.get(NAME):
            self.missing = missing_titles(self.instance)
            reasons = (not_written(code, n) for code, n in self.missing.items())
            field.help_text = " ".join([str(field.help_text), *reasons]).strip()

    def clean(self):
        cleaned = super().clean()
        before = set(self.instance.public_languages)
        for code in set(cleaned.get(NAME, ())) - before:
            title = f"title_{code}"
            # The plan's own title may come with the same form.
            comes = bool(cleaned.get(title)) and not getattr(self.instance, title)
            if count := self.missing[code] - comes:
                self.add_error(NAME, not_written(code, count))
        return cleaned


def second_language(request: HttpRequest) -> str:
    """The one chosen, or else one that the person looks after, or else the second."""
    others = languages()[1:]
    chosen = request.GET.get(KEY)
    if chosen in others:
        request.session[KEY] = chosen
    own = Account.of(request.user).writes if len(others) > 1 else []
    wishes = [request.session.get(KEY), *own, *others]
    return next(code for code in wishes if code in others)


def language_choice(request: HttpRequest) -> dict[str, object]:
    """For a form's page: nothing to choose where there are two languages."""
    second, others = second_language(request), languages()[1:]
    return {
        "first_language": language_name(languages()[0]),
        "second_language": second,
        "second_languages": [(code, language_name(code)) for code in others],
        "languages_away": [code for code in others if code != second],
    }
