"""In which language the site speaks to a person: at the desk and in letters."""

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist

from pillars.models import Account


def chosen_by(user) -> str:
    """The language that a person chose for the desk; empty if they chose none."""
    try:
        language = user.account.desk_language
    except (AttributeError, ObjectDoesNotExist):
        return ""
    return language if language in dict(settings.LANGUAGES) else ""


def language_of(user) -> str:
    """The language of a person's letters: their choice, else the site's first."""
    return chosen_by(user) or settings.LANGUAGE_CODE


def choose(user, language: str) -> None:
    """Keep a person's choice; an empty one leaves it to their browser."""
    Account.objects.update_or_create(user=user, defaults={"desk_language": language})
