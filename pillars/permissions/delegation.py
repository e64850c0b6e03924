"""
Whose account a person may look after, and which rights they may hand on.

Nobody gets further through somebody else: a person may help those alone who may do no
more than they, and gives only what they hold. For superusers only superusers do it.

A right counts as held where another one says more. Who may change every kind of record
writes its texts in every language; who may also add and delete all that stands in a
pillar does everything in each of them. So an Administrator, who holds neither right by
name, puts people into all the groups that the site comes with.
"""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser, Group, Permission
from django.db.models import Q, QuerySet

from pillars.hierarchy.tree import KINDS, TO_PILLAR
from pillars.models import Pillar

from .rules import OWN_PILLARS, TEXTS

WRITE = ("add", "change", "delete")


def rights_over(acts: Iterable[str], kinds: Iterable[type]) -> set[str]:
    kinds = list(kinds)
    return {f"pillars.{act}_{kind._meta.model_name}" for act in acts for kind in kinds}


# What says less, by what says it and more.
IMPLIED = {
    TEXTS: rights_over(["change"], KINDS),
    OWN_PILLARS: rights_over(["change"], [Pillar])
    | rights_over(WRITE, TO_PILLAR.keys() - {Pillar}),
}


def names_of(permissions: QuerySet[Permission]) -> set[str]:
    """Permissions by the names that ``has_perm`` knows them by."""
    pairs = permissions.values_list("content_type__app_label", "codename")
    return {f"{label}.{codename}" for label, codename in pairs.order_by()}


def powers_of(user: AbstractBaseUser) -> set[str]:
    """All that a person may do, once their account is switched on."""
    # Of an account that is switched off, Django says that it may do nothing.
    held = Permission.objects.filter(Q(user=user) | Q(group__user=user))
    powers = names_of(held.distinct())
    return powers | {less for less, more in IMPLIED.items() if more <= powers}


def reaches(user: AbstractBaseUser, other: AbstractBaseUser) -> bool:
    """Whether one may look after the other's account."""
    if user.is_superuser or other.is_superuser:
        return user.is_superuser
    return powers_of(other) <= powers_of(user)


def permissions_to_give(user: AbstractBaseUser) -> QuerySet[Permission]:
    permissions = Permission.objects.all()
    if user.is_superuser:
        return permissions
    wanted = Q(pk__in=[])
    for name in powers_of(user):
        label, _dot, codename = name.partition(".")
        wanted |= Q(content_type__app_label=label, codename=codename)
    return permissions.filter(wanted)


def groups_to_give(user: AbstractBaseUser) -> QuerySet[Group]:
    """The groups that a person may put others into: those that hold no more."""
    if user.is_superuser:
        return Group.objects.all()
    beyond = Permission.objects.exclude(pk__in=permissions_to_give(user).values("pk"))
    return Group.objects.exclude(permissions__in=beyond)


def gives(user: AbstractBaseUser, group: Group) -> bool:
    """Whether a person may put others into a group, and say what it may do."""
    return groups_to_give(user).filter(pk=group.pk).exists()
