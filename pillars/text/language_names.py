"""The names of languages within a sentence."""

from django.conf import settings
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import get_language


def language_name(language: str) -> str:
    name = str(dict(settings.LANGUAGES)[language])
    # Spanish does not capitalize the names of languages; English does.
    return name if get_language() in {"en", None} else name.lower()


language_name_lazy = lazy(language_name, str)


def name_with_language(name: str, language: str) -> str:
    """What the desk calls a text in one language: "Title (Spanish)"."""
    return format_lazy("{} ({})", name, language_name_lazy(language))
