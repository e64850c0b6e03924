"""Path converters: strict, so that a stranger's path never reaches a query."""

from django.conf import settings
from django.utils.text import slugify

from pillars import codes
from pillars.enums import Status

LANGUAGES = [code for code, _name in settings.LANGUAGES]


class PlanSlug:
    """A plan's address; never a code, a language or one of the site's own words."""

    regex = (
        rf"(?!(?:{codes.PILLAR}|{codes.PRIORITY}|{codes.MEASURE})(?:/|$))"
        rf"(?!(?:{'|'.join([*codes.RESERVED, *LANGUAGES])})(?:/|$))"
        r"(?=[a-z0-9-]{1,50}(?:/|$))[a-z0-9]+(?:-[a-z0-9]+)*"
    )

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Code(PlanSlug):
    """A code as an address writes it; ``to_python`` gives it in the plan's spelling."""

    def to_url(self, value: str) -> str:
        return value.lower()


class PillarCode(Code):
    regex = codes.PILLAR

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int | str) -> str:
        return str(value)


class PriorityCode(Code):
    regex = codes.PRIORITY

    def to_python(self, value: str) -> str:
        return value.upper()


class MeasureCode(Code):
    regex = codes.MEASURE

    def to_python(self, value: str) -> str:
        return codes.canonical_measure_code(value)


class Tail:
    """What makes an address readable: its hyphen and a title, or nothing at all."""

    regex = r"(?:-[^/]*)?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        slug = slugify(value)
        return f"-{slug}" if slug else ""


class StatusWord:
    """A status as an address writes it: ``on-track``."""

    regex = "|".join(Status.values)

    def to_python(self, value: str) -> Status:
        return Status(value)

    def to_url(self, value: Status | str) -> str:
        return str(Status(value).value)
