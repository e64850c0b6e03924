"""
What needs doing in the plan: texts, results and links, each with its exact place.

The desk's start page shows it and reminders tell it; which texts are missing or behind
is decided in ``in_step``. A locked plan needs nothing, and of what was retired only the
note that readers see does.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import TextChoices
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from pillars import school_years
from pillars.hierarchy.labels import form_of
from pillars.hierarchy.parents import is_withdrawn, pillar_of, plan_of
from pillars.hierarchy.working_copy import Gathered
from pillars.linkcheck.checker import translate_result
from pillars.models import Account, Measure, PlanItem, Resource, Result
from pillars.models.base import languages
from pillars.text.language_names import named
from pillars.translations.status import texts_of

from .due import Due, due


class Kind(TextChoices):
    """What can need doing; the value is a word in addresses."""

    DUE = "due", _("Results due")
    DEAD_LINK = "dead-link", _("Dead links")
    BEHIND = "behind", _("Texts behind their other language")
    MISSING = "missing", _("Texts missing")

    @property
    def is_of_texts(self) -> bool:
        """Whether it is done by who looks after a language."""
        return self in {Kind.BEHIND, Kind.MISSING}

    def counted(self, count: int) -> str:
        """So many of them, in words: ``3 results due``."""
        said = {
            Kind.DUE: ngettext("%(count)s result due", "%(count)s results due", count),
            Kind.DEAD_LINK: ngettext(
                "%(count)s dead link", "%(count)s dead links", count
            ),
            Kind.BEHIND: ngettext(
                "%(count)s text behind", "%(count)s texts behind", count
            ),
            Kind.MISSING: ngettext(
                "%(count)s text missing", "%(count)s texts missing", count
            ),
        }
        return said[self] % {"count": count}


@dataclass(frozen=True)
class Need:
    kind: Kind
    record: PlanItem
    language: str = ""
    # The texts that are missing or behind, by their fields' names.
    fields: tuple[str, ...] = ()
    since: datetime.date | None = None
    due: Due | None = None

    @property
    def anchor(self) -> str:
        """Where in the record's form it is done."""
        if self.kind is Kind.DUE:
            return "results-group"
        field = self.fields[0] if self.fields else "url"
        return f"id_{field}_{self.language}"

    @property
    def group(self) -> str:
        """What it is counted with: its kind, and its language if it is of texts."""
        return f"{self.kind}-{self.language}" if self.fields else self.kind.value

    @property
    def group_label(self) -> str:
        """What that group is called: ``Texts missing (Spanish)``."""
        return f"{self.kind.label}{self.in_language}"

    @property
    def in_language(self) -> str:
        """The language of its texts, in brackets; nothing for what is no text."""
        return f" ({named(self.language)})" if self.fields else ""

    @property
    def count(self) -> int:
        """How many things it is: each text counts."""
        return len(self.fields) or 1

    @property
    def words(self) -> str:
        if self.kind is Kind.DUE:
            return due_in_words(self.due)
        if self.kind is Kind.DEAD_LINK:
            return gettext("Its link does not work: %(result)s") % {
                "result": translate_result(self.record.check_result)
            }
        said = {
            "language": dict(settings.LANGUAGES)[self.language],
            "fields": ", ".join(
                str(self.record._meta.get_field(name).verbose_name)
                for name in self.fields
            ),
        }
        if self.kind is Kind.MISSING:
            return gettext("%(language)s, to be written: %(fields)s") % said
        said["day"] = date_format(self.since)
        return gettext("%(language)s, behind since %(day)s: %(fields)s") % said


def due_in_words(due: Due) -> str:
    if due.day is None:
        year = school_years.label(due.year)
        return gettext("No result yet for %(year)s") % {"year": year}
    day = {"day": date_format(due.day)}
    if due.is_late:
        return gettext("Its next result was due on %(day)s") % day
    return gettext("Its next result is due on %(day)s") % day


def list_of(need: Need) -> str:
    """The address of the list of all such texts; empty for what is no text."""
    if not need.kind.is_of_texts:
        return ""
    asked = {"language": need.language, "state": need.kind.value}
    return reverse("admin:pillars_plan_translations", query=asked)


def place_of(need: Need) -> str:
    """The address at which a need is met: a form, at the field."""
    return f"{form_of(need.record)}#{need.anchor}"


def needs(gathered: Gathered, today: datetime.date) -> dict[PlanItem, list[Need]]:
    """What each record needs, for those that need something."""
    found = {
        record: list(needs_of(record, gathered, today))
        for record in gathered.records()
        if not plan_of(record).is_locked
    }
    return {record: some for record, some in found.items() if some}


def needs_of(
    record: PlanItem, gathered: Gathered, today: datetime.date
) -> Iterator[Need]:
    withdrawn = is_withdrawn(record)
    if isinstance(record, Measure) and not withdrawn:
        results = gathered.under(record, Result)
        wanted = due(record, results, plan_of(record), today)
        if wanted:
            yield Need(Kind.DUE, record, due=wanted)
    if isinstance(record, Resource) and record.check_result and not withdrawn:
        yield Need(Kind.DEAD_LINK, record, language=dead_language(record))
    yield from texts_needed(record)


def texts_needed(record: PlanItem) -> Iterator[Need]:
    """The texts of a record that are behind or missing, language by language."""
    texts = list(texts_of(record))
    for code in languages():
        for kind in (Kind.BEHIND, Kind.MISSING):
            some = [t for t in texts if (t.language, t.state) == (code, kind.value)]
            if some:
                since = min((t.since for t in some if t.since), default=None)
                yield Need(kind, record, code, tuple(t.field for t in some), since)


def dead_language(resource: Resource) -> str:
    """The first language whose address did not answer: ``es: 404 Not Found``."""
    named = resource.check_result.partition(":")[0]
    return named if named in languages() else languages()[0]


class LookedAfter:
    """What a person looks after: a pillar's results and links, a language's texts."""

    def __init__(self, account: Account):
        saved = account.pk is not None
        self.languages = set(account.writes)
        self.pillars = {pillar.pk for pillar in account.pillars.all()} if saved else ()

    def __bool__(self) -> bool:
        return bool(self.languages or self.pillars)

    def __contains__(self, need: Need) -> bool:
        if need.kind.is_of_texts:
            return need.language in self.languages
        pillar = pillar_of(need.record)
        return pillar is not None and pillar.pk in self.pillars
