"""
People may manage only accounts that may do no more than their own, and give only rights
that they have, or that are implied: whoever may change every kind of record may write
its texts. So an Administrator puts people into all the groups that the site comes with.
"""

from django.contrib.auth.models import AbstractBaseUser, Group, Permission
from django.db.models import Q, QuerySet

from pillars.hierarchy.tree import KINDS, TO_PILLAR
from pillars.models import Pillar

from .rules import OWN_PILLARS, TEXTS, WRITE, rights_over

# A right, and the rights that together imply it.
IMPLIED = {
    TEXTS: rights_over(["change"], KINDS),
    OWN_PILLARS: rights_over(["change"], [Pillar])
    | rights_over(WRITE, TO_PILLAR.keys() - {Pillar}),
}


def rights_of(user: AbstractBaseUser) -> set[str]:
    """As ``has_perm`` knows them, even if the person's account is switched off."""
    own = Permission.objects.filter(Q(user=user) | Q(group__user=user)).distinct()
    pairs = own.values_list("content_type__app_label", "codename").order_by()
    names = {f"{label}.{codename}" for label, codename in pairs}
    return names | {less for less, more in IMPLIED.items() if more <= names}


def reaches(user: AbstractBaseUser, other: AbstractBaseUser) -> bool:
    if user.is_superuser or other.is_superuser:
        return user.is_superuser
    return rights_of(other) <= rights_of(user)


def permissions_to_give(user: AbstractBaseUser) -> QuerySet[Permission]:
    permissions = Permission.objects.all()
    if user.is_superuser:
        return permissions
    allowed = Q(pk__in=[])
    for name in rights_of(user):
        label, _dot, codename = name.partition(".")
        allowed |= Q(content_type__app_label=label, codename=codename)
    return permissions.filter(allowed)


def groups_to_give(user: AbstractBaseUser) -> QuerySet[Group]:
    """Those that have no more rights than the person."""
    if user.is_superuser:
        return Group.objects.all()
    beyond = Permission.objects.exclude(pk__in=permissions_to_give(user).values("pk"))
    return Group.objects.exclude(permissions__in=beyond)


def gives(user: AbstractBaseUser, group: Group) -> bool:
    """Whether a person may put others into a group, and change its rights."""
    return groups_to_give(user).filter(pk=group.pk).exists()
