"""Who may do what, at the desk: groups, and what their rights are called."""

from collections import defaultdict

from django.contrib import admin
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from pillars.permissions import delegation

from .base import RequestGuards

admin.site.unregister(Group)

# The groups that the site comes with, to be named in the language of the desk.
GROUP_NAMES = [
    _("Translator"),
    _("Data steward"),
    _("Pillar editor"),
    _("Editor"),
    _("Publisher"),
    _("Administrator"),
]
# Words of libraries that are found nowhere: a model's name, and one in an f-string.
LIBRARY_WORDS = [_("authenticator"), _("Welcome")]
# The acts that Django knows of for every kind of record.
ACTS = {
    "add": _("add"),
    "change": _("change"),
    "delete": _("delete"),
    "view": _("view"),
}


def act_of(permission: Permission) -> Promise | None:
    """What it allows to do with a kind of record; None for an act of its own."""
    act = permission.codename.removesuffix(f"_{permission.content_type.model}")
    return ACTS.get(act)


def kind_name(content_type: ContentType) -> str:
    recorded = getattr(content_type.model_class(), "instance_type", None)
    if recorded:
        return gettext("History: %(kind)s") % {"kind": recorded._meta.verbose_name}
    return capfirst(gettext(content_type.name))


def permission_name(permission: Permission) -> str:
    """``Priority: change``."""
    act = act_of(permission)
    if act is None:
        return gettext(permission.name)
    return f"{kind_name(permission.content_type)}: {act}"


# The database has both in English; each reader has a language.
Group.__str__ = lambda group: gettext(group.name)
Permission.__str__ = permission_name


class WithinReach:
    """Nobody changes or deletes an account, or a group, that may do more."""

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        """Only what the person may hand on is offered."""
        if db_field.related_model is Group:
            kwargs["queryset"] = delegation.groups_to_give(request.user)
        else:
            permissions = delegation.permissions_to_give(request.user)
            kwargs["queryset"] = permissions.select_related("content_type")
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or self.reaches(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or self.reaches(request.user, obj))


@admin.register(Group)
class GroupAdmin(WithinReach, RequestGuards, auth_admin.GroupAdmin, ModelAdmin):
    reaches = staticmethod(delegation.gives)
    compressed_fields = False
    list_display = ["named"]

    def get_fields(self, request, obj=None):
        """Django's own boxes for who may tick them; for all others, what they say."""
        if self.has_change_permission(request, obj):
            return super().get_fields(request, obj)
        return ["named", "may_do"]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "named", "may_do"]

    def get_deleted_objects(self, objs, request):
        """The groups alone: what ties people and permissions to them has no name."""
        *_all, not_allowed, protected = super().get_deleted_objects(objs, request)
        kind = capfirst(self.opts.verbose_name)
        counts = {self.opts.verbose_name_plural: len(objs)}
        return [f"{kind}: {group}" for group in objs], counts, not_allowed, protected

    @admin.display(description=_("name"), ordering="name")
    def named(self, group):
        return str(group)

    @admin.display(description=_("What they may do"))
    def may_do(self, group):
        return format_html_join("", "<div>{}</div>", ([act] for act in acts_of(group)))


def acts_of(group: Group) -> list[str]:
    """What a group may do, a line for each kind of record and each act of its own."""
    kinds, others = defaultdict(list), []
    for permission in group.permissions.select_related("content_type"):
        if act := act_of(permission):
            kinds[kind_name(permission.content_type)].append(str(act))
        else:
            others.append(permission_name(permission))
    return [*(f"{kind}: {', '.join(acts)}" for kind, acts in kinds.items()), *others]
