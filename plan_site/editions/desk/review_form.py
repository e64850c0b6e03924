"""The review page's form: the items chosen, the notes, the accepted warnings."""

import datetime
from dataclasses import dataclass, field

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from pillars.models.account import person_name
from pillars.models.base import languages
from plan_site.editions.document.document import Act
from plan_site.editions.document.snapshot import ItemId
from plan_site.editions.publishing.publish import PublishingError

NO_SUCH_MOMENT = _(
    "There is no such date or time, or clocks are changed then. Choose another."
)


@dataclass(frozen=True)
class ReviewForm:
    """As submitted; without arguments, before anybody has touched it."""

    # The digests of what the page had shown, as a whole and by item.
    seen: str = ""
    seen_items: dict[ItemId, str] = field(default_factory=dict)
    chosen: frozenset[ItemId] = frozenset()
    minor: frozenset[ItemId] = frozenset()
    accepted: frozenset[str] = frozenset()
    reasons: dict[ItemId, dict[str, str]] = field(default_factory=dict)
    note: dict[str, str] = field(default_factory=dict)
    moment: str = ""

    @classmethod
    def read(cls, form_data: QueryDict) -> "ReviewForm":
        known = (one.partition("=") for one in form_data.get("known", "").split())
        seen_items = {item: digest for item, _equals, digest in known}
        return cls(
            seen=form_data.get("seen", ""),
            seen_items=seen_items,
            chosen=frozenset(form_data.getlist("with")),
            minor=frozenset(form_data.getlist("minor")),
            accepted=frozenset(form_data.getlist("accepted")),
            reasons={
                item: texts_in(form_data, f"reason/{item}/") for item in seen_items
            },
            note=texts_in(form_data, "note_"),
            moment=form_data.get("moment", "").strip(),
        )

    def act(self, user) -> Act:
        reasons = {
            item: texts for item, texts in self.reasons.items() if any(texts.values())
        }
        return Act(self.note, reasons, self.minor, person_name(user))

    @property
    def goes_live_at(self) -> datetime.datetime | None:
        """The requested moment; None for at once. Raises ``PublishingError``."""
        try:
            moment = forms.DateTimeField(required=False).clean(self.moment)
            return moment and moment.astimezone(datetime.UTC)
        except (ValidationError, OverflowError):
            raise PublishingError(NO_SUCH_MOMENT) from None


def text_in(form_data: QueryDict, name: str) -> str:
    """Without NUL characters, which no database stores."""
    return form_data.get(name, "").replace("\0", "").strip()


def texts_in(form_data: QueryDict, prefix: str) -> dict[str, str]:
    return {code: text_in(form_data, prefix + code) for code in languages()}
