"""The language that forms show beside the first one."""

from django.http import HttpRequest

from pillars.models import Account
from pillars.models.base import languages
from pillars.text.language_names import language_name

# In addresses and in the session.
KEY = "second_language"


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
