"""
Older documents, brought to today's format step by step.

When a model changes, ``FORMAT`` rises by one and ``STEPS`` gets a pure function from a
document of the format before. A frozen document of every format stays in the tests.
"""

from collections.abc import Callable

FORMAT = 1

# From the format named to the next one.
STEPS: dict[int, Callable[[dict], dict]] = {}


class NewerFormatError(ValueError):
    """A document was written by newer code than this."""


def upgraded(document: dict) -> dict:
    """
    A document in today's format.

    Raises ``NewerFormatError`` for a format that this code does not know yet.
    """
    if document["format"] > FORMAT:
        raise NewerFormatError(
            f"The document has format {document['format']}; this code knows {FORMAT}."
        )
    while document["format"] < FORMAT:
        step = STEPS[document["format"]]
        document = {**step(document), "format": document["format"] + 1}
    return document
