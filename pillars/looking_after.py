"""Who looked after pillars that are deleted: kept with the act, and given back."""

from collections.abc import Iterable

from .models import Account


def kept(pillars: Iterable[int]) -> str:
    """Who looks after some pillars, as pairs of their keys: ``3:1,3:7``."""
    pairs = Account.pillars.through.objects.filter(pillar__in=list(pillars))
    pairs = pairs.order_by("pillar_id", "account_id")
    return ",".join(f"{pair.pillar_id}:{pair.account_id}" for pair in pairs)


def give_back(written: str, pillars: Iterable[int]) -> None:
    """Let those look after pillars again who did, and who are still there."""
    for pair in filter(None, written.split(",")):
        pillar, account = map(int, pair.split(":"))
        there = Account.objects.filter(pk=account).first()
        if there is not None and pillar in pillars:
            there.pillars.add(pillar)
