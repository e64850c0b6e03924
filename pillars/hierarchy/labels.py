"""What a record is called, and where at the desk it is."""

from django.db.models import Model
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator, capfirst

from pillars import school_years
from pillars.models import Measure, Pillar, PlanItem, Priority, Strategy, StudentGroup
from pillars.models.base import OfYear

CODED = (Pillar, Priority, Strategy, Measure, StudentGroup)
LONGEST = 110
# No key of the database has more digits.
MAX_DIGITS = 18


def parse_key(text: str) -> int | None:
    is_key = text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS
    return int(text) if is_key else None


def code_of(record: PlanItem) -> str:
    """Of a row of a series, its measure's."""
    if isinstance(record, OfYear):
        return record.whole.code
    return record.code if isinstance(record, CODED) else ""


def title_of(record: PlanItem) -> str:
    if isinstance(record, OfYear):
        group = f" · {record.group}" if record.group else ""
        return f"{school_years.label(record.school_year)}{group}"
    if isinstance(record, Strategy):
        return Truncator(record.text or "").chars(LONGEST)
    if isinstance(record, CODED):
        return record.title or ""
    return str(record)


def name_of(record: Model) -> str:
    """By itself: ``1A High-Quality Instruction``."""
    if isinstance(record, Strategy):
        return f"{record.code} {title_of(record)}"
    return str(record)


def kind_of(record: PlanItem) -> str | Promise:
    return capfirst(record._meta.verbose_name)


class Labeled:
    """Has a ``record``, and what a page calls it."""

    kind = property(lambda self: kind_of(self.record))
    code = property(lambda self: code_of(self.record))
    title = property(lambda self: title_of(self.record))
    form = property(lambda self: form_of(self.record))


def page_of(record_or_row: Model, page: str, *args: object) -> str:
    """The desk's address of a page about a record, or about a row of its history."""
    options = getattr(record_or_row, "instance_type", type(record_or_row))._meta
    name = f"admin:{options.app_label}_{options.model_name}_{page}"
    return reverse(name, args=[record_or_row.id, *args])


def form_of(record: Model) -> str:
    return page_of(record, "change")


def stages_page(record: Priority | Strategy) -> str:
    """Where all strategies of a priority stand, at the desk."""
    return page_of(getattr(record, "priority", record), "stages")


def form_link(record: Model) -> SafeString:
    return format_html(
        '<a class="underline" href="{}">{}</a>', form_of(record), name_of(record)
    )
