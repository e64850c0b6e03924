"""Glossary terms under their first letters, as the language of a page sorts them."""

from collections.abc import Iterable
from itertools import groupby

from pillars.models import GlossaryTerm
from pillars.rules.texts import fold


def by_letter(terms: Iterable[GlossaryTerm]) -> list[tuple[str, list[GlossaryTerm]]]:
    ordered = sorted((sorting_key(term), term) for term in terms)
    return [
        (letter, [term for _key, term in group])
        for letter, group in groupby(ordered, key=lambda pair: first_letter(pair[0][0]))
    ]


def sorting_key(term: GlossaryTerm) -> tuple[str, int]:
    """ñ comes after n, as in Spanish dictionaries; no letter comes before all."""
    text = term.wording_of("term").text.casefold()
    bare = fold(text.replace("ñ", "n~"))
    return (bare if bare[:1].isalpha() else f"#{bare}", term.pk)


def first_letter(key: str) -> str:
    return "Ñ" if key.startswith("n~") else key[0].upper()
