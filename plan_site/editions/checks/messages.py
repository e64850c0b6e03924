"""What the check list says, and where in the plan."""

from dataclasses import dataclass

from django.db.models import Model
from django.utils.text import capfirst

from pillars.hierarchy.tree import plan_of
from pillars.models import GlossaryTerm, Plan, PlanSection, Resource, StudentGroup
from pillars.models.base import OfYear
from pillars.models.coded import Coded
from pillars.text.language_names import language_name
from pillars.translations.status import Text
from plan_site.editions.document.records import item_of, item_record
from plan_site.editions.document.snapshot import ItemId

SHORT_KINDS = {GlossaryTerm: "term", PlanSection: "section", StudentGroup: "group"}


@dataclass(frozen=True)
class CheckMessage:
    """An error, or a warning to be answered."""

    # Stable and readable: by it a warning is answered, as in ``behind:1D:why:es``.
    name: str
    check: str
    stops: bool
    item: ItemId
    message: str

    @property
    def admin_url(self) -> str:
        return admin_url(self.item)


def about(
    check: str, record: Model, message: str, *detail: object, stops=False
) -> CheckMessage:
    """A message about a record; ``detail`` tells it from others of the same check."""
    name = ":".join([check, short_name(record), *map(str, detail)])
    text = f"{where(record)}: {message}"
    return CheckMessage(name, check, stops, item_of(record), text)


def about_text(
    check: str, text: Text, message: str, *, stops=False, **values
) -> CheckMessage:
    """The message's values are these and the field's label."""
    label = field_label(text.record, text.field, text.language)
    words, detail = message % {"field": label, **values}, (text.field, text.language)
    return about(check, text.record, words, *detail, stops=stops)


def admin_url(item: ItemId) -> str:
    label, _colon, key = item.partition(":")
    return f"/admin/{label.replace('.', '/')}/{key}/change/" if key else "/admin/"


def code_of(record: Model) -> str:
    whole = item_record(record)
    return whole.code if isinstance(whole, Coded) else ""


def code_above(resource: Resource) -> str:
    return resource.priority.code or resource.priority.pillar.code


def short_name(record: Model) -> str:
    """A record's name in a message's name: ``1D-M2:result-2023``, ``term-fafsa``."""
    plan, whole = plan_of(record), item_record(record)
    name = code_of(whole) or f"{short_kind(whole)}-{getattr(whole, 'code', whole.pk)}"
    if isinstance(whole, Plan):
        name = whole.slug
    elif isinstance(whole, Resource):
        name = f"{code_above(whole)}-{name}"
    if whole != plan and not plan.is_current:
        name = f"{plan.slug}/{name}"
    if isinstance(record, OfYear):
        group = f"-{record.group.code}" if record.group else ""
        return f"{name}:{record._meta.model_name}-{record.school_year}{group}"
    return name if whole is record else f"{name}:{short_kind(record)}-{record.pk}"


def short_kind(record: Model) -> str:
    return SHORT_KINDS.get(type(record)) or record._meta.model_name


def where(record: Model) -> str:
    whole = item_record(record)
    kind = capfirst(whole._meta.verbose_name)
    place = f"{kind} {code_of(whole) or f'“{whole}”'}"
    if isinstance(whole, Resource):
        place += f" ({code_above(whole)})"
    if isinstance(record, OfYear):
        return f"{place}, {record.place}"
    if whole is not record:
        return f"{place}, {record._meta.verbose_name} “{record}”"
    return place


def field_label(record: Model, name: str, language: str = "") -> str:
    """A field as an editor knows it: ``“why this matters” (Spanish)``."""
    label = f"“{record._meta.get_field(name).verbose_name}”"
    return f"{label} ({language_name(language)})" if language else label


def quoted(text: str, length: int = 90) -> str:
    text = " ".join(text.split())
    return f"“{text[:length].rstrip()}…”" if len(text) > length else f"“{text}”"
