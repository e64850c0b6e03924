"""Who looked after pillars that are deleted: kept with the act, and given back."""

from collections.abc import Iterable

from .models import Account, Pillar


def kept(pillars: Iterable[int]) -> str:
    """Who looks after some pillars, as pairs of their keys: ``3:1,3:7``."""
    pairs = Account.pillars.through.objects.filter(pillar__in=list(pillars))
    pairs = pairs.order_by("pillar_id", "account_id")
    return ",".join(
        f"{pillar}:{account}"
        for pillar, account in pairs.values_list("pillar_id", "account_id")
    )


def give_back(written: str, pillars: Iterable[int]) -> None:
    """Let those look after pillars again who did, and who are still there."""
    pairs = [pair.split(":") for pair in written.split(",") if pair]
    looked_after = [(int(pillar), int(account)) for pillar, account in pairs]
    there = Account.objects.in_bulk([account for _pillar, account in looked_after])
    again = Pillar.objects.in_bulk(list(pillars))
    for pillar, account in looked_after:
        if pillar in again and account in there:
            there[account].pillars.add(again[pillar])
