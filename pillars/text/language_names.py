"""What languages are called within a sentence of the editor's."""

from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import get_language


def named(language: str) -> str:
    """A language's name within a sentence or in brackets: ``Spanish``, ``español``."""
    name = str(dict(settings.LANGUAGES)[language])
    # Spanish writes the names of languages small; English does not.
    return name if get_language() == "en" else name.lower()


named_later = lazy(named, str)
