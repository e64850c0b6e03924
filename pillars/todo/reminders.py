"""Reminders: the letter to one person on what is due in what they look after."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pillars.hierarchy.labels import code_of, kind_of, title_of
from pillars.models import Account, PlanItem
from pillars.models.base import languages
from pillars.permissions.rules import may_view

from .tasks import Kind, LookedAfter, Need, list_of, place_of

# Nobody is written to again before so many days are over.
PAUSE = datetime.timedelta(days=7)
# A letter is short: the rest is on the start page.
NAMED = 10


@dataclass(frozen=True)
class Letter:
    to: str
    subject: str
    body: str


def accounts() -> list[Account]:
    """The accounts of all who can be written to: active staff with an e-mail."""
    people = Account.objects.filter(user__is_active=True, user__is_staff=True)
    people = people.exclude(user__email="").order_by("user__username")
    return list(people.select_related("user").prefetch_related("pillars"))


def is_resting(account: Account, today: datetime.date) -> bool:
    """Whether a person was written to within the last week."""
    last = account.reminded_at
    return last is not None and timezone.localdate(last) + PAUSE > today


def concerning(account: Account, needs: Iterable[Need]) -> list[Need]:
    """The needs that a person looks after and may open, kind by kind."""
    looked_after = LookedAfter(account)
    own = [
        need
        for need in needs
        if need in looked_after and may_view(account.user, need.record)
    ]
    return sorted(own, key=lambda need: (list(Kind).index(need.kind), need.language))


def letter(account: Account, needs: list[Need]) -> Letter:
    """What a person is written, in the language of their desk."""
    with translation.override(account.desk_language or languages()[0]):
        count = counted(needs)
        subject = ngettext(
            "Strategic plan: %(count)s thing to do",
            "Strategic plan: %(count)s things to do",
            count,
        ) % {"count": count}
        body = "\n".join(paragraphs(account, needs))
        return Letter(account.user.email, subject, body)


def paragraphs(account: Account, needs: list[Need]) -> Iterator[str]:
    name = account.user.first_name or account.user.get_username()
    yield _("Hello %(name)s,") % {"name": name}
    yield ""
    yield ngettext(
        "In what you look after in the strategic plan, there is something to do.",
        "In what you look after in the strategic plan, there are things to do.",
        counted(needs),
    )
    for group, some in groupby(needs, key=lambda need: need.group):
        yield ""
        yield from section(group, list(some))
    yield ""
    yield _("All of it, on your start page:")
    yield at_desk(reverse("admin:index"))
    yield ""
    yield _(
        "You get this message at most once a week. If these are no longer yours to look"
        " after, tell whoever keeps the accounts of the desk."
    )


def section(group: str, needs: list[Need]) -> Iterator[str]:
    label = f"{needs[0].group_label} ({counted(needs)})"
    yield label
    yield "-" * len(label)
    for need in needs[:NAMED]:
        yield ""
        yield name_of(need.record)
        yield need.words
        yield at_desk(place_of(need))
    left = counted(needs[NAMED:])
    if left:
        yield ""
        yield ngettext("And %(count)s more:", "And %(count)s more:", left) % {
            "count": left
        }
        rest = reverse("admin:index") + f"?show=mine&only={group}#outline"
        yield at_desk(list_of(needs[0]) or rest)


def counted(needs: Iterable[Need]) -> int:
    """How many things they are; each text counts, as it does in the desk's lists."""
    return sum(need.count for need in needs)


def name_of(record: PlanItem) -> str:
    """A record on a line of its own: its code and title, or what it is."""
    return f"{code_of(record) or kind_of(record) + ':'} {title_of(record)}"


def at_desk(path: str) -> str:
    return settings.PUBLIC_URL.rstrip("/") + path
