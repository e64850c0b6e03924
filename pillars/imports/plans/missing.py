"""What publishing a plan will miss, said before its file is applied."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain

from django.utils.translation import gettext_lazy as _

from pillars.imports.files.pipeline import ImportResult, Kind
from pillars.text.language_names import language_name
from pillars.translations.status import TextState, texts_of

from .records import Records

NAMED_AT_MOST = 3
MISSING = _("Texts that are missing in %(language)s: %(count)s (%(texts)s).")
STOPPING = _("The plan cannot be published without them.")
FALLING_BACK = _("Readers will see another language in their place.")


def missing_texts(records: Records, result: ImportResult) -> Iterator[str]:
    """A line for each language of readers; none if the file cannot be saved."""
    if result.problems:
        return
    plan, found = records.plan, defaultdict(list)
    new = (row.record for row in result.of(Kind.NEW))
    for record in chain(records.all_stored(), new):
        for text in texts_of(record):
            if text.state == TextState.MISSING and text.language in plan.languages:
                found[text.language].append(f"{record}, {text.label}")
    consequence = STOPPING if plan.requires_all_texts else FALLING_BACK
    for language, texts in found.items():
        more = ["…"] if len(texts) > NAMED_AT_MOST else []
        words = {
            "language": language_name(language),
            "count": len(texts),
            "texts": "; ".join([*texts[:NAMED_AT_MOST], *more]),
        }
        yield f"{MISSING % words} {consequence}"
