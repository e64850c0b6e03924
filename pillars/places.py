"""Where at the desk a record is: its name, and the address of its form."""

from django.db.models import Model
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import Truncator, capfirst

from . import school_years
from .models import Measure, Pillar, PlanItem, Priority, Strategy, StudentGroup
from .models.series import YearValue
from .needs import Need

CODED = (Pillar, Priority, Strategy, Measure, StudentGroup)
LONGEST = 110


def code_of(record: PlanItem) -> str:
    """The code that a record has; a row of a series has its measure's."""
    if isinstance(record, YearValue):
        return record.measure.code
    return record.code if isinstance(record, CODED) else ""


def title_of(record: PlanItem) -> str:
    """What a record is called beside its code, in the active language."""
    if isinstance(record, YearValue):
        group = f" · {record.group}" if record.group else ""
        return f"{school_years.label(record.school_year)}{group}"
    if isinstance(record, Strategy):
        return Truncator(record.text or "").chars(LONGEST)
    if isinstance(record, CODED):
        return record.title or ""
    return str(record)


def kind_of(record: PlanItem) -> str | Promise:
    """What a record is: ``Priority``."""
    return capfirst(record._meta.verbose_name)


def form_of(record: Model) -> str:
    """The address of a record's form."""
    options = record._meta
    name = f"admin:{options.app_label}_{options.model_name}_change"
    return reverse(name, args=[record.pk])


def list_of(need: Need) -> str:
    """The address of the list of all such texts; empty for what is no text."""
    if not need.kind.is_of_texts:
        return ""
    asked = {"language": need.language, "state": need.kind.value}
    return reverse("admin:pillars_plan_translations", query=asked)


def place_of(need: Need) -> str:
    """The address at which a need is met: a form, at the field."""
    return f"{form_of(need.record)}#{need.anchor}"
