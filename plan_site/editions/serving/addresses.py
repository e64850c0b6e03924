"""
What a reader's request asks for: an address, languages, encodings.

Pure functions, without Django; those that read a header remember what they have read.
"""

import re
from functools import lru_cache

# In the order in which they are sent; the plain form, "", is always last.
ENCODINGS = ("br", "gzip", "")
# Blanks, and what mail, chat and word processors add without showing it.
INVISIBLE = re.compile(
    r"[\s\u00ad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+"
)
DASHES = dict.fromkeys(
    map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"), "-"
)
SLASHES = re.compile("/{2,}")
# What the sentence around an address leaves at its end.
ENDINGS = "/-.,;:!?*_'\"`)]}>\u2026\u2018\u2019\u201c\u201d\u203a\u00bb"
# Characters of a header that are read: what is remembered must not fill the memory.
MAX_HEADER_LENGTH = 500
# An item of Accept-Language or Accept-Encoding, and its quality.
ITEM = re.compile(r"([a-z0-9*-]+)(?:;q=([0-9]+\.?[0-9]*|\.[0-9]+))?")
HOST = re.compile(r"([a-z0-9.-]{1,255}|\[[a-f0-9]*:[a-f0-9.:]+\])(?::[0-9]+)?")


def normalize(path: str) -> str:
    """
    An address as it was meant, without its last slash: ``/2022-26/1a``.

    ``path`` is WSGI's PATH_INFO, in which each character is a byte.
    """
    text = path.encode("latin-1", "replace").decode(errors="replace")
    text = INVISIBLE.sub("", text).translate(DASHES).lower()
    text = SLASHES.sub("/", f"/{text}").rstrip(ENDINGS)
    return text.removesuffix("/index.html")


def qualities(header: str) -> dict[str, float]:
    """By item, in their order; one that makes no sense is ignored."""
    found = {}
    for item in header.lower().split(","):
        if match := ITEM.fullmatch("".join(item.split())):
            found.setdefault(match[1], float(match[2] or 1))
    return found


@lru_cache(1024)
def choose_language(header: str, languages: tuple[str, ...]) -> str:
    """By Accept-Language; es-419 is es, and one with ``q=0`` is the last choice."""
    wanted = qualities(header)
    others = (wanted.get("*", 0.0001), -len(wanted))

    def rank(language: str) -> tuple[float, int]:
        ranks = [
            (quality, -place)
            for place, (name, quality) in enumerate(wanted.items())
            if f"{name}-".startswith(f"{language}-")
        ]
        return max(ranks, default=others)

    return max(languages, key=rank)


@lru_cache(1024)
def accepted_encodings(header: str) -> tuple[str, ...]:
    wanted = qualities(header)
    others = wanted.get("*", 0)
    return tuple(name for name in ENCODINGS if not name or wanted.get(name, others))


@lru_cache(1024)
def is_allowed_host(host: str, allowed: tuple[str, ...]) -> bool:
    """As Django compares the Host header with ALLOWED_HOSTS."""
    match = HOST.fullmatch(host.lower())
    name = match[1].removesuffix(".") if match else ""
    above = [name[place:] for place, letter in enumerate(name) if letter == "."]
    names = {"*", name, f".{name}", *above}
    return bool(name) and any(pattern.lower() in names for pattern in allowed)
