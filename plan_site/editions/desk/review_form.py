"""The form of the review page: what an editor chose, wrote and accepted."""

import datetime
import json
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from pillars.models.account import person_name
from pillars.models.base import languages
from plan_site.editions.document.document import Act
from plan_site.editions.document.snapshot import ItemId
from plan_site.editions.publishing.publish import PublishingError


@dataclass(frozen=True)
class ReviewForm:
    """As it was sent; without arguments, as it is before anybody has touched it."""

    # The digest of what the page had shown, as a whole and by item.
    seen: str = ""
    known: dict[ItemId, str] = field(default_factory=dict)
    # The items left out, or where a browser runs no script, the only ones included.
    without: frozenset[ItemId] = frozenset()
    only: frozenset[ItemId] | None = None
    minor: frozenset[ItemId] = frozenset()
    accepted: frozenset[str] = frozenset()
    reasons: dict[ItemId, dict[str, str]] = field(default_factory=dict)
    note: dict[str, str] = field(default_factory=dict)
    moment: str = ""

    @classmethod
    def read(cls, sent: QueryDict) -> "ReviewForm":
        inverted = sent.get("ticks") == "left-out"
        return cls(
            seen=sent.get("seen", ""),
            known=known_items(sent.get("known", "")),
            without=frozenset(sent.get("without", "").split()),
            only=None if inverted else frozenset(sent.getlist("with")),
            minor=frozenset(sent.getlist("minor")),
            accepted=frozenset(sent.getlist("accepted")),
            reasons=reasons_in(sent),
            note=note_in(sent),
            moment=sent.get("moment", "").strip(),
        )

    def chooses(self, item: ItemId) -> bool:
        """Whether to publish an item; one that the page had not shown is, at first."""
        if self.only is not None and item in self.known:
            return item in self.only
        return item not in self.without

    def act(self, user) -> Act:
        written = {
            item: texts for item, texts in self.reasons.items() if any(texts.values())
        }
        by = person_name(user)
        return Act(self.note, written, self.minor, by)

    @property
    def goes_live_at(self) -> datetime.datetime | None:
        """
        The moment asked for; None for at once.

        Raises ``PublishingError`` for one that cannot be read or that no clock shows.
        """
        if not self.moment:
            return None
        try:
            wanted = datetime.datetime.fromisoformat(self.moment)
            moment = timezone.make_aware(wanted).astimezone(datetime.UTC)
        except (ValueError, OverflowError):
            raise PublishingError(
                _("The moment cannot be read. Choose day and time again.")
            ) from None
        if timezone.localtime(moment).replace(tzinfo=None) != wanted:
            raise PublishingError(
                _(
                    "The clock is put forward then: there is no such time. Choose"
                    " another."
                )
            )
        return moment


def known_items(sent: str) -> dict[ItemId, str]:
    """The items that the page had shown, each with its digest."""
    try:
        known = json.loads(sent)
    except ValueError:
        return {}
    return known if isinstance(known, dict) else {}


def text_in(sent: QueryDict, name: str) -> str:
    """A text without the character NUL, which no database stores."""
    return sent.get(name, "").replace("\0", "").strip()


def note_in(sent: QueryDict) -> dict[str, str]:
    return {code: text_in(sent, f"note_{code}") for code in languages()}


def reasons_in(sent: QueryDict) -> dict[ItemId, dict[str, str]]:
    found: dict[ItemId, dict[str, str]] = {}
    for name in sent:
        kind, _slash, rest = name.partition("/")
        item, _slash, code = rest.partition("/")
        if kind == "reason" and code in languages():
            found.setdefault(item, {})[code] = text_in(sent, name)
    return found
